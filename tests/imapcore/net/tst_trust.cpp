#include "net/trust.h"
#include "tlsfiles.h"

#include <QtTest>

using namespace imap;
using Kind = CertificateProblem::Kind;

class TrustTest : public QObject
{
    Q_OBJECT

private:
    TlsFiles m_files;

    QSslCertificate certificate(const char *name)
    {
        return QSslCertificate(m_files.der(QString::fromLatin1(name)), QSsl::Der);
    }

private Q_SLOTS:
    void initTestCase();
    void summary();
    void notACertificate();
    void fingerprint();
    void problems();
    void foreignCertificateHasAPositionBehindTheChain();
};

void TrustTest::initTestCase()
{
    const QString reason = m_files.make();
    if (!reason.isEmpty())
        QSKIP(qPrintable(reason));
}

void TrustTest::summary()
{
    const QByteArray der = m_files.der(QStringLiteral("good"));
    const auto summary = summarizeCertificate(der);
    QVERIFY(summary.has_value());
    QCOMPARE(summary->subject, QStringLiteral("good"));
    QCOMPARE(summary->issuer, QStringLiteral("ca"));
    const QStringList names{QStringLiteral("127.0.0.1"), QStringLiteral("::1"), QStringLiteral("localhost")};
    QStringList found = summary->names;
    // Qt spells ::1 as it likes.
    found.replaceInStrings(QStringLiteral("0:0:0:0:0:0:0:1"), QStringLiteral("::1"));
    QCOMPARE(found, names);
    QVERIFY(summary->notBefore <= QDateTime::currentDateTimeUtc());
    QVERIFY(summary->notAfter > QDateTime::currentDateTimeUtc().addDays(28));
    QCOMPARE(summary->notAfter.timeSpec(), Qt::UTC);
    QCOMPARE(summary->sha256, certificateFingerprint(der));
    QCOMPARE(summary->sha256.size(), 32);
}

void TrustTest::notACertificate()
{
    QVERIFY(!summarizeCertificate({}).has_value());
    QVERIFY(!summarizeCertificate("nonsense").has_value());
    QVERIFY(!summarizeCertificate(m_files.der(QStringLiteral("good")).left(100)).has_value());
}

void TrustTest::fingerprint()
{
    // FIPS 180-2, the digest of "abc".
    const QByteArray digest = certificateFingerprint("abc");
    QCOMPARE(digest.toHex(), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QVERIFY(fingerprintText(digest).startsWith(QStringLiteral("BA:78:16:BF:")));
    QCOMPARE(fingerprintText(digest).size(), 32 * 3 - 1);
}

void TrustTest::problems()
{
    const QSslCertificate leaf = certificate("good");
    const QSslCertificate root = certificate("ca");
    const QList<QSslError> errors{
        QSslError(QSslError::HostNameMismatch, leaf),
        QSslError(QSslError::CertificateExpired, leaf),
        QSslError(QSslError::CertificateExpired, leaf),
        QSslError(QSslError::CertificateNotYetValid, root),
        QSslError(QSslError::SelfSignedCertificate, leaf),
        QSslError(QSslError::CertificateBlacklisted, leaf),
        QSslError(QSslError::SelfSignedCertificateInChain, root),
        QSslError(QSslError::InvalidPurpose, leaf),
        QSslError(QSslError::NoPeerCertificate),
    };
    const QList<CertificateProblem> problems = certificateProblems(errors, {leaf, root});
    QList<std::pair<Kind, int>> found;
    for (const CertificateProblem &problem : problems) {
        QVERIFY(!problem.text.isEmpty());
        found.append({problem.kind, problem.chainPosition});
    }
    const QList<std::pair<Kind, int>> expected{
        {Kind::HostMismatch, 0}, {Kind::Expired, 0},       {Kind::NotYetValid, 1}, {Kind::SelfSigned, 0},
        {Kind::Revoked, 0},      {Kind::UnknownIssuer, 1}, {Kind::Other, 0},       {Kind::Other, 0}};
    QCOMPARE(found, expected);
}

void TrustTest::foreignCertificateHasAPositionBehindTheChain()
{
    const QList<QSslError> errors{QSslError(QSslError::CertificateExpired, certificate("otherca"))};
    const QList<CertificateProblem> problems = certificateProblems(errors, {certificate("good")});
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().chainPosition, 1);
}

QTEST_GUILESS_MAIN(TrustTest)
#include "tst_trust.moc"
