#include "app/credentials/commandcredentials.h"
#include "types/error.h"

#include <QtTest>

using app::CommandCredentialSource;

class TestCommandCredentials : public QObject
{
    Q_OBJECT
    /// The secret, or what the error says.
    static QString outcome(const QString &command, int timeoutMs = 30'000)
    {
        CommandCredentialSource source(command, timeoutMs);
        QFuture<imap::Secret> future = source.secret({});
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
            return QStringLiteral("never finished");
        try {
            return QString::fromUtf8(future.result().reveal());
        } catch (const imap::LocalError &error) {
            return QStringLiteral("error: ") + error.message();
        }
    }

private Q_SLOTS:
    void takesTheFirstLine()
    {
        QCOMPARE(outcome(QStringLiteral("printf 'geh eim\\nlogin: ann\\n'")), QStringLiteral("geh eim"));
        QCOMPARE(outcome(QStringLiteral("printf 'no line break'")), QStringLiteral("no line break"));
        QCOMPARE(outcome(QStringLiteral("printf ' with spaces \\r\\nx'")), QStringLiteral(" with spaces "));
    }

    void tellsWhatWentWrong()
    {
        const QString failed = outcome(QStringLiteral("echo secret; echo 'no such entry' >&2; exit 3"));
        QVERIFY2(failed.startsWith(QStringLiteral("error: ")), qPrintable(failed));
        QVERIFY(failed.contains(QStringLiteral("status 3")));
        QVERIFY(failed.contains(QStringLiteral("no such entry")));
        QVERIFY(!failed.contains(QStringLiteral("secret"))); // what it printed stays unsaid
        QVERIFY(outcome(QStringLiteral("true")).contains(QStringLiteral("no password")));
        QVERIFY(outcome(QStringLiteral("exec sleep 60"), 50).contains(QStringLiteral("too long")));
    }

    // A command that never stops printing must not fill the memory.
    void boundsTheOutput()
    {
        const QString line = outcome(QStringLiteral("head -c 3000000 /dev/zero | tr '\\0' x"));
        QCOMPARE(line.size(), 64 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestCommandCredentials)
#include "tst_commandcredentials.moc"
