#pragma once

#include <QString>
#include <QStringList>

namespace imap
{

/// Files that settings name are small texts; somebody may name a disk.
inline constexpr qint64 largestPemFile = 16 * 1024 * 1024;

/// How to reach a server. `Plain` sends passwords in clear text and is used only where a person asked for
/// it in so many words.
struct ConnectionSettings {
    enum class Security { Tls, StartTls, Plain, Command };
    Security security = Security::Tls;
    QString host;
    quint16 port = 993;
    QString command;           ///< for Security::Command: run by /bin/sh -c, IMAP on stdin and stdout
    QString caFile;            ///< PEM, trusted besides the system's authorities
    QString clientCertificate; ///< PEM file, empty: none
    QString clientKey;
    QByteArray
        pinnedCertificate; ///< SHA-256 of a DER certificate that a person decided to trust for this host
    int connectTimeoutMs = 20'000; ///< name lookup, TCP and TLS handshake together
    int readTimeoutMs = 60'000;    ///< silence while an answer is owed
    bool operator==(const ConnectionSettings &) const = default;
};

} // namespace imap
