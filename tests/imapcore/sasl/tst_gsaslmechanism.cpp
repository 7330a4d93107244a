#include "mechanisms.h"

#include <QtTest>

using namespace imap;
using namespace imap::test;

class GsaslMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownNames();
    void plain_data();
    void plain();
    void login();
    void cramMd5();
    void digestMd5();
    void nulIsRefused_data();
    void nulIsRefused();
    void otherIdentityIsNotDropped();
    void challengesAfterTheEnd();
    void hugeChallenge();
    void errorsHoldNoSecrets();
};

void GsaslMechanismTest::unknownNames()
{
    for (const char *name : {"", "KERBEROS_V4", "X-MINE", "SCRAM", "PLAINER"})
        QVERIFY(!make(name, QStringLiteral("u"), QStringLiteral("p")));
    QCOMPARE(make("scram-sha-256", {}, {})->name(), QByteArray("SCRAM-SHA-256"));
}

void GsaslMechanismTest::plain_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("authorizationId");
    QTest::addColumn<QByteArray>("expected");
    // RFC 4616, section 4.
    QTest::newRow("RFC 4616, first example") << QStringLiteral("tim") << QStringLiteral("tanstaaftanstaaf")
                                             << QString() << QByteArray("\0tim\0tanstaaftanstaaf", 21);
    QTest::newRow("RFC 4616, second example")
        << QStringLiteral("Kurt") << QStringLiteral("xipj3plmq") << QStringLiteral("Ursel")
        << QByteArray("Ursel\0Kurt\0xipj3plmq", 20);
    QTest::newRow("unicode") << QStringLiteral("björn") << QStringLiteral("pässwörd 😀") << QString()
                             << QByteArray("\0bj\xC3\xB6rn\0p\xC3\xA4ssw\xC3\xB6rd \xF0\x9F\x98\x80", 23);
    QTest::newRow("empty password") << QStringLiteral("tim") << QString() << QString()
                                    << QByteArray("\0tim\0", 5);
    QTest::newRow("special characters")
        << QStringLiteral("odd@example.org") << QStringLiteral("pa\"ss\\w ord%{*)") << QString()
        << QByteArray("\0odd@example.org\0pa\"ss\\w ord%{*)", 32);
}

void GsaslMechanismTest::plain()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QString, authorizationId);
    const auto mechanism = make("PLAIN", user, password, authorizationId);
    QVERIFY(mechanism);
    QVERIFY(mechanism->clearText());
    QVERIFY(!mechanism->finished());
    const auto response = mechanism->initialResponse();
    QVERIFY(response.has_value());
    QTEST(*response, "expected");
    QVERIFY(mechanism->finished());
}

void GsaslMechanismTest::login()
{
    const auto mechanism = make("LOGIN", QStringLiteral("tim"), QStringLiteral("pässwörd"));
    QVERIFY(mechanism->clearText());
    QVERIFY(!mechanism->initialResponse().has_value());
    QCOMPARE(mechanism->respond("Username:"), QByteArray("tim"));
    QVERIFY(!mechanism->finished());
    QCOMPARE(mechanism->respond("Password:"), QByteArray("p\xC3\xA4ssw\xC3\xB6rd"));
    QVERIFY(mechanism->finished());
}

void GsaslMechanismTest::cramMd5()
{
    // RFC 2195, section 2.
    const auto mechanism = make("CRAM-MD5", QStringLiteral("tim"), QStringLiteral("tanstaaftanstaaf"));
    QVERIFY(!mechanism->clearText());
    QVERIFY(!mechanism->initialResponse().has_value());
    QVERIFY(!mechanism->finished());
    QCOMPARE(mechanism->respond("<1896.697170952@postoffice.reston.mci.net>"),
             QByteArray("tim b913a602c7eda7a495b4e6e7334d3890"));
    QVERIFY(mechanism->finished());
}

// RFC 2831, section 4: the example of IMAP, whose client nonce cannot be chosen here.
void GsaslMechanismTest::digestMd5()
{
    SaslCredentials credentials;
    credentials.user = QStringLiteral("chris");
    credentials.secret = Secret(QByteArray("secret"));
    credentials.host = QStringLiteral("elwood.innosoft.com");
    const auto mechanism = makeMechanism("DIGEST-MD5", credentials);
    QVERIFY(!mechanism->initialResponse());
    const QByteArray response = mechanism->respond("realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\","
                                                   "qop=\"auth\",algorithm=md5-sess,charset=utf-8");
    for (const char *part :
         {"username=\"chris\"", "realm=\"elwood.innosoft.com\"", "digest-uri=\"imap/elwood.innosoft.com\"",
          "nonce=\"OA6MG9tEQGm2hh\"", "nc=00000001"})
        QVERIFY2(response.contains(part), response.constData());
    QVERIFY(!response.contains("secret"));
    // The server has to prove itself, too.
    QVERIFY(!mechanism->finished());
    QVERIFY(!refusal([&] { mechanism->respond("rspauth=ea40f60335c427b5527b84dbabcdfffd"); }).isEmpty());
    QVERIFY(!mechanism->finished());
}

void GsaslMechanismTest::nulIsRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    const QString nul(1, QChar(0));
    QTest::newRow("user") << QStringLiteral("tim") + nul + QStringLiteral("x") << QStringLiteral("p");
    QTest::newRow("password") << QStringLiteral("tim") << QStringLiteral("p") + nul + QStringLiteral("q");
}

void GsaslMechanismTest::nulIsRefused()
{
    // RFC 4616: NUL separates the parts of PLAIN, so one within would move the borders.
    QFETCH(QString, user);
    QFETCH(QString, password);
    const auto mechanism = make("PLAIN", user, password);
    QVERIFY(!refusal([&] { mechanism->initialResponse(); }).isEmpty());
    QVERIFY(!mechanism->finished());
}

void GsaslMechanismTest::otherIdentityIsNotDropped()
{
    for (const char *name : {"LOGIN", "CRAM-MD5"}) {
        const auto mechanism =
            make(name, QStringLiteral("admin"), QStringLiteral("p"), QStringLiteral("alice"));
        QVERIFY(!refusal([&] { mechanism->respond("<1@x>"); }).isEmpty());
    }
}

void GsaslMechanismTest::challengesAfterTheEnd()
{
    const auto plain = make("PLAIN", QStringLiteral("tim"), QStringLiteral("p"));
    plain->initialResponse();
    QVERIFY(!refusal([&] { plain->respond("more?"); }).isEmpty());
    QVERIFY(!plain->finished());

    const auto login = make("LOGIN", QStringLiteral("tim"), QStringLiteral("p"));
    login->respond("Username:");
    login->respond("Password:");
    QVERIFY(!refusal([&] { login->respond("Password:"); }).isEmpty());
}

void GsaslMechanismTest::hugeChallenge()
{
    for (const char *name : {"LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "SCRAM-SHA-256"}) {
        const auto mechanism = make(name, QStringLiteral("tim"), QStringLiteral("p"));
        mechanism->initialResponse();
        QVERIFY(!refusal([&] { mechanism->respond(QByteArray(10'000'000, '<')); }).isEmpty());
    }
}

void GsaslMechanismTest::errorsHoldNoSecrets()
{
    const QString password = QStringLiteral("hunter2-\u0007");
    for (const char *name :
         {"LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"}) {
        const auto mechanism = make(name, QStringLiteral("tim"), password);
        const QString text = refusal([&] {
            mechanism->initialResponse();
            for (int i = 0; i < 4; ++i)
                mechanism->respond("r=server-words,s=c2FsdA==,i=4096");
        });
        QVERIFY(!text.isEmpty());
        QVERIFY(!text.contains(QStringLiteral("hunter2")));
        QVERIFY(!text.contains(QStringLiteral("server-words")));
    }
}

QTEST_GUILESS_MAIN(GsaslMechanismTest)
#include "tst_gsaslmechanism.moc"
