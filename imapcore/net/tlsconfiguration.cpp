#include "net/tlsconfiguration.h"

#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>

namespace imap
{

namespace
{

std::variant<QByteArray, QString> pemFile(const QString &path, const QString &purpose)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("The %1 %2 cannot be read: %3").arg(purpose, path, file.errorString());
    // In pieces: for all that might be there room would be made at once.
    constexpr qint64 piece = 64 * 1024;
    QByteArray bytes;
    for (QByteArray more; bytes.size() <= largestPemFile && !(more = file.read(piece)).isEmpty();)
        bytes += more;
    if (bytes.size() > largestPemFile)
        return QStringLiteral("The %1 %2 is too large").arg(purpose, path);
    return bytes;
}

/// A PEM file does not say before it is parsed which kind of key it holds.
QSslKey keyFrom(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

QString addAuthorities(QSslConfiguration &configuration, const QString &path)
{
    const auto pem = pemFile(path, QStringLiteral("file of certificate authorities"));
    if (const auto *error = std::get_if<QString>(&pem))
        return *error;
    const auto authorities = QSslCertificate::fromData(std::get<QByteArray>(pem), QSsl::Pem);
    if (authorities.isEmpty())
        return QStringLiteral("The file of certificate authorities %1 holds no PEM certificate").arg(path);
    // Beside those of a file QSslSocket goes on to look up the system's, each when a certificate names it.
    // Where they are handed over as a list (Qt 6.4, also addCaCertificates() with one) it does not, and all
    // of the system's must be named, too: nearly 3 MB, read before the first handshake.
    // Of anything but a file Qt would look through the whole directory.
    if (QFileInfo(path).isFile() && configuration.addCaCertificates(path))
        return {};
    // What can be read only once, as a pipe.
    configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + authorities);
    return {};
}

QString addClientCertificate(QSslConfiguration &configuration, const ConnectionSettings &settings)
{
    const auto pem = pemFile(settings.clientCertificate, QStringLiteral("client certificate"));
    if (const auto *error = std::get_if<QString>(&pem))
        return *error;
    const auto chain = QSslCertificate::fromData(std::get<QByteArray>(pem), QSsl::Pem);
    if (chain.isEmpty())
        return QStringLiteral("The client certificate %1 holds no PEM certificate")
            .arg(settings.clientCertificate);
    // Certificate and key are often kept in one file.
    const QString keyPath = settings.clientKey.isEmpty() ? settings.clientCertificate : settings.clientKey;
    const auto keyPem = pemFile(keyPath, QStringLiteral("key of the client certificate"));
    if (const auto *error = std::get_if<QString>(&keyPem))
        return *error;
    const QSslKey key = keyFrom(std::get<QByteArray>(keyPem));
    if (key.isNull())
        return QStringLiteral("The file %1 holds no private key that can be used without a passphrase")
            .arg(keyPath);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return {};
}

} // namespace

std::variant<QSslConfiguration, QString> tlsConfiguration(const ConnectionSettings &settings)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!settings.caFile.isEmpty()) {
        const QString error = addAuthorities(configuration, settings.caFile);
        if (!error.isEmpty())
            return error;
    }
    if (!settings.clientCertificate.isEmpty()) {
        const QString error = addClientCertificate(configuration, settings);
        if (!error.isEmpty())
            return error;
    }
    return configuration;
}

} // namespace imap
