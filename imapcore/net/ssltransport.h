#pragma once

#include "net/connectionsettings.h"
#include "net/transport.h"

#include <QSslError>
#include <QSslSocket>
#include <QTimer>

namespace imap
{

/// TCP with TLS from the first byte, TLS after STARTTLS, or no TLS at all, as the settings say.
///
/// The server's certificate is checked against the system's authorities, `caFile`, and the host's name or
/// address; if anything is wrong the end is a CertificateError and not one byte of the user's is sent. The
/// one exception is the certificate whose hash is `pinnedCertificate`. A certificate that needs no exception
/// is good whatever the pin says.
///
/// May be deleted from a slot that one of its signals called.
class SslTransport final : public Transport
{
    Q_OBJECT
public:
    explicit SslTransport(ConnectionSettings settings, QObject *parent = nullptr);
    ~SslTransport() override;

    void open() override;
    void write(const QByteArray &bytes) override;
    qint64 bytesToWrite() const override;
    void startTls() override;
    void close() override;
    bool canStartTls() const override;
    TransportInfo info() const override { return m_info; }

private:
    enum class Phase { Idle, Connecting, Handshaking, Open, Dead };

    void onConnected();
    void onEncrypted();
    void onSslErrors(const QList<QSslError> &errors);
    void onSocketError(QAbstractSocket::SocketError error);
    void onTimeout();
    void beginHandshake();
    void takeInfo();
    void onBytesWritten();
    void drain(qint64 budget);
    void finish();
    void retire();
    void fail(const std::shared_ptr<AbortError> &error);
    void fail(AbortError::Reason reason, const QString &message);
    std::shared_ptr<AbortError> handshakeError(QAbstractSocket::SocketError error) const;
    QString where() const;

    ConnectionSettings m_settings;
    QSslSocket *m_socket;
    QTimer m_timer;
    Phase m_phase = Phase::Idle;
    bool m_wasOpened = false;
    QList<QSslError> m_certificateErrors;
    TransportInfo m_info;
};

} // namespace imap
