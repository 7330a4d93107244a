#include "storecase.h"

#include <QtTest>

using namespace imap;
using namespace imap::store;

namespace
{

const MailboxName inbox(QStringLiteral("INBOX"));
const MailboxName archive(QStringLiteral("Archive"));
const MailboxName later(QStringLiteral("Later"));

UidSet uids(const char *text)
{
    return *UidSet::parse(text);
}

} // namespace

class TestJournalNotes : public QObject, private StoreCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void keptMessagesComeBack()
    {
        const QByteArray plain = QByteArray("Subject: x\r\n\r\n").repeated(1000);
        const QByteArray short_("\0\1\2", 3);
        notes().keep(7, 0, plain);
        notes().keep(7, 1, short_);
        reopen();
        QCOMPARE(notes().kept(7, 0), plain);
        QCOMPARE(notes().kept(7, 1), short_);
        QVERIFY(notes().isKept(7, 1));
        QVERIFY(!notes().isKept(7, 2));
        QVERIFY(!notes().kept(8, 0));
    }

    void messagesWithoutTrailStay()
    {
        const Place place{inbox, UidValidity(3), uids("1:5,9")};
        QCOMPARE(notes().locate(place), QList<Place>{place});
        QVERIFY(notes().locate(Place{inbox, UidValidity(3), {}}).isEmpty());
    }

    void trailsAreFollowed()
    {
        notes().addTrail({inbox, UidValidity(3), Uid(4), 3, archive, UidValidity(8), Uid(100)});
        notes().addTrail({archive, UidValidity(8), Uid(101), 1, inbox, UidValidity(3), Uid(50)});
        reopen();
        const QList<Place> found = notes().locate({inbox, UidValidity(3), uids("1:10")});
        QCOMPARE(found.size(), 2);
        for (const Place &place : found)
            QCOMPARE(place.uids, place.folder == inbox ? uids("1:3,7:10,50") : uids("100,102"));
        // The same numbers under another UIDVALIDITY are other messages.
        const Place other{inbox, UidValidity(4), uids("4:6")};
        QCOMPARE(notes().locate(other), QList<Place>{other});
    }

    // Of a folder of which every other message is known, some have moved; what was noted last counts.
    void manyRangesAreFollowedTogether()
    {
        notes().addTrail({inbox, UidValidity(3), Uid(50), 60, archive, UidValidity(8), Uid(1000)});
        notes().addTrail({inbox, UidValidity(3), Uid(110), 40, later, UidValidity(9), Uid(10)});
        notes().addTrail({inbox, UidValidity(3), Uid(110), 40, later, UidValidity(9), Uid(310)});
        UidSet all;
        QHash<MailboxName, UidSet> expected;
        for (quint32 uid = 1; uid < 200; uid += 2) {
            all.add(Uid(uid));
            if (uid < 50 || uid >= 150)
                expected[inbox].add(Uid(uid));
            else if (uid < 110)
                expected[archive].add(Uid(uid + 950));
            else
                expected[later].add(Uid(uid + 200));
        }
        const QList<Place> found = notes().locate({inbox, UidValidity(3), all});
        QCOMPARE(found.size(), 3);
        for (const Place &place : found)
            QCOMPARE(place.uids, expected.value(place.folder));
    }

    void circlesEnd()
    {
        notes().addTrail({inbox, UidValidity(3), Uid(1), 1, archive, UidValidity(8), Uid(1)});
        notes().addTrail({archive, UidValidity(8), Uid(1), 1, inbox, UidValidity(3), Uid(1)});
        QCOMPARE(notes().locate({inbox, UidValidity(3), uids("1")}).size(), 1);
    }

    void trailsFollowRenaming()
    {
        notes().addTrail({inbox, UidValidity(3), Uid(4), 1, archive, UidValidity(8), Uid(100)});
        notes().addTrail({archive, UidValidity(8), Uid(100), 1, later, UidValidity(9), Uid(7)});
        QCOMPARE(notes().folders().size(), 3);
        notes().renameFolder(archive, MailboxName(QStringLiteral("Old")));
        QCOMPARE(notes().locate({MailboxName(QStringLiteral("Old")), UidValidity(8), uids("100")}),
                 (QList<Place>{{later, UidValidity(9), uids("7")}}));
        QCOMPARE(notes().locate({inbox, UidValidity(3), uids("4")}),
                 (QList<Place>{{later, UidValidity(9), uids("7")}}));
    }

    void forgetting()
    {
        LoggedOperation entry;
        entry.kind = "delete";
        const quint64 known = m_store->operations().append(entry);
        notes().keep(known, 0, "a");
        notes().keep(known + 1, 0, "b");
        notes().addTrail({inbox, UidValidity(3), Uid(4), 1, archive, UidValidity(8), Uid(100)});
        m_now += 1000;
        notes().addTrail({inbox, UidValidity(3), Uid(5), 1, archive, UidValidity(8), Uid(101)});
        notes().forgetBefore(QDateTime::fromMSecsSinceEpoch(m_now));
        QVERIFY(notes().isKept(known, 0));
        QVERIFY(!notes().isKept(known + 1, 0));
        QCOMPARE(notes().locate({inbox, UidValidity(3), uids("4")}).first().folder, inbox);
        QCOMPARE(notes().locate({inbox, UidValidity(3), uids("5")}).first().folder, archive);
    }

    void whatAWaitingUndoNeedsStays()
    {
        LoggedOperation undo;
        undo.kind = "restore";
        undo.undoes = 99;
        m_store->operations().append(undo);
        notes().keep(99, 0, "a");
        notes().forgetBefore(QDateTime::fromMSecsSinceEpoch(m_now + 1));
        QVERIFY(notes().isKept(99, 0));
    }

    void entriesLearn()
    {
        LoggedOperation entry;
        entry.kind = "move";
        entry.folder = inbox;
        entry.id = m_store->operations().append(entry);
        entry.folder = archive;
        entry.uidValidity = UidValidity(5);
        entry.uids = uids("1:3");
        entry.payload = "p";
        entry.inverse = "i";
        m_store->operations().update(entry);
        reopen();
        LoggedOperation read = *m_store->operations().load(entry.id);
        read.created = {};
        QCOMPARE(read, entry);
        entry.id = 77;
        QVERIFY_EXCEPTION_THROWN(m_store->operations().update(entry), LocalError);
    }

private:
    JournalNotes &notes() { return m_store->notes(); }
};

QTEST_GUILESS_MAIN(TestJournalNotes)
#include "tst_journalnotes.moc"
