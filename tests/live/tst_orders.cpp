#include "commands/expunge.h"
#include "commands/sort.h"
#include "commands/store.h"
#include "commands/thread.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;

namespace
{

QByteArray letter(int number, const QByteArray &subject, const QByteArray &answers = {})
{
    const QByteArray reply =
        answers.isEmpty() ? QByteArray() : "In-Reply-To: <" + answers + "@example.org>\r\n";
    return "From: Anna <anna@example.org>\r\nTo: alice@example.org\r\nSubject: " + subject +
           "\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\nMessage-ID: <" + QByteArray::number(number) +
           "@example.org>\r\n" + reply + "\r\nHello.\r\n";
}

/// The rows that a list would show.
class Rows : public QObject
{
    Q_OBJECT
public:
    explicit Rows(AccountHandle *account)
    {
        connect(account, &AccountHandle::eventsReady, this, [this](const EventBatch &batch) {
            for (const Event &event : batch.events)
                std::visit([this](const auto &one) { take(one); }, event);
        });
    }
    QList<quint32> uids() const { return messages.uids(); }

    ArrangedMessages messages;
    std::optional<ArrangementReset> reset;
    int resets = 0;
    QSet<quint32> contents;

private:
    void take(const ArrangementReset &event)
    {
        ++resets;
        reset = event;
        messages = event.messages ? *event.messages : ArrangedMessages();
    }
    void take(const ArrangementMoved &event)
    {
        for (const Uid uid : event.removed)
            messages.remove(uid);
        for (const auto &addition : event.added)
            messages.add(addition);
    }
    void take(const MessagesShown &event)
    {
        for (const MessageSummaryPtr &message : event.messages)
            contents.insert(message->uid.value);
    }
    void take(const MessagesChanged &event)
    {
        for (const MessageRow &row : event.rows)
            contents.insert(row.message->uid.value);
    }
    template <class Other>
    void take(const Other &)
    {
    }
};

const Arrangement bySubject{Arrangement::By::Subject, false};
const Arrangement conversations{Arrangement::By::Arrival, true};

} // namespace

/// Orders of a folder of three hundred on a real server, which has them from SORT and THREAD.
class TestOrders : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    std::unique_ptr<Rows> m_rows;
    const MailboxName m_folder{QStringLiteral("Orders")};

    ConnectionSettings settings() const { return settingsOf(*m_server); }
    void open()
    {
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_rows = std::make_unique<Rows>(m_account.get());
        m_account->start();
        m_account->openFolder(m_folder);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 30'000);
    }
    void arrange(const Arrangement &arrangement)
    {
        m_account->arrange(m_folder, arrangement);
        QTRY_VERIFY_WITH_TIMEOUT(m_rows->reset && m_rows->reset->arrangement == arrangement, 30'000);
    }
    QList<quint32> serverOrder(OtherClient &other)
    {
        Sort sort;
        sort.keys = {SortKey{SortKey::By::Subject, false}};
        const QList<quint32> uids = other.run(std::move(sort)).ids->toList();
        return {uids.begin(), uids.end()};
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
        QVERIFY(m_server->fill(m_folder.toString(), 300));
    }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_account.reset();
        m_rows.reset();
        m_view.reset();
    }

    /// Only the newest window is known here; the server sorts, and new mail finds its place without sorting
    /// all again.
    void bySubjectOnTheServer()
    {
        open();
        QVERIFY(m_view->knownRows() < 300);
        arrange(bySubject);
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(m_folder.toString());
        QCOMPARE(m_rows->reset->source, ArrangementSource::Server);
        QCOMPARE(m_rows->uids(), serverOrder(other));
        const QByteArrayList subjects{"aaa", "mmm", "zzz", "Re: mmm"};
        for (const QByteArray &subject : subjects)
            QVERIFY(m_server->deliver(m_folder.toString(), letter(1000, subject)));
        QTRY_COMPARE_WITH_TIMEOUT(m_rows->messages.size(), 304, 30'000);
        other.select(m_folder.toString());
        QCOMPARE(m_rows->uids(), serverOrder(other));
        QCOMPARE(m_rows->resets, 1);
        const QList<Uid> shown{m_rows->messages.uidAt(5), m_rows->messages.uidAt(150)};
        m_account->showMessages(m_folder, shown);
        QTRY_VERIFY_WITH_TIMEOUT(m_rows->contents.contains(shown.first().value) &&
                                     m_rows->contents.contains(shown.last().value),
                                 30'000);
    }

    /// Somebody else deletes what nobody here has looked at.
    void removedElsewhere()
    {
        open();
        arrange(bySubject);
        const QList<quint32> before = m_rows->uids();
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(m_folder.toString());
        const UidSet gone = UidSet::range(Uid(3), Uid(7));
        Store mark;
        mark.messages = gone;
        mark.flags = FlagSet{flags::Deleted};
        other.run(std::move(mark));
        other.run(Expunge{});
        QTRY_COMPARE_WITH_TIMEOUT(m_rows->messages.size(), qsizetype(before.size()) - 5, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_rows->uids(), serverOrder(other), 30'000);
    }

    void conversationsOnTheServer()
    {
        open();
        const size_t before = m_view->rows.size();
        QVERIFY(m_server->deliver(m_folder.toString(), letter(2000, "Lunch")));
        QVERIFY(m_server->deliver(m_folder.toString(), letter(2001, "Dinner")));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->rows.size(), before + 2, 30'000);
        arrange(conversations);
        const qsizetype groups = m_rows->messages.groupCount();
        QVERIFY(m_server->deliver(m_folder.toString(), letter(2002, "Re: Lunch", "2000")));
        QTRY_COMPARE_WITH_TIMEOUT(m_rows->messages.groupSize(m_rows->messages.groupCount() - 1), 2, 30'000);
        QCOMPARE(m_rows->messages.groupCount(), groups);
        QVERIFY(m_rows->messages.isGroupUnread(groups - 1));
    }
};

QTEST_GUILESS_MAIN(TestOrders)
#include "tst_orders.moc"
