#include "samples.h"
#include "storecase.h"

#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestMailboxStore : public QObject, private StoreCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void listComesBack();
    void listSurvivesReopening();
    void countsStayWhereTheNewListHasNone();
    void goneFoldersKeepTheirMessages();
    void goneFoldersAreForgottenInTime();
    void sameNameTwice();
    void namesThatDoNotDecode();
    void ensureFolder();
    void rename();
    void renameOntoAnother();
    void syncState();
    void uidValidityChange();
    void gmailLabels();
    void rowMap();
    void contradictingRowMapIsRefused();
    void unknownFolders();
    void tenThousandFolders();

private:
    MailboxStore &mailboxes() { return m_store->mailboxes(); }
    static StoredFolder folder(const QString &name, int role = 0)
    {
        StoredFolder made;
        made.name = MailboxName(name);
        made.delimiter = u'/';
        made.role = role;
        return made;
    }
    QStringList names()
    {
        QStringList list;
        for (const StoredFolder &stored : mailboxes().folders())
            list.append(stored.name.toString());
        return list;
    }
};

void TestMailboxStore::listComesBack()
{
    StoredFolder full = folder(QStringLiteral("Práce/2025"), 5);
    full.owner = 2;
    full.attributes = {Flag("\\HasNoChildren"), Flag("\\Sent")};
    full.selectable = false;
    full.subscribed = false;
    full.total = 4'000'000'000u;
    full.unseen = 0;
    StoredFolder bare = folder(QStringLiteral("INBOX"));
    bare.delimiter = std::nullopt;
    mailboxes().saveFolders({full, bare});
    QList<StoredFolder> stored = mailboxes().folders();
    QCOMPARE(stored.size(), 2);
    QVERIFY(stored[0].id.isValid() && stored[0].id != stored[1].id);
    stored[0].id = stored[1].id = {};
    QCOMPARE(stored, (QList<StoredFolder>{full, bare}));
}

void TestMailboxStore::listSurvivesReopening()
{
    mailboxes().saveFolders({folder(QStringLiteral("B")), folder(QStringLiteral("A"))});
    const auto before = mailboxes().folders();
    reopen();
    QCOMPARE(mailboxes().folders(), before);
    QCOMPARE(names(), (QStringList{QStringLiteral("B"), QStringLiteral("A")})); // the server's order
}

void TestMailboxStore::countsStayWhereTheNewListHasNone()
{
    mailboxes().saveFolders({folder(QStringLiteral("A"))});
    const FolderId id = mailboxes().folders().first().id;
    mailboxes().setCounts(id, 10, 3);
    mailboxes().setCounts(id, std::nullopt, 2);
    mailboxes().saveFolders({folder(QStringLiteral("A"))});
    const StoredFolder stored = mailboxes().folders().first();
    QCOMPARE(stored.id, id);
    QCOMPARE(stored.total, std::optional(10u));
    QCOMPARE(stored.unseen, std::optional(2u));
}

void TestMailboxStore::goneFoldersKeepTheirMessages()
{
    mailboxes().saveFolders({folder(QStringLiteral("A")), folder(QStringLiteral("B"))});
    const FolderId id = mailboxes().folder(MailboxName(QStringLiteral("A")))->id;
    m_store->messages().upsert(id, {samples::message(1)});
    QVERIFY(!mailboxes().goneSince(id));

    mailboxes().saveFolders({folder(QStringLiteral("B"))});
    QCOMPARE(names(), QStringList{QStringLiteral("B")});
    QCOMPARE(mailboxes().goneSince(id)->toMSecsSinceEpoch(), m_now);
    QVERIFY(m_store->messages().load(id, Uid(1)));
    m_now += 1000;
    mailboxes().saveFolders({folder(QStringLiteral("B"))});
    QCOMPARE(mailboxes().goneSince(id)->toMSecsSinceEpoch(), m_now - 1000);

    // Undo, or another client, brought it back.
    mailboxes().saveFolders({folder(QStringLiteral("A")), folder(QStringLiteral("B"))});
    QCOMPARE(mailboxes().folders().first().id, id);
    QVERIFY(!mailboxes().goneSince(id));
    QVERIFY(m_store->messages().load(id, Uid(1)));
}

void TestMailboxStore::goneFoldersAreForgottenInTime()
{
    mailboxes().saveFolders({folder(QStringLiteral("A")), folder(QStringLiteral("B"))});
    const FolderId id = mailboxes().folder(MailboxName(QStringLiteral("A")))->id;
    m_store->messages().upsert(id, {samples::message(1), samples::message(2)});
    mailboxes().saveRowMap(id, 2, {{1, 1, 2}});
    mailboxes().saveFolders({folder(QStringLiteral("B"))});
    const QDateTime gone = QDateTime::fromMSecsSinceEpoch(m_now, Qt::UTC);
    QCOMPARE(mailboxes().forgetGoneBefore(gone), 0);
    QCOMPARE(mailboxes().forgetGoneBefore(gone.addMSecs(1)), 1);
    QVERIFY(!mailboxes().folder(id));
    QCOMPARE(m_store->messages().purgeRemovedBefore(gone), 2);
    QCOMPARE(m_store->messages().purgeRemovedBefore(gone), 0);
    // A folder that comes back later is a new one.
    QVERIFY(mailboxes().ensureFolder(MailboxName(QStringLiteral("A"))) != id);
}

void TestMailboxStore::sameNameTwice()
{
    // Some servers list INBOX once by itself and once among the personal folders.
    mailboxes().saveFolders({folder(QStringLiteral("Inbox"), 1), folder(QStringLiteral("INBOX"), 2)});
    QCOMPARE(mailboxes().folders().size(), 1);
    QCOMPARE(mailboxes().folders().first().role, 1);
}

void TestMailboxStore::namesThatDoNotDecode()
{
    StoredFolder odd = folder(QString());
    odd.name = MailboxName(QStringLiteral("a&b"), QByteArrayLiteral("a&b\xff"));
    mailboxes().saveFolders({odd});
    const StoredFolder stored = mailboxes().folders().first();
    QCOMPARE(stored.name.toString(), QStringLiteral("a&b"));
    QCOMPARE(stored.name.wireBytes(), QByteArrayLiteral("a&b\xff"));
}

void TestMailboxStore::ensureFolder()
{
    mailboxes().saveFolders({folder(QStringLiteral("A"))});
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("New")));
    QCOMPARE(mailboxes().ensureFolder(MailboxName(QStringLiteral("New"))), id);
    QCOMPARE(names(), (QStringList{QStringLiteral("A"), QStringLiteral("New")}));
    m_store->messages().upsert(id, {samples::message(1)});
}

void TestMailboxStore::rename()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("Old")));
    m_store->messages().upsert(id, {samples::message(1)});
    mailboxes().renameFolder(id, MailboxName(QStringLiteral("New")));
    QCOMPARE(mailboxes().folder(MailboxName(QStringLiteral("New")))->id, id);
    QVERIFY(!mailboxes().folder(MailboxName(QStringLiteral("Old"))));
    QVERIFY(m_store->messages().load(id, Uid(1)));
}

void TestMailboxStore::renameOntoAnother()
{
    const FolderId a = mailboxes().ensureFolder(MailboxName(QStringLiteral("A")));
    const FolderId b = mailboxes().ensureFolder(MailboxName(QStringLiteral("B")));
    m_store->messages().upsert(b, {samples::message(1)});
    mailboxes().renameFolder(a, MailboxName(QStringLiteral("B")));
    QVERIFY(!mailboxes().folder(b));
    QCOMPARE(mailboxes().folder(MailboxName(QStringLiteral("B")))->id, a);
    QVERIFY(!m_store->messages().load(a, Uid(1)));
    mailboxes().renameFolder(a, MailboxName(QStringLiteral("B"))); // its own name
    QCOMPARE(m_store->messages().purgeRemovedBefore(QDateTime::fromMSecsSinceEpoch(m_now)), 1);
}

void TestMailboxStore::syncState()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    QCOMPARE(mailboxes().syncState(id), FolderSyncState());
    const FolderSyncState state{UidValidity(4'294'967'295u), Uid(77), ModSeq(quint64(1) << 62), 12};
    mailboxes().saveSyncState(id, state);
    reopen();
    QCOMPARE(mailboxes().syncState(id), state);
    FolderSyncState unknown = state;
    unknown.uidValidity = {};
    mailboxes().saveSyncState(id, unknown);
    QCOMPARE(mailboxes().syncState(id), state);
}

void TestMailboxStore::uidValidityChange()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    // Fetched with the first SELECT, before anybody wrote down the UIDVALIDITY.
    m_store->messages().upsert(id, {samples::message(1)});
    mailboxes().saveSyncState(id, {UidValidity(5), Uid(2), ModSeq(), 1});
    mailboxes().saveRowMap(id, 1, {{1, 1, 1}});
    QVERIFY(m_store->messages().load(id, Uid(1)));

    mailboxes().saveSyncState(id, {UidValidity(6), Uid(9), ModSeq(3), 4});
    QCOMPARE(mailboxes().syncState(id), (FolderSyncState{UidValidity(6), Uid(9), ModSeq(3), 4}));
    QVERIFY(!m_store->messages().load(id, Uid(1)));
    QVERIFY(m_store->messages().loadUnder(id, UidValidity(5), Uid(1)));
    QCOMPARE(mailboxes().loadRowMap(id), RowMap());

    // Back from a backup: the same UIDs, but who knows what happened between.
    mailboxes().saveSyncState(id, {UidValidity(5), Uid(2), ModSeq(), 1});
    QVERIFY(!m_store->messages().load(id, Uid(1)));
}

void TestMailboxStore::gmailLabels()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    const FolderSyncState state{UidValidity(7), Uid(40), ModSeq(9), 3};
    mailboxes().saveSyncState(id, state);
    QVERIFY(!mailboxes().hasGmailLabels());
    QVERIFY(!mailboxes().setGmailLabels(false));
    QCOMPARE(mailboxes().syncState(id), state);
    // What is stored has none of them yet: it has to be looked at again.
    QVERIFY(mailboxes().setGmailLabels(true));
    QCOMPARE(mailboxes().syncState(id).highestModSeq, ModSeq());
    QCOMPARE(mailboxes().syncState(id).uidNext, Uid(40));
    mailboxes().saveSyncState(id, state);
    QVERIFY(!mailboxes().setGmailLabels(true));
    QCOMPARE(mailboxes().syncState(id), state);
    reopen();
    QVERIFY(mailboxes().hasGmailLabels());
}

void TestMailboxStore::rowMap()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    QCOMPARE(mailboxes().loadRowMap(id), RowMap());
    const RowMap map{100, {{1, 10, 5}, {90, 500, 11}}};
    mailboxes().saveRowMap(id, map);
    reopen();
    QCOMPARE(mailboxes().loadRowMap(id), map);
    mailboxes().saveRowMap(id, 3, {});
    QCOMPARE(mailboxes().loadRowMap(id), (RowMap{3, {}}));
}

void TestMailboxStore::contradictingRowMapIsRefused()
{
    const FolderId id = mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    QVERIFY_EXCEPTION_THROWN(mailboxes().saveRowMap(id, 3, {{1, 1, 9}}), LocalError);
}

void TestMailboxStore::unknownFolders()
{
    const FolderId nobody(999);
    QVERIFY(!mailboxes().folder(nobody));
    QVERIFY_EXCEPTION_THROWN(mailboxes().syncState(nobody), LocalError);
    QVERIFY_EXCEPTION_THROWN(mailboxes().saveSyncState(nobody, {}), LocalError);
    QVERIFY_EXCEPTION_THROWN(mailboxes().setCounts(nobody, 1, 1), LocalError);
    QVERIFY_EXCEPTION_THROWN(mailboxes().saveRowMap(nobody, 0, {}), LocalError);
    QVERIFY_EXCEPTION_THROWN(mailboxes().renameFolder(nobody, MailboxName(QStringLiteral("x"))), LocalError);
}

void TestMailboxStore::tenThousandFolders()
{
    QList<StoredFolder> many;
    for (int i = 0; i < 10'000; ++i)
        many.append(folder(QStringLiteral("Archive/%1").arg(i)));
    mailboxes().saveFolders(many);
    mailboxes().saveFolders(many);
    QCOMPARE(mailboxes().folders().size(), 10'000);
    QCOMPARE(mailboxes().folders().last().name.toString(), QStringLiteral("Archive/9999"));
}

QTEST_APPLESS_MAIN(TestMailboxStore)
#include "tst_mailboxstore.moc"
