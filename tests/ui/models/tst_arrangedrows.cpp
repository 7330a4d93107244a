#include "support/arrangements.h"
#include "ui/models/arrangedrows.h"

#include <QRandomGenerator>
#include <QTest>

using namespace ui;
using imap::ArrangedMessages;
using imap::Uid;

namespace
{

QList<quint32> shown(const ArrangedRows &rows)
{
    QList<quint32> uids;
    for (qsizetype row = 0; row < rows.rowCount(); ++row)
        uids << rows.uidAt(row).value;
    return uids;
}

/// {2}, {1, 3}, {4, 5, 6}
ArrangedRows three()
{
    return ArrangedRows(imap::test::conversationsOf({1, 2, 3, 4, 5, 6}, {0, 1, 0, 2, 2, 2}));
}

} // namespace

class TestArrangedRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void collapsedOnesShowTheirNewest()
    {
        ArrangedRows rows = three();
        QCOMPARE(shown(rows), (QList<quint32>{2, 3, 6}));
        QCOMPARE(rows.messageAt(3), -1);
        QCOMPARE(rows.rowOf(rows.messages().find(Uid(4))), 2);
        QCOMPARE(rows.messagesOf(1, 2), (std::pair<qsizetype, qsizetype>{1, 6}));
    }

    void expandedOnesShowAll()
    {
        ArrangedRows rows = three();
        rows.setExpanded(1, true);
        QCOMPARE(shown(rows), (QList<quint32>{2, 1, 3, 6}));
        QCOMPARE(rows.groupAt(1), 1);
        QCOMPARE(rows.groupAt(3), 2);
        QCOMPARE(rows.messagesOf(1, 1), (std::pair<qsizetype, qsizetype>{1, 2}));
        QCOMPARE(rows.messagesOf(2, 3), (std::pair<qsizetype, qsizetype>{2, 6}));
        rows.setAllExpanded(true);
        QCOMPARE(shown(rows), (QList<quint32>{2, 1, 3, 4, 5, 6}));
        rows.setExpanded(0, true); // has one message only
        rows.setExpanded(1, false);
        QCOMPARE(shown(rows), (QList<quint32>{2, 3, 4, 5, 6}));
        QVERIFY(!rows.isExpanded(0) && !rows.isExpanded(1) && rows.isExpanded(2));
        QCOMPARE(rows.messagesOf(1, 2), (std::pair<qsizetype, qsizetype>{1, 4}));
        rows.setAllExpanded(false);
        QCOMPARE(shown(rows), (QList<quint32>{2, 3, 6}));
    }

    /// A better order of the same messages came: what a person opened or closed stays so.
    void anotherOrderIsExpandedAlike()
    {
        const ArrangedMessages joined =
            imap::test::conversationsOf({1, 2, 3, 4, 5, 6, 7, 8}, {0, 1, 0, 2, 2, 2, 1, 3});
        ArrangedRows rows = three();
        rows.setExpanded(2, true);
        ArrangedRows next(joined); // {1, 3}, {4, 5, 6}, {2, 7}, {8}
        next.expandAs(rows);
        QCOMPARE(shown(next), (QList<quint32>{3, 4, 5, 6, 7, 8}));
        rows.setAllExpanded(true);
        rows.setExpanded(1, false);
        next.expandAs(rows);
        QCOMPARE(shown(next), (QList<quint32>{3, 4, 5, 6, 2, 7, 8}));
    }

    /// Whoever hears only of the steps has the same rows, whatever happens.
    void stepsTellEverything_data()
    {
        QTest::addColumn<bool>("expanded");
        QTest::newRow("collapsed at first") << false;
        QTest::newRow("expanded at first") << true;
    }
    void stepsTellEverything()
    {
        QFETCH(bool, expanded);
        QRandomGenerator random(11);
        ArrangedRows rows{imap::test::conversationsOf({}, {})};
        rows.setAllExpanded(expanded);
        QList<quint32> heard;
        const ArrangedRows::Watch watch = [&](const ArrangedRows::Step &step, bool done) {
            using Kind = ArrangedRows::Step::Kind;
            if (step.kind == Kind::Inserted && done) {
                for (qsizetype i = 0; i < step.count; ++i)
                    heard.insert(step.first + i, rows.uidAt(step.first + i).value);
            } else if (step.kind == Kind::Removed && !done) {
                heard.remove(step.first, step.count);
            } else if (step.kind == Kind::Moved && !done) {
                const QList<quint32> block = heard.mid(step.first, step.count);
                heard.remove(step.first, step.count);
                for (qsizetype i = 0; i < step.count; ++i)
                    heard.insert(step.to + i, block.at(i));
            }
        };
        QList<quint32> present;
        quint32 next = 1;
        for (int turn = 0; turn < 3000; ++turn) {
            const int choice = int(random.bounded(4));
            if (choice == 3 && rows.rowCount() > 0) {
                const qsizetype group = random.bounded(qint64(rows.messages().groupCount()));
                rows.setExpanded(group, !rows.isExpanded(group), watch);
            } else if (choice == 2 && !present.isEmpty()) {
                const quint32 uid = present.takeAt(random.bounded(qint64(present.size())));
                rows.remove(Uid(uid), watch);
            } else {
                ArrangedMessages::Addition addition{Uid(next)};
                for (quint32 i = random.bounded(3); i > 0 && !present.isEmpty(); --i)
                    addition.joins << Uid(present.at(random.bounded(qint64(present.size()))));
                rows.add(addition, watch);
                present << next++;
            }
            // A collapsed row may show another message than when it was heard of.
            QCOMPARE(heard.size(), rows.rowCount());
            for (qsizetype row = 0; row < rows.rowCount(); ++row) {
                const qsizetype group = rows.groupAt(row);
                QCOMPARE(rows.rowOf(rows.messageAt(row)), row);
                if (rows.isExpanded(group))
                    QCOMPARE(heard.at(row), rows.uidAt(row).value);
                else
                    heard[row] = rows.uidAt(row).value;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestArrangedRows)
#include "tst_arrangedrows.moc"
