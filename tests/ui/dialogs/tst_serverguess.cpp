#include "ui/dialogs/serverguess.h"

#include <QtTest>

using namespace ui;

class TestServerGuess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void guesses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("known");
        const auto row = [](const char *address, const char *host, bool known) {
            QTest::newRow(address) << QString::fromUtf8(address) << QString::fromUtf8(host) << known;
        };
        row("ann@gmail.com", "imap.gmail.com", true);
        row("Ann@GoogleMail.com ", "imap.gmail.com", true);
        row("ann@outlook.com", "outlook.office365.com", true);
        row("ann@hotmail.co.uk", "outlook.office365.com", true);
        row("ann@yahoo.fr", "imap.mail.yahoo.com", true);
        row("ann@icloud.com", "imap.mail.me.com", true);
        row("ann@fastmail.fm", "imap.fastmail.com", true);
        row("ann@gmx.de", "imap.gmx.net", true);
        row("ann@web.de", "imap.web.de", true);
        row("ann@posteo.de", "posteo.de", true);
        row("ann@mailbox.org", "imap.mailbox.org", true);
        row("ann@example.org", "imap.example.org", false);
        row("\"a@b\"@example.org", "imap.example.org", false);
        row("ann@notyahoo.com", "imap.notyahoo.com", false);
        row("ann@gmx.de.example.org", "imap.gmx.de.example.org", false);
        row("ann", "", false);
        row("ann@", "", false);
        row("ann@local", "", false); // still being typed
        row("ann@.org", "", false);
        row("", "", false);
    }
    void guesses()
    {
        QFETCH(QString, address);
        const ServerGuess guess = guessServer(address);
        QTEST(guess.host, "host");
        QTEST(guess.known, "known");
        QCOMPARE(guess.port, quint16(993));
        QCOMPARE(guess.security, imap::ConnectionSettings::Security::Tls);
    }

    void tellsWhatAProviderWants()
    {
        QVERIFY(guessServer(QStringLiteral("a@gmail.com")).hint.contains(QStringLiteral("app password")));
        QVERIFY(guessServer(QStringLiteral("a@example.org")).hint.isEmpty());
        QVERIFY(!guessServer(QStringLiteral("a@free.fr")).userIsAddress);
    }
};

QTEST_GUILESS_MAIN(TestServerGuess)
#include "tst_serverguess.moc"
