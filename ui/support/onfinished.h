#pragma once

#include "types/error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <optional>
#include <type_traits>

namespace ui
{

/// Calls `ok(result)` (`ok()` for void) or `failed(const imap::Error &)` in the thread of `context` once
/// `future` is finished; neither when `context` died before. A foreign exception and a future that ended
/// without a result count as failures, so exactly one of the two is called.
template <class T, class Ok, class Failed>
void onFinished(const QFuture<T> &future, QObject *context, Ok ok, Failed failed)
{
    auto *watcher = new QFutureWatcher<T>(context);
    const auto deliver = [watcher, ok = std::move(ok), failed = std::move(failed)]() mutable {
        watcher->deleteLater();
        QFuture<T> done = watcher->future();
        try {
            done.waitForFinished(); // finished already; throws what the work threw
            if constexpr (std::is_void_v<T>) {
                if (done.isCanceled())
                    throw imap::LocalError(QStringLiteral("the work was cancelled"));
            } else if (done.resultCount() == 0) {
                throw imap::LocalError(QStringLiteral("the work ended without a result"));
            }
        } catch (const imap::Error &error) {
            failed(error);
            return;
        } catch (const std::exception &error) {
            failed(imap::LocalError(QString::fromUtf8(error.what())));
            return;
        }
        if constexpr (std::is_void_v<T>)
            ok();
        else
            ok(done.result());
    };
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, deliver);
    watcher->setFuture(future);
}

} // namespace ui
