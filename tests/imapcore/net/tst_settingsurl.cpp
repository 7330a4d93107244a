#include "net/settingsurl.h"

#include <QtTest>

using namespace imap;
using Security = ConnectionSettings::Security;

class SettingsUrlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void command();
    void bad_data();
    void bad();
    void passwordsAreNotRepeated();
};

void SettingsUrlTest::good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Security>("security");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("shortest");
    const auto add = [](const char *text, Security security, const char *user, const char *host, int port,
                        const char *shortest) {
        QTest::newRow(text) << QString::fromUtf8(text) << security << QString::fromUtf8(user)
                            << QString::fromUtf8(host) << port
                            << QString::fromUtf8(shortest[0] != '\0' ? shortest : text);
    };
    add("imaps://alice@mail.example.org", Security::Tls, "alice", "mail.example.org", 993, "");
    add("imaps://alice@mail.example.org:993", Security::Tls, "alice", "mail.example.org", 993,
        "imaps://alice@mail.example.org");
    add("imaps://alice@mail.example.org:9993", Security::Tls, "alice", "mail.example.org", 9993, "");
    add("imap+starttls://alice@localhost", Security::StartTls, "alice", "localhost", 143, "");
    add("imap+starttls://alice@localhost:993", Security::StartTls, "alice", "localhost", 993, "");
    add("imap+plain://alice@127.0.0.1:143/", Security::Plain, "alice", "127.0.0.1", 143,
        "imap+plain://alice@127.0.0.1");
    add("IMAPS://alice@HOST", Security::Tls, "alice", "HOST", 993, "imaps://alice@HOST");
    add("imaps://host", Security::Tls, "", "host", 993, "");
    add("imaps://host:", Security::Tls, "", "host", 993, "imaps://host");
    add("imaps://alice%40example.org@host", Security::Tls, "alice@example.org", "host", 993, "");
    add("imaps://alice@example.org@host", Security::Tls, "alice@example.org", "host", 993,
        "imaps://alice%40example.org@host");
    add("imaps://a%3Ab%2Fc%25d@host", Security::Tls, "a:b/c%d", "host", 993, "");
    add("imaps://bj%c3%b6rn@host", Security::Tls, "björn", "host", 993, "imaps://bj%C3%B6rn@host");
    add("imaps://björn😀@host", Security::Tls, "björn😀", "host", 993, "imaps://bj%C3%B6rn%F0%9F%98%80@host");
    add("imaps://alice@[::1]", Security::Tls, "alice", "::1", 993, "");
    add("imaps://alice@[2001:db8::2]:1993", Security::Tls, "alice", "2001:db8::2", 1993, "");
    add("imap+plain://[fe80::1%25eth0]", Security::Plain, "", "fe80::1%eth0", 143, "");
    add("imaps://alice@bücher.example", Security::Tls, "alice", "bücher.example", 993, "");
    add("imaps://alice@my_host.example.", Security::Tls, "alice", "my_host.example.", 993, "");
}

void SettingsUrlTest::good()
{
    QFETCH(QString, text);
    const auto parsed = parseAccountUrl(text);
    if (const auto *sentence = std::get_if<QString>(&parsed))
        QFAIL(qPrintable(*sentence));
    const auto &account = std::get<AccountUrl>(parsed);
    QTEST(account.settings.security, "security");
    QTEST(account.user, "user");
    QTEST(account.settings.host, "host");
    QTEST(static_cast<int>(account.settings.port), "port");
    const QString shortest = accountUrlText(account);
    QTEST(shortest, "shortest");
    QVERIFY(parseAccountUrl(shortest) == parsed);
}

void SettingsUrlTest::command()
{
    // All behind the colon is the shell's: nothing is decoded, no sign has a meaning.
    const QString text = QStringLiteral("imap+exec:ssh -p 22 me@host \"imapd %d\" # 100%");
    const auto parsed = parseAccountUrl(text);
    QVERIFY(std::holds_alternative<AccountUrl>(parsed));
    const auto &account = std::get<AccountUrl>(parsed);
    QCOMPARE(account.settings.security, Security::Command);
    QCOMPARE(account.settings.command, QStringLiteral("ssh -p 22 me@host \"imapd %d\" # 100%"));
    QCOMPARE(account.settings.host, QString());
    QCOMPARE(account.user, QString());
    QCOMPARE(accountUrlText(account), text);
}

void SettingsUrlTest::bad_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto add = [](const char *text, const char *words) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(words);
    };
    add("", "imaps://");
    add("alice@host", "imaps://");
    add("https://host", "imaps://");
    add("imap://alice@host", "imap+starttls://");
    add("imaps://", "no host");
    add("imaps://alice@", "no host");
    add("imaps://alice@:993", "no host");
    add("imaps://alice@host:0", "port");
    add("imaps://alice@host:65536", "port");
    add("imaps://alice@host:-1", "port");
    add("imaps://alice@host:+1", "port");
    add("imaps://alice@host:imap", "port");
    add("imaps://alice:secret@host", "password");
    add("imaps://alice;AUTH=PLAIN@host", "sign in");
    add("imaps://al%ice@host", "hexadecimal");
    add("imaps://alice%4", "characters");
    add("imaps://alice%4@host", "hexadecimal");
    add("imaps://alice%FF@host", "UTF-8");
    add("imaps://alice%00@host", "UTF-8");
    add("imaps://alice%0D%0A@host", "UTF-8");
    add("imaps://alice@host/INBOX", "ends with");
    add("imaps://alice@host?x", "ends with");
    add("imaps://alice@host#x", "ends with");
    add("imaps://alice@2001:db8::2", "brackets");
    add("imaps://alice@[2001:db8::2", "IPv6");
    add("imaps://alice@[127.0.0.1]", "IPv6");
    add("imaps://alice@[nonsense]", "IPv6");
    add("imaps://alice@[::1]993", "IPv6");
    add("imaps://alice@my host", "characters");
    add("imaps://alice@host\r\nevil", "characters");
    add("imaps://alice@.host", "characters");
    add("imap+exec:", "no command");
    add("imap+exec:   ", "no command");
    QTest::newRow("long host") << QStringLiteral("imaps://") + QString(300, QLatin1Char('a'))
                               << QStringLiteral("characters");
    QTest::newRow("long URL") << QStringLiteral("imap+exec:") + QString(100'000, QLatin1Char('a'))
                              << QStringLiteral("too long");
}

void SettingsUrlTest::bad()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    const auto parsed = parseAccountUrl(text);
    QVERIFY(std::holds_alternative<QString>(parsed));
    const QString sentence = std::get<QString>(parsed);
    QVERIFY2(sentence.contains(words), qPrintable(sentence));
}

void SettingsUrlTest::passwordsAreNotRepeated()
{
    const auto parsed = parseAccountUrl(QStringLiteral("imaps://alice:hunter2@host"));
    QVERIFY(!std::get<QString>(parsed).contains(QStringLiteral("hunter2")));
}

QTEST_GUILESS_MAIN(SettingsUrlTest)
#include "tst_settingsurl.moc"
