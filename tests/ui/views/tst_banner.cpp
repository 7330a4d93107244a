#include "ui/views/banner.h"
#include "ui/views/toast.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using State = imap::ConnectionState;

class TestBanner : public QObject
{
    Q_OBJECT
    std::unique_ptr<QWidget> m_window;
    Banner *m_banner = nullptr;

    QString words() { return m_banner->findChild<QLabel *>(QStringLiteral("bannerText"))->text(); }
    QPushButton *action() { return m_banner->findChild<QPushButton *>(QStringLiteral("bannerAction")); }
    void set(State state, std::shared_ptr<const imap::Error> error = nullptr, int retryInMs = 0)
    {
        m_banner->setConnection({state, false, retryInMs, std::move(error)},
                                QStringLiteral("mail.example.org"));
    }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(700, 300);
        m_banner = new Banner(m_window.get());
        m_banner->resize(700, 44);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void isNotThereWhenAllIsWell()
    {
        QVERIFY(!m_banner->isVisible());
        set(State::Connecting);
        QVERIFY(!m_banner->isVisible());
        set(State::Online);
        QVERIFY(!m_banner->isVisible());
    }

    void offlineOffersToGoOnline()
    {
        set(State::Offline);
        QVERIFY(m_banner->isVisible());
        QSignalSpy online(m_banner, &Banner::goOnlineWanted);
        QTest::mouseClick(action(), Qt::LeftButton);
        QCOMPARE(online.size(), 1);
        set(State::Online);
        QVERIFY(!m_banner->isVisible());
    }

    void waitingSaysWhyAndWhen()
    {
        set(State::Waiting,
            std::make_shared<imap::AbortError>(imap::AbortError::Reason::HostNotFound, QStringLiteral("x")),
            4000);
        QVERIFY(words().contains(QStringLiteral("mail.example.org")));
        QVERIFY2(words().contains(QStringLiteral("4 s")), qPrintable(words()));
        QTRY_VERIFY(words().contains(QStringLiteral("3 s"))); // it counts
        QSignalSpy retry(m_banner, &Banner::retryWanted);
        QTest::mouseClick(action(), Qt::LeftButton);
        QCOMPARE(retry.size(), 1);
        QVERIFY(words().contains(QStringLiteral("Connecting")));
        set(State::Connecting); // the next try does not make the pane jump
        QVERIFY(m_banner->isVisible());
        set(State::Online);
        QVERIFY(!m_banner->isVisible());
    }

    // Several accounts may be on one server.
    void theAccountIsNamedWhereThereAreOthers()
    {
        const auto error =
            std::make_shared<imap::AbortError>(imap::AbortError::Reason::HostNotFound, QStringLiteral("x"));
        m_banner->setConnection({State::Waiting, false, 9000, error}, QStringLiteral("mail.example.org"),
                                QStringLiteral("Work"));
        QVERIFY2(words().startsWith(QStringLiteral("Work: ")), qPrintable(words()));
        QVERIFY(words().contains(QStringLiteral("mail.example.org")));
        QTest::mouseClick(action(), Qt::LeftButton);
        QVERIFY2(words().startsWith(QStringLiteral("Work: Connecting")), qPrintable(words()));
        m_banner->showNotice(QStringLiteral("Hello"));
        QCOMPARE(words(), QStringLiteral("Hello"));
    }

    void refusedPasswordsOfferToEnterOne()
    {
        set(State::LoginRefused, std::make_shared<imap::LoginError>(QStringLiteral("no"), "LOGIN", "wrong"));
        QSignalSpy password(m_banner, &Banner::passwordWanted);
        QTest::mouseClick(action(), Qt::LeftButton);
        QCOMPARE(password.size(), 1);
        QVERIFY(words().contains(QStringLiteral("wrong")));
    }

    void refusedCertificatesOfferToShowThem()
    {
        const auto error = std::make_shared<imap::CertificateError>(
            QStringLiteral("no"), QStringLiteral("mail.example.org"), QList<QByteArray>{"x"},
            QList<imap::CertificateProblem>{{imap::CertificateProblem::Kind::Expired, {}, 0}});
        set(State::CertificateRefused, error);
        std::shared_ptr<const imap::Error> shown;
        connect(m_banner, &Banner::certificateWanted, this,
                [&shown](const std::shared_ptr<const imap::Error> &given) { shown = given; });
        QTest::mouseClick(action(), Qt::LeftButton);
        QCOMPARE(shown.get(), error.get());
    }

    void noticesStayUntilClosed()
    {
        m_banner->showNotice(QStringLiteral("<b>Maintenance</b> tonight"));
        set(State::Online);
        QVERIFY(m_banner->isVisible());
        QCOMPARE(words(), QStringLiteral("<b>Maintenance</b> tonight"));
        QTest::mouseClick(m_banner->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!m_banner->isVisible());
    }

    /// What needs a person soon does not look like what is only worth reading.
    void warningsLookLikeWarnings()
    {
        const auto ground = [this] { return m_banner->palette().color(QPalette::Window); };
        m_banner->showNotice(QStringLiteral("“Work” is getting full"));
        const QColor calm = ground();
        m_banner->showWarning(QStringLiteral("“Work” is full"), QStringLiteral("2 GB of 2 GB"));
        QVERIFY(ground() != calm);
        QCOMPARE(words(), QStringLiteral("“Work” is full"));
        // It offers what a notice offers, and no settings: those are of connections.
        QVERIFY(!m_banner->findChild<QPushButton *>(QStringLiteral("bannerSettings"))->isVisible());
        set(State::Online);
        QVERIFY(m_banner->isVisible());
        QTest::mouseClick(m_banner->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!m_banner->isVisible());
    }

    void toastUndoesOnce()
    {
        Toast toast(m_window.get());
        int undone = 0;
        toast.say(QStringLiteral("3 messages marked as read"), [&undone] { ++undone; });
        QVERIFY(toast.isVisible());
        QTest::mouseClick(toast.findChild<QToolButton *>(QStringLiteral("toastUndo")), Qt::LeftButton);
        QCOMPARE(undone, 1);
        QVERIFY(!toast.isVisible());
    }

    void toastGoesAwayAndTheNextTakesItsPlace()
    {
        Toast toast(m_window.get());
        toast.setDuration(30);
        toast.say(QStringLiteral("first"), [] {});
        toast.say(QStringLiteral("second"));
        QCOMPARE(toast.findChild<QLabel *>(QStringLiteral("toastText"))->text(), QStringLiteral("second"));
        QVERIFY(!toast.findChild<QToolButton *>(QStringLiteral("toastUndo"))->isVisible());
        QTRY_VERIFY(!toast.isVisible());
    }

    void toastStaysInsideTheWindow()
    {
        Toast toast(m_window.get());
        toast.say(QString(300, u'x'), [] {});
        QVERIFY(m_window->rect().contains(toast.geometry()));
        m_window->resize(300, 200);
        QCoreApplication::processEvents();
        QVERIFY(m_window->rect().contains(toast.geometry()));
    }

    // A folder's long name loses its middle, and what was done with it can be read.
    void toastSaysItsBeginningAndEnd()
    {
        Toast toast(m_window.get());
        m_window->resize(500, 200);
        const QString text = QStringLiteral("Folder “%1” deleted").arg(QString(200, u'x'));
        toast.say(text, [] {});
        const auto *label = toast.findChild<QLabel *>(QStringLiteral("toastText"));
        QVERIFY(label->text().startsWith(QStringLiteral("Folder “x")));
        QVERIFY(label->text().contains(QChar(0x2026)));
        QVERIFY(label->text().endsWith(QStringLiteral("” deleted")));
        QVERIFY(label->sizeHint().width() <= label->width());
        QCOMPARE(toast.accessibleName(), text);
        toast.say(QStringLiteral("Folder deleted"));
        QCOMPARE(label->text(), QStringLiteral("Folder deleted"));
        QVERIFY(label->toolTip().isEmpty());
    }
};

QTEST_MAIN(TestBanner)
#include "tst_banner.moc"
