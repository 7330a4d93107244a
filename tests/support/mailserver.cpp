#include "support/mailserver.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

namespace imap::test
{

namespace
{

const QString python = QStringLiteral("/usr/bin/python3");

QString script(MailServer::Program program)
{
    return program == MailServer::Program::Cyrus
               ? QStringLiteral(POSTRIDER_TESTS "/support/server/cyrusserver.py")
               : QStringLiteral(POSTRIDER_TESTS "/support/server/mailserver.py");
}

/// The places where cyrusserver.py looks.
bool hasCyrus()
{
    QStringList prefixes{qEnvironmentVariable("POSTRIDER_CYRUS")};
    if (prefixes.first().isEmpty())
        prefixes = {QStringLiteral(POSTRIDER_TESTS "/../build/cyrus/root"), QStringLiteral("/")};
    return std::any_of(prefixes.begin(), prefixes.end(), [](const QString &prefix) {
        return QFileInfo::exists(prefix + QStringLiteral("/usr/lib/cyrus/bin/master"));
    });
}

} // namespace

MailServer::MailServer(const QStringList &options, Program program)
    : m_directory(QStringLiteral("/tmp/prXXXXXX"))
    , m_options(options)
    , m_program(program)
{
}

MailServer::~MailServer()
{
    stop();
}

QString MailServer::missing(Program program)
{
    if (program == Program::Cyrus) {
        if (!hasCyrus())
            return QStringLiteral("Cyrus is not there; tests/support/server/fetch-cyrus fetches it");
    } else if (QStandardPaths::findExecutable(QStringLiteral("dovecot"),
                                              {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin")})
                   .isEmpty())
        return QStringLiteral("Dovecot is not installed (package dovecot-imapd)");
    if (!QFileInfo::exists(python))
        return QStringLiteral("python3 is not installed");
    return {};
}

bool MailServer::start()
{
    m_process.setProgram(python);
    m_process.setArguments(QStringList{script(m_program), QStringLiteral("start"), m_directory.path(),
                                       QStringLiteral("--with-parent")} +
                           m_options);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start();
    while (m_process.waitForReadyRead(30'000)) {
        while (m_process.canReadLine()) {
            const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
            const qsizetype equals = line.indexOf(QLatin1Char('='));
            m_values.insert(line.left(equals), line.mid(equals + 1));
            if (line.startsWith(QLatin1String("PID=")))
                return true;
        }
    }
    return false;
}

void MailServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(15'000))
        m_process.kill();
}

bool MailServer::run(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(python, QStringList{script(m_program)} + arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished(120'000) && process.exitCode() == 0;
}

bool MailServer::deliver(const QString &folder, const QByteArray &message, const QString &flags)
{
    QStringList arguments{QStringLiteral("deliver"), m_directory.path(), QStringLiteral("--folder"), folder};
    if (!flags.isEmpty())
        arguments += {QStringLiteral("--flags"), flags};
    return run(arguments, message);
}

bool MailServer::fill(const QString &folder, int count)
{
    return run({QStringLiteral("fill"), m_directory.path(), QStringLiteral("--folder"), folder,
                QStringLiteral("--count"), QString::number(count)});
}

} // namespace imap::test
