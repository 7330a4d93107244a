#include "imapcore/commands/commandtesting.h"

#include "commands/auth.h"

using namespace imap;
using namespace testing;

class AuthTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void login_data();
    void login();
    void loginDisabled();
    void capabilitiesAfterwards();
    void refused_data();
    void refused();
    void authenticateLine();
    void authenticateNeeds();
    void challenges();
    void cancels();
};

void AuthTest::login_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("log");
    QTest::newRow("plain") << QByteArray("ada") << QByteArray("secret") << QByteArray("A LOGIN ada secret")
                           << QByteArray("A LOGIN ada ***");
    QTest::newRow("quoted") << QByteArray("ada@example.org") << QByteArray("a \"b\" \\c")
                            << QByteArray("A LOGIN ada@example.org \"a \\\"b\\\" \\\\c\"")
                            << QByteArray("A LOGIN ada@example.org ***");
    QTest::newRow("empty") << QByteArray() << QByteArray() << QByteArray("A LOGIN \"\" \"\"")
                           << QByteArray("A LOGIN \"\" ***");
    // The length of a password is a secret, too.
    QTest::newRow("literal") << QByteArray("ada") << QByteArray("pass\xc3\xbc")
                             << QByteArray("A LOGIN ada {6}\r\npass\xc3\xbc")
                             << QByteArray("A LOGIN ada {***}\r\n***");
}

void AuthTest::login()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, log);
    const Login command{.user = user, .password = Secret(password)};
    QCOMPARE(encoded(command), bytes);
    QCOMPARE(logged(command), log);
}

void AuthTest::loginDisabled()
{
    const Login command{.user = "a", .password = Secret(QByteArray("b"))};
    command.check(Capabilities({"IMAP4rev1"}));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1", "LOGINDISABLED"})), CapabilityError);
}

void AuthTest::capabilitiesAfterwards()
{
    const Login login;
    QVERIFY(run(login, {}, completion("A OK [CAPABILITY IMAP4rev1 QUOTA] in")).has("QUOTA"));
    QVERIFY(run(login, {"* CAPABILITY IMAP4rev1 SORT"}, completion("A OK in")).has("SORT"));
    QVERIFY(run(login, {}, completion("A OK in")).isEmpty());
    const Authenticate authenticate;
    QVERIFY(run(authenticate, {"* CAPABILITY IMAP4rev1"}, completion("A OK [CAPABILITY IMAP4rev1 MOVE] x"))
                .has("MOVE"));
}

void AuthTest::refused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("NO with code") << QByteArray("A NO [AUTHENTICATIONFAILED] Wrong")
                                  << QByteArray("AUTHENTICATIONFAILED") << QByteArray("Wrong");
    QTest::newRow("NO") << QByteArray("A NO LOGIN failed.") << QByteArray() << QByteArray("LOGIN failed.");
    QTest::newRow("BAD") << QByteArray("A BAD cancelled") << QByteArray() << QByteArray("cancelled");
    QTest::newRow("bare") << QByteArray("A NO") << QByteArray() << QByteArray();
}

void AuthTest::refused()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, text);
    for (const std::exception_ptr &error :
         {Login{}.error(completion(line)), Authenticate{}.error(completion(line))}) {
        QVERIFY(error);
        try {
            std::rethrow_exception(error);
        } catch (const LoginError &login) {
            QCOMPARE(login.code().name, code);
            QCOMPARE(login.serverText(), text);
            QVERIFY(login.sessionUsable());
        }
    }
}

void AuthTest::authenticateLine()
{
    QCOMPARE(encoded(Authenticate{.mechanism = "scram-sha-256"}), QByteArray("A AUTHENTICATE SCRAM-SHA-256"));
    const Authenticate plain{.mechanism = "PLAIN", .initialResponse = Secret(QByteArray("\0a\0b", 4))};
    QCOMPARE(encoded(plain), QByteArray("A AUTHENTICATE PLAIN AGEAYg=="));
    QCOMPARE(logged(plain), QByteArray("A AUTHENTICATE PLAIN ***"));
    const Authenticate external{.mechanism = "EXTERNAL", .initialResponse = Secret(QByteArray(""))};
    QCOMPARE(encoded(external), QByteArray("A AUTHENTICATE EXTERNAL ="));
    QVERIFY_EXCEPTION_THROWN(encoded(Authenticate{.mechanism = "A B\r\nC"}), std::invalid_argument);
}

void AuthTest::authenticateNeeds()
{
    const Authenticate command{.mechanism = "plain", .initialResponse = Secret(QByteArray("x"))};
    command.check(Capabilities({"AUTH=PLAIN", "SASL-IR"}));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"AUTH=PLAIN"})), CapabilityError);
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"AUTH=LOGIN", "SASL-IR"})), CapabilityError);
}

void AuthTest::challenges()
{
    QList<QByteArray> seen;
    const Authenticate command{.mechanism = "CRAM-MD5", .answer = [&](const QByteArray &challenge) {
                                   seen.append(challenge);
                                   return std::optional<QByteArray>(challenge.isEmpty() ? "" : "reply");
                               }};
    const auto chunk = command.respond("PDFAaD4=");
    QVERIFY(chunk);
    QCOMPARE(chunk->bytes, QByteArray("cmVwbHk=\r\n"));
    QCOMPARE(chunk->logged, QByteArray("***\r\n"));
    QVERIFY(!chunk->waits);
    QCOMPARE(command.respond("")->bytes, QByteArray("\r\n"));
    QCOMPARE(seen, (QList<QByteArray>{"<1@h>", ""}));
}

void AuthTest::cancels()
{
    const auto never = [](const QByteArray &) { return std::optional<QByteArray>(); };
    QCOMPARE((Authenticate{.mechanism = "X", .answer = never}.respond("YQ==")->bytes), QByteArray("*\r\n"));
    const auto always = [](const QByteArray &) { return std::optional<QByteArray>("x"); };
    QCOMPARE((Authenticate{.mechanism = "X", .answer = always}.respond("%%%")->bytes), QByteArray("*\r\n"));
    QCOMPARE((Authenticate{.mechanism = "X"}.respond("")->bytes), QByteArray("*\r\n"));
}

QTEST_GUILESS_MAIN(AuthTest)
#include "tst_auth.moc"
