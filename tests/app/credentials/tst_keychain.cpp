#include "app/credentials/keychain.h"
#include "types/error.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

// Runs itself again inside a D-Bus session of its own with a GNOME keyring in a folder of its own, so that it
// neither needs nor touches the user's.
static constexpr char insideVariable[] = "POSTRIDER_TEST_INSIDE_KEYRING";

class TestKeychain : public QObject
{
    Q_OBJECT
    template <class T>
    static void finish(const QFuture<T> &future)
    {
        QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }, 20'000));
    }

    static imap::AccountConfig account(const char *user, const char *host)
    {
        imap::AccountConfig config;
        config.id = QStringLiteral("x");
        config.user = QString::fromUtf8(user);
        config.connection.host = QString::fromUtf8(host);
        return config;
    }

private Q_SLOTS:
    void keysNameTheUserTheServerAndTheAccount()
    {
        QCOMPARE(app::Keychain::key(account("ann", "Mail.Example.org")),
                 QStringLiteral("imap://ann@mail.example.org/x"));
        QCOMPARE(app::Keychain::formerKey(account("ann", "Mail.Example.org")),
                 QStringLiteral("imap://ann@mail.example.org"));
        imap::AccountConfig command = account("ann", "");
        command.connection.security = imap::ConnectionSettings::Security::Command;
        QCOMPARE(app::Keychain::key(command), QStringLiteral("imap+exec://ann@x"));
    }

    void keepsAndForgets()
    {
        if (!qEnvironmentVariableIsSet(insideVariable))
            QSKIP("runs inside a keyring session, see main()");
        app::Keychain keychain;
        const imap::AccountConfig ann = account("ann", "mail.example.org");
        const imap::AccountConfig other = account("ann", "mail.example.com");
        auto nothing = keychain.read(ann);
        finish(nothing);
        QVERIFY(!nothing.result());

        const QByteArray difficult("pä ss\"'\\\x01wörd");
        auto written = keychain.write(ann, imap::Secret(difficult));
        finish(written);
        written.waitForFinished(); // throws what went wrong
        auto found = keychain.read(ann);
        finish(found);
        QVERIFY(found.result());
        QCOMPARE(found.result()->reveal(), difficult);
        auto elsewhere = keychain.read(other);
        finish(elsewhere);
        QVERIFY(!elsewhere.result()); // never another server's password

        for (int i = 0; i < 2; ++i) { // the second time there is nothing left to remove
            auto removed = keychain.remove(ann, {});
            finish(removed);
            removed.waitForFinished();
        }
        auto gone = keychain.read(ann);
        finish(gone);
        QVERIFY(!gone.result());
    }

    // Without D-Bus there is an error in words, not a hang and not an empty password.
    void saysThatThereIsNoSession()
    {
        if (qEnvironmentVariableIsSet(insideVariable))
            QSKIP("has a session");
        qunsetenv("XDG_RUNTIME_DIR");
        qunsetenv("DISPLAY");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        app::Keychain keychain;
        auto read = keychain.read(account("ann", "mail.example.org"));
        finish(read);
        bool failed = false;
        try {
            read.waitForFinished();
        } catch (const imap::LocalError &error) {
            failed = true;
            QVERIFY2(error.message().contains(QStringLiteral("keychain"), Qt::CaseInsensitive),
                     qPrintable(error.message()));
        }
        QVERIFY(failed);
    }
};

/// Runs this program once more in a fresh session; 77 (skipped for CTest) where the tools are missing.
static int runInside(const QStringList &arguments)
{
    const QString session = QStandardPaths::findExecutable(QStringLiteral("dbus-run-session"));
    const QString keyring = QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon"));
    if (session.isEmpty() || keyring.isEmpty()) {
        qInfo("The keyring half is skipped: dbus-run-session or gnome-keyring-daemon is not installed.");
        return 0;
    }
    QTemporaryDir home;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(insideVariable), QStringLiteral("1"));
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home.filePath(QStringLiteral("data")));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home.path());
    environment.insert(QStringLiteral("XDG_CURRENT_DESKTOP"), QStringLiteral("GNOME"));
    environment.remove(QStringLiteral("DISPLAY"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    // The daemon reads the keyring's password, makes the keyring with it and ends when the session does.
    const QString script = QStringLiteral("printf x | \"$0\" --unlock --components=secrets >/dev/null 2>&1; "
                                          "\"$@\"");
    process.start(session, QStringList{QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
                                       script, keyring} +
                               arguments);
    if (!process.waitForFinished(90'000)) {
        process.kill();
        process.waitForFinished();
        return 1;
    }
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 1;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (!qEnvironmentVariableIsSet(insideVariable)) {
        if (const int status = runInside(QCoreApplication::arguments()); status != 0)
            return status;
    }
    TestKeychain test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_keychain.moc"
