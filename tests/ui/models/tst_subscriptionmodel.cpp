#include "ui/models/subscriptionmodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using imap::FolderInfo;
using imap::FolderOwner;
using imap::MailboxName;

/// Folders of an account with a mark each.
class TestSubscriptionModel : public QObject
{
    Q_OBJECT

    struct Fixture {
        SubscriptionModel model;
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    };
    static MailboxName named(const char *name) { return MailboxName(QString::fromUtf8(name)); }
    static FolderInfo folder(const char *name, bool subscribed, FolderOwner owner = FolderOwner::Personal)
    {
        FolderInfo info;
        info.name = named(name);
        info.delimiter = QLatin1Char('/');
        info.owner = owner;
        info.subscribed = subscribed;
        return info;
    }
    static imap::Subscription subscription(const char *name, bool exists)
    {
        return {named(name), QLatin1Char('/'), FolderOwner::Personal, exists};
    }
    /// "+a" is marked, "-b" is not, " c" has no mark.
    static QStringList drawn(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            const QVariant mark = index.data(Qt::CheckStateRole);
            const QLatin1Char sign(!mark.isValid() ? ' ' : mark.toInt() == Qt::Checked ? '+' : '-');
            lines << QString(depth, QLatin1Char('.')) + sign + index.data().toString();
            lines << drawn(model, index, depth + 1);
        }
        return lines;
    }
    static QModelIndex find(const QAbstractItemModel &model, const QString &name)
    {
        const QModelIndexList found = model.match(model.index(0, 0), Qt::DisplayRole, name, 1,
                                                  Qt::MatchExactly | Qt::MatchRecursive | Qt::MatchWrap);
        return found.value(0);
    }

private Q_SLOTS:
    void ownFoldersAlone()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true), folder("a/b", false), folder("c", true)});
        QCOMPARE(drawn(f.model).join(QLatin1Char('|')), QStringLiteral("+Inbox| a|.-b|+c"));
        QCOMPARE(f.model.subscribedCount(), 2);
        QCOMPARE(f.model.folderCount(), 3);
    }

    void sectionsOfAllNamespaces()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true), folder("Users/bob/Notes", false, FolderOwner::OtherUsers),
                            folder("Public/News", true, FolderOwner::Shared)});
        f.model.setSubscriptions({subscription("INBOX", true), subscription("Old", false)});
        const QStringList lines = drawn(f.model);
        QCOMPARE(
            lines.join(QLatin1Char('|')),
            QStringLiteral(" My Folders|.+Inbox| Other Users|.-Notes| Shared|.+News| No Longer There|.+Old"));
        QVERIFY(f.model.index(0, 0).data(SubscriptionModel::IsSection).toBool());
    }

    /// The mark follows what the account says; until then it is as it was.
    void aMarkIsAWish()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true), folder("a", false)});
        QSignalSpy wanted(&f.model, &SubscriptionModel::wanted);
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        const QModelIndex a = find(f.model, QStringLiteral("a"));
        QVERIFY(f.model.setData(a, Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<MailboxName>(), named("a"));
        QCOMPARE(wanted[0][1].toBool(), true);
        QCOMPARE(a.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        f.model.setFolders({folder("INBOX", true), folder("a", true)});
        QCOMPARE(a.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(resets.size(), 0);
        // What is so already is no wish.
        QVERIFY(!f.model.setData(a, Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(wanted.size(), 1);
    }

    void theInboxKeepsItsMark()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true)});
        const QModelIndex inbox = f.model.index(0, 0);
        QVERIFY(!inbox.flags().testFlag(Qt::ItemIsUserCheckable));
        QVERIFY(!f.model.setData(inbox, Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(inbox.data(Qt::ToolTipRole).toString().contains(QStringLiteral("always")));
    }

    void aNameThatIsGoneCanBeLetGoOnce()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true)});
        f.model.setSubscriptions({subscription("Old", false)});
        QSignalSpy wanted(&f.model, &SubscriptionModel::wanted);
        QVERIFY(f.model.setData(find(f.model, QStringLiteral("Old")), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(wanted.size(), 1);
        const QModelIndex leaving = find(f.model, QStringLiteral("Old"));
        QCOMPARE(leaving.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        QVERIFY(!f.model.setData(leaving, Qt::Checked, Qt::CheckStateRole));
        // Refused: it is as before. Then done: it is no more.
        f.model.keep(named("Old"));
        const QModelIndex kept = find(f.model, QStringLiteral("Old"));
        QCOMPARE(kept.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QVERIFY(f.model.setData(kept, Qt::Unchecked, Qt::CheckStateRole));
        f.model.setSubscriptions({subscription("INBOX", true)});
        QCOMPARE(drawn(f.model), QStringList{QStringLiteral("+Inbox")});
    }

    void aFolderThatIsMadeAgainIsNotGone()
    {
        Fixture f;
        f.model.setFolders({folder("INBOX", true)});
        f.model.setSubscriptions({subscription("Old", false)});
        f.model.setFolders({folder("INBOX", true), folder("Old", true)});
        QCOMPARE(drawn(f.model).join(QLatin1Char('|')), QStringLiteral("+Inbox|+Old"));
    }

    void thousandsOfFolders()
    {
        Fixture f;
        QList<FolderInfo> folders{folder("INBOX", true)};
        for (int i = 0; i < 5000; ++i)
            folders << folder(
                QByteArray("List " + QByteArray::number(i / 10) + "/Sub " + QByteArray::number(i))
                    .constData(),
                i % 3 == 0);
        f.model.setFolders(folders);
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        folders[4000].subscribed = !folders[4000].subscribed;
        f.model.setFolders(folders);
        QCOMPARE(resets.size(), 0); // a mark costs no new list
        QCOMPARE(f.model.folderCount(), 5001);
    }
};

QTEST_MAIN(TestSubscriptionModel)
#include "tst_subscriptionmodel.moc"
