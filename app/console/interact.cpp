#include "app/console/interact.h"

#include "app/console/runverb.h"
#include "app/console/shell.h"

#include <QCoreApplication>

namespace app
{

namespace
{

QCoro::Task<> runAndQuit(Shell *shell, int *status)
{
    *status = co_await shell->run();
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

} // namespace

int runInteract(const ConsoleOptions &options, bool json)
{
    imap::WireLog log = makeWireLog(options);
    int status = 0;
    {
        Shell shell(options, json, &log);
        const auto running = runAndQuit(&shell, &status);
        QCoreApplication::exec();
    }
    return writeWireLog(options, log, status);
}

} // namespace app
