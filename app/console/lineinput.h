#pragma once

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QSocketNotifier>
#include <optional>

namespace app
{

/// Lines from a file descriptor while the event loop runs, so that a connection is served between them.
class LineInput : public QObject
{
    Q_OBJECT
public:
    /// More in one line than this ends the input with LocalError.
    static constexpr qsizetype MaxLine = 16 * 1024 * 1024;

    explicit LineInput(int descriptor, QObject *parent = nullptr);
    ~LineInput() override;

    /// The next line without its line end; nullopt at the end of the input. One at a time.
    QFuture<std::optional<QByteArray>> next();
    /// Ends a wait for the next line, which gives nullopt then.
    void stop();

private:
    void readSome();
    void deliver();
    void finish(std::optional<QByteArray> line);

    int m_descriptor;
    QSocketNotifier m_notifier;
    QByteArray m_buffer;
    bool m_ended = false;
    bool m_waiting = false;
    QPromise<std::optional<QByteArray>> m_promise;
};

} // namespace app
