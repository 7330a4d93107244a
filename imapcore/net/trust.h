#pragma once

#include "types/error.h"

#include <QSslCertificate>
#include <QSslError>
#include <QStringList>
#include <optional>

namespace imap
{

/// A certificate as a person would want to read it. The texts come from the other side and are therefore
/// stripped of control characters and cut to a bearable length.
struct CertificateSummary {
    QString subject; ///< common name, else organisation, else all that there is
    QString issuer;
    QDateTime notBefore; ///< UTC
    QDateTime notAfter;  ///< UTC
    QByteArray sha256;   ///< 32 bytes over the DER form, as in ConnectionSettings::pinnedCertificate
    QStringList names;   ///< DNS names and IP addresses that it speaks for, sorted
    bool operator==(const CertificateSummary &) const = default;
};

/// Reads a DER certificate; nothing when it is not one.
std::optional<CertificateSummary> summarizeCertificate(const QByteArray &der);

/// SHA-256 of a DER certificate, 32 bytes.
QByteArray certificateFingerprint(const QByteArray &der);
/// "AB:CD:…", the way browsers show it.
QString fingerprintText(const QByteArray &sha256);

/// One problem for each TLS error; repeated ones are told once. `chain` is what the server sent, its own
/// certificate first. A problem with a certificate that is not in it gets the position behind the last.
QList<CertificateProblem> certificateProblems(const QList<QSslError> &errors,
                                              const QList<QSslCertificate> &chain);

} // namespace imap
