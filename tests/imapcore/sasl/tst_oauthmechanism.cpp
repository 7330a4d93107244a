#include "sasl/oauthmechanism.h"
#include "sasl/simplemechanisms.h"

#include <QtTest>

using namespace imap;

namespace
{

SaslCredentials somebody()
{
    SaslCredentials credentials;
    credentials.user = QStringLiteral("user@example.com");
    credentials.secret = Secret(QByteArray("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="));
    credentials.host = QStringLiteral("server.example.com");
    credentials.port = 143;
    return credentials;
}

template <typename Call>
bool isRefused(Call call)
{
    try {
        call();
    } catch (const LoginError &) {
        return true;
    }
    return false;
}

} // namespace

class OAuthMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 7628, section 4.1.
    void bearer()
    {
        const auto mechanism = makeMechanism("oauthbearer", somebody());
        QCOMPARE(mechanism->name(), QByteArray("OAUTHBEARER"));
        QVERIFY(mechanism->clearText());
        QCOMPARE(*mechanism->initialResponse(),
                 QByteArray("n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer "
                            "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1"));
        QVERIFY(mechanism->finished());
    }
    void bearerWithoutHost()
    {
        SaslCredentials credentials = somebody();
        credentials.host.clear();
        credentials.port = 0;
        credentials.authorizationId = QStringLiteral("a=b,c");
        QCOMPARE(makeMechanism("OAUTHBEARER", credentials)->initialResponse()->left(20),
                 QByteArray("n,a=a=3Db=2Cc,\1auth="));
    }
    void xoauth2_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("vendor");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray common =
            "user=user@example.com\1auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1";
        QTest::newRow("XOAUTH2") << QByteArray("XOAUTH2") << QString() << QByteArray(common + '\1');
        QTest::newRow("OAUTH2") << QByteArray("OAUTH2") << QString() << QByteArray(common + '\1');
        QTest::newRow("vendor") << QByteArray("XOAUTH2") << QStringLiteral("Postrider")
                                << QByteArray(common + "vendor=Postrider\1\1");
    }
    void xoauth2()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, vendor);
        SaslCredentials credentials = somebody();
        credentials.vendor = vendor;
        const auto mechanism = makeMechanism(name, credentials);
        QCOMPARE(mechanism->name(), name);
        QTEST(*mechanism->initialResponse(), "expected");
        QVERIFY(mechanism->finished());
    }
    // RFC 7628, section 3.2.3: the client answers a lone ^A, so that the exchange ends in the server's NO.
    void refusedToken()
    {
        const auto mechanism = makeMechanism("OAUTHBEARER", somebody());
        mechanism->initialResponse();
        QVERIFY(!mechanism->tokenProblem());
        QCOMPARE(mechanism->respond("{\"status\":\"invalid_token\",\"scope\":\"example_scope\","
                                    "\"openid-configuration\":\"https://example.com/.well-known/"
                                    "openid-configuration\"}"),
                 QByteArray("\1"));
        // Whatever tagged line comes now: it was refused.
        QVERIFY(!mechanism->finished());
        const TokenProblem problem = mechanism->tokenProblem().value();
        QCOMPARE(problem.status, QStringLiteral("invalid_token"));
        QCOMPARE(problem.scope, QStringLiteral("example_scope"));
        QCOMPARE(problem.openIdConfiguration,
                 QStringLiteral("https://example.com/.well-known/openid-configuration"));
        QVERIFY(isRefused([&] { mechanism->respond("more"); }));
    }
    void refusedTokenOfXoauth2()
    {
        const auto mechanism = makeMechanism("XOAUTH2", somebody());
        mechanism->initialResponse();
        QCOMPARE(mechanism->respond(
                     "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}"),
                 QByteArray());
        QVERIFY(!mechanism->finished());
        QCOMPARE(mechanism->tokenProblem()->status, QStringLiteral("400"));
        QCOMPARE(mechanism->tokenProblem()->schemes, QStringLiteral("Bearer"));
    }
    void whateverTheServerSaysOfIt_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<QString>("status");
        QTest::newRow("a number") << QByteArray("{\"status\":401}") << QStringLiteral("401");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("no JSON") << QByteArray("go away") << QString();
        QTest::newRow("a list") << QByteArray("[\"status\"]") << QString();
        QTest::newRow("an object as the status") << QByteArray("{\"status\":{}}") << QString();
        QTest::newRow("a long one") << QByteArray("{\"status\":\"" + QByteArray(5000, 'x') + "\"}")
                                    << QString(1000, QLatin1Char('x'));
    }
    void whateverTheServerSaysOfIt()
    {
        QFETCH(QByteArray, challenge);
        QTEST(tokenProblemFrom(challenge).status, "status");
    }
    void hugeChallenge()
    {
        const auto mechanism = makeMechanism("OAUTHBEARER", somebody());
        mechanism->initialResponse();
        QVERIFY(isRefused([&] { mechanism->respond(QByteArray(10'000'000, '{')); }));
    }
    // ^A separates the fields, so one inside would add some; a line end comes from a careless program.
    void whatCannotBeSent_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("separator in the name") << QStringLiteral("a\u0001auth=Bearer x") << QByteArray("t");
        QTest::newRow("NUL in the name") << QString(QChar(0)) << QByteArray("t");
        QTest::newRow("separator in the token") << QStringLiteral("a") << QByteArray("t\1u");
        QTest::newRow("line end in the token") << QStringLiteral("a") << QByteArray("t\n");
        QTest::newRow("no token") << QStringLiteral("a") << QByteArray();
    }
    void whatCannotBeSent()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, token);
        SaslCredentials credentials = somebody();
        credentials.user = user;
        credentials.secret = Secret(token);
        for (const char *name : {"OAUTHBEARER", "XOAUTH2"}) {
            const auto mechanism = makeMechanism(name, credentials);
            QVERIFY(isRefused([&] { mechanism->initialResponse(); }));
            QVERIFY(!mechanism->finished());
        }
    }

    // ---- mechanisms of one message

    void external()
    {
        SaslCredentials credentials;
        credentials.user = QStringLiteral("ignored");
        QCOMPARE(*makeMechanism("EXTERNAL", credentials)->initialResponse(), QByteArray());
        credentials.authorizationId = QStringLiteral("björn");
        const auto mechanism = makeMechanism("external", credentials);
        QCOMPARE(*mechanism->initialResponse(), QByteArray("bj\xC3\xB6rn"));
        QVERIFY(mechanism->finished());
        QVERIFY(isRefused([&] { mechanism->respond(""); }));
        QVERIFY(!mechanism->finished());
    }
    void anonymous()
    {
        SaslCredentials credentials;
        credentials.user = QStringLiteral("sirhc");
        QCOMPARE(*makeMechanism("ANONYMOUS", credentials)->initialResponse(), QByteArray("sirhc"));
        credentials.user = QString(1000, QLatin1Char('x'));
        QCOMPARE(makeMechanism("ANONYMOUS", credentials)->initialResponse()->size(), 255);
    }
};

QTEST_GUILESS_MAIN(OAuthMechanismTest)
#include "tst_oauthmechanism.moc"
