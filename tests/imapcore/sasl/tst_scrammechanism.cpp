#include "mechanisms.h"
#include "sasl/scrammechanism.h"
#include "scramserver.h"

#include <QtTest>

using namespace imap;
using namespace imap::test;

class ScramMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    void examples_data();
    void examples();
    void binding_data();
    void binding();
    void plusNeedsABinding();
    void downgradeIsSaid();
    void extraChallenge();
};

void ScramMechanismTest::serverOfTheTestsKnowsTheRfc()
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

void ScramMechanismTest::scram_data()
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
        QTest::addRow("SHA-512, %s", what)
            << QByteArray("SCRAM-SHA-512") << QCryptographicHash::Sha512 << password << prepared;
    };
    add("plain", QStringLiteral("pencil"), "pencil");
    add("unicode", QStringLiteral("pässwörd"), "p\xC3\xA4ssw\xC3\xB6rd");
    // RFC 4013, section 3: the soft hyphen vanishes, the feminine ordinal becomes an a, Roman nine is IX.
    add("prepared", QStringLiteral("I\u00ADX\u00AA\u2168"), "IXaIX");
    add("no-break space", QStringLiteral("a\u00A0b"), "a b");
    add("empty", QString(), "");
}

void ScramMechanismTest::scram()
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

void ScramMechanismTest::scramEscapesTheName()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("a=b,c"), QStringLiteral("pencil"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.userName(), QByteArray("a=3Db=2Cc"));
    mechanism->respond(server.final(last));
    QVERIFY(mechanism->finished());
}

void ScramMechanismTest::scramActsForAnother()
{
    ScramServer server(QCryptographicHash::Sha1, "pencil", "salt", 4096);
    const auto mechanism =
        make("SCRAM-SHA-1", QStringLiteral("admin"), QStringLiteral("pencil"), QStringLiteral("alice"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.gs2Header(), QByteArray("n,a=alice,"));
    mechanism->respond(server.final(last));
    QVERIFY(mechanism->finished());
}

void ScramMechanismTest::scramNoncesDiffer()
{
    const auto one = make("SCRAM-SHA-256", QStringLiteral("u"), QStringLiteral("p"));
    const auto two = make("SCRAM-SHA-256", QStringLiteral("u"), QStringLiteral("p"));
    QVERIFY(one->initialResponse() != two->initialResponse());
}

void ScramMechanismTest::scramWrongPassword()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pen"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.final(last), QByteArray());
}

void ScramMechanismTest::scramImpostor_data()
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

void ScramMechanismTest::scramImpostor()
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

void ScramMechanismTest::scramBadFirstMessages_data()
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

void ScramMechanismTest::scramBadFirstMessages()
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

void ScramMechanismTest::scramServerErrors()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pencil"));
    mechanism->respond(server.first(*mechanism->initialResponse()));
    QVERIFY(!refusal([&] { mechanism->respond("e=invalid-proof"); }).isEmpty());
    QVERIFY(!mechanism->finished());
}

void ScramMechanismTest::passwordThatIsNotAllowed()
{
    // RFC 4013, section 2.3 forbids control characters; the sentence should help to find that out.
    // Nothing is sent before.
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("a\u0007b"));
    const QString text = refusal([&] { mechanism->initialResponse(); });
    QVERIFY2(text.contains(QStringLiteral("characters")), qPrintable(text));
}

void ScramMechanismTest::examples_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("binding");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("serverFirst");
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<QByteArray>("serverFinal");
    QTest::newRow("RFC 5802, section 5")
        << QByteArray("SCRAM-SHA-1") << QByteArray() << QByteArray("fyko+d2lbbFgONRv9qkxdawL")
        << QByteArray("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")
        << QByteArray("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
        << QByteArray("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
        << QByteArray("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    const QByteArray nonce = "rOprNGfwEbeRWgbNEkqO";
    const QByteArray serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                   "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    const QByteArray nonces = ",r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,";
    QTest::newRow("RFC 7677, section 3")
        << QByteArray("SCRAM-SHA-256") << QByteArray() << nonce << QByteArray("n,,n=user,r=" + nonce)
        << serverFirst << QByteArray("c=biws" + nonces + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        << QByteArray("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    // The following by the same rules, computed with Python's hashlib and hmac.
    QTest::newRow("SHA-512")
        << QByteArray("SCRAM-SHA-512") << QByteArray() << nonce << QByteArray("n,,n=user,r=" + nonce)
        << serverFirst
        << QByteArray(
               "c=biws" + nonces +
               "p=gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==")
        << QByteArray(
               "v=ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==");
    QByteArray binding;
    for (char c = 0; c < 32; ++c)
        binding.append(c);
    const QByteArray bound = "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const QByteArray plusFirst = "p=tls-server-end-point,,n=user,r=" + nonce;
    QTest::newRow("SHA-256, bound") << QByteArray("SCRAM-SHA-256-PLUS") << binding << nonce << plusFirst
                                    << serverFirst
                                    << QByteArray(bound + nonces +
                                                  "p=nY1Wus9a+gM2DrbQ1msXFgyhW6KM5ktOxWiU+/P/EGY=")
                                    << QByteArray("v=RwppMGddhz/J0lFYaRReBjXcQeNUFP5Qc76Lo5Exrig=");
    QTest::newRow("SHA-512, bound")
        << QByteArray("scram-sha-512-plus") << binding << nonce << plusFirst << serverFirst
        << QByteArray(
               bound + nonces +
               "p=nUe1i4s2cekqhb7FffOD5zf+Z5ND38FUAFbPlUjSAwoyboI7VOhAtMMUAAy8HJsUz3Yj/DT0ORLFrxG7KFQhCg==")
        << QByteArray(
               "v=EZ1ynPIwK8As82frRzuwOuJuRxiciscpscrKTaNvot0mx0lgtMvUrjImXTwwOZwJlj5Di09qjLHj0Q4mhV2gJA==");
}

void ScramMechanismTest::examples()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, binding);
    QFETCH(QByteArray, nonce);
    QFETCH(QByteArray, serverFirst);
    QFETCH(QByteArray, serverFinal);
    SaslCredentials credentials;
    credentials.user = QStringLiteral("user");
    credentials.secret = Secret(QByteArray("pencil"));
    if (!binding.isEmpty())
        credentials.binding = {.type = "tls-server-end-point", .data = binding, .serverCan = true};
    const auto mechanism = makeScramMechanism(name, credentials, nonce);
    QVERIFY(mechanism);
    QTEST(*mechanism->initialResponse(), "first");
    QTEST(mechanism->respond(serverFirst), "last");
    QCOMPARE(mechanism->respond(serverFinal), QByteArray());
    QVERIFY(mechanism->finished());
}

void ScramMechanismTest::binding_data()
{
    QTest::addColumn<QByteArray>("serverSees");
    QTest::addColumn<bool>("same");
    QTest::newRow("one connection") << QByteArray("the certificate") << true;
    QTest::newRow("somebody between") << QByteArray("another certificate") << false;
}

// Who terminates TLS in the middle shows another certificate, so the proof is good for nothing.
void ScramMechanismTest::binding()
{
    QFETCH(QByteArray, serverSees);
    QFETCH(bool, same);
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    server.setBinding(serverSees);
    SaslCredentials credentials;
    credentials.user = QStringLiteral("user");
    credentials.authorizationId = QStringLiteral("box");
    credentials.secret = Secret(QByteArray("pencil"));
    credentials.binding = {.type = "tls-server-end-point", .data = "the certificate", .serverCan = true};
    const auto mechanism = makeMechanism("SCRAM-SHA-256-PLUS", credentials);
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    QCOMPARE(server.gs2Header(), QByteArray("p=tls-server-end-point,a=box,"));
    QCOMPARE(!server.final(last).isEmpty(), same);
}

void ScramMechanismTest::plusNeedsABinding()
{
    QVERIFY(!make("SCRAM-SHA-256-PLUS", QStringLiteral("user"), QStringLiteral("pencil")));
    QVERIFY(!make("SCRAM-SHA-3-PLUS", QStringLiteral("user"), QStringLiteral("pencil")));
}

// RFC 5802, section 6: "y" lets a server that offered -PLUS notice that somebody took it from its list.
void ScramMechanismTest::downgradeIsSaid()
{
    SaslCredentials credentials;
    credentials.user = QStringLiteral("user");
    const auto flag = [&credentials] {
        return makeMechanism("SCRAM-SHA-256", credentials)->initialResponse()->left(2);
    };
    QCOMPARE(flag(), QByteArray("n,"));
    credentials.binding = {.type = "tls-server-end-point", .data = "x", .serverCan = false};
    QCOMPARE(flag(), QByteArray("y,"));
    // It was offered and we chose not to: that is no downgrade.
    credentials.binding.serverCan = true;
    QCOMPARE(flag(), QByteArray("n,"));
}

void ScramMechanismTest::extraChallenge()
{
    ScramServer server(QCryptographicHash::Sha256, "pencil", "salt", 4096);
    const auto mechanism = make("SCRAM-SHA-256", QStringLiteral("user"), QStringLiteral("pencil"));
    const QByteArray last = mechanism->respond(server.first(*mechanism->initialResponse()));
    mechanism->respond(server.final(last));
    QVERIFY(!refusal([&] { mechanism->respond("r=once,s=more,i=1"); }).isEmpty());
    QVERIFY(!mechanism->finished());
}

QTEST_GUILESS_MAIN(ScramMechanismTest)
#include "tst_scrammechanism.moc"
