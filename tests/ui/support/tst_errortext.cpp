#include "ui/support/errortext.h"

#include <QSet>
#include <QTest>

using namespace ui;

class TestErrorText : public QObject
{
    Q_OBJECT

    const QString m_host = QStringLiteral("mail.example.org");

    static imap::ResponseCode code(const char *name) { return {QByteArray(name), {}}; }

private Q_SLOTS:
    // A person must be able to tell the reasons apart, so no two have the same sentence.
    void everyReasonHasItsOwnWords()
    {
        using Reason = imap::AbortError::Reason;
        QSet<QString> sentences;
        const auto reasons = {
            Reason::ConnectionLost, Reason::ServerBye,   Reason::HostNotFound, Reason::ConnectionRefused,
            Reason::ConnectTimeout, Reason::ReadTimeout, Reason::TlsFailed,    Reason::TlsStripped,
            Reason::Stopped,        Reason::Other};
        for (const Reason reason : reasons) {
            const ErrorText text =
                errorText(imap::AbortError(reason, QStringLiteral("internal words")), m_host);
            QVERIFY(!text.title.isEmpty());
            QVERIFY(!text.what.isEmpty());
            QVERIFY2(!text.what.contains(QStringLiteral("internal words")),
                     "developers' words belong in details");
            QVERIFY(text.details.contains(QStringLiteral("internal words")));
            sentences.insert(text.what);
        }
        QCOMPARE(sentences.size(), qsizetype(reasons.size()));
    }

    void loginCodesDecideTheAdvice()
    {
        const auto text = [&](const char *name) {
            return errorText(imap::LoginError(QStringLiteral("no"), "AUTHENTICATE", {}, code(name)), m_host);
        };
        QCOMPARE(text("AUTHENTICATIONFAILED").title, QStringLiteral("Password refused"));
        QCOMPARE(text("EXPIRED").title, QStringLiteral("Password expired"));
        QVERIFY(text("UNAVAILABLE").advice.contains(QStringLiteral("may well be right")));
        QVERIFY(text("PRIVACYREQUIRED").advice.contains(QStringLiteral("TLS")));
        QCOMPARE(text("").title, QStringLiteral("Signing in refused"));
        QVERIFY(text("").what.startsWith(QStringLiteral("mail.example.org")));
    }

    void serverIsQuotedInOneCleanLine()
    {
        const imap::CommandError error(QStringLiteral("NO"), "COPY",
                                       "Quota\r\n  exceeded\x1b[31m \xE2\x80\xAE!", code("OVERQUOTA"));
        const ErrorText text = errorText(error, m_host);
        QCOMPARE(text.title, QStringLiteral("Mailbox full"));
        QVERIFY(text.what.contains(QStringLiteral("\u201cQuota exceeded[31m !\u201d")));
        QVERIFY(!text.what.contains(QLatin1Char('\n')));
        QVERIFY(text.details.contains(QStringLiteral("Command: COPY")));
        QVERIFY(text.details.contains(QStringLiteral("Response code: OVERQUOTA")));
    }

    // Dovecot says behind its words how long they took it.
    void timesAreNotQuoted()
    {
        const imap::CommandError error(QStringLiteral("NO"), "SETACL",
                                       "Permission denied (0.001 + 0.000 + 0.002 secs).");
        QVERIFY(errorText(error).what.contains(QStringLiteral("\u201cPermission denied.\u201d")));
        QCOMPARE(imap::refusalWords(error), QStringLiteral("Permission denied."));
        for (const char *words :
             {"Over quota (10 MB)", "Wait (some secs).", "(1 secs", "", " (", "x secs) (y"})
            QCOMPARE(imap::withoutTimes(words), QByteArray(words));
        QCOMPARE(imap::refusalWords(imap::LocalError(QStringLiteral("disk full"))),
                 QStringLiteral("disk full"));
    }

    // Cyrus gives no codes for these.
    void reasonsInWordsOnly_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QString>("title");
        QTest::newRow("full") << QByteArray("Over quota") << QStringLiteral("Mailbox full");
        QTest::newRow("taken") << QByteArray("Mailbox already exists")
                               << QStringLiteral("Name already taken");
        QTest::newRow("gone") << QByteArray("Mailbox does not exist")
                              << QStringLiteral("It is not there any more");
        QTest::newRow("right") << QByteArray("Permission denied") << QStringLiteral("Not permitted");
        QTest::newRow("locked") << QByteArray("Mailbox is locked") << QStringLiteral("Busy elsewhere");
        QTest::newRow("name") << QByteArray("Invalid mailbox name") << QStringLiteral("Name not possible");
        QTest::newRow("use") << QByteArray("SPECIAL-USE flag conflict")
                             << QStringLiteral("In use as a special folder");
        QTest::newRow("unknown") << QByteArray("Not today") << QStringLiteral("The server refused");
    }
    void reasonsInWordsOnly()
    {
        QFETCH(QByteArray, said);
        QFETCH(QString, title);
        const ErrorText text = errorText(imap::CommandError(QStringLiteral("NO"), "CREATE", said), m_host);
        QCOMPARE(text.title, title);
        QVERIFY(text.what.contains(QString::fromLatin1(said)));
        QVERIFY(text.what.contains(m_host));
    }

    // The words of a code say more than ours would: another reason may be told in them.
    void aCodeCounts()
    {
        const imap::CommandError error(QStringLiteral("NO"), "COPY", "Permission denied: over quota",
                                       code("NOPERM"));
        QCOMPARE(errorText(error, m_host).title, QStringLiteral("Not permitted"));
    }

    // Another sentence may follow.
    void theServersWordsEndASentence()
    {
        const auto said = [](const char *words) {
            return errorText(imap::CommandError(QStringLiteral("NO"), "COPY", words)).what;
        };
        QVERIFY2(said("Mailbox does not exist").endsWith(QStringLiteral("“Mailbox does not exist”.")),
                 qPrintable(said("Mailbox does not exist")));
        QVERIFY2(said("No such folder.").endsWith(QStringLiteral("“No such folder.”")),
                 qPrintable(said("No such folder.")));
    }

    void aTalkativeServerIsCutShort()
    {
        const imap::CommandError error(QStringLiteral("NO"), "COPY", QByteArray(100'000, 'x'));
        QVERIFY(errorText(error).what.size() < 400);
    }

    void certificateProblemsAreSaidOnce()
    {
        using Kind = imap::CertificateProblem::Kind;
        const imap::CertificateError error(QStringLiteral("bad"), m_host, {},
                                           {{Kind::HostMismatch, QStringLiteral("name"), 0},
                                            {Kind::Expired, QStringLiteral("old"), 0},
                                            {Kind::Expired, QStringLiteral("old"), 1}});
        QCOMPARE(certificateProblemTexts(error).size(), 2);
        const ErrorText text = errorText(error);
        QCOMPARE(text.title, QStringLiteral("Certificate not trusted"));
        QVERIFY(text.what.contains(m_host));
        QVERIFY(text.what.contains(QStringLiteral("expired")));
        QVERIFY(text.details.contains(QStringLiteral("Certificate 2 of the chain")));
    }

    void otherClasses()
    {
        QCOMPARE(errorText(imap::CapabilityError(QStringLiteral("no MOVE"))).title,
                 QStringLiteral("The server cannot do this"));
        QCOMPARE(errorText(imap::ReadOnlyError(QStringLiteral("ro"))).title,
                 QStringLiteral("Folder is read-only"));
        QCOMPARE(errorText(imap::LocalError(QStringLiteral("disk full"))).what, QStringLiteral("Disk full"));
        QCOMPARE(
            errorText(imap::CommandError(QStringLiteral("NO"), "RENAME", {}, code("ALREADYEXISTS"))).title,
            QStringLiteral("Name already taken"));
        QVERIFY(!errorText(imap::ProtocolError(QStringLiteral("garbage"))).advice.isEmpty());
        QVERIFY(!errorText(imap::IllegalStateError(QStringLiteral("x"))).what.isEmpty());
        QVERIFY(!errorText(imap::InvalidCriteriaError(QStringLiteral("x"))).what.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
