#include "tlsserver.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>

TlsServer::TlsServer(const TlsFiles &files, const QString &certificate, Mode mode)
    : m_configuration(QSslConfiguration::defaultConfiguration())
    , m_mode(mode)
{
    QFile key(files.key(certificate));
    if (key.open(QIODevice::ReadOnly))
        m_configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    m_configuration.setLocalCertificate(QSslCertificate::fromPath(files.certificate(certificate)).value(0));
    m_configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    listen(QHostAddress::LocalHost);
}

void TlsServer::demandClientCertificate(const TlsFiles &files)
{
    m_configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    m_configuration.setCaCertificates(QSslCertificate::fromPath(files.certificate(QStringLiteral("ca"))));
}

void TlsServer::incomingConnection(qintptr descriptor)
{
    m_socket = new QSslSocket(this);
    m_socket->setSslConfiguration(m_configuration);
    m_socket->setSocketDescriptor(descriptor);
    connect(m_socket, &QSslSocket::readyRead, this, [this] {
        const QByteArray bytes = m_socket->readAll();
        m_receivedSize += bytes.size();
        if (m_keep)
            m_received += bytes;
    });
    if (m_mode == Mode::Plain) {
        greet();
        return;
    }
    connect(m_socket, &QSslSocket::encrypted, this, &TlsServer::greet);
    m_socket->startServerEncryption();
}

void TlsServer::greet()
{
    m_socket->write(m_greeting);
    m_socket->flush();
}
