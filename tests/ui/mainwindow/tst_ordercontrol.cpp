#include "support/arrangements.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/listheader.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"

#include <QToolButton>

using namespace ui;
using test::archive;
using test::FakeAccount;
using test::inbox;

/// The order of the list is chosen, said and kept.
class TestOrderControl : public QObject, protected test::WindowCase
{
    Q_OBJECT
    /// Conversations of two: 1 and 21, 2 and 22, ...
    void tellConversations(const imap::Arrangement &arrangement, quint32 total)
    {
        std::vector<quint32> uids, groups;
        for (quint32 uid = 1; uid <= total; ++uid) {
            uids.push_back(uid);
            groups.push_back(uid % (total / 2));
        }
        m_account->tell({imap::ArrangementReset{
            inbox, arrangement, imap::ArrangementSource::Cache,
            std::make_shared<const imap::ArrangedMessages>(imap::test::conversationsOf(uids, groups))}});
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    /// The order is chosen by a key, said in the header, and comes back with its folder.
    void conversationsOfAFolder()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        const imap::Arrangement conversations{imap::Arrangement::By::Arrival, true};
        QCOMPARE(m_account->callsOf(QStringLiteral("arrange")).last().arrangement, conversations);
        QVERIFY(m_window->actionSet()->threads->isChecked());
        QCOMPARE(header->stateText(), QStringLiteral("The server groups …"));
        m_account->tell({imap::ArrangementStarted{inbox, conversations, 10, 40}});
        QCOMPARE(header->stateText(), QStringLiteral("Grouping … 25 %"));
        QVERIFY(m_window->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());
        tellConversations(conversations, 40);
        QCOMPARE(m_window->list()->model()->rowCount(), 20);
        QVERIFY(!m_window->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());

        m_window->list()->setCurrentIndex(m_window->list()->model()->index(0, 0));
        m_window->actionSet()->markRead->trigger();
        const auto marked = m_account->callsOf(QStringLiteral("change"));
        QVERIFY(std::any_of(marked.begin(), marked.end(), [](const FakeAccount::Call &call) {
            const auto *flags = std::get_if<imap::FlagChange>(&*call.change);
            return flags && flags->uids.toList() == QList<imap::Uid>{imap::Uid(20), imap::Uid(40)};
        }));
        QTRY_VERIFY(m_window->operations()->undoWords().startsWith(QStringLiteral("2 messages")));

        m_window->browser()->openFolder(m_account.get(), archive);
        QVERIFY(!m_window->actionSet()->threads->isChecked());
        m_account->clearCalls();
        m_window->browser()->openFolder(m_account.get(), inbox);
        QCOMPARE(m_account->callsOf(QStringLiteral("arrange")).last().arrangement, conversations);
        // A person who does not want to wait has the folder's own order.
        QTest::mouseClick(m_window->findChild<QToolButton *>(QStringLiteral("stopSorting")), Qt::LeftButton);
        QVERIFY(m_account->callsOf(QStringLiteral("arrange")).last().arrangement.isPlain());
        QCOMPARE(m_window->list()->model()->rowCount(), 40);
        QVERIFY(!m_window->actionSet()->threads->isChecked());
    }

    void onlyWhatIsKnownIsSaid()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        m_window->actionSet()->sortSubject->trigger();
        const imap::Arrangement bySubject{imap::Arrangement::By::Subject, false};
        m_account->tell({imap::ArrangementReset{
            inbox, bySubject, imap::ArrangementSource::KnownOnly,
            std::make_shared<const imap::ArrangedMessages>(imap::ArrangedMessages::list({3, 1, 2}))}});
        QVERIFY2(header->noteText().startsWith(QStringLiteral("Shown are the 3 of 40 messages")),
                 qPrintable(header->noteText()));
        QVERIFY(header->noteText().contains(QStringLiteral("does not sort")));
        tellState(imap::ConnectionState::Offline);
        QVERIFY(header->noteText().contains(QStringLiteral("can be reached")));
        m_window->actionSet()->oldestFirst->trigger();
        m_window->actionSet()->sortArrival->trigger();
        m_account->tell({imap::ArrangementReset{inbox, {}, {}, {}}});
        QVERIFY(header->noteText().isEmpty());
    }

    // The button that stops sorting comes and goes beside words; nothing moves.
    void theHeaderKeepsItsHeight()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        const int before = header->sizeHint().height();
        header->setSorting(QStringLiteral("Sorting"), 10, 40);
        QVERIFY(header->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());
        QCOMPARE(header->sizeHint().height(), before);
    }

    // The end of a long name is seen, too.
    void aLongNameIsCutInItsMiddle()
    {
        ListHeader header;
        header.resize(300, header.sizeHint().height());
        const auto painted = [&header](const QString &end) {
            header.setFolder(QString(200, QLatin1Char('x')) + end);
            return header.grab().toImage();
        };
        const QImage one = painted(QStringLiteral("1"));
        QCOMPARE(painted(QStringLiteral("1")), one);
        QVERIFY(painted(QStringLiteral("2")) != one);
    }
};

QTEST_MAIN(TestOrderControl)
#include "tst_ordercontrol.moc"
