#pragma once

#include "tlsfiles.h"

#include <QPointer>
#include <QSslServer>
#include <QSslSocket>

/// A server on a loopback port for one client at a time: TLS with one of the TlsFiles, or plain TCP that can
/// go over to TLS. It keeps what it receives; the test answers through `socket()`.
class TlsServer : public QTcpServer
{
    Q_OBJECT
public:
    enum class Mode { Tls, Plain };

    TlsServer(const TlsFiles &files, const QString &certificate, Mode mode = Mode::Tls);

    /// Asks the client for a certificate, and refuses any that the test authority has not signed.
    void demandClientCertificate(const TlsFiles &files);
    void setGreeting(const QByteArray &bytes) { m_greeting = bytes; }
    void upgrade() { m_socket->startServerEncryption(); }
    QSslSocket *socket() const { return m_socket; }
    const QByteArray &received() const { return m_received; }
    qint64 receivedSize() const { return m_receivedSize; }
    /// Counts instead of keeping.
    void onlyCount() { m_keep = false; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void greet();

    QSslConfiguration m_configuration;
    Mode m_mode;
    QPointer<QSslSocket> m_socket;
    QByteArray m_greeting;
    QByteArray m_received;
    qint64 m_receivedSize = 0;
    bool m_keep = true;
};
