#include "app/desktop/commandline.h"

#include "app/desktop/settings.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace app
{
namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

CommandLine refused(const QString &why)
{
    CommandLine line;
    line.action = CommandLine::Action::Refuse;
    line.text = why + QLatin1Char('\n');
    return line;
}

} // namespace

CommandLine parseCommandLine(const QStringList &arguments)
{
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, tr("Show this and end."));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                     tr("Show the version and end."));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     tr("Keep settings, cache and journal below <folder>."), tr("folder"));
    const QCommandLineOption account(
        QStringLiteral("account"),
        tr("Use this account alone, without saving it: imaps://user@host, imap+starttls://user@host, "
           "imap+plain://user@host (no encryption), or imap+exec:COMMAND."),
        tr("url"));
    const QCommandLineOption passwordCommand(
        QStringLiteral("password-command"),
        tr("Take the password of --account from the first line that <command> prints."), tr("command"));
    const QCommandLineOption caFile(QStringLiteral("ca-file"),
                                    tr("Trust the authorities in <file> (PEM), too, for --account."),
                                    tr("file"));
    const QCommandLineOption keep(QStringLiteral("keep"),
                                  tr("What of --account is fetched before anybody asks: %1.")
                                      .arg(keepWords().join(QLatin1String(", "))),
                                  tr("what"));
    const QCommandLineOption folder(QStringLiteral("folder"), tr("Open <name> first."), tr("name"));
    const QCommandLineOption timeline(QStringLiteral("timeline"),
                                      tr("Append what happens when to <file>, as JSON lines."), tr("file"));
    const QCommandLineOption dark(QStringLiteral("dark"), tr("Use dark colours, whatever the desktop says."));
    const QCommandLineOption light(QStringLiteral("light"),
                                   tr("Use light colours, whatever the desktop says."));

    QCommandLineParser parser;
    parser.setApplicationDescription(tr("A desktop mail browser for IMAP."));
    parser.addOptions(
        {help, version, profile, account, passwordCommand, caFile, keep, folder, timeline, dark, light});
    if (!parser.parse(arguments))
        return refused(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return refused(tr("Don't know what to do with “%1”.").arg(parser.positionalArguments().constFirst()));
    if (parser.isSet(dark) && parser.isSet(light))
        return refused(tr("--dark and --light exclude each other."));
    for (const QCommandLineOption &option : {passwordCommand, caFile, keep}) {
        if (parser.isSet(option) && !parser.isSet(account))
            return refused(tr("--%1 is for --account, which is missing.").arg(option.names().constFirst()));
    }
    const auto kept = keepNamed(parser.isSet(keep) ? parser.value(keep) : keepWords().constFirst());
    if (!kept)
        return refused(tr("--keep does not know “%1”.").arg(parser.value(keep)));

    CommandLine line;
    if (parser.isSet(help)) {
        line.action = CommandLine::Action::ShowHelp;
        line.text = parser.helpText();
        return line;
    }
    if (parser.isSet(version)) {
        line.action = CommandLine::Action::ShowVersion;
        line.text = QStringLiteral("postrider %1\n").arg(QStringLiteral(POSTRIDER_VERSION));
        return line;
    }
    line.profile = parser.value(profile);
    line.accountUrl = parser.value(account);
    line.passwordCommand = parser.value(passwordCommand);
    line.caFile = parser.value(caFile);
    line.keep = *kept;
    line.folder = parser.value(folder);
    line.timeline = parser.value(timeline);
    if (parser.isSet(dark))
        line.look = CommandLine::Look::Dark;
    else if (parser.isSet(light))
        line.look = CommandLine::Look::Light;
    return line;
}

} // namespace app
