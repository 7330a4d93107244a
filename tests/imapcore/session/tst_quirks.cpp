#include "commands/id.h"
#include "commands/list.h"
#include "commands/select.h"
#include "session/fallback.h"
#include "session/quirks.h"
#include "session/signin.h"
#include "support/conversation.h"

#include <QCoro/QCoroTask>
#include <QSet>

using namespace imap;
using namespace imap::test;

namespace
{

ServerIdentity greets(const QByteArray &greeting)
{
    return {.host = QStringLiteral("mail.example.org"), .greeting = greeting, .id = {}};
}

ServerIdentity named(const QByteArray &name, const QByteArray &version)
{
    return {.host = {}, .greeting = "ready", .id = {{"name", name}, {"version", version}}};
}

SessionOptions at(const QString &host)
{
    SessionOptions options = Conversation::quick();
    options.host = host;
    return options;
}

List extendedList()
{
    List list;
    list.returnSpecialUse = list.returnSubscribed = true;
    return list;
}

} // namespace

class TestQuirks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRowIsWhole()
    {
        QSet<QByteArray> names;
        for (const Quirk &quirk : knownQuirks()) {
            QVERIFY2(!quirk.name.isEmpty() && !names.contains(quirk.name.toByteArray()), quirk.name.data());
            names.insert(quirk.name.toByteArray());
            QVERIFY2(!quirk.reason.isEmpty() && !quirk.seen.isEmpty(), quirk.name.data());
            QVERIFY2(!quirk.host.isEmpty() || !quirk.greeting.isEmpty() || !quirk.id.isEmpty(),
                     quirk.name.data());
            QuirkEffects changed;
            quirk.apply(changed);
            QVERIFY2(changed != QuirkEffects(), quirk.name.data());
        }
    }
    void whoHasWhich_data()
    {
        QTest::addColumn<ServerIdentity>("server");
        QTest::addColumn<QByteArray>("names");
        const QByteArray gmail = "gmail-qresync gmail-connections";
        const QByteArray cyrus = "cyrus-binding cyrus-logindisabled";
        QTest::newRow("nobody") << ServerIdentity() << QByteArray();
        QTest::newRow("Dovecot") << greets("Dovecot (Debian) ready.") << QByteArray();
        QTest::newRow("Gmail's greeting")
            << greets("Gimap ready for requests from 127.0.0.1 q7mb41325") << gmail;
        QTest::newRow("Gmail's host") << ServerIdentity{QStringLiteral("IMAP.gmail.com"), {}, {}} << gmail;
        QTest::newRow("Gmail's ID") << named("GImap", "gimap_250101") << gmail;
        QTest::newRow("somebody's gmail.com.example.org")
            << ServerIdentity{QStringLiteral("imap.gmail.com.example.org"), {}, {}} << QByteArray();
        QTest::newRow("iCloud") << ServerIdentity{QStringLiteral("p01-imap.mail.me.com"), {}, {}}
                                << QByteArray("icloud-qresync");
        QTest::newRow("iCloud's greeting")
            << greets("iSCREAM ready to rumble (1A1053:3006) mr84p00im-ztdg06011901 [33:3006:20:05:35]")
            << QByteArray("icloud-qresync");
        QTest::newRow("Office 365") << greets("The Microsoft Exchange IMAP4 service is ready. [UwBOADY=]")
                                    << QByteArray("exchange-not-connected");
        QTest::newRow("Exchange 2003") << greets("Microsoft Exchange Server 2003 IMAP4rev1 server version "
                                                 "6.5.7638.1 (mx.example.org) ready.")
                                       << QByteArray("exchange-not-connected exchange-keywords");
        QTest::newRow("Exchange 2007 by its version")
            << greets("Microsoft Exchange Server IMAP4rev1 server version 8.0.685 ready.")
            << QByteArray("exchange-not-connected");
        QTest::newRow("Cyrus") << greets("mail.example Cyrus IMAP 3.6.1-Debian-3.6.1-4 server ready")
                               << cyrus;
        QTest::newRow("Cyrus by its ID") << named("Cyrus IMAPD", "3.8") << cyrus;
    }
    void whoHasWhich()
    {
        QFETCH(ServerIdentity, server);
        QFETCH(QByteArray, names);
        QCOMPARE(quirksOf(server).names.join(' '), names);
    }

    // ---- effects

    void extensionsAreNotUsedThere()
    {
        Conversation talk(at(QStringLiteral("imap.mail.me.com")));
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 CONDSTORE QRESYNC] hi");
        QVERIFY(!talk.session().state().capabilities.has("QRESYNC"));
        QVERIFY(talk.session().state().capabilities.has("CONDSTORE"));
        // Told again, it is still not used.
        talk.server("* CAPABILITY IMAP4rev1 CONDSTORE QRESYNC");
        QVERIFY(!talk.session().state().capabilities.has("QRESYNC"));
        QVERIFY(talk.log().toText().contains(QLatin1String("quirk: icloud-qresync")));
    }
    void idTellsWhoItIs()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ID QRESYNC] hi");
        QVERIFY(talk.session().state().capabilities.has("QRESYNC"));
        talk.session().run(Id{});
        talk.client("A1 ID NIL");
        talk.server("* ID (\"name\" \"GImap\" \"vendor\" \"Google, Inc.\")\r\nA1 OK");
        QVERIFY(!talk.session().state().capabilities.has("QRESYNC"));
        QCOMPARE(talk.session().state().quirks.connections, 15);
    }
    // MailKit issue 1494: the password was right, and no command works.
    void deadSignInEndsTheConnection()
    {
        Conversation talk(at(QStringLiteral("outlook.office365.com")));
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] The Microsoft Exchange IMAP4 service is ready.");
        const auto listed = talk.session().run(List{});
        talk.client("A1 LIST \"\" *");
        talk.server("A1 BAD User is authenticated but not connected.");
        failureOf<CommandError>(listed);
        const auto *end = dynamic_cast<const AbortError *>(talk.end());
        QVERIFY(end);
        QCOMPARE(end->serverText(), QByteArray("User is authenticated but not connected."));
    }
    void theSameWordsElsewhereAreOneRefusal()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        const auto listed = talk.session().run(List{});
        talk.client("A1 LIST \"\" *");
        talk.server("A1 BAD User is authenticated but not connected.");
        failureOf<CommandError>(listed);
        QVERIFY(!talk.end());
    }
    void keywordsThatWouldBeForgotten()
    {
        Conversation talk;
        talk.greets(
            "* PREAUTH [CAPABILITY IMAP4rev1] Microsoft Exchange Server 2003 IMAP4rev1 server version "
            "6.5.7638.1 (mx) ready.");
        Select select;
        select.mailbox = MailboxName(QStringLiteral("INBOX"));
        talk.session().run(std::move(select));
        talk.client("A1 SELECT INBOX");
        talk.server("* 1 EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] flags\r\nA1 OK [READ-WRITE] done");
        QVERIFY(!talk.session().state().mailbox->keywordsAllowed);
        QVERIFY(talk.session().state().mailbox->permanentFlags.contains(flags::Seen));
    }
    // Before sign-in LOGINDISABLED is meant, whoever says it.
    void cyrusListsLoginDisabledAfterSignIn()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] mail.example Cyrus IMAP 3.6.1 server ready");
        QVERIFY(talk.session().state().capabilities.has("LOGINDISABLED"));
        Conversation signedIn;
        signedIn.greets(
            "* PREAUTH [CAPABILITY IMAP4rev1 LOGINDISABLED] mail.example Cyrus IMAP 3.6.1 server ready");
        QVERIFY(!signedIn.session().state().capabilities.has("LOGINDISABLED"));
    }
    void cyrusIsNotAskedForOurBinding()
    {
        Conversation talk;
        TransportInfo info;
        info.encrypted = true;
        info.certificates = {
            QByteArray("\x30\x10\x30\x00\x30\x0c\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02\x05\x00", 18)};
        talk.transport().setInfo(info);
        talk.greets(
            "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS] m Cyrus IMAP "
            "3.6.1 server ready");
        SignInOptions options;
        options.user = QStringLiteral("alice");
        options.secret = Secret(QByteArray("secret"));
        const auto signingIn = signIn(&talk.session(), options);
        QTRY_VERIFY(talk.unread().endsWith("\r\n"));
        const QByteArray line = talk.takeUnread();
        QVERIFY(line.startsWith("A1 AUTHENTICATE SCRAM-SHA-256 "));
        // "y" would say that it had not offered the bound form.
        QVERIFY(QByteArray::fromBase64(line.mid(30)).startsWith("n,,"));
        talk.session().close();
    }
    // Some refuse ID before sign-in, and Dovecot hangs up on the third command that it does not know there.
    void nothingNeedlessBeforeSignIn()
    {
        Conversation talk;
        talk.greets("* OK [CAPABILITY IMAP4rev1 ID ENABLE COMPRESS=DEFLATE NAMESPACE] hi");
        SignInOptions options;
        options.user = QStringLiteral("alice");
        options.secret = Secret(QByteArray("secret"));
        options.allowClearText = options.compress = true;
        const auto signingIn = signIn(&talk.session(), options);
        talk.client("A1 LOGIN alice secret");
        QVERIFY(talk.isSilent());
        talk.session().close();
    }

    // ---- what turns out only when it is tried

    void refusedListIsTriedPlainly_data()
    {
        QTest::addColumn<QByteArray>("refusal");
        QTest::newRow("BAD") << QByteArray("BAD Invalid arguments");
        QTest::newRow("NO") << QByteArray("NO [CANNOT] not here");
    }
    void refusedListIsTriedPlainly()
    {
        QFETCH(QByteArray, refusal);
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE] hi");
        const auto listed = runOrFallBack(&talk.session(), extendedList(), List{}, listExtensions);
        talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED SPECIAL-USE)");
        talk.server("A1 " + refusal);
        talk.client("A2 LIST \"\" *");
        talk.server("* LIST () \"/\" INBOX\r\nA2 OK");
        QTRY_VERIFY(listed.isReady());
        // For the rest of the session they count as not offered, however often they are announced.
        talk.server("* CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE IDLE");
        const Capabilities &capabilities = talk.session().state().capabilities;
        QVERIFY(!capabilities.has("LIST-EXTENDED") && !capabilities.has("LIST-STATUS"));
        QVERIFY(capabilities.has("IDLE"));
        QCOMPARE(talk.session().droppedExtensions(),
                 (QList<QByteArray>{"LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE"}));
    }
    // A refusal that names another reason is no fault of the form.
    void otherReasonsAreNotHidden()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE] hi");
        const auto listed = runOrFallBack(&talk.session(), extendedList(), List{}, listExtensions);
        talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED SPECIAL-USE)");
        talk.server("A1 NO [UNAVAILABLE] later");
        QTRY_VERIFY(listed.isReady());
        QVERIFY(talk.isSilent());
        QVERIFY(talk.session().state().capabilities.has("LIST-EXTENDED"));
    }
    void whatWorksIsNotTriedTwice()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE] hi");
        const auto listed = runOrFallBack(&talk.session(), extendedList(), List{}, listExtensions);
        talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED SPECIAL-USE)");
        talk.server("A1 OK");
        QTRY_VERIFY(listed.isReady());
        QVERIFY(talk.isSilent());
        QVERIFY(talk.session().droppedExtensions().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestQuirks)
#include "tst_quirks.moc"
