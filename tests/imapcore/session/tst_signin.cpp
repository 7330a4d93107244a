#include "session/signin.h"

#include "sasl/mechanism.h"
#include "support/conversation.h"

#include <QCoro/QCoroTask>

using namespace imap;
using namespace imap::test;

namespace
{

/// Runs signIn beside the conversation.
class SignIn
{
public:
    /// With alice's password, where the options have no secret of their own.
    SignIn(Conversation &talk, SignInOptions options)
    {
        options.user = QStringLiteral("alice");
        if (options.secret.isEmpty() && !options.clientCertificate)
            options.secret = Secret(QByteArray("wonder land"));
        run(&talk.session(), std::move(options), m_state);
    }
    bool isDone() const { return m_state->done; }
    const QString &mechanism() const { return m_state->mechanism; }
    const std::shared_ptr<const Error> &error() const { return m_state->error; }

private:
    // The task may end behind the test, with the session.
    struct State {
        bool done = false;
        QString mechanism;
        std::shared_ptr<const Error> error;
    };
    static QCoro::Task<> run(Session *session, SignInOptions options, std::shared_ptr<State> state)
    {
        try {
            state->mechanism = co_await signIn(session, options);
        } catch (const std::exception &) {
            state->error = currentError();
        }
        state->done = true;
    }

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// Takes one line, of which only the beginning is known.
QByteArray lineThatBegins(Conversation &talk, const QByteArray &beginning)
{
    [&] {
        QTRY_VERIFY(talk.unread().endsWith("\r\n"));
        QVERIFY2(talk.unread().startsWith(beginning), talk.unread().constData());
    }();
    return talk.takeUnread().chopped(2);
}

SignInOptions startTls()
{
    SignInOptions options;
    options.startTls = true;
    return options;
}

SignInOptions clearText()
{
    SignInOptions options;
    options.allowClearText = true;
    return options;
}

SignInOptions token()
{
    SignInOptions options;
    options.token = true;
    options.secret = Secret(QByteArray("t0k3n"));
    return options;
}

/// A certificate whose signature has SHA-256 in it, as far as anybody looks.
const QByteArray certificate("\x30\x10\x30\x00\x30\x0c\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02\x05\x00", 18);

AbortError::Reason reasonOf(const SignIn &attempt)
{
    const auto *error = dynamic_cast<const AbortError *>(attempt.error().get());
    return error ? error->reason() : AbortError::Reason::Other;
}

void encrypt(Conversation &talk)
{
    TransportInfo info;
    info.encrypted = true;
    info.certificates = {certificate};
    talk.transport().setInfo(info);
}

} // namespace

class TestSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plainOverTlsTakesOneRoundTrip()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] hi");
        SignIn attempt(talk, {});
        talk.client("A1 AUTHENTICATE PLAIN " + QByteArray("\0alice\0wonder land", 18).toBase64());
        talk.server("A1 OK [CAPABILITY IMAP4rev1 IDLE] in");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.mechanism(), QStringLiteral("PLAIN"));
        QVERIFY(talk.session().state().capabilities.has("IDLE"));
        QVERIFY(!talk.session().state().capabilities.has("SASL-IR"));
        QCOMPARE(talk.log().roundTrips(), 1u);
        QVERIFY(!talk.log().toText().contains(QLatin1String("d29uZGVy")));
    }
    void withoutInitialResponseTheServerIsWaitedFor()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi");
        SignIn attempt(talk, {});
        talk.client("A1 AUTHENTICATE PLAIN");
        talk.server("+ ");
        talk.client(QByteArray("\0alice\0wonder land", 18).toBase64());
        talk.server("A1 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(!attempt.error());
        QVERIFY(!talk.log().toText().contains(QLatin1String("wonder")));
    }
    // Capabilities from before sign-in do not count after it.
    void capabilitiesAreAskedAgainWhenTheAnswerHasNone()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 IDLE] hi");
        SignIn attempt(talk, clearText());
        talk.client("A1 LOGIN alice \"wonder land\"");
        talk.server("A1 OK in");
        talk.client("A2 CAPABILITY");
        talk.server("* CAPABILITY IMAP4rev1 QUOTA\r\nA2 OK");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(!talk.session().state().capabilities.has("IDLE"));
        QVERIFY(talk.session().state().capabilities.has("QUOTA"));
        QVERIFY(!talk.log().toText().contains(QLatin1String("wonder")));
    }
    void nothingInClearTextUnlessAllowed_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::newRow("login only") << QByteArray("IMAP4rev1");
        QTest::newRow("plain") << QByteArray("IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR");
        QTest::newRow("disabled") << QByteArray("IMAP4rev1 LOGINDISABLED");
    }
    void nothingInClearTextUnlessAllowed()
    {
        QFETCH(QByteArray, capabilities);
        Conversation talk;
        talk.greets("* OK [CAPABILITY " + capabilities + "] hi");
        SignIn attempt(talk, {});
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(dynamic_cast<const LoginError *>(attempt.error().get()));
        QCOMPARE(attempt.error()->code().name, QByteArray("PRIVACYREQUIRED"));
        QCOMPARE(talk.transport().allWritten(), QByteArray());
    }
    void refusedPasswordIsTriedOnce()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5] hi");
        SignIn attempt(talk, {});
        QTRY_VERIFY(talk.unread().startsWith("A1 AUTHENTICATE PLAIN "));
        talk.server("A1 NO [AUTHENTICATIONFAILED] wrong");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.error()->code().name, QByteArray("AUTHENTICATIONFAILED"));
        QVERIFY(!talk.unread().contains("A2"));
    }
    // RFC 9051 §6.2.3: LOGIN is the last resort, for servers that announce what they do not know. Nothing was
    // said of the password.
    void loginWhereAuthenticateIsNotUnderstood_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("refusal");
        QTest::newRow("BAD") << QByteArray("SASL-IR AUTH=PLAIN") << QByteArray("BAD unknown command");
        QTest::newRow("NO before +") << QByteArray("AUTH=PLAIN") << QByteArray("NO not here");
    }
    void loginWhereAuthenticateIsNotUnderstood()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, refusal);
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 " + capabilities + "] hi");
        SignIn attempt(talk, {});
        QTRY_VERIFY(talk.unread().startsWith("A1 AUTHENTICATE PLAIN") && talk.unread().endsWith("\r\n"));
        talk.takeUnread();
        talk.server("A1 " + refusal);
        talk.client("A2 LOGIN alice \"wonder land\"");
        talk.server("A2 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(!attempt.error());
    }
    // RFC 5530: the account is the matter, not how the password was sent.
    void finalRefusalsAreFinal_data()
    {
        QTest::addColumn<QByteArray>("code");
        for (const char *code : {"EXPIRED", "AUTHORIZATIONFAILED", "UNAVAILABLE", "CONTACTADMIN"})
            QTest::newRow(code) << QByteArray(code);
    }
    void finalRefusalsAreFinal()
    {
        QFETCH(QByteArray, code);
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5] hi");
        SignIn attempt(talk, clearText());
        lineThatBegins(talk, "A1 AUTHENTICATE SCRAM-SHA-1 ");
        talk.server("A1 NO [" + code + "] no");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.error()->code().name, code);
        QVERIFY(talk.isSilent());
    }
    void serverWithoutVerifierGetsTheNextMechanism()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5] hi");
        SignIn attempt(talk, clearText());
        lineThatBegins(talk, "A1 AUTHENTICATE SCRAM-SHA-1 ");
        talk.server("A1 NO [AUTHENTICATIONFAILED] no verifier");
        talk.client("A2 AUTHENTICATE CRAM-MD5");
    }
    // Somebody who says OK without the proof may not get the password by another way.
    void impostorLearnsNothing_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("OK at once") << QByteArray("A1 OK [CAPABILITY IMAP4rev1] in");
        QTest::newRow("nonsense") << QByteArray("+ " + QByteArray("r=stranger,s=c2FsdA==,i=1").toBase64());
        QTest::newRow("no base64") << QByteArray("+ %%%");
    }
    void impostorLearnsNothing()
    {
        QFETCH(QByteArray, answer);
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=PLAIN] hi");
        SignIn attempt(talk, clearText());
        lineThatBegins(talk, "A1 AUTHENTICATE SCRAM-SHA-1 ");
        talk.server(answer);
        if (answer.startsWith('+')) {
            talk.client("*");
            talk.server("A1 BAD cancelled");
        }
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(dynamic_cast<const LoginError *>(attempt.error().get()));
        QVERIFY(talk.isSilent());
    }
    void challengeBehindTheLastWordIsCancelled()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi");
        SignIn attempt(talk, {});
        lineThatBegins(talk, "A1 AUTHENTICATE PLAIN ");
        talk.server("+ " + QByteArray("say it again").toBase64());
        talk.client("*");
        talk.server("A1 BAD cancelled");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(dynamic_cast<const LoginError *>(attempt.error().get()));
        QVERIFY(talk.isSilent());
    }
    // Cyrus offers -PLUS and knows another binding than ours: the same proof without it does.
    void refusedBindingFallsBack()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS] hi");
        SignIn attempt(talk, {});
        const QByteArray bound = lineThatBegins(talk, "A1 AUTHENTICATE SCRAM-SHA-256-PLUS ");
        QVERIFY(QByteArray::fromBase64(bound.mid(35)).startsWith("p=tls-server-end-point,,n=alice,"));
        talk.server("A1 NO [AUTHENTICATIONFAILED] no such binding");
        const QByteArray unbound = lineThatBegins(talk, "A2 AUTHENTICATE SCRAM-SHA-256 ");
        // Not "y": the server did offer it.
        QVERIFY(QByteArray::fromBase64(unbound.mid(30)).startsWith("n,,n=alice,"));
    }
    void tokenGoesAsABearerToken()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2] hi");
        SignIn attempt(talk, token());
        talk.client("A1 AUTHENTICATE XOAUTH2 " + QByteArray("user=alice\1auth=Bearer t0k3n\1\1").toBase64());
        talk.server("A1 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.mechanism(), QStringLiteral("XOAUTH2"));
        QVERIFY(!talk.log().toText().contains(QLatin1String("dDBrM2")));
    }
    void refusedTokenTellsWhy()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER AUTH=PLAIN] hi");
        SignIn attempt(talk, token());
        lineThatBegins(talk, "A1 AUTHENTICATE OAUTHBEARER ");
        talk.server("+ " + QByteArray("{\"status\":\"invalid_token\",\"scope\":\"mail\"}").toBase64());
        talk.client("AQ==");
        talk.server("A1 NO [AUTHENTICATIONFAILED] expired");
        QTRY_VERIFY(attempt.isDone());
        const auto *error = dynamic_cast<const LoginError *>(attempt.error().get());
        QVERIFY(error && error->tokenProblem());
        QCOMPARE(error->tokenProblem()->status, QStringLiteral("invalid_token"));
        QCOMPARE(error->code().name, QByteArray("AUTHENTICATIONFAILED"));
        QVERIFY(talk.isSilent());
    }
    void certificateSignsIn()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=EXTERNAL] hi");
        SignInOptions options;
        options.clientCertificate = true;
        SignIn attempt(talk, options);
        talk.client("A1 AUTHENTICATE EXTERNAL =");
        talk.server("A1 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.mechanism(), QStringLiteral("EXTERNAL"));
    }
    void ownMechanism()
    {
        class Riddle final : public SaslMechanism
        {
        public:
            QByteArray name() const override { return "X-RIDDLE"; }
            std::optional<QByteArray> initialResponse() override { return std::nullopt; }
            QByteArray respond(const QByteArray &challenge) override
            {
                m_finished = true;
                return challenge == "2*21" ? "42" : "?";
            }
            bool finished() const override { return m_finished; }
            bool clearText() const override { return false; }

        private:
            bool m_finished = false;
        };
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=X-RIDDLE] hi");
        SignInOptions options;
        options.ownMechanism = [](const SaslCredentials &) { return std::make_unique<Riddle>(); };
        SignIn attempt(talk, options);
        talk.client("A1 AUTHENTICATE X-RIDDLE");
        talk.server("+ " + QByteArray("2*21").toBase64());
        talk.client(QByteArray("42").toBase64());
        talk.server("A1 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.mechanism(), QStringLiteral("X-RIDDLE"));
    }
    void forcedLoginIsTheCommandWhereThereIsNoMechanism()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi");
        SignInOptions options;
        options.mechanism = QStringLiteral("login");
        SignIn attempt(talk, options);
        talk.client("A1 LOGIN alice \"wonder land\"");
    }
    // RFC 9051 §6.2.3: LOGIN takes any octets; what is not ASCII goes as a literal, and none of it is logged.
    void eightBitPasswordIsALiteral()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1] hi");
        SignInOptions options;
        options.secret = Secret(QByteArray("gr\xC3\xBC\xC3\x9F"));
        SignIn attempt(talk, options);
        talk.client("A1 LOGIN alice {6}");
        QVERIFY(talk.isSilent());
        talk.server("+ go on");
        talk.client("gr\xC3\xBC\xC3\x9F");
        QVERIFY(!talk.log().toText().contains(QLatin1String("{6}")));
    }
    void disabledLoginIsNotTried()
    {
        Conversation talk;
        encrypt(talk);
        talk.greets("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi");
        SignIn attempt(talk, {});
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(dynamic_cast<const LoginError *>(attempt.error().get()));
        QVERIFY(talk.isSilent());
    }
    void preauthNeedsNoPassword()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        SignIn attempt(talk, clearText());
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(attempt.mechanism(), QStringLiteral("PREAUTH"));
        QCOMPARE(talk.transport().allWritten(), QByteArray());
    }

    // ---- STARTTLS: nothing that came before it may count, nothing may be slipped in.

    void startTlsForgetsWhatCameBefore()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR X-EVIL] hi");
        SignIn attempt(talk, startTls());
        talk.client("A1 STARTTLS");
        talk.server("A1 OK begin");
        QTRY_COMPARE(talk.transport().startTlsCount(), 1);
        talk.client("A2 CAPABILITY");
        QVERIFY(!talk.session().state().capabilities.has("X-EVIL"));
        talk.server("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nA2 OK");
        QTRY_VERIFY(talk.unread().startsWith("A3 AUTHENTICATE PLAIN "));
        talk.server("A3 OK [CAPABILITY IMAP4rev1] in");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(!attempt.error());
        QVERIFY(!talk.transport().writtenInClear().contains("AUTHENTICATE"));
    }
    void bytesBehindTheOkAreRefused_data()
    {
        QTest::addColumn<QByteArray>("extra");
        QTest::newRow("a response") << QByteArray("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n");
        QTest::newRow("half a line") << QByteArray("* OK");
        QTest::newRow("one byte") << QByteArray(" ");
        QTest::newRow("a tagged line") << QByteArray("A2 OK [CAPABILITY IMAP4rev1] trust me\r\n");
    }
    void bytesBehindTheOkAreRefused()
    {
        QFETCH(QByteArray, extra);
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi");
        SignIn attempt(talk, startTls());
        talk.client("A1 STARTTLS");
        talk.raw("A1 OK begin\r\n" + extra);
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(reasonOf(attempt), AbortError::Reason::TlsStripped);
        QCOMPARE(talk.transport().startTlsCount(), 0);
        QVERIFY(talk.transport().wasClosedByClient());
        QCOMPARE(talk.transport().allWritten(), QByteArray("A1 STARTTLS\r\n"));
    }
    void preauthBeforeTlsIsRefused()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] already in");
        SignIn attempt(talk, startTls());
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(reasonOf(attempt), AbortError::Reason::TlsStripped);
        QVERIFY(talk.transport().wasClosedByClient());
        QCOMPARE(talk.transport().allWritten(), QByteArray());
    }
    void serverWithoutStartTlsIsRefused()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi");
        SignIn attempt(talk, startTls());
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(reasonOf(attempt), AbortError::Reason::TlsStripped);
        QCOMPARE(talk.transport().allWritten(), QByteArray());
    }
    void refusedStartTlsEndsIt()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi");
        SignIn attempt(talk, startTls());
        talk.client("A1 STARTTLS");
        talk.server("A1 NO not now");
        QTRY_VERIFY(attempt.isDone());
        QCOMPARE(reasonOf(attempt), AbortError::Reason::TlsStripped);
        QCOMPARE(talk.transport().allWritten(), QByteArray("A1 STARTTLS\r\n"));
    }
    void untrustedCertificateEndsIt()
    {
        Conversation talk;
        talk.transport().setTlsError(std::make_shared<CertificateError>(
            QStringLiteral("expired"), QStringLiteral("host"), QList<QByteArray>{},
            QList<CertificateProblem>{{CertificateProblem::Kind::Expired, {}, 0}}));
        talk.greets("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi");
        SignIn attempt(talk, startTls());
        talk.client("A1 STARTTLS");
        talk.server("A1 OK begin");
        QTRY_VERIFY(attempt.isDone());
        QVERIFY(dynamic_cast<const CertificateError *>(attempt.error().get()));
        QCOMPARE(talk.transport().allWritten(), QByteArray("A1 STARTTLS\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
