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

/// Whether a file has certificates in it, as text (PEM).
bool holdsCertificate(const QString &path);

/// "AB:CD:..." in upper case.
QString fingerprint(const QByteArray &sha256);
/// It in two lines, so that it can be compared by eye; without the line break it is whole.
QString inTwoLines(const QString &fingerprint);

} // namespace ui
