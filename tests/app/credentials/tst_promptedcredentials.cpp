#include "app/credentials/answer.h"
#include "app/credentials/promptedcredentials.h"

#include <QSignalSpy>
#include <QThread>
#include <QtTest>

namespace
{

/// A keychain in memory that can be made to refuse.
class FakeKeychain : public app::Keychain
{
public:
    QHash<QString, imap::Secret> secrets;
    bool broken = false;
    int reads = 0;

protected:
    QFuture<std::optional<imap::Secret>> readEntry(const QString &key) override
    {
        ++reads;
        app::Answer<std::optional<imap::Secret>> answer;
        if (broken)
            answer.fail(imap::LocalError(QStringLiteral("locked")));
        else if (secrets.contains(key))
            answer.give(std::optional<imap::Secret>(secrets.value(key)));
        else
            answer.give(std::optional<imap::Secret>());
        return answer.future();
    }
    QFuture<void> writeEntry(const QString &key, const imap::Secret &secret) override
    {
        app::Answer<void> answer;
        if (broken) {
            answer.fail(imap::LocalError(QStringLiteral("locked")));
        } else {
            secrets.insert(key, secret);
            answer.give();
        }
        return answer.future();
    }
    QFuture<void> removeEntry(const QString &key) override
    {
        secrets.remove(key);
        return QtFuture::makeReadyFuture();
    }
};

imap::AccountConfig account()
{
    imap::AccountConfig config;
    config.id = QStringLiteral("ann");
    config.user = QStringLiteral("ann");
    config.connection.host = QStringLiteral("mail.example.org");
    return config;
}

} // namespace

class TestPromptedCredentials : public QObject
{
    Q_OBJECT
    std::shared_ptr<FakeKeychain> m_keychain;
    QStringList m_asked;
    QList<std::shared_ptr<app::Answer<app::PromptAnswer>>> m_open;

    app::Prompt prompt()
    {
        return [this](const imap::AccountConfig &config, const QString &why) {
            m_asked << config.user + QLatin1Char('|') + why;
            m_open << std::make_shared<app::Answer<app::PromptAnswer>>();
            return m_open.last()->future();
        };
    }
    static QString outcome(QFuture<imap::Secret> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return QStringLiteral("never finished");
        try {
            return QString::fromUtf8(future.result().reveal());
        } catch (const imap::LocalError &error) {
            return QStringLiteral("error: ") + error.message();
        }
    }

private Q_SLOTS:
    void init()
    {
        m_keychain = std::make_shared<FakeKeychain>();
        m_asked.clear();
        m_open.clear();
    }

    void takesTheKeychainsWordWithoutAsking()
    {
        m_keychain->secrets.insert(app::Keychain::key(account()), imap::Secret(QByteArray("kept")));
        app::PromptedCredentials credentials(m_keychain, prompt());
        QCOMPARE(outcome(credentials.secret(account())), QStringLiteral("kept"));
        QVERIFY(m_asked.isEmpty());
    }

    // Several connections of one account sign in together: one dialog, one answer for all.
    void asksOnceForAll()
    {
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<imap::Secret> first = credentials.secret(account());
        QFuture<imap::Secret> second;
        std::unique_ptr<QThread> worker(QThread::create([&] { second = credentials.secret(account()); }));
        worker->start();
        QVERIFY(worker->wait(5000));
        QTRY_COMPARE(m_open.size(), 1);
        QCoreApplication::processEvents();
        m_open.first()->give(app::PromptAnswer{imap::Secret(QByteArray("typed")), true});
        QCOMPARE(outcome(first), QStringLiteral("typed"));
        QCOMPARE(outcome(second), QStringLiteral("typed"));
        QCOMPARE(m_asked, QStringList{QStringLiteral("ann|")});
        QCOMPARE(m_keychain->secrets.value(app::Keychain::key(account())).reveal(), QByteArray("typed"));
        QCOMPARE(outcome(credentials.secret(account())), QStringLiteral("typed"));
        QCOMPARE(m_keychain->reads, 2); // once, under the name of today and the former one
    }

    void aPasswordForThisRunStaysOutOfTheKeychain()
    {
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<imap::Secret> future = credentials.secret(account());
        QTRY_COMPARE(m_open.size(), 1);
        m_open.first()->give(app::PromptAnswer{imap::Secret(QByteArray("typed")), false});
        QCOMPARE(outcome(future), QStringLiteral("typed"));
        QVERIFY(m_keychain->secrets.isEmpty());
    }

    // Two accounts of one user at one server: at two ports there are two servers.
    void accountsOfOneUserHaveTheirOwnPasswords()
    {
        imap::AccountConfig other = account();
        other.id = QStringLiteral("ann-2");
        other.connection.port = 1993;
        app::PromptedCredentials credentials(m_keychain, prompt());
        credentials.setAccounts([other] { return QList<imap::AccountConfig>{account(), other}; });
        credentials.remember(account(), imap::Secret(QByteArray("one")), true);
        credentials.remember(other, imap::Secret(QByteArray("two")), true);
        QTRY_COMPARE(m_keychain->secrets.size(), 2);
        QCOMPARE(outcome(app::PromptedCredentials(m_keychain, prompt()).known(account())),
                 QStringLiteral("one"));
        credentials.forget(account());
        QTRY_COMPARE(m_keychain->secrets.size(), 1);
        app::PromptedCredentials again(m_keychain, prompt());
        QCOMPARE(outcome(again.known(other)), QStringLiteral("two"));
        QVERIFY(outcome(again.known(account())).startsWith(QStringLiteral("error: ")));
    }

    // Under its former name a password was shared. Who forgets it leaves it to the others.
    void aSharedPasswordIsFoundAndLeftToTheOthers()
    {
        imap::AccountConfig other = account();
        other.id = QStringLiteral("ann-2");
        const QString former = app::Keychain::formerKey(account());
        QCOMPARE(app::Keychain::formerKey(other), former);
        m_keychain->secrets.insert(former, imap::Secret(QByteArray("shared")));
        app::PromptedCredentials credentials(m_keychain, prompt());
        credentials.setAccounts([other] { return QList<imap::AccountConfig>{other}; });
        QCOMPARE(outcome(credentials.secret(account())), QStringLiteral("shared"));
        QCOMPARE(outcome(credentials.secret(other)), QStringLiteral("shared"));
        credentials.forget(account());
        QTRY_VERIFY(!m_keychain->secrets.contains(former));
        QVERIFY(outcome(credentials.known(account())).startsWith(QStringLiteral("error: ")));
        QCOMPARE(outcome(credentials.known(other)), QStringLiteral("shared"));
        credentials.forget(other);
        QTRY_VERIFY(m_keychain->secrets.isEmpty());
    }

    void whatIsNotToBeKeptAnyMoreIsForgotten_data()
    {
        QTest::addColumn<bool>("typed");
        QTest::newRow("typed again") << true;
        QTest::newRow("as before") << false;
    }
    void whatIsNotToBeKeptAnyMoreIsForgotten()
    {
        QFETCH(bool, typed);
        m_keychain->secrets.insert(app::Keychain::key(account()), imap::Secret(QByteArray("kept")));
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<bool> kept = credentials.isKept(account());
        QTRY_VERIFY(kept.isFinished());
        QVERIFY(kept.result());
        if (typed)
            credentials.remember(account(), imap::Secret(QByteArray("kept")), false);
        else
            credentials.keepKnown(account(), false);
        QTRY_VERIFY(m_keychain->secrets.isEmpty());
        QCOMPARE(outcome(credentials.secret(account())), QStringLiteral("kept")); // for this run
        QVERIFY(m_asked.isEmpty());
        credentials.keepKnown(account(), true);
        QTRY_COMPARE(m_keychain->secrets.value(app::Keychain::key(account())).reveal(), QByteArray("kept"));
    }

    void decliningIsAnError()
    {
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<imap::Secret> future = credentials.secret(account());
        QTRY_COMPARE(m_open.size(), 1);
        m_open.first()->give(app::PromptAnswer{});
        QVERIFY(outcome(future).startsWith(QStringLiteral("error: ")));
        // and the next try may ask again
        QFuture<imap::Secret> next = credentials.secret(account());
        QTRY_COMPARE(m_open.size(), 2);
        m_open.last()->give(app::PromptAnswer{imap::Secret(QByteArray("now")), false});
        QCOMPARE(outcome(next), QStringLiteral("now"));
    }

    void aBrokenKeychainIsTold()
    {
        m_keychain->broken = true;
        app::PromptedCredentials credentials(m_keychain, prompt());
        QSignalSpy notKept(&credentials, &app::PromptedCredentials::notKept);
        QFuture<imap::Secret> future = credentials.secret(account());
        QTRY_COMPARE(m_asked, QStringList{QStringLiteral("ann|locked")});
        m_open.first()->give(app::PromptAnswer{imap::Secret(QByteArray("typed")), true});
        QCOMPARE(outcome(future), QStringLiteral("typed")); // signing in works all the same
        QTRY_COMPARE(notKept.size(), 1);
        QCOMPARE(notKept.first().at(1).toString(), QStringLiteral("locked"));
    }

    // The dialog went away with the window: whoever waits gets an error instead of waiting for ever.
    void aDroppedPromptIsAnError()
    {
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<imap::Secret> future = credentials.secret(account());
        QTRY_COMPARE(m_open.size(), 1);
        m_open.clear();
        QVERIFY(outcome(future).startsWith(QStringLiteral("error: ")));
    }

    void typedUnaskedAnswersThoseWhoWait()
    {
        app::PromptedCredentials credentials(m_keychain, prompt());
        QFuture<imap::Secret> future = credentials.secret(account());
        QTRY_COMPARE(m_open.size(), 1);
        credentials.remember(account(), imap::Secret(QByteArray("from the banner")), false);
        QCOMPARE(outcome(future), QStringLiteral("from the banner"));
    }
};

QTEST_GUILESS_MAIN(TestPromptedCredentials)
#include "tst_promptedcredentials.moc"
