#include "account/makeaccount.h"
#include "app/desktop/application.h"
#include "app/desktop/endsignals.h"
#include "app/desktop/heap.h"
#include "app/desktop/oneprogram.h"
#include "app/desktop/refusal.h"

#include <QApplication>
#include <QIcon>
#include <QTextStream>
#include <algorithm>

namespace
{

/// Compiled in, for it is there before anything is installed. The small sizes have a drawing of their own,
/// whose lines fall on pixels.
QIcon programIcon()
{
    const QIcon small(QStringLiteral(":/app/postrider-16.svg"));
    const QIcon large(QStringLiteral(":/app/postrider.svg"));
    QIcon icon;
    for (const int size : {16, 24, 32})
        icon.addPixmap(small.pixmap(QSize(size, size), 1.0));
    for (const int size : {48, 64, 128})
        icon.addPixmap(large.pixmap(QSize(size, size), 1.0));
    return icon;
}

} // namespace

int main(int argc, char **argv)
{
    app::giveBackLargeBlocks();
    QCoreApplication::setApplicationName(QStringLiteral("postrider"));
    QCoreApplication::setApplicationVersion(QStringLiteral(POSTRIDER_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Postrider"));
    QGuiApplication::setDesktopFileName(QStringLiteral("postrider"));

    // Help needs no display. The parser takes Qt's own options (-platform, -style) as unknown, so these are
    // judged behind QApplication, which removes them.
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const QStringList early{QStringLiteral("-h"), QStringLiteral("--help"), QStringLiteral("-v"),
                            QStringLiteral("--version")};
    if (std::any_of(early.begin(), early.end(),
                    [&](const QString &word) { return arguments.contains(word); })) {
        QCoreApplication console(argc, argv); // the help text names the program
        const app::CommandLine asked = app::parseCommandLine(arguments);
        if (asked.action == app::CommandLine::Action::ShowHelp ||
            asked.action == app::CommandLine::Action::ShowVersion) {
            QTextStream(stdout) << asked.text;
            return 0;
        }
    }

    QApplication qt(argc, argv);
    QGuiApplication::setWindowIcon(programIcon());
    const app::CommandLine line = app::parseCommandLine(QCoreApplication::arguments());
    if (line.action == app::CommandLine::Action::Refuse) {
        app::refuse(line.text.trimmed());
        return 2;
    }
    app::OneProgram one(line.profile);
    const app::OneProgram::Outcome outcome = one.claim(line);
    if (outcome == app::OneProgram::Outcome::Refused) {
        app::refuse(one.words());
        return 2;
    }
    // Handed over, the window that comes to the front says all.
    if (!one.words().isEmpty())
        QTextStream(stderr) << QStringLiteral("postrider: ") << one.words() << QLatin1Char('\n');
    if (outcome == app::OneProgram::Outcome::HandedOver)
        return 0;
    app::Application application(line, {imap::makeAccount, imap::checkAccount},
                                 std::make_shared<app::Keychain>());
    if (!application.problem().isEmpty()) {
        app::refuse(application.problem());
        return 2;
    }
    const app::EndSignals ending;
    QObject::connect(&ending, &app::EndSignals::endAsked, &qt, [&application] {
        // Whatever dialogs are open: the window keeps what it has to keep, and accounts save when they go.
        application.window()->close();
        QCoreApplication::quit();
    });
    QObject::connect(&one, &app::OneProgram::asked, &application, &app::Application::show);
    application.start();
    return QApplication::exec();
}
