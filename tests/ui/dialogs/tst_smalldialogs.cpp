#include "support/mnemonics.h"
#include "support/spokennames.h"
#include "support/tabwalk.h"
#include "testcertificates.h"
#include "ui/dialogs/certificatedialog.h"
#include "ui/dialogs/certificatetext.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/dialogs/textdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPromise>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>
#include <QtTest>

using namespace ui;

class TestSmallDialogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void passwordCanBeTypedAndKept()
    {
        imap::AccountConfig account;
        account.displayName = QStringLiteral("<b>Ann</b>");
        account.user = QStringLiteral("ann");
        PasswordDialog dialog(account, {});
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *edit = dialog.findChild<QLineEdit *>(QStringLiteral("password"));
        QCOMPARE(edit->echoMode(), QLineEdit::Password);
        QTest::keyClick(edit, Qt::Key_Return); // an empty password signs nobody in
        QVERIFY(dialog.isVisible());
        QTest::keyClicks(edit, QStringLiteral("geheim"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(dialog.password().reveal(), QByteArray("geheim"));
        QVERIFY(dialog.keep());
    }

    void thePasswordHasANameAndALetter()
    {
        PasswordDialog dialog({}, {});
        dialog.open();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QCOMPARE(test::unnamedFields(&dialog), QString());
        QCOMPARE(test::sharedLetters(&dialog), QString());
        QCOMPARE(test::notReachedByTab(&dialog), QString());
        dialog.findChild<QCheckBox *>(QStringLiteral("keep"))->setFocus();
        QTest::keyClick(&dialog, Qt::Key_P, Qt::AltModifier);
        QTRY_VERIFY(dialog.findChild<QLineEdit *>(QStringLiteral("password"))->hasFocus());
    }

    // Alt+S is for Sign In, also while that is greyed, and no letter of a password.
    void theLetterOfAGreyedButtonIsNotTyped()
    {
        PasswordDialog dialog({}, {});
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *edit = dialog.findChild<QLineEdit *>(QStringLiteral("password"));
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_S, Qt::AltModifier);
        QCOMPARE(edit->text(), QString());
        QTest::keyClick(edit, Qt::Key_S);
        QCOMPARE(edit->text(), QStringLiteral("s"));
    }

    void whatWasChosenIsOffered()
    {
        PasswordDialog dialog({}, {});
        QVERIFY(dialog.keep());
        dialog.setKeep(false);
        QVERIFY(!dialog.keep());
    }

    void certificatesSayWhoAndWhy()
    {
        const imap::CertificateError error = test::certificateError();
        CertificateDialog dialog(error, {});
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const QString reasons = dialog.findChild<QLabel *>(QStringLiteral("reasons"))->text();
        QVERIFY(reasons.contains(QStringLiteral("mail.example.com")));
        QCOMPARE(reasons.count(QLatin1Char('\n')), 1);
        auto *chain = dialog.findChild<QTreeWidget *>(QStringLiteral("chain"));
        QCOMPARE(chain->topLevelItemCount(), 2);
        auto *details = dialog.findChild<QLabel *>(QStringLiteral("details"));
        QVERIFY(details->text().contains(QStringLiteral("imap.example.org")));
        const QString print =
            fingerprint(QCryptographicHash::hash(test::serverCertificate(), QCryptographicHash::Sha256));
        QCOMPARE(print.size(), 95);
        QVERIFY(details->text().contains(print.left(48) + QStringLiteral("<br>") + print.mid(48)));
        chain->setCurrentItem(chain->topLevelItem(1));
        QVERIFY(details->text().contains(QStringLiteral("Example Test Root")));
        // whichever is looked at, the server's own one is what would be trusted
        QCOMPARE(dialog.pin(),
                 QCryptographicHash::hash(test::serverCertificate(), QCryptographicHash::Sha256));
        QTest::keyClick(&dialog, Qt::Key_Return); // a thoughtless Return trusts nobody
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
    }

    void aChangedCertificateIsSaid()
    {
        CertificateDialog dialog(test::certificateError(), QByteArray(32, '\x1f'));
        QVERIFY(dialog.findChild<QLabel *>(QStringLiteral("reasons"))
                    ->text()
                    .contains(QStringLiteral("1F:1F:1F")));
    }

    void garbageIsNoCertificate()
    {
        const CertificateText text = certificateText("not DER at all");
        QVERIFY(!text.readable);
        QCOMPARE(text.fingerprint.size(), 95);
        CertificateDialog empty(imap::CertificateError(QStringLiteral("none"), QStringLiteral("h"), {}, {}),
                                {});
        QVERIFY(!empty.findChild<QPushButton *>(QStringLiteral("trust"))->isEnabled());
        QVERIFY(empty.pin().isEmpty());
    }

    void theLogIsShownCopiedAndRefreshed()
    {
        int calls = 0;
        ProtocolLogDialog dialog(QStringLiteral("Ann"), [&calls] {
            return QtFuture::makeReadyFuture(QStringLiteral("C: A%1 NOOP").arg(++calls));
        });
        dialog.show();
        QTRY_COMPARE(dialog.text(), QStringLiteral("C: A1 NOOP"));
        dialog.refresh();
        QTRY_COMPARE(dialog.text(), QStringLiteral("C: A2 NOOP"));
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("copy")), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("C: A2 NOOP"));
        // By the letter that is underlined, and by the usual key.
        dialog.activateWindow();
        QTRY_VERIFY(dialog.isActiveWindow());
        QTest::keyClick(&dialog, Qt::Key_R, Qt::AltModifier);
        QTRY_COMPARE(dialog.text(), QStringLiteral("C: A3 NOOP"));
        QTest::keyClick(&dialog, Qt::Key_F5);
        QTRY_COMPARE(dialog.text(), QStringLiteral("C: A4 NOOP"));
    }

    void aLogThatCannotBeHadIsSaid()
    {
        ProtocolLogDialog dialog(QStringLiteral("Ann"), [] {
            QPromise<QString> promise;
            promise.start();
            promise.setException(std::make_exception_ptr(imap::LocalError(QStringLiteral("worker is gone"))));
            promise.finish();
            return promise.future();
        });
        dialog.show();
        const auto says = [&dialog] {
            const auto labels = dialog.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                return label->text().contains(QStringLiteral("gone"));
            });
        };
        QTRY_VERIFY(says());
    }
};

QTEST_MAIN(TestSmallDialogs)
#include "tst_smalldialogs.moc"
