#include "ui/dialogs/certificatetext.h"

#include "account/accountconfig.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QSslCertificate>
#include <QSslKey>

namespace ui
{
namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("CertificateText", text);
}

/// One line of what a stranger wrote.
QString line(const QString &text)
{
    constexpr qsizetype limit = 200;
    QString clean = text.simplified();
    clean.removeIf(
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return clean.size() > limit ? clean.left(limit) + QChar(0x2026) : clean;
}

template <class Info>
QString who(const Info &info)
{
    const QStringList common = info(QSslCertificate::CommonName);
    const QStringList organization = info(QSslCertificate::Organization);
    QStringList parts;
    if (!common.isEmpty())
        parts << line(common.constFirst());
    if (!organization.isEmpty() && organization != common)
        parts << line(organization.constFirst());
    return parts.isEmpty() ? tr("(no name)") : parts.join(QStringLiteral(", "));
}

QString keyText(const QSslKey &key)
{
    QString algorithm;
    switch (key.algorithm()) {
    case QSsl::Rsa:
        algorithm = QStringLiteral("RSA");
        break;
    case QSsl::Ec:
        algorithm = tr("elliptic curve");
        break;
    case QSsl::Dsa:
        algorithm = QStringLiteral("DSA");
        break;
    default:
        return tr("other");
    }
    return tr("%1, %2 bits").arg(algorithm).arg(key.length());
}

QString validityText(const QSslCertificate &certificate)
{
    const QLocale locale;
    const QDateTime from = certificate.effectiveDate();
    const QDateTime until = certificate.expiryDate();
    const QString range = tr("%1 to %2")
                              .arg(locale.toString(from.toLocalTime().date(), QLocale::LongFormat),
                                   locale.toString(until.toLocalTime().date(), QLocale::LongFormat));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (until < now) {
        const qint64 days = until.daysTo(now);
        return days == 0   ? tr("%1 (expired today)").arg(range)
               : days == 1 ? tr("%1 (expired yesterday)").arg(range)
                           : tr("%1 (expired %2 days ago)").arg(range, locale.toString(days));
    }
    if (from > now)
        return tr("%1 (not valid yet)").arg(range);
    return range;
}

} // namespace

QString fingerprint(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

bool holdsCertificate(const QString &path)
{
    QFile file(path);
    return QFileInfo(file).isFile() && file.size() <= imap::largestPemFile &&
           file.open(QIODevice::ReadOnly) && !QSslCertificate::fromData(file.readAll(), QSsl::Pem).isEmpty();
}

QString inTwoLines(const QString &fingerprint)
{
    constexpr qsizetype half = 16 * 3; // with the colon behind it
    return fingerprint.size() > half ? QString(fingerprint).insert(half, QLatin1Char('\n')) : fingerprint;
}

CertificateText certificateText(const QByteArray &der)
{
    constexpr qsizetype maximumNames = 100;
    CertificateText text;
    text.fingerprint = fingerprint(QCryptographicHash::hash(der, QCryptographicHash::Sha256));
    const QSslCertificate certificate(der, QSsl::Der);
    if (certificate.isNull()) {
        text.subject = tr("(not readable)");
        return text;
    }
    text.readable = true;
    text.subject = who([&](QSslCertificate::SubjectInfo info) { return certificate.subjectInfo(info); });
    text.issuer = certificate.isSelfSigned()
                      ? tr("itself")
                      : who([&](QSslCertificate::SubjectInfo info) { return certificate.issuerInfo(info); });
    text.validity = validityText(certificate);
    const auto names = certificate.subjectAlternativeNames();
    for (const QString &name : names) {
        if (text.names.size() >= maximumNames)
            break;
        text.names << line(name);
    }
    text.names.sort();
    text.key = keyText(certificate.publicKey());
    return text;
}

} // namespace ui
