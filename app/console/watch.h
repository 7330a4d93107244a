#pragma once

#include "app/console/verbs.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace app
{

/// Prints what the server says on its own, from the moment this is made until it goes.
class Watch
{
public:
    explicit Watch(const VerbContext &context);
    ~Watch();
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    /// Finishes after `milliseconds` (0: never), when the verb is to stop, or when the connection ends.
    QFuture<bool> wait(int milliseconds);
    /// There is nothing more to wait for.
    void finish();
    /// Throws what ended the connection, if it has ended.
    void check() const;

private:
    QObject m_listener;
    QPromise<bool> m_over;
    std::shared_ptr<const imap::Error> m_failure;
    bool m_finished = false;
    std::optional<std::stop_callback<std::function<void()>>> m_stopping;
};

} // namespace app
