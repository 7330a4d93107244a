#include "net/trust.h"

#include <QCryptographicHash>

namespace imap
{

namespace
{

constexpr qsizetype longestText = 200;
constexpr qsizetype mostNames = 200;

QString forPeople(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (result.size() == longestText)
            return result + QChar(0x2026);
        // Direction overrides (category Cf) could make one name look like another.
        const bool harmless = c.isPrint() || c.isSurrogate();
        result += harmless ? c : QChar(QChar::ReplacementCharacter);
    }
    return result;
}

QString distinguishedName(const QStringList &commonName, const QStringList &organization,
                          const QStringList &everything)
{
    for (const QStringList &part : {commonName, organization, everything}) {
        const QString text = forPeople(part.join(QStringLiteral(", ")));
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QStringList namesOf(const QSslCertificate &certificate)
{
    QStringList result;
    const auto names = certificate.subjectAlternativeNames();
    for (auto it = names.cbegin(); it != names.cend() && result.size() < mostNames; ++it) {
        if (it.key() == QSsl::DnsEntry || it.key() == QSsl::IpAddressEntry)
            result.append(forPeople(it.value()));
    }
    result.sort();
    return result;
}

CertificateProblem::Kind kindOf(QSslError::SslError error)
{
    using Kind = CertificateProblem::Kind;
    switch (error) {
    case QSslError::HostNameMismatch:
        return Kind::HostMismatch;
    case QSslError::CertificateExpired:
        return Kind::Expired;
    case QSslError::CertificateNotYetValid:
        return Kind::NotYetValid;
    case QSslError::SelfSignedCertificate:
        return Kind::SelfSigned;
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return Kind::UnknownIssuer;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return Kind::Revoked;
    default:
        return Kind::Other;
    }
}

} // namespace

std::optional<CertificateSummary> summarizeCertificate(const QByteArray &der)
{
    const QSslCertificate certificate(der, QSsl::Der);
    if (certificate.isNull())
        return std::nullopt;
    CertificateSummary result;
    result.subject = distinguishedName(certificate.subjectInfo(QSslCertificate::CommonName),
                                       certificate.subjectInfo(QSslCertificate::Organization),
                                       {certificate.subjectDisplayName()});
    result.issuer = distinguishedName(certificate.issuerInfo(QSslCertificate::CommonName),
                                      certificate.issuerInfo(QSslCertificate::Organization),
                                      {certificate.issuerDisplayName()});
    result.notBefore = certificate.effectiveDate().toUTC();
    result.notAfter = certificate.expiryDate().toUTC();
    result.sha256 = certificateFingerprint(der);
    result.names = namesOf(certificate);
    return result;
}

QByteArray certificateFingerprint(const QByteArray &der)
{
    return QCryptographicHash::hash(der, QCryptographicHash::Sha256);
}

QString fingerprintText(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

QList<CertificateProblem> certificateProblems(const QList<QSslError> &errors,
                                              const QList<QSslCertificate> &chain)
{
    QList<CertificateProblem> result;
    for (const QSslError &error : errors) {
        int position = 0;
        if (!error.certificate().isNull()) {
            const qsizetype found = chain.indexOf(error.certificate());
            position = static_cast<int>(found >= 0 ? found : chain.size());
        }
        const CertificateProblem problem{kindOf(error.error()), error.errorString(), position};
        if (!result.contains(problem))
            result.append(problem);
    }
    return result;
}

} // namespace imap
