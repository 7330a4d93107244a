#include "sasl/channelbinding.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <array>
#include <optional>

namespace imap
{

namespace
{

using Hash = QCryptographicHash::Algorithm;

/// The few steps through DER (X.690) that lead to the name of an algorithm.
class Der
{
public:
    explicit Der(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    /// The content of the next element, or nothing if it has another tag or does not fit.
    std::optional<QByteArrayView> take(quint8 tag)
    {
        if (m_rest.size() < 2 || quint8(m_rest[0]) != tag)
            return {};
        qsizetype at = 2;
        quint64 length = quint8(m_rest[1]);
        if (length >= 0x80) {
            const qsizetype octets = qsizetype(length & 0x7f);
            if (octets == 0 || octets > 4 || m_rest.size() < at + octets)
                return {};
            length = 0;
            for (qsizetype i = 0; i < octets; ++i)
                length = length << 8 | quint8(m_rest[at++]);
        }
        if (length > quint64(m_rest.size() - at))
            return {};
        const QByteArrayView content = m_rest.sliced(at, qsizetype(length));
        m_rest = m_rest.sliced(at + qsizetype(length));
        return content;
    }

private:
    QByteArrayView m_rest;
};

constexpr quint8 Sequence = 0x30;
constexpr quint8 ObjectIdentifier = 0x06;
constexpr quint8 FirstParameter = 0xa0; ///< [0], constructed

struct Named {
    QByteArrayView identifier; ///< the content of the OBJECT IDENTIFIER
    Hash hash;
};

/// Signature algorithms that say their hash function (RFC 3279, 4055, 5758). MD5 and SHA-1 are replaced.
constexpr std::array signatures{
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", Hash::Sha256}, // md5WithRSAEncryption
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", Hash::Sha256}, // sha1WithRSAEncryption
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", Hash::Sha256},
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", Hash::Sha384},
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", Hash::Sha512},
    Named{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e", Hash::Sha224},
    Named{"\x2a\x86\x48\xce\x3d\x04\x01", Hash::Sha256}, // ecdsa-with-SHA1
    Named{"\x2a\x86\x48\xce\x3d\x04\x03\x01", Hash::Sha224},
    Named{"\x2a\x86\x48\xce\x3d\x04\x03\x02", Hash::Sha256},
    Named{"\x2a\x86\x48\xce\x3d\x04\x03\x03", Hash::Sha384},
    Named{"\x2a\x86\x48\xce\x3d\x04\x03\x04", Hash::Sha512},
};

/// RSASSA-PSS says its hash function in its parameters; without any it is SHA-1 (RFC 4055, section 3.1).
constexpr QByteArrayView rsaPss = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
constexpr std::array hashes{
    Named{"\x2b\x0e\x03\x02\x1a", Hash::Sha256}, // SHA-1
    Named{"\x60\x86\x48\x01\x65\x03\x04\x02\x01", Hash::Sha256},
    Named{"\x60\x86\x48\x01\x65\x03\x04\x02\x02", Hash::Sha384},
    Named{"\x60\x86\x48\x01\x65\x03\x04\x02\x03", Hash::Sha512},
    Named{"\x60\x86\x48\x01\x65\x03\x04\x02\x04", Hash::Sha224},
};

template <std::size_t Count>
std::optional<Hash> find(const std::array<Named, Count> &table, QByteArrayView identifier)
{
    for (const Named &one : table) {
        if (one.identifier == identifier)
            return one.hash;
    }
    return {};
}

/// RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, ... }
std::optional<Hash> pssHash(Der algorithm)
{
    const auto parameters = algorithm.take(Sequence);
    if (!parameters)
        return {};
    const auto explicitHash = Der(*parameters).take(FirstParameter);
    if (!explicitHash)
        return Hash::Sha256;
    const auto identifier = Der(*explicitHash).take(Sequence);
    if (!identifier)
        return {};
    const auto name = Der(*identifier).take(ObjectIdentifier);
    return name ? find(hashes, *name) : std::nullopt;
}

/// Certificate ::= SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm AlgorithmIdentifier, ... }
/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
std::optional<Hash> signatureHash(const QByteArray &certificate)
{
    const auto whole = Der(certificate).take(Sequence);
    if (!whole)
        return {};
    Der inside(*whole);
    if (!inside.take(Sequence))
        return {};
    const auto signature = inside.take(Sequence);
    if (!signature)
        return {};
    Der algorithm(*signature);
    const auto name = algorithm.take(ObjectIdentifier);
    if (!name)
        return {};
    return *name == rsaPss ? pssHash(algorithm) : find(signatures, *name);
}

} // namespace

ChannelBinding serverEndPoint(const QByteArray &certificate)
{
    const auto hash = signatureHash(certificate);
    if (!hash)
        return {};
    return {.type = "tls-server-end-point", .data = QCryptographicHash::hash(certificate, *hash)};
}

} // namespace imap
