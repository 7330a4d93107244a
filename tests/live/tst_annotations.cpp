#include "commands/mailbox.h"
#include "commands/metadata.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"
#include "ui/models/annotationmodel.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;
using ui::AnnotationModel;
using Program = MailServer::Program;

/// What alice notes on her folders and on the server: what the dialog's model shows, and what is true there.
class TestAnnotations : public QObject
{
    Q_OBJECT
    QHash<Program, std::shared_ptr<MailServer>> m_servers;
    std::shared_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    std::unique_ptr<AnnotationModel> m_model;
    MailboxName m_folder;

    static void bothServers()
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("Dovecot") << Program::Dovecot;
        QTest::newRow("Cyrus") << Program::Cyrus;
    }
    /// Alice with a folder that has the name of the story.
    void begin()
    {
        QFETCH(Program, program);
        if (const QString why = MailServer::missing(program); !why.isEmpty())
            QSKIP(qPrintable(why));
        if (!m_servers.contains(program)) {
            m_servers.insert(program, std::make_shared<MailServer>(QStringList(), program));
            QVERIFY(m_servers[program]->start());
        }
        m_server = m_servers[program];
        m_folder = MailboxName(QString::fromLatin1(QTest::currentTestFunction()));
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->connection.state == ConnectionState::Online, 30'000);
        m_account->change(CreateFolderChange{m_folder, FolderRole::None});
        QTRY_VERIFY_WITH_TIMEOUT(ended(OperationState::Done), 30'000);
        look(m_folder);
        QTRY_COMPARE_WITH_TIMEOUT(m_model->phase(), AnnotationModel::Phase::Ready, 30'000);
    }
    void look(const MailboxName &folder)
    {
        m_model = std::make_unique<AnnotationModel>(m_account.get(), folder);
        connect(m_model.get(), &AnnotationModel::changeWanted, m_account.get(),
                [this](const MetadataChange &change) { m_account->change(change); });
    }
    bool ended(OperationState state) const
    {
        return !m_view->journal.isEmpty() && m_view->journal.last().state == state;
    }
    quint64 newest() const { return m_view->journal.isEmpty() ? 0 : m_view->journal.lastKey(); }
    void change(const QByteArray &entry, const std::optional<QByteArray> &value)
    {
        const quint64 before = newest();
        m_model->change(entry, value);
        QTRY_VERIFY_WITH_TIMEOUT(newest() > before && ended(OperationState::Done), 30'000);
    }
    QByteArray shown(const QByteArray &entry) const
    {
        const int row = m_model->rowOf(entry);
        return row < 0 ? QByteArray("none") : m_model->valueAt(row);
    }
    /// What the server says to a program that keeps nothing.
    QByteArray onServer(const QByteArray &entry) const
    {
        OtherClient other(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        GetMetadata command;
        command.mailbox = m_model->folder();
        command.entries = {entry};
        const MetadataResult result = other.run(std::move(command));
        for (const MetadataEntry &one : result.entries) {
            if (one.name.compare(entry, Qt::CaseInsensitive) == 0)
                return one.value.value_or("none");
        }
        return "none";
    }

private Q_SLOTS:
    void initTestCase() { skipWithoutServer(); }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_model.reset();
        m_account.reset();
        m_view.reset();
        m_cache.reset();
    }
    void cleanupTestCase() { m_servers.clear(); }

    void writtenSeenAndTakenBack_data() { bothServers(); }
    void writtenSeenAndTakenBack()
    {
        begin();
        if (!m_account)
            return; // there is no such server
        change("/private/comment", QByteArray("Grüße,\r\nzwei Zeilen \"so\"\\"));
        const quint64 first = newest();
        QCOMPARE(onServer("/private/comment"), QByteArray("Grüße,\r\nzwei Zeilen \"so\"\\"));
        change("/shared/comment", QByteArray("for all"));
        change("/private/comment", QByteArray("anew"));
        const quint64 second = newest();
        QCOMPARE(onServer("/private/comment"), QByteArray("anew"));
        m_account->undo(second);
        QTRY_COMPARE_WITH_TIMEOUT(onServer("/private/comment"), QByteArray("Grüße,\r\nzwei Zeilen \"so\"\\"),
                                  30'000);
        m_account->undo(first);
        QTRY_COMPARE_WITH_TIMEOUT(onServer("/private/comment"), QByteArray("none"), 30'000);
        QTRY_COMPARE(shown("/private/comment"), QByteArray("none"));
        QTRY_COMPARE(shown("/shared/comment"), QByteArray("for all"));
        change("/shared/comment", std::nullopt);
        QCOMPARE(onServer("/shared/comment"), QByteArray("none"));
    }

    void refused_data() { bothServers(); }
    void refused()
    {
        begin();
        if (!m_account)
            return; // there is no such server
        // The server's own notes for everybody are for who runs it.
        look(MailboxName());
        QTRY_COMPARE_WITH_TIMEOUT(m_model->phase(), AnnotationModel::Phase::Ready, 30'000);
        QSignalSpy refused(m_model.get(), &AnnotationModel::refused);
        m_model->change("/shared/comment", QByteArray("mine"));
        QCOMPARE(shown("/shared/comment"), QByteArray("mine"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 30'000);
        QVERIFY(!refused[0][1].toString().isEmpty());
        QCOMPARE(shown("/shared/comment"), QByteArray("none"));
        QCOMPARE(onServer("/shared/comment"), QByteArray("none"));
        change("/private/comment", QByteArray("what this account is for"));
        QCOMPARE(onServer("/private/comment"), QByteArray("what this account is for"));
        QTRY_COMPARE(shown("/private/comment"), QByteArray("what this account is for"));
        change("/private/comment", std::nullopt);
    }

    void theFolderIsGoneMeanwhile_data() { bothServers(); }
    void theFolderIsGoneMeanwhile()
    {
        begin();
        if (!m_account)
            return; // there is no such server
        {
            OtherClient other(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
            Delete command;
            command.mailbox = m_folder;
            other.run(std::move(command));
        }
        QSignalSpy refused(m_model.get(), &AnnotationModel::refused);
        m_model->change("/private/comment", QByteArray("too late"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 30'000);
        QCOMPARE(shown("/private/comment"), QByteArray("none"));
    }

    /// The server goes away with the change under way, and comes back.
    void cutInTheMiddle_data() { bothServers(); }
    void cutInTheMiddle()
    {
        begin();
        if (!m_account)
            return; // there is no such server
        change("/private/comment", QByteArray("before"));
        const quint64 before = newest();
        m_model->change("/private/comment", QByteArray("behind"));
        m_server->stop();
        QTRY_VERIFY_WITH_TIMEOUT(newest() > before, 30'000);
        QCOMPARE(shown("/private/comment"), QByteArray("behind"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->connection.state != ConnectionState::Online, 30'000);
        QVERIFY(m_server->start());
        m_account->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(ended(OperationState::Done), 60'000);
        QCOMPARE(onServer("/private/comment"), QByteArray("behind"));
        QTRY_COMPARE(shown("/private/comment"), QByteArray("behind"));
    }
};

QTEST_GUILESS_MAIN(TestAnnotations)
#include "tst_annotations.moc"
