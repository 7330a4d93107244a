#include "imapcore/sync/desk.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

/// Whatever happens in whatever order, in the end the list is the mailbox.
class TestOpenFolderRandom : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

    // Whatever comes in whatever order, the list ends as the server's.
    void randomMailbox_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomMailbox()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        QList<quint32> mailbox; // the server's truth: UIDs
        quint32 nextUid = 1;
        const auto arrive = [&] {
            nextUid += random.bounded(3);
            mailbox.append(nextUid++);
        };
        for (int i = 0; i < 150; ++i)
            arrive();
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(quint32(mailbox.size()), nextUid);
        QByteArray written, idling;
        UidSet hidden;
        for (int step = 0; step < 400; ++step) {
            written += desk.talk.takeUnread();
            const qsizetype end = written.indexOf("\r\n");
            QByteArray answer;
            if (end >= 0) {
                const QList<QByteArray> words = written.first(end).split(' ');
                written.remove(0, end + 2);
                const bool byUid = words.value(1) == "UID";
                const QByteArray set = words.value(byUid ? 3 : 2);
                // On a machine that has much to do it is quiet for so long that IDLE begins.
                if (words.value(1) == "IDLE")
                    idling = words.value(0);
                const auto uids = UidSet::parse(byUid ? set : "1");
                const auto numbers = SeqSet::parse(byUid || words.value(1) != "FETCH" ? "1" : set);
                QVERIFY2(uids && numbers, words.join(' ').constData());
                for (qsizetype i = 0; i < mailbox.size() && words.contains("FETCH"); ++i) {
                    const bool wanted = byUid ? uids->contains(Uid{mailbox.at(i)}) ||
                                                    (set.endsWith('*') && i + 1 == mailbox.size())
                                              : numbers->contains(SeqNum{quint32(i + 1)});
                    if (wanted)
                        answer += row(quint32(i + 1), mailbox.at(i)) + "\r\n";
                }
                if (words.value(0) == "DONE")
                    answer += std::exchange(idling, {}) + " OK\r\n";
                else if (!idling.isEmpty())
                    answer += "+ idling\r\n";
                else
                    answer += words.value(0) + " OK\r\n";
            }
            switch (random.bounded(7)) {
            case 5: {
                const quint32 first = 1 + quint32(random.bounded(int(nextUid)));
                const UidSet some = UidSet::range(Uid{first}, Uid{first + quint32(random.bounded(4))});
                hidden.unite(some);
                desk.folder.hide(some);
                break;
            }
            case 6: {
                const quint32 first = 1 + quint32(random.bounded(int(nextUid)));
                const UidSet some = UidSet::range(Uid{first}, Uid{first + 20});
                hidden.subtract(some);
                desk.folder.unhide(some);
                break;
            }
            case 0:
                arrive();
                answer += "* " + QByteArray::number(mailbox.size()) + " EXISTS\r\n";
                break;
            case 1:
                if (!mailbox.isEmpty()) {
                    const auto gone = random.bounded(int(mailbox.size()));
                    mailbox.remove(gone);
                    answer += "* " + QByteArray::number(gone + 1) + " EXPUNGE\r\n";
                }
                break;
            case 2: {
                const quint32 first = 1 + quint32(random.bounded(160));
                desk.folder.showRows(SeqNum{first}, SeqNum{first + 30});
                break;
            }
            default:
                break;
            }
            if (!answer.isEmpty())
                desk.talk.raw(answer);
            desk.talk.settle();
        }
        QVERIFY(!hidden.isEmpty());
        // Hidden messages that nobody has looked at still have their rows; nothing else may be too much.
        const QList<quint32> shown = desk.shown();
        int known = 0;
        qsizetype at = 0;
        for (const quint32 uid : shown) {
            if (uid == 0)
                continue;
            ++known;
            QVERIFY(!hidden.contains(Uid{uid}));
            at = mailbox.indexOf(uid, at);
            QVERIFY(at >= 0);
        }
        QVERIFY(known > 30);
        desk.folder.unhide(hidden);
        const QList<quint32> all = desk.shown();
        QCOMPARE(all.size(), mailbox.size());
        for (qsizetype i = 0; i < all.size(); ++i)
            QVERIFY(all.at(i) == 0 || all.at(i) == mailbox.at(i));
    }
};

QTEST_GUILESS_MAIN(TestOpenFolderRandom)
#include "tst_openfolderrandom.moc"
