#include "samples.h"
#include "storecase.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestMessageStore : public QObject, private StoreCase
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        m_folder = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    }
    void cleanup() { end(); }

    void summariesComeBack();
    void barestSummary();
    void laterSummaryDoesNotLoseStructure();
    void flags();
    void windows();
    void byList();
    void flagsWithoutEnvelopes();
    void gmailLabels();
    void whatWaitsIsPutOverLabels();
    void knownUids();
    void countsAndUnseen();
    void foldersDoNotMix();
    void removedMessagesAreKept();
    void removedAndBack();
    void purge();
    void dropKeepsCopies();
    void purgeOfDroppedContents();
    void purgeIsBounded();
    void highestUid();
    void unknownFolder();
    void nothingIsHalfWritten();
    void speed();

private:
    MessageStore &messages() { return m_store->messages(); }
    void add(quint32 first, quint32 last, const FlagSet &flags = {})
    {
        QList<MessageSummary> list;
        for (quint32 uid = first; uid <= last; ++uid)
            list.append(samples::message(uid, flags));
        messages().upsert(m_folder, list);
    }
    QDateTime at(qint64 time) { return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC); }

    FolderId m_folder;
};

void TestMessageStore::summariesComeBack()
{
    const MessageSummary message = samples::message(42, {flags::Seen, flags::Answered, Flag("$Label1")});
    messages().upsert(m_folder, {message});
    const auto back = messages().load(m_folder, Uid(42));
    QVERIFY(back);
    QVERIFY(*back == message);
    QCOMPARE(back->internalDate.offsetFromUtc(), 3600); // == compares moments only
    QVERIFY(!messages().load(m_folder, Uid(41)));
}

void TestMessageStore::barestSummary()
{
    MessageSummary message;
    message.uid = Uid(1);
    messages().upsert(m_folder, {message, MessageSummary()}); // the second has UID 0: no message
    const auto back = messages().load(m_folder, Uid(1));
    QVERIFY(back);
    QVERIFY(*back == message);
    QVERIFY(!back->internalDate.isValid());
    QCOMPARE(messages().count(m_folder), 1u);
}

void TestMessageStore::laterSummaryDoesNotLoseStructure()
{
    const MessageSummary message = samples::message(1);
    messages().upsert(m_folder, {message});
    MessageSummary less = message;
    less.structure.reset();
    less.references.clear();
    less.flags = {flags::Flagged};
    messages().upsert(m_folder, {less});
    const auto back = messages().load(m_folder, Uid(1));
    QVERIFY(back->structure == message.structure);
    QCOMPARE(back->references, message.references);
    QCOMPARE(back->flags, FlagSet{flags::Flagged});
}

void TestMessageStore::flags()
{
    add(1, 3);
    QVERIFY(messages().setFlags(m_folder, Uid(2), {flags::Seen, Flag("$Done")}, ModSeq(5000)));
    QCOMPARE(messages().load(m_folder, Uid(2))->flags, (FlagSet{flags::Seen, Flag("$Done")}));
    QCOMPARE(messages().load(m_folder, Uid(2))->modSeq, ModSeq(5000));
    QVERIFY(messages().setFlags(m_folder, Uid(2), {}, ModSeq()));
    QCOMPARE(messages().load(m_folder, Uid(2))->flags, FlagSet());
    QCOMPARE(messages().load(m_folder, Uid(2))->modSeq, ModSeq(5000));
    QVERIFY(!messages().setFlags(m_folder, Uid(9), {}, ModSeq()));
    const QList<StoredFlags> many{
        {Uid(1), {flags::Seen}, ModSeq(1)}, {Uid(8), {}, ModSeq(1)}, {Uid(3), {}, {}}};
    QCOMPARE(messages().setFlags(m_folder, many), 2);
}

void TestMessageStore::windows()
{
    add(1, 50);
    add(100, 150);
    const auto window = messages().load(m_folder, Uid(45), Uid(102));
    QList<quint32> uids;
    for (const MessageSummary &message : window)
        uids.append(message.uid.value);
    QCOMPARE(uids, (QList<quint32>{45, 46, 47, 48, 49, 50, 100, 101, 102}));
    QCOMPARE(messages().load(m_folder, Uid(1), Uid(150), 10).size(), 10);
    QCOMPARE(messages().load(m_folder, Uid(1), Uid(150), -1).size(), 0);
    QCOMPARE(messages().load(m_folder, Uid(9), Uid(3)).size(), 0);
}

void TestMessageStore::byList()
{
    add(1, 10);
    messages().markRemoved(m_folder, UidSet::single(Uid(5)));
    const QList<Uid> wanted{Uid(9), Uid(5), Uid(77), Uid(2)};
    auto found = messages().load(m_folder, wanted);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0].uid, Uid(9));
    QCOMPARE(found[1].uid, Uid(2));
    QCOMPARE(messages().load(m_folder, wanted, Include::AlsoRemoved).size(), 3);
}

void TestMessageStore::flagsWithoutEnvelopes()
{
    add(1, 5, {flags::Seen});
    messages().setFlags(m_folder, Uid(3), {Flag("Work")}, ModSeq(9));
    messages().markRemoved(m_folder, UidSet::single(Uid(4)));
    const auto list = messages().loadFlags(m_folder, Uid(2), Uid(5));
    QCOMPARE(list, (QList<StoredFlags>{{Uid(2), {flags::Seen}, ModSeq(1002)},
                                       {Uid(3), {Flag("Work")}, ModSeq(9)},
                                       {Uid(5), {flags::Seen}, ModSeq(1005)}}));
    QCOMPARE(messages().loadFlags(m_folder, Uid(1), Uid(5), 2).size(), 2);
}

void TestMessageStore::gmailLabels()
{
    MessageSummary message = samples::message(42);
    message.gmailLabels = {QStringLiteral("Grüße & mehr"), QStringLiteral("\\Important")};
    messages().upsert(m_folder, {message, samples::message(43)});
    QVERIFY(*messages().load(m_folder, Uid(42)) == message);
    QCOMPARE(messages().loadLabels(m_folder, Uid(1), Uid(99)),
             (QList<StoredLabels>{{Uid(42), message.gmailLabels}, {Uid(43), {}}}));
    QCOMPARE(messages().setLabels(m_folder, {{Uid(43), {QStringLiteral("Work")}}, {Uid(44), {}}}), 1);
    QCOMPARE(messages().load(m_folder, Uid(43))->gmailLabels, QStringList{QStringLiteral("Work")});
    // What was fetched beside is newer only with a higher ModSeq; a row that is fetched anew always is.
    MessageSummary other = message;
    other.gmailLabels.clear();
    messages().addMissing(m_folder, {other});
    QCOMPARE(messages().load(m_folder, Uid(42))->gmailLabels, message.gmailLabels);
    other.modSeq = ModSeq(message.modSeq.value + 1);
    messages().addMissing(m_folder, {other});
    QCOMPARE(messages().load(m_folder, Uid(42))->gmailLabels, QStringList());
    messages().upsert(m_folder, {message});
    QCOMPARE(messages().load(m_folder, Uid(42))->gmailLabels, message.gmailLabels);
}

void TestMessageStore::whatWaitsIsPutOverLabels()
{
    add(1, 3);
    messages().setLabels(m_folder, {{Uid(2), {QStringLiteral("Old")}}});
    messages().setLabelOverlay([this](FolderId folder, QList<MessageSummary> &loaded) {
        QVERIFY(folder == m_folder);
        for (MessageSummary &message : loaded)
            message.gmailLabels << QStringLiteral("New");
    });
    const QStringList both{QStringLiteral("Old"), QStringLiteral("New")};
    QCOMPARE(messages().load(m_folder, Uid(2))->gmailLabels, both);
    QCOMPARE(messages().load(m_folder, QList<Uid>{Uid(2)}).first().gmailLabels, both);
    QCOMPARE(messages().load(m_folder, Uid(2), Uid(3)).first().gmailLabels, both);
    QCOMPARE(messages().loadLabels(m_folder, Uid(2), Uid(2)),
             (QList<StoredLabels>{{Uid(2), {QStringLiteral("Old")}}}));
}

void TestMessageStore::knownUids()
{
    add(3, 7);
    add(9, 9);
    add(20, 22);
    messages().markRemoved(m_folder, UidSet::single(Uid(5)));
    QCOMPARE(messages().uids(m_folder, Uid(1), Uid(21)).toByteArray(), QByteArray("3:4,6:7,9,20:21"));
    QVERIFY(messages().uids(m_folder, Uid(30), Uid(40)).isEmpty());
}

void TestMessageStore::countsAndUnseen()
{
    add(1, 10, {flags::Seen});
    add(11, 13);
    QCOMPARE(messages().count(m_folder), 13u);
    QCOMPARE(messages().unseen(m_folder), 3u);
    messages().setFlags(m_folder, Uid(11), {flags::Seen}, {});
    messages().setFlags(m_folder, Uid(1), {flags::Flagged}, {});
    messages().markRemoved(m_folder, UidSet::single(Uid(12)));
    QCOMPARE(messages().count(m_folder), 12u);
    QCOMPARE(messages().unseen(m_folder), 2u);
}

void TestMessageStore::foldersDoNotMix()
{
    add(1, 5);
    const FolderId other = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("Sent")));
    messages().upsert(other, {samples::message(3), samples::message(6)});
    messages().markRemoved(other, UidSet::from(Uid(1)));
    QCOMPARE(messages().count(m_folder), 5u);
    QCOMPARE(messages().count(other), 0u);
    QCOMPARE(messages().unseen(m_folder), 5u);
}

void TestMessageStore::removedMessagesAreKept()
{
    add(1, 10);
    QCOMPARE(messages().markRemoved(m_folder, *UidSet::parse("2:3,9:*,500")), 4);
    QCOMPARE(messages().markRemoved(m_folder, *UidSet::parse("2")), 0);
    QCOMPARE(messages().count(m_folder), 6u);
    QVERIFY(!messages().load(m_folder, Uid(2)));
    const auto kept = messages().load(m_folder, Uid(2), Include::AlsoRemoved);
    QVERIFY(kept && *kept == samples::message(2));
}

void TestMessageStore::removedAndBack()
{
    add(1, 1);
    messages().markRemoved(m_folder, UidSet::single(Uid(1)));
    add(1, 1);
    QVERIFY(messages().load(m_folder, Uid(1)));
    m_now += 1000;
    QCOMPARE(messages().purgeRemovedBefore(at(m_now)), 0);
}

void TestMessageStore::purge()
{
    add(1, 4);
    messages().markRemoved(m_folder, UidSet::single(Uid(1)));
    m_store->bodies().put(m_folder, Uid(1), "1", "text");
    m_store->bodies().put(m_folder, Uid(2), "1", "text");
    m_now += 1000;
    messages().markRemoved(m_folder, UidSet::single(Uid(3)));
    QCOMPARE(messages().purgeRemovedBefore(at(m_now)), 1);
    QVERIFY(!messages().load(m_folder, Uid(1), Include::AlsoRemoved));
    QVERIFY(messages().load(m_folder, Uid(3), Include::AlsoRemoved));
    QVERIFY(!m_store->bodies().has(m_folder, Uid(1), "1"));
    QVERIFY(m_store->bodies().has(m_folder, Uid(2), "1"));
}

void TestMessageStore::dropKeepsCopies()
{
    m_store->mailboxes().saveSyncState(m_folder, {UidValidity(7), Uid(4), ModSeq(9), 3});
    add(1, 3);
    m_store->bodies().put(m_folder, Uid(1), "1", "old text");
    messages().dropFolderContents(m_folder);
    QCOMPARE(messages().count(m_folder), 0u);
    QCOMPARE(messages().unseen(m_folder), 0u);
    QVERIFY(!messages().load(m_folder, Uid(1), Include::AlsoRemoved));
    QCOMPARE(m_store->mailboxes().syncState(m_folder), FolderSyncState());

    // The same UID is another message now.
    m_store->mailboxes().saveSyncState(m_folder, {UidValidity(8), Uid(2), {}, 1});
    MessageSummary other = samples::message(1);
    other.envelope.subject = QByteArrayLiteral("something else");
    messages().upsert(m_folder, {other});
    QVERIFY(!m_store->bodies().get(m_folder, Uid(1), "1"));
    QVERIFY(*messages().loadUnder(m_folder, UidValidity(7), Uid(1)) == samples::message(1));
    QVERIFY(*messages().loadUnder(m_folder, UidValidity(8), Uid(1)) == other);
    QCOMPARE(m_store->bodies().getUnder(m_folder, UidValidity(7), Uid(1), "1"),
             std::optional<QByteArray>("old text"));
    QVERIFY(!messages().loadUnder(m_folder, UidValidity(9), Uid(1)));
}

void TestMessageStore::purgeOfDroppedContents()
{
    m_store->mailboxes().saveSyncState(m_folder, {UidValidity(7), {}, {}, 0});
    add(1, 3);
    m_store->bodies().put(m_folder, Uid(900), "1", "body without summary");
    messages().dropFolderContents(m_folder);
    add(1, 1);
    QCOMPARE(messages().purgeRemovedBefore(at(m_now)), 0);
    QCOMPARE(messages().purgeRemovedBefore(at(m_now + 1)), 3);
    QVERIFY(!messages().loadUnder(m_folder, UidValidity(7), Uid(1)));
    QCOMPARE(m_store->bodies().totalSize(), 0);
    QCOMPARE(messages().count(m_folder), 1u);
}

void TestMessageStore::purgeIsBounded()
{
    add(1, 30);
    messages().markRemoved(m_folder, *UidSet::parse("1:10"));
    messages().dropFolderContents(m_folder);
    int rounds = 0;
    int total = 0;
    while (const int purged = messages().purgeRemovedBefore(at(m_now + 1), 7)) {
        QVERIFY(purged <= 7);
        total += purged;
        ++rounds;
    }
    QCOMPARE(total, 30);
    QCOMPARE(rounds, 5);
}

void TestMessageStore::highestUid()
{
    const quint32 highest = 4'294'967'295u;
    messages().upsert(m_folder, {samples::message(highest)});
    const FolderId other = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("Next")));
    QCOMPARE(messages().load(m_folder, Uid(highest))->uid, Uid(highest));
    QCOMPARE(messages().uids(m_folder, Uid(1), Uid(highest)).ranges().size(), 1);
    QCOMPARE(messages().count(other), 0u);
}

void TestMessageStore::unknownFolder()
{
    const FolderId nobody(999);
    QVERIFY_EXCEPTION_THROWN(messages().upsert(nobody, {samples::message(1)}), LocalError);
    QVERIFY_EXCEPTION_THROWN(messages().markRemoved(nobody, UidSet::single(Uid(1))), LocalError);
    QVERIFY_EXCEPTION_THROWN(messages().dropFolderContents(nobody), LocalError);
    QVERIFY(!messages().load(nobody, Uid(1)));
    QCOMPARE(messages().count(nobody), 0u);
}

void TestMessageStore::nothingIsHalfWritten()
{
    {
        const Transaction transaction = m_store->transaction();
        add(1, 10);
        m_store->mailboxes().saveSyncState(m_folder, {UidValidity(1), Uid(11), {}, 10});
    }
    QCOMPARE(messages().count(m_folder), 0u);
    QCOMPARE(m_store->mailboxes().syncState(m_folder), FolderSyncState());
}

void TestMessageStore::speed()
{
    // Not a promise about any machine: it catches a step that became a hundred times slower.
    QList<MessageSummary> list;
    for (quint32 uid = 1; uid <= 20'000; ++uid)
        list.append(samples::message(uid, uid % 10 ? FlagSet{flags::Seen} : FlagSet()));
    QElapsedTimer timer;
    timer.start();
    messages().upsert(m_folder, list);
    const qint64 written = timer.restart();
    QCOMPARE(messages().load(m_folder, Uid(1), Uid(10'000), 10'000).size(), 10'000);
    const qint64 read = timer.restart();
    QCOMPARE(messages().unseen(m_folder), 2000u);
    const qint64 counted = timer.elapsed();
    qInfo("20,000 written in %lld ms, 10,000 read in %lld ms, unseen counted in %lld ms", written, read,
          counted);
    QVERIFY(written < 20'000);
    QVERIFY(counted < 2000);
}

QTEST_APPLESS_MAIN(TestMessageStore)
#include "tst_messagestore.moc"
