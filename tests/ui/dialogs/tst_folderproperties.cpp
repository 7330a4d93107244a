#include "ui/dialogs/folderproperties.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;

/// What people look up about one folder.
class TestFolderProperties : public QObject
{
    Q_OBJECT

    static FolderFacts facts()
    {
        FolderFacts known;
        known.name = QStringLiteral("Täxes");
        known.account = QStringLiteral("Anna");
        known.info.name = imap::MailboxName(QStringLiteral("Work/Täxes"));
        known.info.delimiter = QLatin1Char('/');
        known.info.total = 12;
        return known;
    }
    static imap::FolderDetails details()
    {
        imap::FolderDetails told;
        told.name = facts().info.name;
        told.rawName = "Work/T&AOQ-xes";
        told.status.messages = 1234;
        told.status.unseen = 5;
        told.status.size = 3'456'789;
        told.status.uidValidity = imap::UidValidity{1700000001};
        told.status.uidNext = imap::Uid{4711};
        told.status.highestModSeq = imap::ModSeq{987654321};
        told.status.mailboxId = "F2212ea87-6097";
        told.flags = imap::FolderFlags{
            {imap::flags::Seen, imap::flags::Flagged, imap::Flag("Work")}, {imap::flags::Seen}, false, false};
        told.myRights = imap::Rights("lrs");
        told.quotaRoots = QList<QByteArray>{"user.anna"};
        told.quotas = {imap::Quota{"user.anna", "STORAGE", 512, 1024}};
        return told;
    }
    static QString valueOf(const FolderProperties &dialog, const QString &name)
    {
        for (const FolderFactGroup &group : dialog.shown()) {
            for (const FolderFact &fact : group.facts) {
                if (fact.name == name)
                    return fact.value;
            }
        }
        return {};
    }
    static QString state(const FolderProperties &dialog)
    {
        const auto *label = dialog.findChild<QLabel *>(QStringLiteral("propertiesState"));
        return label->isVisibleTo(&dialog) ? label->text() : QString();
    }

private Q_SLOTS:
    void whatIsKnownIsThereAtOnce()
    {
        const FolderProperties dialog(facts());
        QCOMPARE(valueOf(dialog, QStringLiteral("Name")), QStringLiteral("Täxes"));
        QCOMPARE(valueOf(dialog, QStringLiteral("Path")), QStringLiteral("Work/Täxes"));
        QCOMPARE(valueOf(dialog, QStringLiteral("All")), QStringLiteral("12"));
        QVERIFY(!state(dialog).isEmpty()); // the server is being asked
        QVERIFY(valueOf(dialog, QStringLiteral("UIDVALIDITY")).isEmpty());
    }

    void whatTheServerTells()
    {
        FolderProperties dialog(facts());
        dialog.setDetails(details());
        QVERIFY(state(dialog).isEmpty());
        const QLocale locale;
        QCOMPARE(valueOf(dialog, QStringLiteral("Raw name")), QStringLiteral("Work/T&AOQ-xes"));
        QCOMPARE(valueOf(dialog, QStringLiteral("All")), locale.toString(1234));
        QCOMPARE(valueOf(dialog, QStringLiteral("UIDVALIDITY")), QStringLiteral("1700000001"));
        QCOMPARE(valueOf(dialog, QStringLiteral("Next UID")), QStringLiteral("4711"));
        QCOMPARE(valueOf(dialog, QStringLiteral("HIGHESTMODSEQ")), QStringLiteral("987654321"));
        QCOMPARE(valueOf(dialog, QStringLiteral("Object ID")), QStringLiteral("F2212ea87-6097"));
        QVERIFY(valueOf(dialog, QStringLiteral("Size")).contains(locale.toString(3'456'789)));
        // In the units of the limit further down.
        QVERIFY2(valueOf(dialog, QStringLiteral("Size"))
                     .startsWith(locale.toString(3.3, 'f', 1) + QStringLiteral(" MB")),
                 qPrintable(valueOf(dialog, QStringLiteral("Size"))));
        QCOMPARE(valueOf(dialog, QStringLiteral("Kept")), QStringLiteral("\\Seen"));
        QVERIFY(valueOf(dialog, QStringLiteral("Forgotten at the end")).contains(QStringLiteral("Work")));
        QVERIFY(!valueOf(dialog, QStringLiteral("New labels")).isEmpty());
        for (const char *right : {"l", "r", "s"})
            QVERIFY2(!valueOf(dialog, QString::fromLatin1(right)).isEmpty(), right);
        QVERIFY(valueOf(dialog, QStringLiteral("x")).isEmpty());
        QCOMPARE(valueOf(dialog, QStringLiteral("Quota root")), QStringLiteral("user.anna"));
        QVERIFY(dialog.findChild<QWidget *>(QStringLiteral("usageBar")));
    }

    void theProblemStandsApartFromTheFacts()
    {
        FolderProperties dialog(facts());
        dialog.setProblem(QStringLiteral("The folder is not there any more."));
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const QWidget *scroll = dialog.findChild<QScrollArea *>();
        const QWidget *words = dialog.findChild<QLabel *>(QStringLiteral("propertiesState"));
        QVERIFY(words->geometry().top() - scroll->geometry().bottom() > 4);
    }

    void whatIsNotLimitedSaysSo()
    {
        FolderProperties dialog(facts());
        imap::FolderDetails told = details();
        told.quotaRoots = QList<QByteArray>();
        told.quotas.clear();
        dialog.setDetails(told);
        QVERIFY(!valueOf(dialog, QStringLiteral("Quota")).isEmpty());
        told.quotaRoots.reset(); // the server has no QUOTA: nothing to say
        dialog.setDetails(told);
        QVERIFY(valueOf(dialog, QStringLiteral("Quota")).isEmpty());
    }

    void allOfItCanBeCopied()
    {
        FolderProperties dialog(facts());
        dialog.setDetails(details());
        dialog.open();
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("copyAll")), Qt::LeftButton);
        const QString text = QGuiApplication::clipboard()->text();
        for (const char *words : {"Path: Work/Täxes", "Raw name: Work/T&AOQ-xes", "Next UID: 4711"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
        QVERIFY(!text.contains(QChar(0x200B)));
        for (const QLabel *value : dialog.findChild<QScrollArea *>()->widget()->findChildren<QLabel *>()) {
            if (!value->accessibleName().isEmpty())
                QVERIFY(value->textInteractionFlags() & Qt::TextSelectableByMouse);
        }
    }

    void refusedAndAskedAgain()
    {
        FolderProperties dialog(facts());
        QSignalSpy again(&dialog, &FolderProperties::refreshWanted);
        auto *refresh = dialog.findChild<QPushButton *>(QStringLiteral("refreshProperties"));
        QVERIFY(!refresh->isEnabled());
        dialog.setProblem(QStringLiteral("There is no connection."));
        QVERIFY(state(dialog).contains(QStringLiteral("no connection")));
        QCOMPARE(valueOf(dialog, QStringLiteral("Path")), QStringLiteral("Work/Täxes"));
        dialog.open();
        QTest::mouseClick(refresh, Qt::LeftButton);
        QCOMPARE(again.size(), 1);
        dialog.setAsking();
        QVERIFY(!refresh->isEnabled());
        dialog.setDetails(details());
        QVERIFY(state(dialog).isEmpty());
    }

    void countsFollowTheTree()
    {
        FolderProperties dialog(facts());
        imap::FolderInfo info = facts().info;
        info.total = 13;
        dialog.setInfo(info);
        QCOMPARE(valueOf(dialog, QStringLiteral("All")), QStringLiteral("13"));
    }

    // Names are anybody's: no markup, no control characters, however long.
    void strangeNames()
    {
        FolderFacts known = facts();
        known.name = QStringLiteral("<b>x</b>");
        known.info.name =
            imap::MailboxName(QString(300, QLatin1Char('a')) + QStringLiteral("/<img src=x>\n\u202e"));
        FolderProperties dialog(known);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QVERIFY(!valueOf(dialog, QStringLiteral("Path")).contains(QLatin1Char('\n')));
        const auto labels = dialog.findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(QLatin1Char('<')));
        QVERIFY(dialog.width() < 1000);
    }
};

QTEST_MAIN(TestFolderProperties)
#include "tst_folderproperties.moc"
