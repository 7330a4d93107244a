#include "ui/models/quotamodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::MailboxName;
using Kind = QuotaModel::Kind;

class TestQuotaModel : public QObject
{
    Q_OBJECT

    static imap::QuotaOverview overview()
    {
        imap::QuotaOverview overview;
        overview.offered = true;
        overview.quotas = {{"user/alice", "STORAGE", 10, 100},
                           {"user/alice", "MESSAGE", 3, 1000},
                           {"user/alice/Big", "STORAGE", 99, 100}};
        overview.roots = {"user/alice", "user/alice/Big", "counted"};
        overview.folders = {{MailboxName(QStringLiteral("INBOX")), {"user/alice"}},
                            {MailboxName(QStringLiteral("Big")), {"user/alice/Big"}},
                            {MailboxName(QStringLiteral("Both")), {"user/alice", "counted"}},
                            {MailboxName(QStringLiteral("Free")), {}}};
        return overview;
    }
    /// The rows below `parent`, "Name: used".
    static QStringList rows(const QuotaModel &model, const QModelIndex &parent = {})
    {
        QStringList rows;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QString used = model.index(row, QuotaModel::Used, parent).data().toString();
            const QString name = model.index(row, QuotaModel::Name, parent).data().toString();
            rows << (used.isEmpty() ? name : name + QStringLiteral(": ") + used);
        }
        return rows;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void rootsResourcesAndFolders()
    {
        QuotaModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setOverview(overview());
        QCOMPARE(rows(model),
                 (QStringList{QStringLiteral("user/alice"), QStringLiteral("user/alice/Big"),
                              QStringLiteral("counted"), QStringLiteral("Without any limit: 1 folder")}));
        const QModelIndex alice = model.rootIndex("user/alice");
        QCOMPARE(rows(model, alice), (QStringList{QStringLiteral("Storage: 10 kB of 100 kB used (10 %)"),
                                                  QStringLiteral("Messages: 3 of 1,000 used (less than 1 %)"),
                                                  QStringLiteral("2 folders")}));
        QCOMPARE(rows(model, model.index(2, 0, alice)),
                 (QStringList{QStringLiteral("INBOX"), QStringLiteral("Both")}));
        QCOMPARE(rows(model, model.rootIndex("counted")),
                 (QStringList{QStringLiteral("No limit"), QStringLiteral("1 folder")}));
        QCOMPARE(rows(model, model.index(3, 0)), QStringList{QStringLiteral("Free")});
        QCOMPARE(model.folderOn("user/alice/Big"), MailboxName(QStringLiteral("Big")));
        QVERIFY(model.folderOn("nobody").isEmpty());
    }

    // Figures that are other ones do not close what a person opened.
    void figuresChangeInPlace()
    {
        QuotaModel model;
        model.setOverview(overview());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex storage = model.index(0, QuotaModel::Used, model.rootIndex("user/alice"));
        imap::QuotaOverview next = overview();
        next.quotas[0].usage = 96;
        model.setOverview(next);
        QCOMPARE(reset.size(), 0);
        QVERIFY(storage.isValid());
        QCOMPARE(storage.data().toString(), QStringLiteral("96 kB of 100 kB used (96 %)"));
        next.roots.append("another");
        model.setOverview(next);
        QCOMPARE(reset.size(), 1);
    }

    void pendingLimitsShowAndGo()
    {
        QuotaModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setOverview(overview());
        model.showPending("user/alice", {{"STORAGE", 200}});
        const QModelIndex alice = model.rootIndex("user/alice");
        QCOMPARE(rows(model, alice).first(), QStringLiteral("Storage: 10 kB of 200 kB used (5 %)"));
        QCOMPARE(model.rowCount(alice), 2); // the limit of messages is lifted
        QVERIFY(alice.data(QuotaRoles::Pending).toBool());
        model.takeBack();
        QCOMPARE(rows(model, model.rootIndex("user/alice")).first(),
                 QStringLiteral("Storage: 10 kB of 100 kB used (10 %)"));
        QVERIFY(!model.rootIndex("user/alice").data(QuotaRoles::Pending).toBool());
        // A folder that becomes a root of its own.
        model.showPending("Free", {{"MESSAGE", 5}});
        QVERIFY(model.rootIndex("Free").isValid());
        model.takeBack();
        QVERIFY(!model.rootIndex("Free").isValid());
    }

    /// What was not touched comes first in the change; in the view nothing moves.
    void pendingLimitsKeepTheirPlaces()
    {
        imap::QuotaOverview both;
        both.offered = true;
        both.roots = {"user/alice"};
        both.quotas = {{"user/alice", "STORAGE", 10, 100}, {"user/alice", "MESSAGE", 3, 50}};
        both.folders = {{MailboxName(QStringLiteral("INBOX")), {"user/alice"}}};
        QuotaModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setOverview(both);
        model.showPending("user/alice", {{"MESSAGE", 50}, {"STORAGE", 200}});
        const QModelIndex alice = model.rootIndex("user/alice");
        QCOMPARE(rows(model, alice).first(), QStringLiteral("Storage: 10 kB of 200 kB used (5 %)"));
        // Made, although not told anew yet.
        QVERIFY(!alice.siblingAtColumn(1).data().toString().isEmpty());
        model.confirmPending();
        QCOMPARE(alice.siblingAtColumn(1).data().toString(), QString());
        QVERIFY(!alice.data(QuotaRoles::Pending).toBool());
        QCOMPARE(rows(model, alice).first(), QStringLiteral("Storage: 10 kB of 200 kB used (5 %)"));
    }

    void fiveHundredFolders()
    {
        imap::QuotaOverview many;
        many.offered = true;
        many.roots = {""};
        many.quotas = {{"", "STORAGE", 1, 2}};
        for (int i = 0; i < 500; ++i)
            many.folders.append({MailboxName(QStringLiteral("Folder %1").arg(i)), {""}});
        QuotaModel model;
        model.setOverview(many);
        const QModelIndex root = model.index(0, 0);
        QCOMPARE(model.rowCount(model.index(1, 0, root)), 500);
        QCOMPARE(model.index(1, 0, root).data().toString(), QStringLiteral("500 folders"));
    }
};

QTEST_MAIN(TestQuotaModel)
#include "tst_quotamodel.moc"
