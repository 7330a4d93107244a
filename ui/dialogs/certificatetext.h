#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ui
{

/// What a certificate says, in words. Texts come from strangers: control characters are gone, lengths
/// bounded.
struct CertificateText {
    QString subject;
    QString issuer;
    QString validity;    ///< "1 January 2025 to 1 April 2025", and whether that is over or yet to come
    QStringList names;   ///< whom it speaks for
    QString key;         ///< "RSA, 2048 bits"
    QString fingerprint; ///< SHA-256, "AB:CD:..."
    bool readable = false;
};

CertificateText certificateText(const QByteArray &der);

/// "AB:CD:..." in upper case.
QString fingerprint(const QByteArray &sha256);

} // namespace ui
