#include "support/arrangements.h"
#include "types/arrangedmessages.h"

#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>
#include <map>
#include <numeric>

using namespace imap;

namespace
{

using Addition = ArrangedMessages::Addition;
using Step = ArrangedMessages::Step;
using Groups = QList<QList<quint32>>;

Groups groupsOf(const ArrangedMessages &messages)
{
    Groups groups;
    for (qsizetype group = 0; group < messages.groupCount(); ++group) {
        QList<quint32> uids;
        for (qsizetype at = messages.groupBegin(group); at < messages.groupEnd(group); ++at)
            uids << messages.uidAt(at).value;
        groups << uids;
    }
    return groups;
}

/// What somebody who only hears of the steps makes of them.
class Listener
{
public:
    explicit Listener(const ArrangedMessages &messages)
        : groups(groupsOf(messages))
        , m_messages(messages)
    {
    }
    ArrangedMessages::Watch watch()
    {
        return [this](const Step &step, bool done) {
            switch (step.kind) {
            case Step::Kind::GroupAdded:
                if (done)
                    groups.insert(step.group, {uid(step.group, 0)});
                break;
            case Step::Kind::GroupRemoved:
                if (!done)
                    groups.removeAt(step.group);
                break;
            case Step::Kind::MessageAdded:
                if (done)
                    groups[step.group].insert(step.offset, uid(step.group, step.offset));
                break;
            case Step::Kind::MessageRemoved:
                if (!done)
                    groups[step.group].removeAt(step.offset);
                break;
            case Step::Kind::GroupMoved:
                if (!done)
                    groups.move(step.group, step.to);
                break;
            }
        };
    }

    Groups groups;

private:
    quint32 uid(qsizetype group, qsizetype offset) const
    {
        return m_messages.uidAt(m_messages.groupBegin(group) + offset).value;
    }
    const ArrangedMessages &m_messages;
};

} // namespace

class ArrangedMessagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aListKeepsItsOrder();
    void nothingStandsTwice();
    void conversationsStandByTheirNewest();
    void anAnswerMovesItsConversation();
    void anAnswerToTwoJoinsThem();
    void withoutItsNewestAConversationSinks();
    void unread();
    void stepsTellEverything();
    void copiesShare();
    void aMillion();
};

void ArrangedMessagesTest::aListKeepsItsOrder()
{
    ArrangedMessages messages = ArrangedMessages::list({5, 2, 9});
    QCOMPARE(groupsOf(messages), (Groups{{5}, {2}, {9}}));
    messages.add({.uid = Uid(10), .position = 1});
    messages.add({.uid = Uid(11), .position = 99});
    QCOMPARE(groupsOf(messages), (Groups{{5}, {10}, {2}, {9}, {11}}));
    messages.add({.uid = Uid(9), .position = 0}); // is there
    messages.remove(Uid(5));
    messages.remove(Uid(77));
    QCOMPARE(groupsOf(messages), (Groups{{10}, {2}, {9}, {11}}));
    QCOMPARE(messages.find(Uid(9)), 2);
    QCOMPARE(messages.find({Uid(11), Uid(1), Uid(10)}), (std::vector<qsizetype>{3, -1, 0}));
}

/// A server's answer may name anything; a list with the same row twice could not be shown.
void ArrangedMessagesTest::nothingStandsTwice()
{
    QCOMPARE(groupsOf(ArrangedMessages::list({5, 0, 2, 5, 5, 9, 2})), (Groups{{5}, {2}, {9}}));
    QCOMPARE(groupsOf(test::conversationsOf({3, 3, 0, 4}, {0, 1, 1, 1})).size(), 2);
    QCOMPARE(groupsOf(test::conversationsOf({}, {})), Groups{});
}

void ArrangedMessagesTest::conversationsStandByTheirNewest()
{
    const auto messages = test::conversationsOf({8, 1, 5, 3, 7}, {0, 0, 1, 2, 1});
    QCOMPARE(groupsOf(messages), (Groups{{3}, {5, 7}, {1, 8}}));
    QCOMPARE(messages.groupOf(0), 0);
    QCOMPARE(messages.groupOf(2), 1);
    QCOMPARE(messages.groupOf(4), 2);
}

void ArrangedMessagesTest::anAnswerMovesItsConversation()
{
    auto messages = test::conversationsOf({1, 2, 3, 4}, {0, 1, 0, 2});
    QCOMPARE(groupsOf(messages), (Groups{{2}, {1, 3}, {4}}));
    messages.add({.uid = Uid(9), .joins = {Uid(2)}});
    QCOMPARE(groupsOf(messages), (Groups{{1, 3}, {4}, {2, 9}}));
    messages.add({.uid = Uid(10), .joins = {Uid(77)}}); // answers something that is not here
    QCOMPARE(groupsOf(messages), (Groups{{1, 3}, {4}, {2, 9}, {10}}));
}

void ArrangedMessagesTest::anAnswerToTwoJoinsThem()
{
    auto messages = test::conversationsOf({1, 2, 3, 4, 5}, {0, 1, 0, 2, 3});
    QCOMPARE(groupsOf(messages), (Groups{{2}, {1, 3}, {4}, {5}}));
    messages.add({.uid = Uid(6), .joins = {Uid(4), Uid(2), Uid(3), Uid(1)}});
    QCOMPARE(groupsOf(messages), (Groups{{5}, {1, 2, 3, 4, 6}}));
}

void ArrangedMessagesTest::withoutItsNewestAConversationSinks()
{
    auto messages = test::conversationsOf({1, 2, 3, 9}, {0, 1, 2, 0});
    QCOMPARE(groupsOf(messages), (Groups{{2}, {3}, {1, 9}}));
    messages.remove(Uid(9));
    QCOMPARE(groupsOf(messages), (Groups{{1}, {2}, {3}}));
}

void ArrangedMessagesTest::unread()
{
    auto messages = test::conversationsOf({1, 2, 3, 4}, {0, 1, 0, 2}, {1, 0, 0, 0});
    QVERIFY(messages.isGroupUnread(1)); // {1, 3}, the older one
    QVERIFY(!messages.isGroupUnread(0));
    QVERIFY(messages.setUnread(messages.find(Uid(1)), false));
    QVERIFY(!messages.setUnread(messages.find(Uid(1)), false));
    QVERIFY(!messages.isGroupUnread(1));
    messages.add({.uid = Uid(9), .unread = true, .joins = {Uid(2)}});
    QVERIFY(messages.isGroupUnread(2));
    QVERIFY(!messages.isUnread(messages.find(Uid(2))));
}

/// Rows come, go and move as the steps say; whoever follows them has what is there.
void ArrangedMessagesTest::stepsTellEverything()
{
    QRandomGenerator random(4);
    for (const bool threaded : {false, true}) {
        ArrangedMessages messages = threaded ? test::conversationsOf({}, {}) : ArrangedMessages();
        Listener listener(messages);
        std::vector<quint32> present;
        std::map<quint32, quint32> belongs; // a conversation's number by UID
        quint32 next = 1;
        for (int turn = 0; turn < 2000; ++turn) {
            if (present.empty() || random.bounded(3) > 0) {
                Addition addition{.uid = Uid(next += 1 + quint32(random.bounded(2))), .unread = false};
                addition.position = quint32(random.bounded(qint64(present.size() + 1)));
                belongs[addition.uid.value] = addition.uid.value;
                for (int i = int(random.bounded(3)); i > 0 && !present.empty(); --i) {
                    const quint32 other = present[random.bounded(quint32(present.size()))];
                    addition.joins << Uid(other);
                    const quint32 from = belongs[addition.uid.value];
                    const quint32 into = belongs[other];
                    for (auto &[uid, group] : belongs)
                        group = group == from ? into : group;
                }
                present.push_back(addition.uid.value);
                messages.add(addition, listener.watch());
            } else {
                const auto at = present.begin() + random.bounded(qint64(present.size()));
                messages.remove(Uid(*at), listener.watch());
                belongs.erase(*at);
                present.erase(at);
            }
            QCOMPARE(listener.groups, groupsOf(messages));
            QCOMPARE(messages.size(), qsizetype(present.size()));
        }
        if (!threaded)
            continue;
        std::vector<quint32> uids, groups;
        for (const auto &[uid, group] : belongs) {
            uids.push_back(uid);
            groups.push_back(group);
        }
        QCOMPARE(groupsOf(messages), groupsOf(test::conversationsOf(uids, groups)));
    }
}

/// Who makes an order and who shows it have the same arrays, and each its own behind a change.
void ArrangedMessagesTest::copiesShare()
{
    const auto messages = test::conversationsOf({1, 2, 3, 4}, {0, 1, 0, 2}, {1, 0, 0, 0});
    ArrangedMessages other = messages;
    QCOMPARE(other.uids().constData(), messages.uids().constData());
    QVERIFY(!other.setUnread(other.find(Uid(1)), true)); // it is
    QVERIFY(other.setUnread(other.find(Uid(1)), false));
    QCOMPARE(other.uids().constData(), messages.uids().constData());
    QVERIFY(messages.isUnread(messages.find(Uid(1))));
    other.remove(Uid(3));
    QCOMPARE(groupsOf(other), (Groups{{1}, {2}, {4}}));
    QCOMPARE(groupsOf(messages), (Groups{{2}, {1, 3}, {4}}));
}

void ArrangedMessagesTest::aMillion()
{
    constexpr quint32 count = 1'000'000;
    std::vector<quint32> uids(count), groups(count);
    std::iota(uids.begin(), uids.end(), 1u);
    for (quint32 i = 0; i < count; ++i)
        groups[i] = i / 3;
    const auto messages = test::conversationsOf(uids, groups, std::vector<quint8>(count, 1));
    QCOMPARE(messages.size(), count);
    QCOMPARE(messages.groupCount(), (count + 2) / 3);
    QVERIFY2(messages.memory() < 4'400'000, QByteArray::number(messages.memory()));
}

QTEST_APPLESS_MAIN(ArrangedMessagesTest)
#include "tst_arrangedmessages.moc"
