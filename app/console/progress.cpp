#include "app/console/progress.h"

#include "app/console/bytesjson.h"
#include "app/console/verbarguments.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <memory>

namespace app
{

namespace
{

constexpr quint64 octetsPerLine = 1024 * 1024;

QString kindName(imap::Progress::Kind kind)
{
    switch (kind) {
    case imap::Progress::Kind::Sending:
        return QStringLiteral("sending");
    case imap::Progress::Kind::Receiving:
        return QStringLiteral("receiving");
    case imap::Progress::Kind::Server:
        break;
    }
    return QStringLiteral("server");
}

void printProgress(const imap::Progress &progress)
{
    QJsonObject object{{QStringLiteral("progress"), kindName(progress.kind)},
                       {QStringLiteral("done"), numberJson(progress.done)}};
    if (progress.total)
        object.insert(QStringLiteral("total"), numberJson(*progress.total));
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace

imap::RunOptions takeRunOptions(const VerbContext &context, VerbArguments &arguments)
{
    imap::RunOptions options;
    options.stop = context.stop;
    if (!takeSwitch(arguments, "--progress"))
        return options;
    const auto next = std::make_shared<quint64>(0);
    options.progress = [next](const imap::Progress &progress) {
        const bool octets = progress.kind != imap::Progress::Kind::Server;
        if (octets && progress.done < *next && progress.done != progress.total)
            return;
        *next = progress.done + octetsPerLine;
        printProgress(progress);
    };
    return options;
}

} // namespace app
