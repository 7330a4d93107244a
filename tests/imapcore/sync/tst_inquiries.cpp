#include "commands/select.h"
#include "support/conversation.h"
#include "sync/inquiries.h"

#include <QCoro/QCoroTask>

using namespace imap;
using namespace imap::test;

namespace
{

MailboxName folder(const char *name)
{
    return MailboxName(QString::fromUtf8(name));
}

/// The task's result once it is there.
template <class T>
struct Outcome {
    explicit Outcome(QCoro::Task<T> task)
        : m_waiting(wait(std::move(task)))
    {
    }
    std::optional<T> result;
    std::exception_ptr error;

private:
    QCoro::Task<> wait(QCoro::Task<T> task)
    {
        try {
            T value = co_await task;
            result = std::move(value);
        } catch (...) {
            error = std::current_exception();
        }
    }
    QCoro::Task<> m_waiting;
};

} // namespace

/// What people look up, as one flight each.
class TestInquiries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingAboutAFolder()
    {
        Conversation talk;
        talk.greets(
            "* PREAUTH [CAPABILITY IMAP4rev1 ACL RIGHTS=texk QUOTA CONDSTORE OBJECTID STATUS=SIZE] hi");
        Outcome asked(inquireFolder(&talk.session(), folder("Entwürfe")));
        talk.client(
            "A1 STATUS Entw&APw-rfe (MESSAGES UIDNEXT UIDVALIDITY UNSEEN SIZE HIGHESTMODSEQ MAILBOXID)");
        talk.client("A2 MYRIGHTS Entw&APw-rfe");
        talk.client("A3 GETQUOTAROOT Entw&APw-rfe");
        talk.server("* STATUS Entw&APw-rfe (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 7 UNSEEN 1 SIZE 5000000000 "
                    "HIGHESTMODSEQ 12 MAILBOXID (F-1))");
        talk.server("A1 OK done");
        talk.server("* MYRIGHTS Entw&APw-rfe lrs");
        talk.server("A2 OK done");
        talk.server("* QUOTAROOT Entw&APw-rfe user");
        talk.server("* QUOTA user (STORAGE 10 100)");
        talk.server("A3 OK done");
        QVERIFY(asked.result);
        const FolderDetails &details = *asked.result;
        QCOMPARE(details.rawName, QByteArray("Entw&APw-rfe"));
        QCOMPARE(details.status.size, std::optional<quint64>(5'000'000'000));
        QCOMPARE(details.status.mailboxId, std::optional<QByteArray>("F-1"));
        QCOMPARE(details.myRights, std::optional(Rights("lrs")));
        QCOMPARE(details.quotaRoots, std::optional(QList<QByteArray>{"user"}));
        QCOMPARE(details.quotas.size(), 1);
    }
    /// A folder of somebody else may be seen and not looked into.
    void refusalsAreTold()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ACL QUOTA] hi");
        Outcome asked(inquireFolder(&talk.session(), folder("Theirs")));
        talk.client("A1 STATUS Theirs (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)");
        talk.client("A2 MYRIGHTS Theirs");
        talk.client("A3 GETQUOTAROOT Theirs");
        talk.server("A1 NO [NOPERM] not yours");
        talk.server("A2 NO [NOPERM] not yours");
        talk.server("A3 NO [NOPERM] not yours");
        QVERIFY(asked.result);
        QVERIFY(asked.result->statusRefused.contains(QStringLiteral("not yours")));
        QVERIFY(!asked.result->status.messages);
        QVERIFY(!asked.result->myRights);
        QVERIFY(!asked.result->quotaRoots);
    }
    void messagesOfTheSelectedFolder()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ESEARCH] hi");
        Select select;
        select.mailbox = folder("a");
        select.readOnly = true;
        talk.session().run(std::move(select));
        talk.client("A1 EXAMINE a");
        talk.server("* 5 EXISTS");
        talk.server("A1 OK [READ-ONLY] done");
        Outcome all(inquireMessages(&talk.session(), false));
        talk.client("A2 UID SEARCH RETURN (ALL) ALL");
        talk.server("* ESEARCH (TAG \"A2\") UID ALL 3:7");
        talk.server("A2 OK done");
        QCOMPARE(all.result, UidSet::parse("3:7"));
        Outcome unread(inquireMessages(&talk.session(), true));
        talk.client("A3 UID SEARCH RETURN (ALL) NOT SEEN");
        talk.server("* ESEARCH (TAG \"A3\") UID");
        talk.server("A3 OK done");
        QVERIFY(unread.result && unread.result->isEmpty());
    }
    void quotaOfManyFolders()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE] hi");
        Outcome asked(inquireQuota(&talk.session(), {folder("INBOX"), folder("a"), folder("gone")}));
        talk.client("A1 GETQUOTAROOT INBOX");
        talk.client("A2 GETQUOTAROOT a");
        talk.client("A3 GETQUOTAROOT gone");
        talk.server("* QUOTAROOT INBOX user.alice \"\"");
        talk.server("* QUOTA user.alice (STORAGE 10 100 MESSAGE 1 2)");
        talk.server("* QUOTA \"\" ()");
        talk.server("A1 OK done");
        talk.server("* QUOTAROOT a user.alice");
        talk.server("* QUOTA user.alice (STORAGE 10 100 MESSAGE 1 2)");
        talk.server("A2 OK done");
        talk.server("A3 NO [NONEXISTENT] gone");
        QVERIFY(asked.result);
        QVERIFY(asked.result->offered);
        QVERIFY(!asked.result->canSet); // it would say QUOTASET (RFC 9208 §3.1)
        QCOMPARE(asked.result->roots, (QList<QByteArray>{"user.alice", ""}));
        QCOMPARE(asked.result->quotas.size(), 2);
        QCOMPARE(asked.result->folders.size(), 2);
        QCOMPARE(asked.result->resources, (QList<QByteArray>{"STORAGE", "MESSAGE"}));
    }
    // Dovecot says no QUOTAROOT at all where nothing limits the folder.
    void foldersWithoutQuotaKeepTheirNames()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 QUOTA] hi");
        Outcome asked(inquireQuota(&talk.session(), {folder("a"), folder("b"), folder("c")}));
        talk.client("A1 GETQUOTAROOT a");
        talk.client("A2 GETQUOTAROOT b");
        talk.client("A3 GETQUOTAROOT c");
        talk.server("* QUOTAROOT a user");
        talk.server("* QUOTA user (STORAGE 10 100)");
        talk.server("A1 OK done");
        talk.server("A2 OK No quota.");
        talk.server("A3 OK No quota.");
        QVERIFY(asked.result);
        QCOMPARE(asked.result->folders,
                 (QList<MailboxQuotaRoots>{{folder("a"), {"user"}}, {folder("b"), {}}, {folder("c"), {}}}));
    }
    // As many as the server may hold at once; each answer makes room for one more question.
    void quotaAsksAheadAndTellsHowFarItIs()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 QUOTA] hi");
        QList<MailboxName> folders;
        for (int number = 1; number <= 34; ++number)
            folders << folder(QByteArray("f" + QByteArray::number(number)).constData());
        QList<int> progress;
        Outcome asked(inquireQuota(&talk.session(), folders, [&](int answered, int all) {
            progress << answered;
            return all == 34 && answered < 3;
        }));
        const auto question = [&talk](int number) {
            const QByteArray digits = QByteArray::number(number);
            talk.client("A" + digits + " GETQUOTAROOT f" + digits);
        };
        const auto answer = [&talk](int number) {
            const QByteArray digits = QByteArray::number(number);
            talk.server("* QUOTAROOT f" + digits + " user");
            talk.server("* QUOTA user (STORAGE 10 100)");
            talk.server("A" + digits + " OK done");
        };
        for (int number = 1; number <= 32; ++number)
            question(number);
        answer(1);
        question(33);
        answer(2);
        question(34);
        QVERIFY(!asked.result);
        answer(3); // and here nobody wants to know any more
        QVERIFY(asked.result);
        QCOMPARE(asked.result->folders.size(), 3);
        QCOMPARE(asked.result->quotas.size(), 1);
        QCOMPARE(progress, (QList<int>{0, 1, 2, 3}));
    }
    // Cyrus has names of its own for what it can limit, and does not say QUOTASET.
    void whoDoesNotSayMayBeAbleToSetQuotas()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 QUOTA X-QUOTA=STORAGE] hi");
        Outcome asked(inquireQuota(&talk.session(), {folder("INBOX")}));
        talk.client("A1 GETQUOTAROOT INBOX");
        talk.server("* QUOTAROOT INBOX user/alice\r\n* QUOTA user/alice (STORAGE 10 100)\r\nA1 OK done");
        QVERIFY(asked.result);
        QVERIFY(asked.result->canSet);
        QCOMPARE(asked.result->resources, QList<QByteArray>{"STORAGE"});
    }
    void nothingIsAskedWhereThereIsNoQuotaAndNoAcl()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        Outcome quota(inquireQuota(&talk.session(), {folder("INBOX")}));
        Outcome access(inquireAccess(&talk.session(), folder("INBOX")));
        QVERIFY(quota.result && !quota.result->offered);
        QVERIFY(access.result && !access.result->offered);
        QVERIFY(talk.isSilent());
    }
    /// Who may not see the entries may still see the own rights.
    void access()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ACL] hi");
        Outcome asked(inquireAccess(&talk.session(), folder("a")));
        talk.client("A1 MYRIGHTS a");
        talk.client("A2 GETACL a");
        talk.server("* MYRIGHTS a lr");
        talk.server("A1 OK done");
        talk.server("A2 NO [NOPERM] ask the owner");
        QVERIFY(asked.result);
        QVERIFY(!asked.result->newRights);
        QCOMPARE(asked.result->mine, std::optional(Rights("lr")));
        QVERIFY(!asked.result->entries);
        QVERIFY(asked.result->refused.contains(QStringLiteral("ask the owner")));
    }
    /// Cyrus names all that there could be; only what has a value is noted.
    void annotations()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 METADATA] hi");
        Outcome asked(inquireAnnotations(&talk.session(), folder("a")));
        talk.client("A1 GETMETADATA (MAXSIZE 65536 DEPTH infinity) a (/private /shared)");
        talk.client("A2 GETMETADATA (MAXSIZE 65536) a (/private/comment /shared/comment)");
        talk.server("* METADATA a (\"/shared/comment\" \"all\" \"/private/comment\" NIL)");
        talk.server("A1 OK [METADATA LONGENTRIES 70000] some are long");
        QVERIFY(!asked.result);
        talk.server("* METADATA a (/shared/comment all)\r\nA2 OK done");
        QVERIFY(asked.result);
        QVERIFY(asked.result->offered);
        QCOMPARE(asked.result->entries, (QList<MetadataEntry>{{"/shared/comment", "all"}}));
        QCOMPARE(asked.result->longest, std::optional<quint64>(70000));
    }
    void serversMayAnnotateThemselvesAlone()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 METADATA-SERVER] hi");
        Outcome folders(inquireAnnotations(&talk.session(), folder("a")));
        QVERIFY(folders.result && !folders.result->offered);
        Outcome server(inquireAnnotations(&talk.session(), MailboxName()));
        talk.client("A1 GETMETADATA (MAXSIZE 65536 DEPTH infinity) \"\" (/private /shared)");
        talk.client("A2 GETMETADATA (MAXSIZE 65536) \"\" (/private/comment /shared/comment /shared/admin)");
        // Dovecot does not look below an entry of the server.
        talk.server("A1 OK done");
        talk.server("* METADATA \"\" (/private/comment mine)\r\nA2 OK done");
        QTRY_VERIFY(server.result);
        QCOMPARE(server.result->entries, (QList<MetadataEntry>{{"/private/comment", "mine"}}));
        Outcome refused(inquireAnnotations(&talk.session(), MailboxName()));
        talk.client("A3 GETMETADATA (MAXSIZE 65536 DEPTH infinity) \"\" (/private /shared)");
        talk.server("A3 NO not today");
        QTRY_VERIFY(refused.error);
    }
    void theServer()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 NAMESPACE APPENDLIMIT=1000] Welcome");
        Outcome asked(inquireServer(&talk.session()));
        talk.client("A1 NAMESPACE");
        talk.server("* NAMESPACE ((\"\" \"/\")) NIL ((\"Shared/\" \"/\"))");
        talk.server("A1 OK done");
        QVERIFY(asked.result);
        QCOMPARE(asked.result->greeting, QStringLiteral("Welcome"));
        QCOMPARE(asked.result->appendLimit, std::optional<quint64>(1000));
        QCOMPARE(asked.result->namespaces->shared.size(), 1);
        QVERIFY(!asked.result->encrypted);
    }
    void usesOfFoldersAndWhetherTheServerLearnsThem()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE CREATE-SPECIAL-USE] hi");
        Outcome asked(inquireSpecialUses(&talk.session()));
        talk.client("A1 LIST \"\" * RETURN (SPECIAL-USE)");
        talk.server("* LIST (\\Sent) \"/\" Out");
        talk.server("* LIST () \"/\" Papierkorb");
        talk.server("A1 OK done");
        QVERIFY(asked.result);
        QVERIFY(asked.result->told && asked.result->canTell);
        using Kind = RoleReason::Kind;
        const QList<SpecialFolder> found{
            {FolderRole::Sent, folder("Out"), {Kind::Attribute, QStringLiteral("\\Sent")}},
            {FolderRole::Trash,
             folder("Papierkorb"),
             {Kind::Name, QStringLiteral("papierkorb"), QStringLiteral("de")}}};
        QCOMPARE(asked.result->folders, found);
    }
    /// A subscription outlives its folder; where the server marks that, one command tells everything.
    void subscriptionsOfFoldersThatAreGone()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED NAMESPACE] hi");
        Outcome asked(inquireSubscriptions(&talk.session()));
        talk.client("A1 NAMESPACE");
        talk.client("A2 LIST (SUBSCRIBED) \"\" *");
        talk.server("* NAMESPACE ((\"\" \"/\")) NIL ((\"Public/\" \"/\"))");
        talk.server("A1 OK done");
        talk.server("* LIST (\\Subscribed) \"/\" Work");
        talk.server("* LIST (\\Subscribed \\NonExistent) \"/\" Public/Gone");
        talk.server("* LIST (\\NonExistent) \"/\" Above");
        talk.server("A2 OK done");
        QVERIFY(asked.result);
        const QList<Subscription> all{{folder("Work"), QLatin1Char('/'), FolderOwner::Personal, true},
                                      {folder("Public/Gone"), QLatin1Char('/'), FolderOwner::Shared, false}};
        QCOMPARE(*asked.result, all);
    }
    /// Old servers list names and subscriptions apart; what only the latter have is gone.
    void subscriptionsOfOldServers()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        Outcome asked(inquireSubscriptions(&talk.session()));
        talk.client("A1 LIST \"\" *");
        talk.client("A2 LSUB \"\" *");
        talk.server("* LIST () \".\" INBOX.a");
        talk.server("* LIST (\\NonExistent) \".\" INBOX.ghost");
        talk.server("A1 OK done");
        talk.server("* LSUB () \".\" INBOX");
        talk.server("* LSUB () \".\" INBOX.a");
        talk.server("* LSUB () \".\" INBOX.ghost");
        talk.server("* LSUB () \".\" INBOX.gone");
        talk.server("* LSUB (\\Noselect) \".\" user");
        talk.server("A2 OK done");
        QVERIFY(asked.result);
        QStringList lines;
        for (const Subscription &one : *asked.result)
            lines << one.name.toString() + (one.exists ? QString() : QStringLiteral(" (gone)"));
        QCOMPARE(lines,
                 (QStringList{QStringLiteral("INBOX"), QStringLiteral("INBOX.a"),
                              QStringLiteral("INBOX.ghost (gone)"), QStringLiteral("INBOX.gone (gone)")}));
    }
    void aLostConnectionIsAnError()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ACL] hi");
        Outcome asked(inquireAccess(&talk.session(), folder("a")));
        talk.client("A1 MYRIGHTS a");
        talk.session().close();
        QTRY_VERIFY(asked.error);
        QVERIFY(!asked.result);
    }
};

QTEST_GUILESS_MAIN(TestInquiries)
#include "tst_inquiries.moc"
