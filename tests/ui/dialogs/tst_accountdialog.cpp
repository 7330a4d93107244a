#include "support/mnemonics.h"
#include "support/spokennames.h"
#include "support/tabwalk.h"
#include "ui/dialogs/accountdialog.h"

#include "testcertificates.h"
#include "ui/dialogs/accountform.h"
#include "ui/dialogs/certificatedialog.h"
#include "ui/dialogs/formfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPromise>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using Field = AccountForm::Field;
using Security = imap::ConnectionSettings::Security;

/// A person sets up an account: what they type, what they see, and what comes out.
class TestAccountDialog : public QObject
{
    Q_OBJECT
    struct Try {
        imap::AccountConfig config;
        imap::Secret secret;
        std::shared_ptr<QPromise<imap::AccountCheck>> promise;
    };
    QList<Try> m_tries;
    std::unique_ptr<AccountDialog> m_dialog;

    imap::CheckAccount check()
    {
        return [this](const imap::AccountConfig &config, const imap::Secret &secret) {
            auto promise = std::make_shared<QPromise<imap::AccountCheck>>();
            promise->start();
            m_tries << Try{config, secret, promise};
            return promise->future();
        };
    }
    template <class T>
    T *child(const char *name)
    {
        T *found = m_dialog->findChild<T *>(QLatin1String(name));
        Q_ASSERT(found);
        return found;
    }
    void type(const char *field, const QString &text)
    {
        auto *edit = child<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        if (text.isEmpty())
            QTest::keyClick(edit, Qt::Key_Delete);
        else
            QTest::keyClicks(edit, text);
    }
    void chooseSecurity(Security security)
    {
        auto *box = child<QComboBox>("security");
        box->setCurrentIndex(box->findData(int(security)));
    }
    void openNew()
    {
        m_dialog = std::make_unique<AccountDialog>(check());
        show();
    }
    void openExisting(const imap::AccountConfig &config, KnownPassword known)
    {
        m_dialog = std::make_unique<AccountDialog>(config, check(), std::move(known));
        show();
    }
    void show()
    {
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void fillIn()
    {
        type("address", QStringLiteral("ann@example.org"));
        type("password", QStringLiteral("geheim"));
    }
    void pressTest() { QTest::mouseClick(child<QPushButton>("test"), Qt::LeftButton); }
    template <class Error>
    void fail(const Error &error)
    {
        m_tries.last().promise->setException(std::make_exception_ptr(error));
        m_tries.last().promise->finish();
        QTRY_VERIFY(!m_dialog->isTesting());
    }
    void succeed()
    {
        m_tries.last().promise->addResult(imap::AccountCheck{});
        m_tries.last().promise->finish();
    }
    QString problem(Field field) { return m_dialog->form()->problem(field); }

private Q_SLOTS:
    void init() { m_tries.clear(); }
    void cleanup()
    {
        m_dialog.reset();
        for (const Try &open : std::as_const(m_tries))
            open.promise->finish();
    }

    // A connection could only say that it failed.
    void anAuthorityMustBeACertificate()
    {
        QTemporaryDir folder;
        const auto written = [&folder](const char *name, const QByteArray &bytes) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                        : QString();
        };
        openNew();
        fillIn();
        child<QToolButton>("more")->setChecked(true);
        auto *file = child<QLineEdit>("caFile");
        file->setText(folder.filePath(QStringLiteral("nothing")));
        pressTest();
        QCOMPARE(problem(Field::CaFile), QStringLiteral("There is no such file."));
        file->setText(written("host", "mail.example.org\n"));
        pressTest();
        QVERIFY2(problem(Field::CaFile).contains(QStringLiteral("no certificate")),
                 qPrintable(problem(Field::CaFile)));
        file->setText(folder.path()); // no file at all
        pressTest();
        QVERIFY(!problem(Field::CaFile).isEmpty());
        QVERIFY(m_tries.isEmpty());
        file->setText(written("ca.pem", "-----BEGIN CERTIFICATE-----\n" + test::rootCertificate().toBase64() +
                                            "\n-----END CERTIFICATE-----\n"));
        pressTest();
        QCOMPARE(problem(Field::CaFile), QString());
        QCOMPARE(m_tries.size(), 1);
    }

    void guessesFromTheAddress()
    {
        openNew();
        type("address", QStringLiteral("ann@gmx.de"));
        QCOMPARE(child<QLineEdit>("host")->text(), QStringLiteral("imap.gmx.net"));
        QCOMPARE(child<QLineEdit>("user")->text(), QStringLiteral("ann@gmx.de"));
        QCOMPARE(child<QLineEdit>("name")->text(), QStringLiteral("ann@gmx.de"));
        QCOMPARE(child<QSpinBox>("port")->value(), 993);
        // What was typed by hand is not guessed over.
        type("host", QStringLiteral("mail.example.org"));
        type("address", QStringLiteral("bob@web.de"));
        QCOMPARE(child<QLineEdit>("host")->text(), QStringLiteral("mail.example.org"));
        QCOMPARE(child<QLineEdit>("user")->text(), QStringLiteral("bob@web.de"));
    }

    void theKeyboardReachesEverything()
    {
        openNew();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void everyFieldHasANameAndALetter()
    {
        openNew();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QCOMPARE(test::unnamedFields(m_dialog.get()), QString());
        QCOMPARE(child<QLineEdit>("host")->accessibleName(), QStringLiteral("Server"));
        QTest::keyClick(m_dialog.get(), Qt::Key_S, Qt::AltModifier);
        QTRY_VERIFY(child<QLineEdit>("host")->hasFocus());
        QTest::keyClick(m_dialog.get(), Qt::Key_P, Qt::AltModifier);
        QTRY_VERIFY(child<QLineEdit>("password")->hasFocus());
        QTest::keyClick(m_dialog.get(), Qt::Key_U, Qt::AltModifier);
        QTRY_VERIFY(child<QLineEdit>("user")->hasFocus());
    }
    void noTwoFieldsHaveTheSameLetter()
    {
        openNew();
        QTest::mouseClick(child<QToolButton>("more"), Qt::LeftButton);
        for (const Security security : {Security::Tls, Security::Plain, Security::Command}) {
            chooseSecurity(security);
            QCOMPARE(test::sharedLetters(m_dialog.get()), QString());
        }
        chooseSecurity(Security::Tls);
        fillIn();
        pressTest();
        fail(imap::AbortError(imap::AbortError::Reason::ConnectionLost, QStringLiteral("x")));
        QVERIFY(child<QPushButton>("anyway")->isVisible());
        QCOMPARE(test::sharedLetters(m_dialog.get()), QString());
    }
    // A screen reader stands on the field, not on what is around it.
    void whatIsWrongIsToldAtTheField()
    {
        openNew();
        type("password", QStringLiteral("x"));
        type("password", {});
        QVERIFY(!problem(Field::Password).isEmpty());
        QCOMPARE(child<QLineEdit>("password")->accessibleDescription(), problem(Field::Password));
    }
    void portFollowsSecurityUnlessChosen()
    {
        openNew();
        chooseSecurity(Security::StartTls);
        QCOMPARE(child<QSpinBox>("port")->value(), 143);
        chooseSecurity(Security::Tls);
        QCOMPARE(child<QSpinBox>("port")->value(), 993);
        child<QSpinBox>("port")->setValue(1993);
        chooseSecurity(Security::StartTls);
        QCOMPARE(child<QSpinBox>("port")->value(), 1993);
    }

    void saysUnderTheFieldWhatIsMissing()
    {
        openNew();
        QVERIFY(problem(Field::Host).isEmpty()); // nobody is blamed for what they had no time to type
        pressTest();
        QVERIFY(m_tries.isEmpty());
        QVERIFY(!problem(Field::Host).isEmpty());
        QVERIFY(!problem(Field::Password).isEmpty());
        type("host", QStringLiteral("imaps://mail.example.org"));
        QVERIFY(problem(Field::Host).contains(QStringLiteral("imap.example.org")));
        type("host", QStringLiteral("mail.example.org"));
        QVERIFY(problem(Field::Host).isEmpty());
    }

    void testsThenTakes()
    {
        openNew();
        fillIn();
        QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        pressTest();
        QCOMPARE(m_tries.size(), 1);
        QVERIFY(m_dialog->isTesting());
        QVERIFY(!m_dialog->form()->isEnabled());
        QCOMPARE(m_tries[0].secret.reveal(), QByteArray("geheim"));
        QCOMPARE(m_tries[0].config.connection.host, QStringLiteral("imap.example.org"));
        QCOMPARE(m_tries[0].config.connection.security, Security::Tls);
        succeed();
        QTRY_COMPARE(accepted.size(), 1);
        const AccountSetup setup = m_dialog->setup();
        QCOMPARE(setup.config.user, QStringLiteral("ann@example.org"));
        QCOMPARE(setup.config.displayName, QStringLiteral("ann@example.org"));
        QVERIFY(setup.password);
        QVERIFY(setup.keepPassword);
    }

    void returnKeyTests()
    {
        openNew();
        fillIn();
        QTest::keyClick(child<QLineEdit>("password"), Qt::Key_Return);
        QCOMPARE(m_tries.size(), 1);
    }

    void stopsAndIgnoresTheLateAnswer()
    {
        openNew();
        fillIn();
        QSignalSpy finished(m_dialog.get(), &QDialog::finished);
        pressTest();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isTesting());
        QVERIFY(m_dialog->isVisible()); // the first Escape only stops
        QVERIFY(m_tries[0].promise->isCanceled());
        succeed();
        QCoreApplication::processEvents();
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(m_dialog->result(), int(QDialog::Rejected));
    }

    void errorsGoToTheirField_data()
    {
        QTest::addColumn<int>("reason"); // -1: the password is refused
        QTest::addColumn<int>("field");
        QTest::addColumn<bool>("anyway");
        using Reason = imap::AbortError::Reason;
        QTest::newRow("password") << -1 << int(Field::Password) << false;
        QTest::newRow("host") << int(Reason::HostNotFound) << int(Field::Host) << true;
        QTest::newRow("port") << int(Reason::ConnectionRefused) << int(Field::Port) << true;
        QTest::newRow("tls") << int(Reason::TlsFailed) << int(Field::Security) << true;
        QTest::newRow("stripped") << int(Reason::TlsStripped) << int(Field::Security) << true;
    }
    void errorsGoToTheirField()
    {
        QFETCH(int, reason);
        QFETCH(int, field);
        openNew();
        fillIn();
        pressTest();
        if (reason < 0)
            fail(imap::LoginError(QStringLiteral("refused"), "LOGIN", "no such user"));
        else
            fail(imap::AbortError(imap::AbortError::Reason(reason), QStringLiteral("x")));
        QVERIFY2(!problem(Field(field)).isEmpty(), "nothing is said at the field");
        QTEST(child<QPushButton>("anyway")->isVisible(), "anyway");
        QVERIFY(m_dialog->form()->isEnabled());
    }

    void theDialogGrowsByItsMessage()
    {
        openNew();
        const int before = m_dialog->height();
        fillIn();
        pressTest();
        fail(imap::AbortError(imap::AbortError::Reason::ConnectTimeout, QStringLiteral("x")));
        QTRY_VERIFY(child<QLabel>("message")->isVisible());
        QTRY_COMPARE(m_dialog->findChild<QScrollArea *>()->verticalScrollBar()->maximum(), 0);
        QVERIFY(m_dialog->height() < before + 100); // by that, not by more
    }

    // Nothing tries again behind this dialog, unlike for an account that is there.
    void whatToDoAfterATestThatFailed_data()
    {
        using Reason = imap::AbortError::Reason;
        QTest::addColumn<int>("reason");
        QTest::newRow("lost") << int(Reason::ConnectionLost);
        QTest::newRow("bye") << int(Reason::ServerBye);
        QTest::newRow("timeout") << int(Reason::ConnectTimeout);
        QTest::newRow("silent") << int(Reason::ReadTimeout);
        QTest::newRow("other") << int(Reason::Other);
    }
    void whatToDoAfterATestThatFailed()
    {
        QFETCH(int, reason);
        openNew();
        fillIn();
        pressTest();
        fail(imap::AbortError(imap::AbortError::Reason(reason), QStringLiteral("x")));
        const QString words = child<QLabel>("message")->text();
        QVERIFY2(words.endsWith(QStringLiteral(" Test again.")), qPrintable(words));
        QVERIFY2(!words.contains(QStringLiteral("by itself")), qPrintable(words));
    }

    void aProblemGoesAwayWithTheNextEdit()
    {
        openNew();
        fillIn();
        pressTest();
        fail(imap::LoginError(QStringLiteral("refused")));
        QVERIFY(!problem(Field::Password).isEmpty());
        type("password", QStringLiteral("richtig"));
        QVERIFY(problem(Field::Password).isEmpty());
        pressTest();
        QCOMPARE(m_tries.last().secret.reveal(), QByteArray("richtig"));
    }

    // Offline on the train: the account can be added untested.
    void canBeAddedWithoutNetwork()
    {
        openNew();
        fillIn();
        pressTest();
        fail(imap::AbortError(imap::AbortError::Reason::ConnectTimeout, QStringLiteral("x")));
        QVERIFY(child<QLabel>("message")->isVisible());
        QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        QTest::mouseClick(child<QPushButton>("anyway"), Qt::LeftButton);
        QCOMPARE(accepted.size(), 1);
    }

    void noEncryptionNeedsASecondYes()
    {
        openNew();
        fillIn();
        chooseSecurity(Security::Plain);
        pressTest();
        QVERIFY(m_tries.isEmpty());
        QVERIFY(!problem(Field::Consent).isEmpty());
        QVERIFY(!child<QCheckBox>("consent")->isChecked());
        QTest::keyClick(child<QCheckBox>("consent"), Qt::Key_Space);
        pressTest();
        QCOMPARE(m_tries.size(), 1);
        QCOMPARE(m_tries[0].config.connection.security, Security::Plain);
        QCOMPARE(m_tries[0].config.connection.port, quint16(143));
    }

    void aCommandNeedsNoServer()
    {
        openNew();
        chooseSecurity(Security::Command);
        QVERIFY(!child<QLineEdit>("host")->isVisible());
        type("command", QStringLiteral("ssh host imapd"));
        type("name", QStringLiteral("By SSH"));
        pressTest();
        QCOMPARE(m_tries.size(), 1);
        QCOMPARE(m_tries[0].config.connection.command, QStringLiteral("ssh host imapd"));
        QVERIFY(m_tries[0].secret.isEmpty());
    }

    void aCertificateIsShownPinnedAndTriedAgain()
    {
        openNew();
        fillIn();
        pressTest();
        fail(test::certificateError());
        QVERIFY(child<QPushButton>("certificate")->isVisible());
        QVERIFY(!child<QPushButton>("anyway")->isVisible());
        QTest::mouseClick(child<QPushButton>("certificate"), Qt::LeftButton);
        auto *certificate = m_dialog->findChild<CertificateDialog *>();
        QVERIFY(certificate);
        QTest::mouseClick(certificate->findChild<QPushButton *>(QStringLiteral("trust")), Qt::LeftButton);
        QTRY_COMPARE(m_tries.size(), 2);
        QCOMPARE(m_tries[1].config.connection.pinnedCertificate.size(), 32);
        succeed();
        QTRY_VERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->setup().config.connection.pinnedCertificate.size(), 32);
    }

    // Return answers what is asked now; it does not throw away what was typed.
    void theKeysStandOnWhatComesNext()
    {
        openNew();
        fillIn();
        pressTest();
        fail(imap::AbortError(imap::AbortError::Reason::ConnectTimeout, QStringLiteral("x")));
        QCOMPARE(m_dialog->focusWidget(), child<QPushButton>("test"));
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_tries.size(), 2);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape); // stops it
        QCOMPARE(m_dialog->focusWidget(), child<QPushButton>("test"));
        pressTest();
        QCOMPARE(m_tries.size(), 3);
        fail(test::certificateError());
        QCOMPARE(m_dialog->focusWidget(), child<QPushButton>("certificate"));
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QVERIFY(m_dialog->findChild<CertificateDialog *>());
        QVERIFY(m_dialog->isVisible());
    }

    // A certificate is trusted for one server only.
    void thePinGoesWithTheServersName()
    {
        imap::AccountConfig config = existing();
        config.connection.pinnedCertificate = QByteArray(32, 'x');
        openExisting(config, {});
        QCOMPARE(m_dialog->setup().config.connection.pinnedCertificate.size(), 32);
        type("host", QStringLiteral("evil.example.com"));
        QVERIFY(m_dialog->setup().config.connection.pinnedCertificate.isEmpty());
    }

    void editKeepsTheIdAndTheKnownPassword()
    {
        openExisting(existing(), [](const imap::AccountConfig &) {
            return QtFuture::makeReadyFuture(imap::Secret(QByteArray("known")));
        });
        QVERIFY(!child<QLineEdit>("address")->isVisible());
        type("name", QStringLiteral("Work"));
        pressTest();
        QTRY_COMPARE(m_tries.size(), 1);
        QCOMPARE(m_tries[0].secret.reveal(), QByteArray("known"));
        succeed();
        QTRY_VERIFY(!m_dialog->isVisible());
        const AccountSetup setup = m_dialog->setup();
        QCOMPARE(setup.config.id, existing().id);
        QCOMPARE(setup.config.displayName, QStringLiteral("Work"));
        QCOMPARE(setup.config.connection.readTimeoutMs, 1234);
        QVERIFY(!setup.password);
    }

    void theBoxTellsWhetherThePasswordIsKept()
    {
        openExisting(existing(), {});
        auto *keep = child<QCheckBox>("keep");
        m_dialog->form()->setKept(false);
        QVERIFY(!keep->isChecked());
        QVERIFY(!m_dialog->setup().keepChosen);
        QTest::keyClick(keep, Qt::Key_Space);
        QVERIFY(m_dialog->setup().keepPassword && m_dialog->setup().keepChosen);
        m_dialog->form()->setKept(false); // told late: what somebody clicked stays
        QVERIFY(m_dialog->setup().keepPassword);
    }

    // The password of one server must not be sent to another because a name was edited.
    void anotherServerWantsItsOwnPassword()
    {
        openExisting(existing(), [](const imap::AccountConfig &) {
            return QtFuture::makeReadyFuture(imap::Secret(QByteArray("known")));
        });
        type("host", QStringLiteral("other.example.org"));
        pressTest();
        QVERIFY(m_tries.isEmpty());
        QVERIFY(!problem(Field::Password).isEmpty());
    }

    void closingDuringATestIsSafe()
    {
        openNew();
        fillIn();
        pressTest();
        m_dialog.reset();
        succeed();
        QCoreApplication::processEvents();
    }

private:
    static imap::AccountConfig existing()
    {
        imap::AccountConfig config;
        config.id = QStringLiteral("ann");
        config.displayName = QStringLiteral("Ann");
        config.user = QStringLiteral("ann");
        config.connection.host = QStringLiteral("mail.example.org");
        config.connection.readTimeoutMs = 1234;
        return config;
    }
};

QTEST_MAIN(TestAccountDialog)
#include "tst_accountdialog.moc"
