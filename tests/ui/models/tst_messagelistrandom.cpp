#include "ui/models/messagelistmodel.h"

#include "support/fakeaccount.h"
#include "support/fakemail.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QTest>
#include <random>

using namespace ui;
using imap::MessageRow;
using imap::SeqNum;
using imap::Uid;

/// Plays a server that adds, expunges, changes and is reopened, and compares the model with the plain list of
/// UIDs that the server has.
class TestMessageListRandom : public QObject
{
    Q_OBJECT

    const imap::MailboxName m_folder{QStringLiteral("INBOX")};
    std::mt19937 m_random;
    std::vector<quint32> m_server; ///< UIDs, oldest first
    quint32 m_nextUid = 1;

    qsizetype below(qsizetype n) { return n > 0 ? qsizetype(m_random() % quint32(n)) : 0; }

    MessageRow row(qsizetype index, bool unread = false) const
    {
        return {SeqNum(quint32(index + 1)),
                test::fakeMessage(m_server[size_t(index)],
                                  unread ? imap::FlagSet{} : imap::FlagSet{imap::flags::Seen})};
    }
    QList<MessageRow> window(qsizetype from, qsizetype count, bool unread = false) const
    {
        QList<MessageRow> rows;
        for (qsizetype i = from; i < std::min(from + count, qsizetype(m_server.size())); ++i)
            rows << row(i, unread);
        return rows;
    }
    void add(qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i) {
            m_nextUid += 1 + quint32(below(3));
            m_server.push_back(m_nextUid);
        }
    }
    QList<SeqNum> expunge()
    {
        QList<SeqNum> numbers;
        qsizetype at = below(qsizetype(m_server.size()));
        for (qsizetype n = below(8); n > 0 && !m_server.empty(); --n) {
            if (below(3) == 0)
                at = below(qsizetype(m_server.size()));
            at = std::min(at, qsizetype(m_server.size()) - 1);
            numbers << SeqNum(quint32(at + 1));
            m_server.erase(m_server.begin() + at);
        }
        return numbers;
    }
    imap::FolderReset reopened()
    {
        // While we were away.
        if (below(2) == 0)
            expunge();
        if (below(2) == 0)
            add(below(5));
        imap::FolderReset reset;
        reset.folder = m_folder;
        reset.total = quint32(m_server.size());
        if (below(4) != 0)
            reset.rows = window(std::max<qsizetype>(0, qsizetype(m_server.size()) - 20), 20);
        if (below(3) == 0)
            reset.rows = window(below(qsizetype(m_server.size())), 15) + reset.rows;
        return reset;
    }

    /// `exact`: whether every known row must be at its place, which a reset alone does not promise.
    void compare(const MessageListModel &model, bool exact)
    {
        QCOMPARE(model.rowCount(), int(m_server.size()));
        quint32 before = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            const qsizetype index = qsizetype(model.numberAt(row).value) - 1;
            const Uid uid = model.uidAt(row);
            if (!uid.isValid())
                continue;
            if (exact)
                QCOMPARE(uid.value, m_server[size_t(index)]);
            QVERIFY(before == 0 || (model.isNewestFirst() ? uid.value < before : uid.value > before));
            before = uid.value;
            QCOMPARE(model.rowOf(uid), row);
        }
    }

    static qsizetype selectedRows(const QItemSelectionModel &selection)
    {
        qsizetype rows = 0;
        for (const QItemSelectionRange &range : selection.selection())
            rows += range.height();
        return rows;
    }

private Q_SLOTS:
    void agreesWithAPlainList_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void agreesWithAPlainList()
    {
        QFETCH(quint32, seed);
        m_random.seed(seed);
        m_server.clear();
        m_nextUid = 1;
        add(200);
        test::FakeAccount account;
        MessageListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QItemSelectionModel selection(&model);
        model.setPinned([&] { return selection.selection(); });
        model.open(&account, {m_folder, QStringLiteral("Inbox"), Correspondents::From, {}});
        imap::FolderReset first = reopened();
        account.tell({first});
        bool exact = true;
        for (int step = 0; step < 150; ++step) {
            // Selections must never come to mean other messages.
            const QList<Uid> before = model.uids(selection.selection());
            const Uid current = model.uidAt(selection.currentIndex().row());
            // A selected row that was not known may turn out to be anything.
            bool learned = selectedRows(selection) != before.size();
            const qsizetype what = below(7);
            switch (what) {
            case 0: {
                const qsizetype count = 1 + below(4);
                add(count);
                account.tell({imap::MessagesInserted{m_folder, quint32(count)}});
                break;
            }
            case 1:
                account.tell({imap::MessagesRemoved{m_folder, expunge()}});
                break;
            case 2:
                account.tell({reopened()});
                exact = false;
                break;
            case 3:
                model.setNewestFirst(below(2) == 0);
                break;
            case 4:
                // After this the account has told of every row, so nothing may be wrong any more.
                account.tell(
                    {imap::MessagesChanged{m_folder, window(0, qsizetype(m_server.size()), below(2) == 0)}});
                exact = true;
                learned = true;
                break;
            default:
                account.tell(
                    {imap::MessagesChanged{m_folder, window(below(qsizetype(m_server.size())), 30)}});
                learned = true;
                break;
            }
            compare(model, exact);
            if (QTest::currentTestFailed())
                return;
            for (const Uid uid : model.uids(selection.selection()))
                QVERIFY2(before.contains(uid) || learned, "another message was selected");
            const Uid now = model.uidAt(selection.currentIndex().row());
            QVERIFY2(!current.isValid() || !now.isValid() || now == current || model.rowOf(current) < 0,
                     qPrintable(QStringLiteral("event %1").arg(what)));
            for (const Uid uid : before) {
                const int row = model.rowOf(uid);
                QVERIFY2(
                    row < 0 || selection.isRowSelected(row),
                    qPrintable(QStringLiteral("a selected message was deselected by event %1").arg(what)));
            }
            if (below(4) == 0 && model.rowCount() > 0) {
                const int row = int(below(model.rowCount()));
                const int last = std::min<int>(row + int(below(10)), model.rowCount() - 1);
                selection.select(QItemSelection(model.index(row, 0), model.index(last, 6)),
                                 QItemSelectionModel::ClearAndSelect);
                selection.setCurrentIndex(model.index(row, 0), QItemSelectionModel::NoUpdate);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMessageListRandom)
#include "tst_messagelistrandom.moc"
