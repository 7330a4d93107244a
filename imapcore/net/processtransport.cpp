#include "net/processtransport.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThread>
#include <csignal>
#include <unistd.h>

namespace imap
{

namespace
{

constexpr qint64 chunk = 64 * 1024;
constexpr qsizetype errorOutputKept = 4096;
constexpr int graceMs = 1000;
constexpr int killAfterMs = 2000;

void signalGroup(const QProcess &process, int signal)
{
    const auto pid = static_cast<pid_t>(process.processId());
    if (pid > 0 && ::kill(-pid, signal) != 0)
        ::kill(pid, signal);
}

/// Ends a process without waiting and deletes the object when the system has told its end. If its thread or
/// the program ends first, it is killed at once: nothing stays behind.
void endInBackground(QProcess *process)
{
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    process->closeWriteChannel();
    signalGroup(*process, SIGTERM);
    const auto killNow = [process] {
        signalGroup(*process, SIGKILL);
        process->waitForFinished(killAfterMs);
    };
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    QObject::connect(process, &QProcess::errorOccurred, process, [process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            process->deleteLater();
    });
    QObject::connect(QThread::currentThread(), &QThread::finished, process, killNow, Qt::DirectConnection);
    if (auto *application = QCoreApplication::instance();
        application != nullptr && application->thread() == QThread::currentThread())
        QObject::connect(application, &QCoreApplication::aboutToQuit, process, killNow);
    QTimer::singleShot(killAfterMs, process, [process] { signalGroup(*process, SIGKILL); });
}

} // namespace

ProcessTransport::ProcessTransport(ConnectionSettings settings, QObject *parent)
    : Transport(parent)
    , m_settings(std::move(settings))
    , m_process(new QProcess)
{
    m_process->setChildProcessModifier([] { ::setsid(); });
    m_grace.setSingleShot(true);
    connect(&m_grace, &QTimer::timeout, this, &ProcessTransport::onSilent);
    connect(m_process, &QProcess::started, this, &ProcessTransport::onStarted);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &ProcessTransport::onReadyRead);
    connect(m_process, &QProcess::readyReadStandardError, this, &ProcessTransport::onReadyReadError);
    connect(m_process, &QProcess::bytesWritten, this, [this] {
        if (m_phase == Phase::Open)
            Q_EMIT drained();
    });
    connect(m_process, &QProcess::errorOccurred, this, &ProcessTransport::onProcessError);
    connect(m_process, &QProcess::finished, this, &ProcessTransport::onFinished);
}

ProcessTransport::~ProcessTransport()
{
    close();
}

void ProcessTransport::open()
{
    if (m_phase != Phase::Idle)
        return;
    m_phase = Phase::Starting;
    if (m_settings.command.trimmed().isEmpty()) {
        const auto later = [this] { fail(AbortError::Reason::Other, QStringLiteral("No command is given")); };
        QMetaObject::invokeMethod(this, later, Qt::QueuedConnection);
        return;
    }
    const auto start = [this] {
        if (m_phase == Phase::Starting)
            m_process->start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), m_settings.command});
    };
    // Later, so that nobody is called back before open() has returned.
    QMetaObject::invokeMethod(this, start, Qt::QueuedConnection);
}

void ProcessTransport::onStarted()
{
    m_phase = Phase::Open;
    const QPointer<ProcessTransport> self(this);
    Q_EMIT opened();
    if (self)
        onReadyRead();
}

void ProcessTransport::write(const QByteArray &bytes)
{
    if (m_phase == Phase::Open)
        m_process->write(bytes);
}

qint64 ProcessTransport::bytesToWrite() const
{
    return m_phase == Phase::Open ? m_process->bytesToWrite() : 0;
}

void ProcessTransport::startTls()
{
    fail(AbortError::Reason::TlsFailed, QStringLiteral("There is no TLS to a command"));
}

/// QProcess has no bounded buffer, but it takes only what the pipe holds before it asks us again.
void ProcessTransport::onReadyRead()
{
    const QPointer<ProcessTransport> self(this);
    while (m_phase == Phase::Open) {
        const QByteArray bytes = m_process->read(chunk);
        if (bytes.isEmpty())
            return;
        Q_EMIT received(bytes);
        if (!self)
            return;
    }
}

void ProcessTransport::onReadyReadError()
{
    if (m_process->isOpen())
        m_errorOutput += m_process->readAllStandardError();
    if (m_errorOutput.size() > errorOutputKept)
        m_errorOutput = m_errorOutput.right(errorOutputKept);
}

void ProcessTransport::onProcessError(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart) {
        fail(AbortError::Reason::Other,
             QStringLiteral("The command could not be started: %1").arg(m_process->errorString()));
    } else if (error == QProcess::WriteError || error == QProcess::ReadError) {
        // Most likely it is about to end, and its exit code tells more.
        m_grace.start(graceMs);
    }
}

void ProcessTransport::onSilent()
{
    fail(AbortError::Reason::ConnectionLost,
         QStringLiteral("The command takes no more input but still runs"));
}

void ProcessTransport::onFinished(int exitCode, QProcess::ExitStatus status)
{
    const QPointer<ProcessTransport> self(this);
    onReadyRead();
    if (!self || m_phase == Phase::Dead)
        return;
    onReadyReadError();
    if (status == QProcess::CrashExit) {
        fail(AbortError::Reason::ConnectionLost, QStringLiteral("The command was ended by a signal"));
    } else if (exitCode == 126 || exitCode == 127) {
        // What a shell answers for a program that it cannot run or find.
        fail(AbortError::Reason::Other,
             QStringLiteral("The command could not be run (exit code %1)").arg(exitCode));
    } else if (exitCode != 0) {
        fail(AbortError::Reason::ConnectionLost,
             QStringLiteral("The command ended with exit code %1").arg(exitCode));
    } else {
        retire();
        Q_EMIT closed();
    }
}

void ProcessTransport::close()
{
    if (m_phase != Phase::Dead)
        retire();
}

void ProcessTransport::retire()
{
    m_phase = Phase::Dead;
    m_grace.stop();
    m_process->disconnect(this);
    endInBackground(m_process);
    m_process = nullptr;
}

void ProcessTransport::fail(AbortError::Reason reason, const QString &message)
{
    if (m_phase == Phase::Dead)
        return;
    onReadyReadError();
    const QString said = QString::fromUtf8(m_errorOutput).trimmed();
    retire();
    const QString text = said.isEmpty() ? message : message + QStringLiteral(": ") + said;
    Q_EMIT failed(std::make_shared<AbortError>(reason, text));
}

TransportInfo ProcessTransport::info() const
{
    TransportInfo result;
    result.peer = m_settings.command;
    return result;
}

} // namespace imap
