#pragma once

#include <QByteArray>

namespace imap
{

/// What ties a SASL exchange to the TLS connection under it, so that nobody in between can pass it on
/// (RFC 5801, section 5; RFC 5929).
struct ChannelBinding {
    QByteArray type{}; ///< "tls-server-end-point"; empty: there is none
    QByteArray data{};
    bool serverCan = false; ///< the server offers a -PLUS form, so a client that can must not deny it
    bool isAvailable() const { return !type.isEmpty() && !data.isEmpty(); }
    bool operator==(const ChannelBinding &) const = default;
};

/// tls-server-end-point of a server's certificate (DER): its hash by the function of its signature, SHA-256
/// in place of MD5 and SHA-1 (RFC 5929, section 4.1). Empty type and data where that is undefined: for a
/// signature without a hash function of its own (Ed25519), an unknown one, or what is no certificate.
ChannelBinding serverEndPoint(const QByteArray &certificate);

} // namespace imap
