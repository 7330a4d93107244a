#include "net/ssltransport.h"

#include "net/tlsconfiguration.h"
#include "net/trust.h"

#include <QHostAddress>
#include <QPointer>
#include <QSslCipher>
#include <limits>

namespace imap
{

namespace
{

/// What a server may send ahead of us; more waits in the kernel and in the end at the server.
constexpr qint64 readBuffer = 256 * 1024;
constexpr qint64 chunk = 64 * 1024;
/// After so many bytes the other sessions and timers of the thread get their turn.
constexpr qint64 bytesPerTurn = 1024 * 1024;

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return QStringLiteral("TLSv1.2");
    case QSsl::TlsV1_3:
        return QStringLiteral("TLSv1.3");
    default:
        return QStringLiteral("TLS");
    }
}

/// The words of OpenSSL for bytes that are no TLS record.
bool looksLikeNoTls(const QString &text)
{
    for (const char *sign :
         {"wrong version number", "packet length too long", "http request", "unknown protocol"}) {
        if (text.contains(QLatin1String(sign)))
            return true;
    }
    return false;
}

QString sentenceAbout(const QList<CertificateProblem> &problems)
{
    QStringList texts;
    for (const CertificateProblem &problem : problems)
        texts.append(problem.text);
    texts.removeDuplicates();
    return texts.join(QStringLiteral("; "));
}

} // namespace

SslTransport::SslTransport(ConnectionSettings settings, QObject *parent)
    : Transport(parent)
    , m_settings(std::move(settings))
    , m_socket(new QSslSocket)
{
    m_socket->setReadBufferSize(readBuffer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SslTransport::onTimeout);
    connect(m_socket, &QSslSocket::connected, this, &SslTransport::onConnected);
    connect(m_socket, &QSslSocket::encrypted, this, &SslTransport::onEncrypted);
    connect(m_socket, &QSslSocket::sslErrors, this, &SslTransport::onSslErrors);
    connect(m_socket, &QSslSocket::errorOccurred, this, &SslTransport::onSocketError);
    connect(m_socket, &QSslSocket::readyRead, this, [this] { drain(bytesPerTurn); });
    connect(m_socket, &QSslSocket::bytesWritten, this, &SslTransport::onBytesWritten);
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &SslTransport::onBytesWritten);
    connect(m_socket, &QSslSocket::disconnected, this, &SslTransport::finish);
}

SslTransport::~SslTransport()
{
    close();
    // The socket may be what called us; and it has bytes to send yet.
    m_socket->deleteLater();
}

void SslTransport::open()
{
    if (m_phase != Phase::Idle)
        return;
    m_phase = Phase::Connecting;
    m_info.peer = where();
    QString trouble;
    if (m_settings.host.isEmpty())
        trouble = QStringLiteral("No host is given");
    else if (m_settings.security != ConnectionSettings::Security::Plain) {
        const auto configuration = tlsConfiguration(m_settings);
        if (const auto *error = std::get_if<QString>(&configuration))
            trouble = *error;
        else
            m_socket->setSslConfiguration(std::get<QSslConfiguration>(configuration));
    }
    if (!trouble.isEmpty()) {
        // Later, so that nobody is called back before open() has returned.
        const auto later = [this, trouble] { fail(AbortError::Reason::Other, trouble); };
        QMetaObject::invokeMethod(this, later, Qt::QueuedConnection);
        return;
    }
    m_timer.start(m_settings.connectTimeoutMs);
    m_socket->connectToHost(m_settings.host, m_settings.port);
}

void SslTransport::onConnected()
{
    if (m_phase != Phase::Connecting)
        return;
    // Commands are small and somebody waits for each; a dead peer should be noticed during long idling.
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    takeInfo();
    if (m_settings.security == ConnectionSettings::Security::Tls) {
        beginHandshake();
        return;
    }
    m_timer.stop();
    m_phase = Phase::Open;
    m_wasOpened = true;
    const QPointer<SslTransport> self(this);
    Q_EMIT opened();
    if (self)
        drain(bytesPerTurn);
}

void SslTransport::startTls()
{
    if (m_phase != Phase::Open)
        return;
    if (m_info.encrypted || m_settings.security == ConnectionSettings::Security::Tls) {
        fail(AbortError::Reason::TlsFailed, QStringLiteral("The connection is encrypted already"));
        return;
    }
    if (m_socket->bytesAvailable() > 0) {
        // Nobody has seen these; what was sent in clear must never be taken for the server's.
        fail(AbortError::Reason::TlsStripped,
             QStringLiteral("%1 sent more in clear text before TLS began").arg(where()));
        return;
    }
    if (m_settings.security == ConnectionSettings::Security::Plain) {
        const auto configuration = tlsConfiguration(m_settings);
        if (const auto *error = std::get_if<QString>(&configuration)) {
            fail(AbortError::Reason::Other, *error);
            return;
        }
        m_socket->setSslConfiguration(std::get<QSslConfiguration>(configuration));
    }
    m_timer.start(m_settings.connectTimeoutMs);
    beginHandshake();
}

void SslTransport::beginHandshake()
{
    m_phase = Phase::Handshaking;
    if (!QSslSocket::supportsSsl()) {
        fail(AbortError::Reason::TlsFailed, QStringLiteral("Qt finds no TLS library on this computer"));
        return;
    }
    // The final dot of an absolute name is for the resolver; no certificate has it.
    QString name = m_settings.host;
    if (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    m_socket->setPeerVerifyName(name);
    m_socket->startClientEncryption();
}

void SslTransport::onSslErrors(const QList<QSslError> &errors)
{
    const QByteArray &pin = m_settings.pinnedCertificate;
    const QSslCertificate certificate = m_socket->peerCertificate();
    if (!pin.isEmpty() && !certificate.isNull() && certificateFingerprint(certificate.toDer()) == pin)
        m_socket->ignoreSslErrors(errors);
    else
        m_certificateErrors = errors;
}

void SslTransport::onEncrypted()
{
    if (m_phase != Phase::Handshaking)
        return;
    m_timer.stop();
    takeInfo();
    m_phase = Phase::Open;
    const QPointer<SslTransport> self(this);
    if (m_wasOpened) {
        Q_EMIT encrypted();
    } else {
        m_wasOpened = true;
        Q_EMIT opened();
    }
    if (self)
        drain(bytesPerTurn);
}

void SslTransport::takeInfo()
{
    m_info.peer = where();
    const QString address = m_socket->peerAddress().toString();
    if (!address.isEmpty() && address != m_settings.host)
        m_info.peer += QStringLiteral(" (%1)").arg(address);
    m_info.encrypted = m_socket->isEncrypted();
    if (!m_info.encrypted)
        return;
    m_info.protocol = protocolName(m_socket->sessionProtocol());
    m_info.cipher = m_socket->sessionCipher().name();
    m_info.certificates.clear();
    for (const QSslCertificate &certificate : m_socket->peerCertificateChain())
        m_info.certificates.append(certificate.toDer());
}

void SslTransport::write(const QByteArray &bytes)
{
    if (m_phase == Phase::Open)
        m_socket->write(bytes);
}

qint64 SslTransport::bytesToWrite() const
{
    return m_phase == Phase::Open ? m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() : 0;
}

/// With TLS, `bytesWritten` only says that bytes were encrypted; how fast the other side takes them is what
/// `encryptedBytesWritten` tells.
void SslTransport::onBytesWritten()
{
    if (m_phase == Phase::Open)
        Q_EMIT drained();
}

void SslTransport::drain(qint64 budget)
{
    const QPointer<SslTransport> self(this);
    while (m_phase == Phase::Open) {
        if (budget <= 0) {
            const auto later = [this] { drain(bytesPerTurn); };
            QMetaObject::invokeMethod(this, later, Qt::QueuedConnection);
            return;
        }
        const QByteArray bytes = m_socket->read(chunk);
        if (bytes.isEmpty())
            return;
        budget -= bytes.size();
        Q_EMIT received(bytes);
        if (!self)
            return;
    }
}

void SslTransport::finish()
{
    const QPointer<SslTransport> self(this);
    drain(std::numeric_limits<qint64>::max());
    if (!self || m_phase == Phase::Dead)
        return;
    if (m_phase != Phase::Open) {
        fail(AbortError::Reason::ConnectionLost,
             QStringLiteral("%1 closed the connection before it was ready").arg(where()));
        return;
    }
    retire();
    Q_EMIT closed();
}

void SslTransport::close()
{
    if (m_phase == Phase::Dead)
        return;
    if (m_phase == Phase::Open)
        m_socket->flush();
    retire();
}

/// The socket is shut down from the event loop: often it is the socket whose signal we are in.
void SslTransport::retire()
{
    m_phase = Phase::Dead;
    m_timer.stop();
    m_socket->disconnect(this);
    QSslSocket *socket = m_socket;
    const auto shutDown = [socket] {
        socket->disconnectFromHost();
        if (socket->state() != QAbstractSocket::UnconnectedState)
            socket->abort();
    };
    QMetaObject::invokeMethod(socket, shutDown, Qt::QueuedConnection);
}

void SslTransport::fail(const std::shared_ptr<AbortError> &error)
{
    if (m_phase == Phase::Dead)
        return;
    retire();
    Q_EMIT failed(error);
}

void SslTransport::fail(AbortError::Reason reason, const QString &message)
{
    fail(std::make_shared<AbortError>(reason, message));
}

void SslTransport::onTimeout()
{
    const QString seconds = QString::number(m_settings.connectTimeoutMs / 1000.0);
    const bool handshake = m_phase == Phase::Handshaking;
    const QString text = handshake ? QStringLiteral("%1 did not finish the TLS handshake within %2 seconds")
                                   : QStringLiteral("%1 did not answer within %2 seconds");
    fail(AbortError::Reason::ConnectTimeout, text.arg(where(), seconds));
}

std::shared_ptr<AbortError> SslTransport::handshakeError(QAbstractSocket::SocketError error) const
{
    using Reason = AbortError::Reason;
    const QString text = m_socket->errorString();
    if (!m_certificateErrors.isEmpty()) {
        const QList<QSslCertificate> certificates = m_socket->peerCertificateChain();
        QList<QByteArray> chain;
        for (const QSslCertificate &certificate : certificates)
            chain.append(certificate.toDer());
        const auto problems = certificateProblems(m_certificateErrors, certificates);
        const QString message = QStringLiteral("The certificate of %1 is not to be trusted: %2")
                                    .arg(where(), sentenceAbout(problems));
        return std::make_shared<CertificateError>(message, m_settings.host, chain, problems);
    }
    if (error == QAbstractSocket::RemoteHostClosedError) {
        const auto message = QStringLiteral("%1 closed the connection during the TLS handshake");
        return std::make_shared<AbortError>(Reason::ConnectionLost, message.arg(where()));
    }
    const auto message = looksLikeNoTls(text) ? QStringLiteral("%1 does not speak TLS on this port (%2)")
                                              : QStringLiteral("The TLS handshake with %1 failed: %2");
    return std::make_shared<AbortError>(Reason::TlsFailed, message.arg(where(), text));
}

void SslTransport::onSocketError(QAbstractSocket::SocketError error)
{
    using Reason = AbortError::Reason;
    const QString text = m_socket->errorString();
    const bool connecting = m_phase == Phase::Connecting;
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        fail(Reason::HostNotFound, QStringLiteral("There is no host named %1").arg(m_settings.host));
        return;
    case QAbstractSocket::ConnectionRefusedError:
        fail(Reason::ConnectionRefused, QStringLiteral("%1 refused the connection").arg(where()));
        return;
    case QAbstractSocket::SocketTimeoutError:
        fail(connecting ? Reason::ConnectTimeout : Reason::ConnectionLost,
             QStringLiteral("%1 did not answer").arg(where()));
        return;
    default:
        break;
    }
    if (m_phase == Phase::Handshaking) {
        fail(handshakeError(error));
    } else if (connecting) {
        fail(Reason::ConnectionLost, QStringLiteral("No connection to %1: %2").arg(where(), text));
    } else if (error == QAbstractSocket::RemoteHostClosedError) {
        finish();
    } else {
        const bool tls =
            error == QAbstractSocket::SslInternalError || error == QAbstractSocket::SslHandshakeFailedError;
        fail(tls ? Reason::TlsFailed : Reason::ConnectionLost,
             QStringLiteral("The connection to %1 broke: %2").arg(where(), text));
    }
}

bool SslTransport::canStartTls() const
{
    return m_phase == Phase::Open && !m_info.encrypted && QSslSocket::supportsSsl();
}

QString SslTransport::where() const
{
    const bool colons = m_settings.host.contains(QLatin1Char(':'));
    const QString host = colons ? QStringLiteral("[%1]").arg(m_settings.host) : m_settings.host;
    return host + QLatin1Char(':') + QString::number(m_settings.port);
}

} // namespace imap
