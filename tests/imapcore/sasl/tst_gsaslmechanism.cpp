#include "sasl/mechanism.h"
#include "scramserver.h"

#include <QtTest>

using namespace imap;

namespace
{

std::unique_ptr<SaslMechanism> make(const QByteArray &name, const QString &user, const QString &password,
                                    const QString &authorizationId = {})
{
    return makeMechanism(name, {user, authorizationId, Secret(password)});
}

/// The message of the LoginError that the call throws; null when it throws none.
template <typename Call>
QString refusal(Call call)
{
    try {
        call();
    } catch (const LoginError &error) {
        return error.message();
    }
    return {};
}

} // namespace

class GsaslMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownNames();
    void plain_data();
    void plain();
    void login();
    void cramMd5();
    void serverOfTheTestsKnowsTheRfc();
    void scram_data();
    void scram();
    void scramEscapesTheName();
    void scramActsForAnother();
    void scramNoncesDiffer();
    void scramWrongPassword();
    void scramImpostor_data();
    void scramImpostor();
    void scramBadFirstMessages_data();
    void scramBadFirstMessages();
    void scramServerErrors();
    void passwordThatIsNotAllowed();
    void nulIsRefused_data();
    void nulIsRefused();
    void otherIdentityIsNotDropped();
    void challengesAfterTheEnd();
    void hugeChallenge();
    void errorsHoldNoSecrets();
};

void GsaslMechanismTest::unknownNames()
{
    for (const char *name : {"", "NTLM", "X-MINE", "SCRAM", "PLAINER"})
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

void GsaslMechanismTest::serverOfTheTestsKnowsTheRfc()
{
    // RFC 5802, section 5.
    ScramServer sha1(QCryptographicHash::Sha1, "pencil", QByteArray::fromBase64("QSXCR+Q6sek8bf92"), 4096);
    sha1.setNonce("3rfcNHYJY1ZVvWVs7j");
    QCOMPARE(sha1.first("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"),
             QByteArray("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"));
    QCOMPARE(sha1.final("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                        "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="),
             QByteArray("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    // RFC 7677, section 3.
    ScramServer sha256(QCryptographicHash::Sha256, "pencil",
                       QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    sha256.setNonce("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    QCOMPARE(sha256.first("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"),
             QByteArray("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
    QCOMPARE(sha256.final("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                          "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
             QByteArray("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
}

void GsaslMechanismTest::scram_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QCryptographicHash::Algorithm>("hash");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("prepared");
    const auto add = [](const char *what, const QString &password, const QByteArray &prepared) {
        QTest::addRow("SHA-1, %s", what)
            << QByteArray("SCRAM-SHA-1") << QCryptographicHash::Sha1 << password << prepared;
        QTest::addRow("SHA-256, %s", what)
            << QByteArray("SCRAM-SHA-256") << QCryptographicHash::Sha256 << password << prepared;
    };
    add("plain", QStringLiteral("pencil"), "pencil");
    add("unicode", QStringLiteral("pässwörd"), "p\xC3\xA4ssw\xC3\xB6rd");
    // RFC 4013, section 3: the soft hyphen vanishes, the feminine ordinal becomes an a, Roman nine is IX.
    add("prepared", QStringLiteral("I\u00ADX\u00AA\u2168"), "IXaIX");
    add("no-break space", QStringLiteral("a\u00A0b"), "a b");
    add("empty", QString(), "");
}

void GsaslMechanismTest::scram()
{
    QFETCH(QByteArray, name);
    QFETCH(QCryptographicHash::Algorithm, hash);
    QFETCH(QString, password);
    QFETCH(QByteArray, prepared);
    ScramServer server(hash, prepared, "salt", 4096);
    const auto mechanism = make(name, QStringLiteral("user"), password);
    QVERIFY(!mechanism->clearText());
    const auto first = mechanism->initialResponse();
    QVERIFY(first.has_value());
    QVERIFY(first->startsWith("n,,n=user,r="));
    const QByteArray last = mechanism->respond(server.first(*first));
    QVERIFY(!mechanism->finished());
    const QByteArray proof = server.final(last);
    QVERIFY(!proof.isEmpty());
    // The server's OK is worth nothing until it has proved that it knows the password too.
    QVERIFY(!mechanism->finished());
    QCOMPARE(mechanism->respond(proof), QByteArray());
    QVERIFY(mechanism->finished());
}

void GsaslMechanismTest::scramEscapesTheName()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("a=b,c"), QStringLiteral("pencil"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.userName(), QByteArray("a=3Db=2Cc"));
    mechanism->respond(server.final(last));
    QVERIFY(mechanism->finished());
}

void GsaslMechanismTest::scramActsForAnother()
{
    ScramServer server(QCryptographicHash::Sha1, "pencil", "salt", 4096);
    const auto mechanism =
        make("SCRAM-SHA-1", QStringLiteral("admin"), QStringLiteral("pencil"), QStringLiteral("alice"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.gs2Header(), QByteArray("n,a=alice,"));
    mechanism->respond(server.final(last));
    QVERIFY(mechanism->finished());
}

void GsaslMechanismTest::scramNoncesDiffer()
{
    const auto one = make("SCRAM-SHA-256", QStringLiteral("u"), QStringLiteral("p"));
    const auto two = make("SCRAM-SHA-256", QStringLiteral("u"), QStringLiteral("p"));
    QVERIFY(one->initialResponse() != two->initialResponse());
}

void GsaslMechanismTest::scramWrongPassword()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pen"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.final(last), QByteArray());
}

void GsaslMechanismTest::scramImpostor_data()
{
    QTest::addColumn<QByteArray>("proof");
    QTest::newRow("signature of something else")
        << QByteArray("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    QTest::newRow("empty signature") << QByteArray("v=");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("too short") << QByteArray("v=6rriTRBi");
    QTest::newRow("no base64") << QByteArray("v=%%%%");
    QTest::newRow("first message again") << QByteArray("r=abc,s=c2FsdA==,i=4096");
}

void GsaslMechanismTest::scramImpostor()
{
    // Somebody who does not know the password says OK to any proof, to read what comes next.
    QFETCH(QByteArray, proof);
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pencil"));
    mechanism->respond(server.first(*mechanism->initialResponse()));
    QVERIFY(!refusal([&] { mechanism->respond(proof); }).isEmpty());
    QVERIFY(!mechanism->finished());
    QVERIFY(!refusal([&] { mechanism->respond(proof); }).isEmpty());
}

void GsaslMechanismTest::scramBadFirstMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    // CLIENT stands for the client's nonce.
    QTest::newRow("another nonce") << QByteArray("r=stranger,s=c2FsdA==,i=4096");
    QTest::newRow("no iterations") << QByteArray("r=CLIENTx,s=c2FsdA==");
    QTest::newRow("zero iterations") << QByteArray("r=CLIENTx,s=c2FsdA==,i=0");
    QTest::newRow("work for a year") << QByteArray("r=CLIENTx,s=c2FsdA==,i=4294967295");
    QTest::newRow("more than a number holds") << QByteArray("r=CLIENTx,s=c2FsdA==,i=99999999999999999999999");
    QTest::newRow("negative") << QByteArray("r=CLIENTx,s=c2FsdA==,i=-1");
    QTest::newRow("no number") << QByteArray("r=CLIENTx,s=c2FsdA==,i=many");
    QTest::newRow("salt that is no base64") << QByteArray("r=CLIENTx,s=%%%,i=4096");
    QTest::newRow("mandatory extension") << QByteArray("m=new,r=CLIENTx,s=c2FsdA==,i=4096");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x00\xFF\x80,,,=", 7);
}

void GsaslMechanismTest::scramBadFirstMessages()
{
    QFETCH(QByteArray, message);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pencil"));
    const QByteArray first = *mechanism->initialResponse();
    message.replace("CLIENT", first.mid(first.indexOf("r=") + 2));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!refusal([&] { mechanism->respond(message); }).isEmpty());
    QVERIFY(clock.elapsed() < 5000);
    QVERIFY(!mechanism->finished());
}

void GsaslMechanismTest::scramServerErrors()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pencil"));
    mechanism->respond(server.first(*mechanism->initialResponse()));
    QVERIFY(!refusal([&] { mechanism->respond("e=invalid-proof"); }).isEmpty());
    QVERIFY(!mechanism->finished());
}

void GsaslMechanismTest::passwordThatIsNotAllowed()
{
    // RFC 4013, section 2.3 forbids control characters; the sentence should help to find that out.
    // Nothing is sent before.
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("a\u0007b"));
    const QString text = refusal([&] { mechanism->initialResponse(); });
    QVERIFY2(text.contains(QStringLiteral("characters")), qPrintable(text));
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
    for (const char *name : {"LOGIN", "CRAM-MD5", "SCRAM-SHA-256"}) {
        const auto mechanism = make(name, QStringLiteral("tim"), QStringLiteral("p"));
        mechanism->initialResponse();
        QVERIFY(!refusal([&] { mechanism->respond(QByteArray(10'000'000, '<')); }).isEmpty());
    }
}

void GsaslMechanismTest::errorsHoldNoSecrets()
{
    const QString password = QStringLiteral("hunter2-\u0007");
    for (const char *name : {"LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"}) {
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
