#include "app/desktop/settings.h"

#include <QTemporaryDir>
#include <QtTest>

using app::Settings;

static imap::AccountConfig fullAccount()
{
    imap::AccountConfig account;
    account.id = QStringLiteral("ann-example-org");
    account.displayName = QStringLiteral("Ann at work; 100 %");
    account.user = QStringLiteral("änn@example.org");
    account.authorizationId = QStringLiteral("team");
    account.mechanism = QStringLiteral("SCRAM-SHA-256");
    account.sendId = false;
    account.maximumConnections = 5;
    account.fill = {imap::FillPolicy::Keep::RecentBodies, 90};
    account.connection.security = imap::ConnectionSettings::Security::StartTls;
    account.connection.host = QStringLiteral("mail.example.org");
    account.connection.port = 1143;
    account.connection.caFile = QStringLiteral("/etc/ca, own.pem");
    account.connection.clientCertificate = QStringLiteral("/c.pem");
    account.connection.clientKey = QStringLiteral("/k.pem");
    account.connection.pinnedCertificate = QByteArray(32, '\xAB');
    account.connection.connectTimeoutMs = 5000;
    account.connection.readTimeoutMs = 7000;
    account.cache.bodyBytes = qint64(7) << 32;
    account.cache.bodyDays = 400;
    account.cache.removedDays = 5;
    return account;
}

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsAccounts()
    {
        QTemporaryDir folder;
        imap::AccountConfig command;
        command.id = QStringLiteral("local");
        command.connection.security = imap::ConnectionSettings::Security::Command;
        command.connection.command = QStringLiteral("ssh host \"imapd\" # x=1");
        {
            Settings settings(folder.filePath(QStringLiteral("new/profile")));
            QCOMPARE(settings.problem(), QString());
            QVERIFY(settings.accounts().isEmpty());
            settings.setAccounts({fullAccount(), command});
        }
        Settings again(folder.filePath(QStringLiteral("new/profile")));
        QCOMPARE(again.accounts(), (QList<imap::AccountConfig>{fullAccount(), command}));
        again.setAccounts({command});
        QCOMPARE(again.accounts(), QList<imap::AccountConfig>{command});
        QVERIFY(QFileInfo(again.accountsFolder()).isDir());
    }

    // Mail and settings are nobody else's business on a machine that is shared.
    void newProfilesAreForTheUserAlone()
    {
        QTemporaryDir folder;
        Settings settings(folder.filePath(QStringLiteral("p")));
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(settings.profile()) & others, QFile::Permissions());
    }

    // The file can be edited by hand: a slip of the pen must neither crash nor weaken security.
    void survivesEdits()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("postrider.ini")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[accounts]\nsize=4\n"
                   "1\\id=../../etc\n1\\host=h\n"
                   "2\\id=ok\n2\\host=h\n2\\port=99999999\n2\\security=TLS?\n2\\pinnedCertificate=abcd\n"
                   "3\\id=ok\n3\\host=again\n"
                   "4\\id=nohost\n");
        file.close();
        Settings settings(folder.path());
        const QList<imap::AccountConfig> accounts = settings.accounts();
        QCOMPARE(accounts.size(), 1);
        QCOMPARE(accounts.first().connection.host, QStringLiteral("h"));
        QCOMPARE(accounts.first().connection.port, quint16(65535));
        QCOMPARE(accounts.first().connection.security, imap::ConnectionSettings::Security::Tls);
        QVERIFY(accounts.first().connection.pinnedCertificate.isEmpty());
    }

    void saysWhyNothingIsKept()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("taken")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Settings settings(file.fileName());
        QVERIFY(!settings.problem().isEmpty());
    }

    void makesIds()
    {
        QCOMPARE(app::newAccountId(QStringLiteral("Ann.B@Example.org"), {}),
                 QStringLiteral("ann-b-example-org"));
        QCOMPARE(app::newAccountId(QStringLiteral("a@b"), {QStringLiteral("a-b"), QStringLiteral("a-b-2")}),
                 QStringLiteral("a-b-3"));
        QCOMPARE(app::newAccountId(QStringLiteral("日本"), {}), QStringLiteral("account"));
        QVERIFY(app::newAccountId(QString(500, u'x'), {}).size() <= 64);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
