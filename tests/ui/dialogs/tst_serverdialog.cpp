#include "support/fakeserver.h"
#include "support/tabwalk.h"
#include "testcertificates.h"
#include "ui/dialogs/certificatetext.h"
#include "ui/dialogs/serverdialog.h"
#include "ui/models/capabilitymodel.h"
#include "ui/views/statepage.h"

#include <QClipboard>
#include <QComboBox>
#include <QCryptographicHash>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QtTest>

using namespace ui;
using imap::ConnectionState;
using imap::MailboxName;

class TestServerDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<ServerDialog> m_dialog;

    void open(ConnectionState state = ConnectionState::Online)
    {
        m_dialog =
            std::make_unique<ServerDialog>(m_account.get(), imap::ConnectionChanged{state, true, 0, {}});
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
        if (!m_account->holdInquiries)
            QTRY_VERIFY(!this->state()->isVisible() ||
                        !this->state()->title().contains(QLatin1String("Asking")));
    }
    template <class Widget>
    Widget *find(const char *name) const
    {
        auto *found = m_dialog->findChild<Widget *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    StatePage *state() const { return m_dialog->findChild<StatePage *>(); }
    /// All words of the page, by lines.
    QStringList lines() const
    {
        QStringList lines;
        const auto labels =
            m_dialog->findChild<QWidget *>(QStringLiteral("sections"))->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            lines << label->text();
        return lines;
    }
    bool says(const QString &words) const { return !lines().filter(words).isEmpty(); }
    static imap::ServerDetails details()
    {
        imap::ServerDetails details;
        details.greeting = QStringLiteral("Dovecot ready <b>now</b>");
        details.id = {{"name", "Dovecot"}, {"x-pet", "cat"}, {"version", std::nullopt}};
        details.peer = QStringLiteral("mail.example.org:993 (192.0.2.1)");
        details.encrypted = true;
        details.protocol = QStringLiteral("TLSv1.3");
        details.cipher = QStringLiteral("TLS_AES_256_GCM_SHA384");
        details.certificates = {test::serverCertificate()};
        details.namespaces = imap::Namespaces{{{MailboxName(), QLatin1Char('/')}},
                                              {{MailboxName(QStringLiteral("Users/")), QLatin1Char('/')}},
                                              {}};
        details.capabilities = {"IMAP4rev1", "IDLE", "CATENATE", "COMPRESS=DEFLATE"};
        details.beforeSignIn = {"IMAP4rev1", "AUTH=PLAIN"};
        details.compressed = true;
        details.connections = 3;
        details.appendLimit = 50'000'000;
        return details;
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        m_account = std::make_unique<test::FakeServer>();
        m_account->server = details();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_account.reset();
    }

    void allThatIsKnown()
    {
        open();
        for (const char *words :
             {"Dovecot ready <b>now</b>", "mail.example.org:993", "TLSv1.3, TLS_AES_256_GCM_SHA384", "x-pet",
              "cat", "3 now", "50 MB", "Below “Users/”, levels set apart by “/”", "At the top"})
            QVERIFY2(says(QString::fromUtf8(words)), words);
        // What strangers wrote is never markup.
        const auto labels = m_dialog->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(!label->text().contains(QLatin1String("<b>")) || label->textFormat() == Qt::PlainText);
    }
    // What Cyrus says of itself.
    void whatTheServerRunsOn()
    {
        m_account->server.id = {
            {"os", "Linux"}, {"os-version", "6.1"}, {"environment", "Built with SASL 2.1.28"}};
        open();
        QTRY_VERIFY(says(QStringLiteral("SASL 2.1.28")));
        for (const char *label : {"Runs on", "System version", "Environment"})
            QVERIFY2(lines().contains(QLatin1String(label)), label);
    }
    void theKeyboardReachesEverything()
    {
        open();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void withoutEncryptionItWarns()
    {
        m_account->server.encrypted = false;
        m_account->server.certificates.clear();
        open();
        QVERIFY(says(QStringLiteral("can read everything")));
        QVERIFY(!says(QStringLiteral("SHA-256")));
    }
    void whatItDoesNotSay()
    {
        m_account->server = {};
        open();
        QVERIFY(says(QStringLiteral("It does not say")));
    }

    void capabilitiesAreFound()
    {
        open();
        m_dialog->findChild<QTabWidget *>()->setCurrentIndex(1);
        auto *list = find<QListView>("capabilities");
        QVERIFY(list->isVisible());
        const int all = list->model()->rowCount();
        QVERIFY(all > 10);
        QTest::keyClicks(find<QLineEdit>("filter"), QStringLiteral("2177"));
        QCOMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data(CapabilityRoles::StateText).toString(),
                 QStringLiteral("Used"));
        QCOMPARE(find<QLabel>("count")->text(), QStringLiteral("1 of %1").arg(all));
        QTest::keyClicks(find<QLineEdit>("filter"), QStringLiteral(" nonsense"));
        QCOMPARE(find<QLabel>("count")->text(), QStringLiteral("Nothing of that kind"));
        find<QLineEdit>("filter")->clear();
        auto *shown = find<QComboBox>("shown");
        shown->setFocus();
        QTest::keyClicks(shown, QStringLiteral("Missing"));
        QVERIFY(list->model()->rowCount() > 0);
        for (int row = 0; row < list->model()->rowCount(); ++row)
            QCOMPARE(list->model()->index(row, 0).data(CapabilityRoles::State).toInt(),
                     int(CapabilityState::Missing));
    }
    // Each row is high enough for its sentence, however narrow the window.
    void sentencesAreWhole()
    {
        open();
        m_dialog->findChild<QTabWidget *>()->setCurrentIndex(1);
        auto *list = find<QListView>("capabilities");
        for (const int width : {1000, 400}) {
            m_dialog->resize(width, 600);
            QTRY_VERIFY(qAbs(m_dialog->width() - width) < 100);
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                const QModelIndex index = list->model()->index(row, 0);
                const QFontMetrics metrics(list->font());
                const int text =
                    metrics
                        .boundingRect(QRect(0, 0, list->viewport()->width() - 40, 1000), Qt::TextWordWrap,
                                      index.data(CapabilityRoles::Sentence).toString())
                        .height();
                QVERIFY(list->visualRect(index).height() >= text + metrics.height());
            }
        }
    }

    // The style paints the selection's ground also where something else has the keyboard.
    void theSelectedOneCanBeReadWithoutFocus()
    {
        open();
        m_dialog->findChild<QTabWidget *>()->setCurrentIndex(1);
        auto *list = find<QListView>("capabilities");
        QPalette palette = list->palette();
        palette.setColor(QPalette::Text, Qt::red);
        palette.setColor(QPalette::Highlight, Qt::blue);
        palette.setColor(QPalette::HighlightedText, Qt::green);
        list->setPalette(palette);
        const QModelIndex first = list->model()->index(0, 0);
        list->setCurrentIndex(first);
        find<QLineEdit>("filter")->setFocus();
        QTRY_VERIFY(!list->hasFocus());
        const QImage row = list->viewport()->grab(list->visualRect(first)).toImage();
        int red = 0;
        int green = 0;
        for (int y = 0; y < row.height(); ++y) {
            for (int x = 0; x < row.width(); ++x) {
                red += row.pixelColor(x, y).red() > 128 && row.pixelColor(x, y).green() < 64;
                green += row.pixelColor(x, y).green() > 128;
            }
        }
        QCOMPARE(red, 0);
        QVERIFY(green > 0);
    }

    void copiedForAMailToSupport()
    {
        open();
        QTest::mouseClick(find<QPushButton>("copy"), Qt::LeftButton);
        const QString text = QGuiApplication::clipboard()->text();
        for (const char *words : {"TLSv1.3", "IMAP4rev1 IDLE CATENATE COMPRESS=DEFLATE", "IDLE: Used",
                                  "CATENATE: Not used", "MOVE: Missing", "SHA-256: "})
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
        // Whole, so that it can be compared with one from elsewhere.
        const QString print =
            fingerprint(QCryptographicHash::hash(test::serverCertificate(), QCryptographicHash::Sha256));
        QVERIFY2(text.contains(QStringLiteral("SHA-256: ") + print), qPrintable(text));
        const imap::AccountConfig config = m_account->config();
        QVERIFY(config.user.isEmpty() || !text.contains(config.user));
        QVERIFY(!text.contains(config.displayName) || config.displayName.isEmpty());
    }

    // ------------------------------------------------------------ states

    void askingRefusedOffline()
    {
        m_account->holdInquiries = true;
        open();
        QVERIFY(state()->isVisible());
        QVERIFY(!find<QPushButton>("copy")->isVisible());
        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("not now"));
        m_account->releaseInquiries();
        QTRY_VERIFY(state()->findChild<QPushButton *>()->isVisible());
        m_account->failInquiry.reset();
        QTest::mouseClick(state()->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY(says(QStringLiteral("TLSv1.3")));
        QVERIFY(!state()->isVisible());

        m_account->tell({imap::ConnectionChanged{ConnectionState::Offline, false, 0, {}}});
        QVERIFY(says(QStringLiteral("TLSv1.3")));
        QVERIFY(find<QLabel>("words")->text().contains(QLatin1String("Not connected")));
        QVERIFY(!find<QPushButton>("refresh")->isEnabled());
        m_account->server.protocol = QStringLiteral("TLSv1.2");
        m_account->tell({imap::ConnectionChanged{ConnectionState::Online, true, 0, {}}});
        QTRY_VERIFY(says(QStringLiteral("TLSv1.2")));
        QVERIFY(!find<QLabel>("words")->isVisible());
    }
    void offlineFromTheStart()
    {
        open(ConnectionState::Offline);
        QVERIFY(m_account->inquiries.isEmpty());
        QCOMPARE(state()->title(), QStringLiteral("Not connected"));
    }
    void closesWithItsAccount()
    {
        open();
        m_account.reset();
        QTRY_VERIFY(!m_dialog->isVisible());
    }
};

QTEST_MAIN(TestServerDialog)
#include "tst_serverdialog.moc"
