#include "app/credentials/commandcredentials.h"

#include "app/credentials/answer.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTimer>

namespace app
{
namespace
{

constexpr qsizetype maximumOutput = 64 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandCredentials", text);
}

using SecretAnswer = std::shared_ptr<Answer<imap::Secret>>;

void judge(const SecretAnswer &answer, const QProcess &process, QByteArray output, const QByteArray &errors)
{
    const QString said = QString::fromLocal8Bit(errors).simplified().left(300);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        QString text = tr("The password command failed (status %1).").arg(process.exitCode());
        if (!said.isEmpty())
            text += QLatin1Char(' ') + said;
        answer->fail(imap::LocalError(text));
        return;
    }
    if (const qsizetype end = output.indexOf('\n'); end >= 0)
        output.truncate(end);
    if (output.endsWith('\r'))
        output.chop(1);
    if (output.isEmpty())
        answer->fail(imap::LocalError(tr("The password command printed no password.")));
    else
        answer->give(imap::Secret(output));
}

void run(const SecretAnswer &answer, const QString &command, int timeoutMs)
{
    auto *process = new QProcess(qApp);
    auto *deadline = new QTimer(process);
    auto output = std::make_shared<QByteArray>();
    auto errors = std::make_shared<QByteArray>();
    const auto take = [](QByteArray &to, const QByteArray &bytes) {
        to += bytes.left(qMax<qsizetype>(0, maximumOutput - to.size()));
    };
    QObject::connect(process, &QProcess::readyReadStandardOutput, process,
                     [=] { take(*output, process->readAllStandardOutput()); });
    QObject::connect(process, &QProcess::readyReadStandardError, process,
                     [=] { take(*errors, process->readAllStandardError()); });
    QObject::connect(process, &QProcess::finished, process, [=] {
        take(*output, process->readAllStandardOutput());
        judge(answer, *process, *output, *errors);
        process->deleteLater();
    });
    QObject::connect(process, &QProcess::errorOccurred, process, [=](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        answer->fail(imap::LocalError(tr("The password command could not be started.")));
        process->deleteLater();
    });
    QObject::connect(deadline, &QTimer::timeout, process, [=] {
        answer->fail(imap::LocalError(tr("The password command took too long.")));
        process->kill();
    });
    deadline->setSingleShot(true);
    deadline->start(timeoutMs);
    process->setStandardInputFile(QProcess::nullDevice());
    process->start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command});
}

} // namespace

CommandCredentialSource::CommandCredentialSource(QString command, int timeoutMs)
    : m_command(std::move(command))
    , m_timeoutMs(timeoutMs)
{
}

QFuture<imap::Secret> CommandCredentialSource::secret(const imap::AccountConfig &)
{
    auto answer = std::make_shared<Answer<imap::Secret>>();
    QMetaObject::invokeMethod(
        qApp, [answer, command = m_command, timeout = m_timeoutMs] { run(answer, command, timeout); },
        Qt::QueuedConnection);
    return answer->future();
}

} // namespace app
