#include "account/eventbatcher.h"

#include <QtTest>

using namespace imap;

namespace
{

const MailboxName inbox{QStringLiteral("INBOX")};

MessagesChanged changed(quint32 number, quint32 uid)
{
    MessageSummary summary;
    summary.uid = Uid{uid};
    return {inbox, {{SeqNum{number}, std::make_shared<const MessageSummary>(summary)}}};
}

} // namespace

class TestEventBatcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Whoever acts on numbers must know whether they still mean the same.
    void knowsWhetherRowsMoved()
    {
        const MailboxName inbox(QStringLiteral("INBOX"));
        EventBatcher batcher;
        batcher.add(MessagesInserted{inbox, 3});
        batcher.flush();
        QVERIFY(!batcher.movedSince(0));
        batcher.add(MessagesRemoved{inbox, {SeqNum{1}}});
        QVERIFY(batcher.movedSince(1));
        batcher.flush();
        QVERIFY(batcher.movedSince(1));
        QVERIFY(!batcher.movedSince(2));
        batcher.add(MessagesInserted{inbox, 1, SeqNum{2}});
        QVERIFY(batcher.movedSince(2));
    }
    void firstComesAtOnceAndRevisionsHaveNoGap()
    {
        EventBatcher batcher;
        QSignalSpy spy(&batcher, &EventBatcher::batchReady);
        batcher.add(AlertRaised{QStringLiteral("one")});
        QTRY_COMPARE(spy.size(), 1);
        batcher.add(AlertRaised{QStringLiteral("two")});
        batcher.add(AlertRaised{QStringLiteral("three")});
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy.at(0).first().value<EventBatch>().revision, 1u);
        QCOMPARE(spy.at(1).first().value<EventBatch>().revision, 2u);
        QCOMPARE(spy.at(1).first().value<EventBatch>().events.size(), 2);
    }
    void neighboursBecomeOne()
    {
        Event last = changed(5, 50);
        QVERIFY(mergeEvents(last, changed(6, 60)));
        QVERIFY(mergeEvents(last, changed(5, 51)));
        QCOMPARE(std::get<MessagesChanged>(last).rows.size(), 2);
        QCOMPARE(std::get<MessagesChanged>(last).rows.first().message->uid, Uid{51});
        Event removed = MessagesRemoved{inbox, {SeqNum{3}}};
        QVERIFY(mergeEvents(removed, MessagesRemoved{inbox, {SeqNum{3}}}));
        QCOMPARE(std::get<MessagesRemoved>(removed).numbers.size(), 2);
    }
    // What is wrong with the disk is met at every step.
    void theSameAlertIsToldOnce()
    {
        EventBatcher batcher;
        QSignalSpy spy(&batcher, &EventBatcher::batchReady);
        const auto alert = [&batcher](const char *text) {
            batcher.add(AlertRaised{QString::fromLatin1(text)});
            batcher.flush();
        };
        alert("full");
        alert("full");
        QCOMPARE(spy.size(), 1);
        alert("another");
        QCOMPARE(spy.size(), 2);
    }
    // Positions mean something only where they stand in the stream: nothing may move across a shift.
    void orderIsKeptAcrossShifts()
    {
        EventBatcher batcher;
        QSignalSpy spy(&batcher, &EventBatcher::batchReady);
        batcher.add(changed(5, 50));
        batcher.add(MessagesRemoved{inbox, {SeqNum{1}}});
        batcher.add(FolderStatusChanged{inbox, 9, 1});
        batcher.add(changed(4, 50));
        batcher.add(FolderStatusChanged{inbox, 9, 0});
        batcher.flush();
        const auto events = spy.takeFirst().first().value<EventBatch>().events;
        QCOMPARE(events.size(), 4);
        QVERIFY(std::holds_alternative<MessagesChanged>(events.at(0)));
        QVERIFY(std::holds_alternative<MessagesRemoved>(events.at(1)));
        QCOMPARE(std::get<FolderStatusChanged>(events.at(2)).unseen, std::optional<quint32>(0));
        QCOMPARE(std::get<MessagesChanged>(events.at(3)).rows.first().number, SeqNum{4});
    }
    void otherFoldersStayApart()
    {
        Event last = MessagesInserted{inbox, 1};
        QVERIFY(!mergeEvents(last, MessagesInserted{MailboxName(QStringLiteral("x")), 1}));
        // What is shown again somewhere in the middle is not what came at the end.
        QVERIFY(!mergeEvents(last, MessagesInserted{inbox, 1, SeqNum{3}}));
        QVERIFY(!mergeEvents(last, changed(1, 1)));
    }
};

QTEST_GUILESS_MAIN(TestEventBatcher)
#include "tst_eventbatcher.moc"
