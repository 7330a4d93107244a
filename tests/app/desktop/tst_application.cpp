#include "app/desktop/application.h"

#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/dialogs/accountdialog.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"

#include <QCheckBox>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using test::FakeAccount;

namespace
{

/// A keychain in memory.
class FakeKeychain : public app::Keychain
{
public:
    QHash<QString, imap::Secret> secrets;

protected:
    QFuture<std::optional<imap::Secret>> readEntry(const QString &key) override
    {
        const auto found = secrets.constFind(key);
        return QtFuture::makeReadyFuture(found == secrets.constEnd() ? std::optional<imap::Secret>()
                                                                     : std::optional<imap::Secret>(*found));
    }
    QFuture<void> writeEntry(const QString &key, const imap::Secret &secret) override
    {
        secrets.insert(key, secret);
        return QtFuture::makeReadyFuture();
    }
    QFuture<void> removeEntry(const QString &key) override
    {
        secrets.remove(key);
        return QtFuture::makeReadyFuture();
    }
};

struct Made {
    imap::AccountConfig config;
    QString folder;
    std::shared_ptr<imap::CredentialSource> credentials;
    QPointer<FakeAccount> account;
};

/// The name of a FakeAccount follows what it was configured with.
class ConfiguredAccount : public FakeAccount
{
public:
    explicit ConfiguredAccount(const imap::AccountConfig &config)
        : FakeAccount(config.id)
    {
        FakeAccount::reconfigure(config);
        clearCalls();
    }
};

} // namespace

/// The program from start to end, with accounts that have no server.
class TestApplication : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<FakeKeychain> m_keychain;
    QList<Made> m_made;

    app::AccountFactory factory()
    {
        return {[this](const imap::AccountConfig &config, const QString &folder,
                       std::shared_ptr<imap::CredentialSource> credentials)
                    -> std::unique_ptr<imap::AccountHandle> {
                    auto account = std::make_unique<ConfiguredAccount>(config);
                    m_made << Made{config, folder, std::move(credentials), account.get()};
                    return account;
                },
                [](const imap::AccountConfig &, const imap::Secret &) {
                    return QtFuture::makeReadyFuture(imap::AccountCheck{});
                }};
    }
    app::CommandLine line()
    {
        app::CommandLine line;
        line.profile = m_folder->filePath(QStringLiteral("profile"));
        return line;
    }
    std::unique_ptr<app::Application> run(const app::CommandLine &line)
    {
        auto application = std::make_unique<app::Application>(line, factory(), m_keychain);
        application->start();
        return application;
    }
    imap::AccountConfig savedAccount()
    {
        imap::AccountConfig config;
        config.id = QStringLiteral("ann");
        config.displayName = QStringLiteral("Ann");
        config.user = QStringLiteral("ann");
        config.connection.host = QStringLiteral("mail.example.org");
        app::Settings settings(line().profile);
        settings.setAccounts({config});
        return config;
    }
    static void tell(const Made &made, imap::ConnectionState state)
    {
        made.account->tell({imap::ConnectionChanged{state, false, 0, nullptr}});
    }
    QByteArray settingsFile()
    {
        QFile file(line().profile + QStringLiteral("/postrider.ini"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keychain = std::make_shared<FakeKeychain>();
        m_made.clear();
    }

    void startsWithoutAccounts()
    {
        auto application = run(line());
        QCOMPARE(application->problem(), QString());
        QVERIFY(application->window()->isVisible());
        QVERIFY(m_made.isEmpty());
        // There is one thing to do, and Return does it.
        QWidget *focus = application->window()->focusWidget();
        QVERIFY(focus);
        QCOMPARE(focus->objectName(), QStringLiteral("stateAction"));
        QTest::keyClick(focus, Qt::Key_Return);
        QVERIFY(application->window()->findChild<ui::AccountDialog *>());
    }

    void startsTheSavedAccountsAndOpensAFolder()
    {
        savedAccount();
        app::CommandLine wanted = line();
        wanted.folder = QStringLiteral("Reisen");
        auto application = run(wanted);
        QCOMPARE(m_made.size(), 1);
        QCOMPARE(m_made[0].folder, line().profile + QStringLiteral("/accounts/ann"));
        const QList<FakeAccount::Call> calls = m_made[0].account->calls();
        QCOMPARE(calls.value(0).name, QStringLiteral("start"));
        QCOMPARE(calls.value(1).name, QStringLiteral("openFolder"));
        QCOMPARE(calls.value(1).folder, imap::MailboxName(QStringLiteral("Reisen")));
    }

    void anAccountOfTheCommandLineIsNotSaved()
    {
        app::CommandLine url = line();
        url.accountUrl = QStringLiteral("imap+starttls://bob@127.0.0.1:1143");
        url.passwordCommand = QStringLiteral("echo geheim");
        url.caFile = QStringLiteral("/tmp/ca.pem");
        {
            auto application = run(url);
            QCOMPARE(application->problem(), QString());
            QCOMPARE(m_made.size(), 1);
            QCOMPARE(m_made[0].config.user, QStringLiteral("bob"));
            QCOMPARE(m_made[0].config.connection.port, quint16(1143));
            QCOMPARE(m_made[0].config.connection.caFile, QStringLiteral("/tmp/ca.pem"));
            QFuture<imap::Secret> secret = m_made[0].credentials->secret(m_made[0].config);
            QTRY_VERIFY(secret.isFinished());
            QCOMPARE(secret.result().reveal(), QByteArray("geheim"));
            application->window()->close();
        }
        QVERIFY(app::Settings(url.profile).accounts().isEmpty());
        QVERIFY(!settingsFile().contains("geheim"));
    }

    void refusesWhatMakesNoSense()
    {
        app::CommandLine url = line();
        url.accountUrl = QStringLiteral("pop3://bob@example.org");
        QVERIFY(!app::Application(url, factory(), m_keychain).problem().isEmpty());
        app::CommandLine timeline = line();
        timeline.timeline = QStringLiteral("/nonexistent/x");
        QVERIFY(!app::Application(timeline, factory(), m_keychain).problem().isEmpty());
    }

    void addsAnAccountAndKeepsItsPasswordInTheKeychainOnly()
    {
        auto application = run(line());
        application->window()->dialogs()->add();
        auto *dialog = application->window()->findChild<ui::AccountDialog *>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("address")),
                         QStringLiteral("ann@example.org"));
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("password")),
                         QStringLiteral("geheim"));
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("test")), Qt::LeftButton);
        QTRY_COMPARE(m_made.size(), 1);
        QCOMPARE(m_made[0].config.id, QStringLiteral("ann-example-org"));
        QCOMPARE(m_made[0].account->callsOf(QStringLiteral("start")).size(), 1);
        QTRY_COMPARE(m_keychain->secrets
                         .value(QStringLiteral("imap://ann@example.org@imap.example.org/ann-example-org"))
                         .reveal(),
                     QByteArray("geheim"));
        QVERIFY(settingsFile().contains("imap.example.org"));
        QVERIFY(!settingsFile().contains("geheim"));
        QCOMPARE(app::Settings(line().profile).accounts().size(), 1);
    }

    // Accounts look for the password while they connect; people are asked when the server is there.
    void asksForAPasswordOnlyWhenTheServerIsThere()
    {
        savedAccount();
        auto application = run(line());
        const Made made = m_made.first();
        tell(made, imap::ConnectionState::Connecting);
        QFuture<imap::Secret> first = made.credentials->secret(made.config);
        QTest::qWait(20);
        QVERIFY(!application->window()->findChild<ui::PasswordDialog *>());
        tell(made, imap::ConnectionState::Waiting);
        tell(made, imap::ConnectionState::Connecting);
        QFuture<imap::Secret> second = made.credentials->secret(made.config);
        tell(made, imap::ConnectionState::SigningIn);
        QTRY_VERIFY(application->window()->findChild<ui::PasswordDialog *>());
        auto *dialog = application->window()->findChild<ui::PasswordDialog *>();
        tell(made, imap::ConnectionState::Waiting); // the server did not wait for the typing
        QVERIFY(dialog->isVisible());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("password")),
                         QStringLiteral("geheim"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QCOMPARE(first.result().reveal(), QByteArray("geheim"));
        QCOMPARE(second.result().reveal(), QByteArray("geheim"));
    }

    void decliningGoesOffline()
    {
        savedAccount();
        auto application = run(line());
        const Made made = m_made.first();
        tell(made, imap::ConnectionState::SigningIn);
        QFuture<imap::Secret> secret = made.credentials->secret(made.config);
        QTRY_VERIFY(application->window()->findChild<ui::PasswordDialog *>());
        QTest::keyClick(application->window()->findChild<ui::PasswordDialog *>(), Qt::Key_Escape);
        QTRY_VERIFY(secret.isFinished());
        QCOMPARE(made.account->callsOf(QStringLiteral("goOffline")).size(), 1);
    }

    void aTrustedCertificateIsSavedAndUsed()
    {
        savedAccount();
        auto application = run(line());
        Q_EMIT application->window()->dialogs()->certificateTrusted(QStringLiteral("ann"),
                                                                    QByteArray(32, 'p'));
        QCOMPARE(m_made[0].account->callsOf(QStringLiteral("reconfigure")).size(), 1);
        QCOMPARE(m_made[0].account->config().connection.pinnedCertificate, QByteArray(32, 'p'));
        QCOMPARE(app::Settings(line().profile).accounts().constFirst().connection.pinnedCertificate,
                 QByteArray(32, 'p'));
    }

    // How much is kept is no reason to leave the server.
    void limitsOfTheCacheAreSavedAndApplyAtOnce()
    {
        imap::AccountConfig config = savedAccount();
        auto application = run(line());
        config.cache.bodyBytes = 100 << 20;
        config.cache.bodyDays = 30;
        ui::AccountSetup setup;
        setup.config = config;
        Q_EMIT application->window()->dialogs()->edited(setup);
        FakeAccount *account = m_made[0].account;
        QCOMPARE(account->callsOf(QStringLiteral("reconfigure")).size(), 0);
        QCOMPARE(account->config().cache, config.cache);
        QCOMPARE(app::Settings(line().profile).accounts().constFirst().cache, config.cache);
    }

    void aNewNameOfAnAccountIsShownAtOnce()
    {
        imap::AccountConfig config = savedAccount();
        auto application = run(line());
        const QAbstractItemModel *folders = application->window()->folders()->model();
        QCOMPARE(folders->index(0, 0).data().toString(), QStringLiteral("Ann"));
        config.displayName = QStringLiteral("Ann at work");
        ui::AccountSetup setup;
        setup.config = config;
        Q_EMIT application->window()->dialogs()->edited(setup);
        QCOMPARE(folders->index(0, 0).data().toString(), QStringLiteral("Ann at work"));
    }

    void theCacheIsEmptiedFromTheDialogOfItsAccount()
    {
        savedAccount();
        auto application = run(line());
        FakeAccount *account = m_made[0].account;
        account->usage = {3'400'000, 5'000'000};
        application->window()->actionSet()->editAccount->trigger();
        auto *dialog = application->window()->findChild<ui::AccountDialog *>();
        QVERIFY(dialog);
        QTest::mouseClick(dialog->findChild<QToolButton *>(QStringLiteral("more")), Qt::LeftButton);
        auto *empty = dialog->findChild<QPushButton *>(QStringLiteral("emptyCache"));
        QTRY_VERIFY(empty->isVisible());
        QTest::mouseClick(empty, Qt::LeftButton);
        auto *question = dialog->findChild<QMessageBox *>(QStringLiteral("emptyQuestion"));
        QVERIFY(question);
        QCOMPARE(account->callsOf(QStringLiteral("emptyCache")).size(), 0);
        for (QAbstractButton *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(account->callsOf(QStringLiteral("emptyCache")).size(), 1);
        QTRY_VERIFY(empty->isEnabled());
    }

    // The box tells how it is, and unticking it forgets also a password that nobody types again.
    void aPasswordIsNotKeptAnyMore()
    {
        const imap::AccountConfig config = savedAccount();
        m_keychain->secrets.insert(app::Keychain::key(config), imap::Secret(QByteArray("geheim")));
        auto application = run(line());
        const auto edit = [&](bool &wasKept) {
            application->window()->actionSet()->editAccount->trigger();
            auto *dialog = application->window()->findChild<ui::AccountDialog *>();
            QVERIFY(dialog);
            auto *keep = dialog->findChild<QCheckBox *>(QStringLiteral("keep"));
            QTRY_VERIFY(keep->isVisible());
            QTRY_COMPARE(keep->isChecked(), !m_keychain->secrets.isEmpty());
            wasKept = keep->isChecked();
            if (wasKept)
                QTest::keyClick(keep, Qt::Key_Space);
            QPointer<ui::AccountDialog> open(dialog);
            QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("test")), Qt::LeftButton);
            QTRY_VERIFY(open.isNull());
        };
        bool wasKept = false;
        edit(wasKept);
        QVERIFY(wasKept);
        QTRY_VERIFY(m_keychain->secrets.isEmpty());
        QFuture<imap::Secret> secret = m_made[0].credentials->secret(m_made[0].config);
        QTRY_VERIFY(secret.isFinished());
        QCOMPARE(secret.result().reveal(), QByteArray("geheim")); // it still works in this run
        edit(wasKept);
        QVERIFY(!wasKept);
        QVERIFY(m_keychain->secrets.isEmpty());
    }

    // Whoever does not want it kept is not asked to untick that again in each run.
    void thePromptRemembersThatNothingIsKept()
    {
        savedAccount();
        for (const bool keep : {true, false, false}) {
            m_made.clear();
            auto application = run(line());
            QFuture<imap::Secret> secret = m_made[0].credentials->secret(m_made[0].config);
            tell(m_made[0], imap::ConnectionState::SigningIn);
            QPointer<ui::PasswordDialog> dialog;
            QTRY_VERIFY(dialog = application->window()->findChild<ui::PasswordDialog *>());
            auto *box = dialog->findChild<QCheckBox *>(QStringLiteral("keep"));
            QCOMPARE(box->isChecked(), keep);
            box->setChecked(false);
            auto *typed = dialog->findChild<QLineEdit *>(QStringLiteral("password"));
            QTest::keyClicks(typed, QStringLiteral("geheim"));
            QTest::keyClick(typed, Qt::Key_Return);
            QTRY_VERIFY(secret.isFinished());
            QVERIFY(m_keychain->secrets.isEmpty());
        }
        app::Settings settings(line().profile);
        settings.setKeepsPassword(QStringLiteral("ann"), true);
        QVERIFY(settings.keepsPassword(QStringLiteral("ann")));
    }

    // Another program was started with this profile.
    void comesToTheFrontWithAFolder()
    {
        savedAccount();
        auto application = run(line());
        application->window()->showMinimized();
        application->show(QStringLiteral("Reisen"));
        QVERIFY(application->window()->isVisible());
        QVERIFY(!application->window()->isMinimized());
        QCOMPARE(m_made[0].account->callsOf(QStringLiteral("openFolder")).last().folder,
                 imap::MailboxName(QStringLiteral("Reisen")));
        const qsizetype opened = m_made[0].account->callsOf(QStringLiteral("openFolder")).size();
        application->show({});
        QCOMPARE(m_made[0].account->callsOf(QStringLiteral("openFolder")).size(), opened);
    }

    void removingAnAccountRemovesItsTraces()
    {
        const imap::AccountConfig config = savedAccount();
        m_keychain->secrets.insert(app::Keychain::key(config), imap::Secret(QByteArray("geheim")));
        auto application = run(line());
        QVERIFY(QDir().mkpath(m_made[0].folder));
        Q_EMIT application->window()->dialogs()->removed(QStringLiteral("ann"));
        QVERIFY(m_made[0].account.isNull());
        QVERIFY(!QDir(m_made[0].folder).exists());
        QVERIFY(app::Settings(line().profile).accounts().isEmpty());
        QTRY_VERIFY(m_keychain->secrets.isEmpty());
    }

    void theOrderOfAccountsIsKept()
    {
        const imap::AccountConfig ann = savedAccount();
        imap::AccountConfig bob = ann;
        bob.id = QStringLiteral("bob");
        app::Settings(line().profile).setAccounts({ann, bob});
        {
            auto application = run(line());
            application->window()->dialogs()->tellOrder({QStringLiteral("bob"), QStringLiteral("ann")});
        }
        auto again = run(line());
        QCOMPARE(again->accounts().first()->config().id, QStringLiteral("bob"));
        QCOMPARE(again->accounts().size(), 2);
    }

    void theTimelineTellsWhatWasPainted()
    {
        savedAccount();
        app::CommandLine timed = line();
        timed.timeline = m_folder->filePath(QStringLiteral("t.jsonl"));
        auto application = std::make_unique<app::Application>(timed, factory(), m_keychain);
        application->start();
        const imap::MailboxName inbox(QStringLiteral("INBOX"));
        FakeAccount *account = m_made[0].account;
        account->serve(
            inbox, 30, [](quint32 uid) { return test::fakeMessage(uid); }, 30);
        account->setTraffic({2, 500, 60});
        tell(m_made[0], imap::ConnectionState::Connecting);
        tell(m_made[0], imap::ConnectionState::SigningIn);
        tell(m_made[0], imap::ConnectionState::Online);
        account->openFolder(inbox);
        account->tell({imap::FoldersChanged{{}, false}, imap::FolderSynchronised{inbox, 30, 30}});
        const auto events = [&timed] {
            QMap<QString, QJsonObject> found;
            QFile file(timed.timeline);
            if (!file.open(QIODevice::ReadOnly))
                return found;
            for (const QByteArray &row : file.readAll().split('\n')) {
                const QJsonObject object = QJsonDocument::fromJson(row).object();
                found.insert(object.value(QLatin1String("event")).toString(), object);
            }
            return found;
        };
        for (const char *name :
             {"window-shown", "connected", "signed-in", "folders-shown", "list-shown", "synchronised"})
            QTRY_VERIFY2(events().contains(QLatin1String(name)), name);
        QCOMPARE(events().value(QStringLiteral("signed-in")).value(QLatin1String("round_trips")).toInt(), 2);
        const QJsonObject list = events().value(QStringLiteral("list-shown"));
        QCOMPARE(list.value(QLatin1String("total")).toInt(), 30);
        QVERIFY(list.value(QLatin1String("rows")).toInt() > 3);
        QCOMPARE(list.value(QLatin1String("from")).toString(), QStringLiteral("server"));
        account->deliver(inbox, 1);
        QTRY_VERIFY(events().contains(QStringLiteral("update-shown")));
        QCOMPARE(events().value(QStringLiteral("update-shown")).value(QLatin1String("what")).toString(),
                 QStringLiteral("new"));
        QCOMPARE(events().value(QStringLiteral("update-shown")).value(QLatin1String("uid")).toInt(), 31);
        const auto update = [&](const char *name) {
            return events().value(QStringLiteral("update-shown")).value(QLatin1String(name)).toVariant();
        };
        account->changeFlags(inbox, {imap::Uid(30)}, {imap::flags::Flagged}, {});
        QTRY_COMPARE(update("what").toString(), QStringLiteral("flags"));
        QCOMPARE(update("uid").toInt(), 30);
        account->tell({imap::MessagesRemoved{inbox, {imap::SeqNum{29}}}});
        QTRY_COMPARE(update("what").toString(), QStringLiteral("removed"));
        QCOMPARE(update("uid").toInt(), 29);
        account->tell({imap::FillProgress{inbox, 20, 30}});
        account->tell({imap::FillProgress{{}, 30, 30}});
        QTRY_VERIFY(events().contains(QStringLiteral("filled")));
        QCOMPARE(events().value(QStringLiteral("filled")).value(QLatin1String("messages")).toInt(), 30);
    }
};

QTEST_MAIN(TestApplication)
#include "tst_application.moc"
