#pragma once

#include "net/connectionsettings.h"
#include "net/transport.h"

#include <QProcess>
#include <QTimer>

namespace imap
{

/// A command whose standard input and output are the connection, e.g. `ssh host imapd` or a preauthenticated
/// server on this computer. It runs by /bin/sh -c in a session of its own, so that all of it can be ended
/// and nothing of it reads from the terminal. What it prints on standard error goes into the error's text.
///
/// Exit code 0 is `closed`; any other end that we did not ask for is `failed`.
class ProcessTransport final : public Transport
{
    Q_OBJECT
public:
    explicit ProcessTransport(ConnectionSettings settings, QObject *parent = nullptr);
    ~ProcessTransport() override;

    void open() override;
    void write(const QByteArray &bytes) override;
    qint64 bytesToWrite() const override;
    void startTls() override;
    void close() override;
    bool canStartTls() const override { return false; }
    TransportInfo info() const override;

private:
    enum class Phase { Idle, Starting, Open, Dead };

    void onStarted();
    void onReadyRead();
    void onReadyReadError();
    void onProcessError(QProcess::ProcessError error);
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onSilent();
    void retire();
    void fail(AbortError::Reason reason, const QString &message);

    ConnectionSettings m_settings;
    QProcess *m_process;
    QTimer m_grace; ///< between a broken pipe and the end of the process
    QByteArray m_errorOutput;
    Phase m_phase = Phase::Idle;
};

} // namespace imap
