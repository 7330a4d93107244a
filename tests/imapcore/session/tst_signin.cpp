#include "session/signin.h"
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
    SignIn(Conversation &talk, SignInOptions options)
    {
        options.user = QStringLiteral("alice");
        options.secret = Secret(QByteArray("wonder land"));
        m_task = run(&talk.session(), std::move(options), this);
    }
    bool isDone() const { return m_done; }
    const QString &mechanism() const { return m_mechanism; }
    const std::shared_ptr<const Error> &error() const { return m_error; }

private:
    static QCoro::Task<> run(Session *session, SignInOptions options, SignIn *self)
    {
        try {
            self->m_mechanism = co_await signIn(session, options);
        } catch (const std::exception &) {
            self->m_error = currentError();
        }
        self->m_done = true;
    }

    bool m_done = false;
    QString m_mechanism;
    std::shared_ptr<const Error> m_error;
    QCoro::Task<> m_task;
};

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

AbortError::Reason reasonOf(const SignIn &attempt)
{
    const auto *error = dynamic_cast<const AbortError *>(attempt.error().get());
    return error ? error->reason() : AbortError::Reason::Other;
}

void encrypt(Conversation &talk)
{
    TransportInfo info;
    info.encrypted = true;
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
