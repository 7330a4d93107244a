#include "store/store.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestFillStore : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    qint64 m_now = 1'700'000'000'000;

    std::unique_ptr<Store> open()
    {
        return Store::open(m_directory->path(), [this] { return m_now; });
    }
    static FolderId folder(Store &store, const char *name)
    {
        return store.mailboxes().ensureFolder(MailboxName(QString::fromLatin1(name)));
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void nothingIsKnownAtFirst()
    {
        const auto store = open();
        QCOMPARE(store->fills().state(folder(*store, "INBOX")), FillState());
        QCOMPARE(store->fills().state(FolderId(77)), FillState());
        QVERIFY_EXCEPTION_THROWN(store->fills().save(FolderId(77), FillState()), LocalError);
    }
    void outlivesTheProgram()
    {
        FillState state;
        state.rows = *UidSet::parse("1:7,900:1000");
        state.bodies = *UidSet::parse("999");
        state.doneFor = 3;
        state.doneAt = 108;
        state.unseenAt = 2;
        {
            const auto store = open();
            store->fills().save(folder(*store, "INBOX"), {});
            store->fills().save(folder(*store, "INBOX"), state);
        }
        const auto store = open();
        QCOMPARE(store->fills().state(folder(*store, "INBOX")), state);
        QCOMPARE(store->fills().state(folder(*store, "Work")), FillState());
    }
    // UIDs mean other messages then.
    void endsWithUidValidity()
    {
        const auto store = open();
        const FolderId inbox = folder(*store, "INBOX");
        FillState state;
        state.rows = *UidSet::parse("1:7");
        store->fills().save(inbox, state);
        store->messages().dropFolderContents(inbox);
        QCOMPARE(store->fills().state(inbox), FillState());
    }
    void latestUseFirst()
    {
        const auto store = open();
        const FolderId inbox = folder(*store, "INBOX");
        const FolderId work = folder(*store, "Work");
        QVERIFY(store->fills().recentlyUsed().isEmpty());
        store->fills().noteUse(inbox);
        ++m_now;
        store->fills().noteUse(work);
        QCOMPARE(store->fills().recentlyUsed(), (QList<FolderId>{work, inbox}));
        ++m_now;
        store->fills().noteUse(inbox);
        QCOMPARE(store->fills().recentlyUsed(), (QList<FolderId>{inbox, work}));
    }
    void addMissing()
    {
        const auto store = open();
        const FolderId inbox = folder(*store, "INBOX");
        const auto message = [](quint32 uid, const FlagSet &flags, quint64 modSeq) {
            MessageSummary summary;
            summary.uid = Uid{uid};
            summary.flags = flags;
            summary.modSeq = ModSeq{modSeq};
            summary.size = 10;
            return summary;
        };
        const FlagSet seen{flags::Seen};
        store->messages().upsert(inbox, {message(1, seen, 5), message(2, seen, 5), message(3, seen, 5)});
        store->messages().markRemoved(inbox, UidSet::single(Uid{3}));
        MessageSummary older = message(1, {}, 4);
        older.envelope.subject = "another";
        store->messages().addMissing(inbox, {older, message(2, {}, 6), message(3, {}, 9), message(4, {}, 1)});
        QCOMPARE(store->messages().load(inbox, Uid{1})->flags, seen);
        QCOMPARE(store->messages().load(inbox, Uid{1})->envelope.subject, OptionalBytes());
        QCOMPARE(store->messages().load(inbox, Uid{2})->flags, FlagSet());
        QVERIFY(!store->messages().load(inbox, Uid{3}));
        QVERIFY(store->messages().load(inbox, Uid{4}).has_value());
        QCOMPARE(store->messages().count(inbox), 3u);
        // Somebody follows them, and would not hear of it.
        store->messages().addMissing(inbox, {message(1, {}, 7), message(5, {}, 7)}, false);
        QCOMPARE(store->messages().load(inbox, Uid{1})->flags, seen);
        QVERIFY(store->messages().load(inbox, Uid{5}).has_value());
    }
};

QTEST_GUILESS_MAIN(TestFillStore)
#include "tst_fillstore.moc"
