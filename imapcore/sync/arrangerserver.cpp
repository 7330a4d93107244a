// What Arranger asks the server.
#include "commands/fetch.h"
#include "commands/sort.h"
#include "commands/thread.h"
#include "sync/arranger.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>
#include <QPointer>
#include <algorithm>

namespace imap
{

namespace
{

constexpr qsizetype FetchLimit = 100; ///< messages of one FETCH
/// A server sorts fewer messages before anybody notices.
constexpr quint32 LargeFolder = 10'000;
/// Messages whose neighbours are found out by one SORT: three of these are enough for two million.
constexpr qsizetype Pivots = 128;

QList<SortKey> keysFor(Arrangement::By by, const Capabilities &capabilities)
{
    // What a row shows is the name where there is one (RFC 5957); older servers know addresses only.
    const bool display = capabilities.has("SORT=DISPLAY");
    SortKey key;
    switch (by) {
    case Arrangement::By::Arrival:
        key.by = SortKey::By::Arrival;
        break;
    case Arrangement::By::Date:
        key.by = SortKey::By::Date;
        break;
    case Arrangement::By::From:
        key.by = display ? SortKey::By::DisplayFrom : SortKey::By::From;
        break;
    case Arrangement::By::To:
        key.by = display ? SortKey::By::DisplayTo : SortKey::By::To;
        break;
    case Arrangement::By::Subject:
        key.by = SortKey::By::Subject;
        break;
    case Arrangement::By::Size:
        key.by = SortKey::By::Size;
        break;
    }
    return {key};
}

/// The best way to conversations that a server offers: by references alone; with subjects, which also joins
/// what only happens to be called alike; by subjects alone. Empty: none.
QByteArray threadAlgorithm(const Capabilities &capabilities)
{
    for (const char *name : {"REFS", "REFERENCES", "ORDEREDSUBJECT"}) {
        if (capabilities.has(QByteArray("THREAD=") + name))
            return name;
    }
    return {};
}

QList<quint32> numbersOf(const SortResult &result)
{
    return result.ids ? result.ids->toList() : QList<quint32>();
}

bool stillOn(Session *session, const MailboxName &folder)
{
    return session && session->state().mailbox && session->state().mailbox->name == folder &&
           !session->state().mailbox->selecting;
}

} // namespace

QCoro::Task<> Arranger::askServer(quint64 serial)
{
    const QPointer<Arranger> self(this);
    QPointer<Session> session(m_around.line());
    std::shared_ptr<const Error> failure;
    bool made = false;
    Side side;
    try {
        if (m_around.side && m_total > LargeFolder)
            side = co_await m_around.side();
        if (!self || serial != m_serial)
            co_return;
        if (side.session)
            session = side.session;
        if (m_wanted.threads)
            made = co_await askThreads(session, serial);
        else
            made = co_await askOrder(session, serial);
    } catch (const std::exception &) {
        failure = currentError();
    }
    if (!self || serial != m_serial || made)
        co_return;
    if (failure && !failure->sessionUsable()) {
        // When there is a connection again the folder begins anew, and so does its order.
        m_sink(ArrangementFailed{m_folder, m_wanted, failure});
        m_making.reset();
        co_return;
    }
    m_refused = m_refused || failure;
    makeFromStore(ArrangementSource::KnownOnly);
}

/// False: the server cannot, or says what cannot be.
QCoro::Task<bool> Arranger::askOrder(Session *session, quint64 serial)
{
    const QPointer<Arranger> self(this);
    const Capabilities &capabilities = session->state().capabilities;
    if (!capabilities.has("SORT"))
        co_return false;
    Sort sort;
    sort.keys = keysFor(m_wanted.by, capabilities);
    if (capabilities.has("ESORT")) {
        // The same numbers in one line without a limit on their count.
        SearchReturn all;
        all.all = true;
        sort.returns = all;
    }
    RunOptions how;
    how.cause = "arrange";
    how.stop = m_stop.get_token();
    auto answer = session->run(std::move(sort), std::move(how));
    SortResult result = co_await answer;
    if (!self || serial != m_serial)
        co_return true;
    answer = {}; // keeps what it gave: megabytes
    QList<quint32> uids = numbersOf(result);
    result.ids.reset();
    if (!m_hidden.isEmpty())
        uids.removeIf([this](quint32 uid) { return m_hidden.contains(Uid(uid)); });
    if (uids.isEmpty() && m_total > 0)
        co_return false;
    install(ArrangedMessages::list(std::move(uids)), ArrangementSource::Server);
    co_return true;
}

QCoro::Task<bool> Arranger::askThreads(Session *session, quint64 serial)
{
    const QPointer<Arranger> self(this);
    const QByteArray algorithm = threadAlgorithm(session->state().capabilities);
    if (algorithm.isEmpty())
        co_return false;
    Thread thread;
    thread.algorithm = algorithm;
    Search search;
    search.criteria = SearchKey(SearchKey::Simple::Unseen);
    search = search.compactFor(session->state().capabilities);
    RunOptions how;
    how.cause = "arrange";
    how.stop = m_stop.get_token();
    auto threads = session->run(std::move(thread), how);
    auto unseen = session->run(std::move(search), how);
    Threads result = co_await threads;
    const SearchResult unread = co_await unseen;
    threads = {}; // keeps what it gave: megabytes
    if (!self || serial != m_serial)
        co_return true;
    if (result.isEmpty() && m_total > 0)
        co_return false;
    UidSet unreadUids;
    if (unread.ids && std::holds_alternative<UidSet>(*unread.ids))
        unreadUids = std::get<UidSet>(*unread.ids);
    std::vector<ArrangedMessages::Member> members;
    members.reserve(size_t(result.nodes.size()));
    quint32 group = 0;
    for (const Threads::Node &node : std::as_const(result.nodes)) {
        group += node.depth == 0;
        if (node.id != 0 && !m_hidden.contains(Uid(node.id)))
            members.emplace_back(node.id, group, unreadUids.contains(Uid(node.id)));
    }
    result = {}; // megabytes
    install(ArrangedMessages::conversations(std::move(members)), ArrangementSource::Server);
    co_return true;
}

// ---------------------------------------------------------------- new messages in the server's order

/// One after the other, each finds its place by a few small questions.
QCoro::Task<> Arranger::placeByServer()
{
    if (std::exchange(m_placing, true))
        co_return;
    const QPointer<Arranger> self(this);
    const quint64 serial = m_serial;
    while (serial == m_serial && !m_homeless.isEmpty() && m_around.line()) {
        const MessageSummaryPtr message = m_homeless.first();
        ArrangedMessages::Addition addition{message->uid, !message->flags.contains(flags::Seen)};
        bool found = false;
        try {
            if (m_arrangement.threads) {
                const QList<Uid> joins = co_await askCompanions(message);
                if (!self)
                    co_return;
                addition.joins = joins;
                found = true;
            } else {
                const qint64 position = co_await askPosition(message->uid);
                if (!self)
                    co_return;
                addition.position = quint32(qMax<qint64>(0, position));
                found = position >= 0;
            }
        } catch (const std::exception &) {
            // Gone, refused or disconnected: the next order of all has it.
        }
        if (!self)
            co_return;
        if (serial != m_serial)
            break;
        m_homeless.removeOne(message);
        if (found && m_messages.find(message->uid) < 0) {
            m_messages.add(addition);
            m_sink(ArrangementMoved{m_folder, {}, {addition}});
        }
    }
    m_placing = false;
}

/// Which messages of the folder the new one names.
QCoro::Task<QList<Uid>> Arranger::askCompanions(MessageSummaryPtr message)
{
    QList<SearchKey> keys;
    const QList<QByteArrayView> ids = conversationIds(*message);
    constexpr qsizetype asked = 6; // the nearest ones; the last of References stand last
    for (qsizetype i = qMax<qsizetype>(0, ids.size() - asked); i < ids.size(); ++i)
        keys.append(SearchKey::header("Message-ID", QString::fromLatin1(ids.at(i))));
    QList<Uid> joins;
    if (keys.isEmpty())
        co_return joins;
    Search search;
    search.criteria = SearchKey::anyOf(keys);
    auto answer = m_around.line()->run(std::move(search), "arrange");
    const SearchResult result = co_await answer;
    if (result.ids && std::holds_alternative<UidSet>(*result.ids)) {
        constexpr qsizetype most = 64;
        joins = std::get<UidSet>(*result.ids).toList(most);
        joins.removeOne(message->uid);
    }
    co_return joins;
}

/// Where the new message stands among the others, narrowed down by sorting it together with some of them;
/// -1: the server does not say.
QCoro::Task<qint64> Arranger::askPosition(Uid uid)
{
    const QPointer<Arranger> self(this);
    const quint64 serial = m_serial;
    qsizetype low = 0;
    qsizetype high = m_messages.size();
    while (low < high) {
        Session *session = m_around.line();
        if (!session)
            co_return -1;
        // Ends belong to them: what is new is mostly the last by date.
        std::vector<qsizetype> places;
        const qsizetype count = qMin<qsizetype>(Pivots, high - low);
        UidSet among = UidSet::single(uid);
        for (qsizetype i = 0; i < count; ++i) {
            places.push_back(count == 1 ? low : low + (high - 1 - low) * i / (count - 1));
            among.add(m_messages.uidAt(places.back()));
        }
        QList<Uid> pivots;
        for (const qsizetype place : places)
            pivots.append(m_messages.uidAt(place));
        Sort sort;
        sort.keys = keysFor(m_arrangement.by, session->state().capabilities);
        sort.criteria = SearchKey::messages(among);
        auto answer = session->run(std::move(sort), "arrange");
        const SortResult result = co_await answer;
        if (!self || serial != m_serial)
            co_return -1;
        const QList<quint32> order = numbersOf(result);
        const auto at = std::find(order.begin(), order.end(), uid.value);
        if (at == order.end())
            co_return -1;
        // Behind the pivot that stands in front of it, before the one behind; some may be gone by now.
        const qsizetype before = at == order.begin() ? -1 : m_messages.find(Uid(*(at - 1)));
        const qsizetype behind = at + 1 == order.end() ? -1 : m_messages.find(Uid(*(at + 1)));
        const qsizetype newLow = before < 0 ? low : before + 1;
        const qsizetype newHigh = behind < 0 ? high : behind;
        if (newLow > newHigh || (newLow == low && newHigh == high))
            co_return newLow;
        low = newLow;
        high = newHigh;
    }
    co_return low;
}

// ---------------------------------------------------------------- contents

void Arranger::show(const QList<Uid> &uids)
{
    m_shown = uids.first(qMin<qsizetype>(uids.size(), store::MessageStore::MaxWindow));
    MessagesShown shown{m_folder, {}};
    for (MessageSummary &message : m_store->messages().load(m_id, m_shown))
        shown.messages.append(std::make_shared<const MessageSummary>(std::move(message)));
    if (!shown.messages.isEmpty())
        m_sink(std::move(shown));
    fetchShown();
}

/// What is not in the cache comes from the server; OpenFolder takes it in and tells of it.
QCoro::Task<> Arranger::fetchShown()
{
    m_fetchAgain = true;
    if (std::exchange(m_fetching, true))
        co_return;
    const QPointer<Arranger> self(this);
    UidSet asked;
    for (;;) {
        Session *session = m_around.line();
        if (!session || !stillOn(session, m_folder))
            break;
        UidSet missing;
        for (const Uid uid : std::as_const(m_shown)) {
            if (missing.count() < quint64(FetchLimit) && !m_store->messages().load(m_id, uid))
                missing.add(uid);
        }
        if (missing.isEmpty() || (missing == asked && !m_fetchAgain))
            break;
        m_fetchAgain = false;
        asked = missing;
        FetchStream fetch;
        fetch.messages = missing;
        fetch.items =
            windowItems(session->state().mailbox->highestModSeq.isValid(), session->state().capabilities);
        auto answer = session->run(std::move(fetch), "scroll");
        try {
            co_await answer;
        } catch (const Error &) {
            // Disconnected or refused: the next call finds out what is still missing.
        }
        if (!self)
            co_return;
    }
    m_fetching = false;
}

} // namespace imap
