#include "support/tabwalk.h"
#include "ui/dialogs/accountsdialog.h"

#include "support/fakeaccount.h"
#include "ui/models/roles.h"
#include "ui/support/theme.h"

#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;

/// A person looks after several accounts.
class TestAccountsDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::FakeAccount> m_first, m_second;
    std::unique_ptr<FolderTreeModel> m_tree;
    std::unique_ptr<AccountsDialog> m_dialog;
    QList<std::shared_ptr<QPromise<imap::AccountCheck>>> m_checks;
    QStringList m_secrets;

    void open(const KnownPassword &known = {})
    {
        m_dialog = std::make_unique<AccountsDialog>(
            m_tree.get(),
            [this](const imap::AccountConfig &config, const imap::Secret &secret) {
                m_secrets << config.id + QLatin1Char(' ') + QString::fromUtf8(secret.reveal());
                auto promise = std::make_shared<QPromise<imap::AccountCheck>>();
                promise->start();
                m_checks << promise;
                return promise->future();
            },
            known);
        connect(m_dialog.get(), &AccountsDialog::moveWanted, m_tree.get(), &FolderTreeModel::moveAccount);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    QListView *list() const { return m_dialog->findChild<QListView *>(QStringLiteral("accountList")); }
    QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QLatin1String(name));
    }
    void press(const char *name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    QString words() const { return list()->accessibleDescription(); }
    void click(int row)
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          list()->visualRect(m_tree->index(row, 0)).center());
    }
    /// How much of the row of an account has this colour.
    int pixelsOf(const QColor &color, QStyle::State state) const
    {
        QStyleOptionViewItem option;
        option.initFrom(list());
        option.widget = list();
        option.font = list()->font();
        option.state = state;
        option.rect = QRect(0, 0, 400, 60);
        QImage image(option.rect.size(), QImage::Format_RGB32);
        image.fill(option.palette.color(QPalette::Active, QPalette::Base));
        QPainter painter(&image);
        list()->itemDelegate()->paint(&painter, option, list()->currentIndex());
        painter.end();
        int found = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor one = image.pixelColor(x, y);
                found += std::abs(one.red() - color.red()) <= 2 &&
                         std::abs(one.green() - color.green()) <= 2 &&
                         std::abs(one.blue() - color.blue()) <= 2;
            }
        }
        return found;
    }
    QString order() const
    {
        QStringList ids;
        for (int row = 0; row < m_tree->rowCount(); ++row)
            ids << m_tree->index(row, 0).data(FolderRoles::AccountId).toString();
        return ids.join(QLatin1Char(' '));
    }

private Q_SLOTS:
    void init()
    {
        m_first = std::make_unique<test::FakeAccount>(QStringLiteral("a"));
        m_second = std::make_unique<test::FakeAccount>(QStringLiteral("b"));
        m_tree = std::make_unique<FolderTreeModel>();
        m_tree->addAccount(m_first.get());
        m_tree->addAccount(m_second.get());
        m_checks.clear();
        m_secrets.clear();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_tree.reset();
        m_first.reset();
        m_second.reset();
    }

    void theKeyboardReachesEverything()
    {
        open();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void upAndDown()
    {
        open();
        QVERIFY(!button("up")->isEnabled());
        press("down");
        QCOMPARE(order(), QStringLiteral("b a"));
        // It is still the one that is meant.
        QCOMPARE(list()->currentIndex().data(FolderRoles::AccountId).toString(), QStringLiteral("a"));
        QVERIFY(!button("down")->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(order(), QStringLiteral("a b"));
        // By the letters that are underlined as well.
        QTest::keyClick(m_dialog.get(), Qt::Key_D, Qt::AltModifier);
        QTRY_COMPARE(order(), QStringLiteral("b a"));
        QTest::keyClick(m_dialog.get(), Qt::Key_U, Qt::AltModifier);
        QTRY_COMPARE(order(), QStringLiteral("a b"));
    }

    void whatIsMeantIsTold()
    {
        open();
        QSignalSpy edit(m_dialog.get(), &AccountsDialog::editWanted);
        QSignalSpy remove(m_dialog.get(), &AccountsDialog::removeWanted);
        QSignalSpy add(m_dialog.get(), &AccountsDialog::addWanted);
        click(1);
        press("edit");
        press("remove");
        press("add");
        QCOMPARE(edit.size(), 1);
        QCOMPARE(edit[0][0].value<imap::AccountHandle *>(), m_second.get());
        QCOMPARE(remove[0][0].value<imap::AccountHandle *>(), m_second.get());
        QCOMPARE(add.size(), 1);
        m_dialog->grab(); // draws the rows
    }

    // "alice on localhost" twice tells nobody which is which.
    void thePortIsShownWhereNothingElseDiffers()
    {
        imap::AccountConfig config = m_first->config();
        config.user = QStringLiteral("alice");
        config.connection.host = QStringLiteral("localhost");
        config.connection.port = 993;
        m_first->reconfigure(config);
        config.id = m_second->config().id;
        m_second->reconfigure(config);
        open();
        const auto firstRow = [this] {
            return list()->viewport()->grab(list()->visualRect(m_tree->index(0, 0))).toImage();
        };
        const QImage before = firstRow();
        QCOMPARE(firstRow(), before);
        config.connection.port = 1993;
        m_second->reconfigure(config);
        QVERIFY(firstRow() != before);
    }

    void aTestThatEndsWell()
    {
        open([](const imap::AccountConfig &) {
            return QtFuture::makeReadyFuture(imap::Secret(QByteArray("known")));
        });
        press("test");
        QTRY_COMPARE(m_checks.size(), 1);
        QCOMPARE(m_secrets.first(), QStringLiteral("a known"));
        QVERIFY(words().contains(QStringLiteral("Testing")));
        imap::AccountCheck found;
        found.mechanism = QStringLiteral("PLAIN");
        found.tls = QStringLiteral("TLSv1.3");
        found.folders = 12;
        m_checks.first()->addResult(found);
        m_checks.first()->finish();
        QTRY_VERIFY(words().contains(QStringLiteral("12 folders")));
        QVERIFY(words().contains(QStringLiteral("TLSv1.3")));
        press("test");
        QTRY_COMPARE(m_checks.size(), 2);
        found.folders = 1;
        m_checks.last()->addResult(found);
        m_checks.last()->finish();
        QTRY_VERIFY(words().endsWith(QStringLiteral(", 1 folder.")));
    }

    // Dark green on the highlight was hardly seen.
    void theDotIsSeenOnTheHighlight()
    {
        m_first->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        open();
        m_dialog->setPalette(lightPalette());
        list()->setPalette(lightPalette());
        click(0);
        QTRY_COMPARE(list()->currentIndex().data(FolderRoles::State).toInt(), int(State::Live));
        const QColor live = stateColor(State::Live, lightPalette());
        QVERIFY(pixelsOf(live, QStyle::State_Enabled | QStyle::State_Active) > 10);
        QCOMPARE(pixelsOf(live, QStyle::State_Enabled | QStyle::State_Active | QStyle::State_HasFocus), 0);
    }

    void aTestThatFails()
    {
        open();
        press("test");
        QTRY_COMPARE(m_checks.size(), 1);
        m_checks.first()->setException(std::make_exception_ptr(
            imap::AbortError(imap::AbortError::Reason::HostNotFound, QStringLiteral("dns"))));
        m_checks.first()->finish();
        QTRY_VERIFY(words().contains(QStringLiteral("mail.example.org")));
        QCOMPARE(button("test")->text(), QStringLiteral("&Test"));
    }

    // Nothing tries again behind this dialog, unlike for an account that is there.
    void aTestThatIsCutOff()
    {
        open();
        press("test");
        QTRY_COMPARE(m_checks.size(), 1);
        m_checks.first()->setException(std::make_exception_ptr(
            imap::AbortError(imap::AbortError::Reason::ConnectionLost, QStringLiteral("cut"))));
        m_checks.first()->finish();
        QTRY_VERIFY(words().endsWith(QStringLiteral("broke off. Test again.")));
    }

    void aTestIsStopped()
    {
        open();
        press("test");
        QTRY_COMPARE(m_checks.size(), 1);
        QCOMPARE(button("test")->text(), QStringLiteral("S&top"));
        press("test");
        QVERIFY(m_checks.first()->isCanceled());
        QCOMPARE(button("test")->text(), QStringLiteral("&Test"));
        QVERIFY(words().isEmpty());
    }

    void accountsComeAndGo()
    {
        open();
        m_tree->removeAccount(QStringLiteral("a"));
        m_tree->removeAccount(QStringLiteral("b"));
        QVERIFY(!button("edit")->isEnabled());
        QVERIFY(words().contains(QStringLiteral("no account")));
        m_tree->addAccount(m_first.get());
        QVERIFY(words().isEmpty());
        click(0);
        QVERIFY(button("edit")->isEnabled());
    }
};

QTEST_MAIN(TestAccountsDialog)
#include "tst_accountsdialog.moc"
