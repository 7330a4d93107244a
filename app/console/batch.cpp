#include "app/console/batch.h"

#include "app/console/consoleerror.h"
#include "app/console/lineinput.h"
#include "app/console/runverb.h"
#include "app/console/shellwords.h"

#include <QCoro/QCoroFuture>
#include <unistd.h>

namespace app
{

namespace
{

QCoro::Task<> runLine(VerbContext context, QByteArray line)
{
    QList<QByteArray> words = splitShellWords(line);
    if (words.isEmpty())
        co_return;
    const QByteArray name = words.takeFirst();
    const ConnectionVerb *verb = findVerb(name);
    if (!verb)
        throw UsageError("no verb \"" + name + "\"; see postrider-imap --help");
    checkArguments(*verb, words);
    checkStandardInput(*verb, words);
    co_await verb->run(context, words);
}

QCoro::Task<int> runLines(VerbContext context)
{
    LineInput input(STDIN_FILENO);
    int status = ExitDone;
    for (qint64 number = 1;; ++number) {
        auto coming = input.next();
        const std::optional<QByteArray> line = co_await coming;
        if (!line)
            break;
        try {
            co_await runLine(context, *line);
        } catch (const std::exception &error) {
            const QJsonObject where{{QStringLiteral("line"), number}};
            const int failed = reportError(error, where);
            if (status == ExitDone)
                status = failed;
            if (!context.session->isOpen())
                break;
        }
    }
    co_return status;
}

} // namespace

int runBatch(const ConsoleOptions &options)
{
    return runOnSession(options, runLines);
}

} // namespace app
