#include "app/console/consoleoptions.h"

#include "app/console/consoleerror.h"
#include "app/console/verbarguments.h"
#include "net/settingsurl.h"
#include "types/error.h"

#include <QFile>
#include <QHash>
#include <QProcess>
#include <functional>

namespace app
{

const char *const consoleOptionsHelp =
    "Connection:\n"
    "  --account URL            imaps://user@host[:993], imap+starttls://user@host[:143],\n"
    "                           imap+plain://user@host[:143] (no encryption at all), imap+exec:COMMAND\n"
    "  --password-command CMD   its first line of output is the password\n"
    "  --password-file FILE     its first line is the password\n"
    "  --token-command CMD      its first line of output is an OAuth access token\n"
    "  --mechanism NAME         sign in with this mechanism (default: auto)\n"
    "  --authzid NAME           act as somebody else\n"
    "  --vendor NAME            a field that some servers ask for with XOAUTH2\n"
    "  --ca-file FILE           trust these authorities (PEM), too\n"
    "  --client-certificate FILE, --client-key FILE\n"
    "  --connect-timeout S, --read-timeout S\n"
    "  --folder NAME            select this folder first\n"
    "  --read-only              select it with EXAMINE\n"
    "  --compress               compress the connection where the server offers it (RFC 4978)\n"
    "  --sequence               message sets are sequence numbers, not UIDs\n"
    "  --wire-log FILE          write the conversation there, without secrets\n"
    "  --no-extension NAME      act as if the server did not offer it (repeatable)\n";

namespace
{

using Setter = std::function<void(ConsoleOptions &, const QByteArray &)>;

void setAccount(ConsoleOptions &options, const QByteArray &value)
{
    const auto parsed = imap::parseAccountUrl(textArgument(value));
    if (const auto *why = std::get_if<QString>(&parsed))
        throw UsageError(why->toUtf8());
    const auto &account = std::get<imap::AccountUrl>(parsed);
    const imap::ConnectionSettings before = options.connection;
    options.connection = account.settings;
    // Options may come in any order.
    options.connection.caFile = before.caFile;
    options.connection.clientCertificate = before.clientCertificate;
    options.connection.clientKey = before.clientKey;
    options.connection.connectTimeoutMs = before.connectTimeoutMs;
    options.connection.readTimeoutMs = before.readTimeoutMs;
    options.user = account.user;
    options.hasAccount = true;
}

const QHash<QByteArray, Setter> &setters()
{
    const auto text = [](QString ConsoleOptions::*field) {
        return [field](ConsoleOptions &options, const QByteArray &value) {
            options.*field = textArgument(value);
        };
    };
    const auto file = [](QString imap::ConnectionSettings::*field) {
        return [field](ConsoleOptions &options, const QByteArray &value) {
            options.connection.*field = QFile::decodeName(value);
        };
    };
    static const QHash<QByteArray, Setter> table{
        {"--account", setAccount},
        {"--password-command", text(&ConsoleOptions::passwordCommand)},
        {"--password-file", text(&ConsoleOptions::passwordFile)},
        {"--token-command", text(&ConsoleOptions::tokenCommand)},
        {"--vendor", text(&ConsoleOptions::vendor)},
        {"--mechanism",
         [](ConsoleOptions &options, const QByteArray &value) {
             options.mechanism = value == "auto" ? QString() : QString::fromLatin1(value);
         }},
        {"--authzid", text(&ConsoleOptions::authorizationId)},
        {"--ca-file", file(&imap::ConnectionSettings::caFile)},
        {"--client-certificate", file(&imap::ConnectionSettings::clientCertificate)},
        {"--client-key", file(&imap::ConnectionSettings::clientKey)},
        {"--connect-timeout",
         [](ConsoleOptions &options, const QByteArray &value) {
             options.connection.connectTimeoutMs = secondsArgument(value);
         }},
        {"--read-timeout",
         [](ConsoleOptions &options, const QByteArray &value) {
             options.connection.readTimeoutMs = secondsArgument(value);
         }},
        {"--folder", text(&ConsoleOptions::folder)},
        {"--wire-log", text(&ConsoleOptions::wireLog)},
        {"--no-extension",
         [](ConsoleOptions &options, const QByteArray &value) { options.withoutExtensions.append(value); }},
    };
    return table;
}

QByteArray commandOutput(const QString &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command});
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        throw imap::LocalError(QStringLiteral("The password command failed: %1").arg(command));
    return process.readAllStandardOutput();
}

} // namespace

ConsoleOptions takeConsoleOptions(QList<QByteArray> &arguments)
{
    ConsoleOptions options;
    while (!arguments.isEmpty() && arguments.first().startsWith("--") && arguments.first() != "--help" &&
           arguments.first() != "--version") {
        QByteArray name = arguments.takeFirst();
        if (name == "--read-only") {
            options.readOnly = true;
            continue;
        }
        if (name == "--compress") {
            options.compress = true;
            continue;
        }
        if (name == "--sequence") {
            options.sequenceNumbers = true;
            continue;
        }
        std::optional<QByteArray> value;
        if (const qsizetype equals = name.indexOf('='); equals > 0) {
            value = name.sliced(equals + 1);
            name.truncate(equals);
        }
        const auto setter = setters().constFind(name);
        if (setter == setters().constEnd())
            throw UsageError("there is no option " + name + "; see --help");
        if (!value) {
            if (arguments.isEmpty())
                throw UsageError(name + " needs a value");
            value = arguments.takeFirst();
        }
        (*setter)(options, *value);
    }
    return options;
}

std::optional<imap::Secret> readSecret(const ConsoleOptions &options)
{
    QByteArray text;
    if (!options.tokenCommand.isEmpty()) {
        text = commandOutput(options.tokenCommand);
    } else if (!options.passwordCommand.isEmpty()) {
        text = commandOutput(options.passwordCommand);
    } else if (!options.passwordFile.isEmpty()) {
        QFile file(options.passwordFile);
        if (!file.open(QIODevice::ReadOnly))
            throw imap::LocalError(QStringLiteral("The password file %1 cannot be read: %2")
                                       .arg(options.passwordFile, file.errorString()));
        text = file.read(64 * 1024);
    } else {
        return {};
    }
    const qsizetype end = text.indexOf('\n');
    if (end >= 0)
        text.truncate(end);
    if (text.endsWith('\r'))
        text.chop(1);
    return imap::Secret(text);
}

} // namespace app
