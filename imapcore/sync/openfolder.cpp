#include "sync/openfolder.h"

#include "commands/select.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// Changes are written and told in groups: at most so many, at most so late.
constexpr qsizetype FlushRows = 64;
constexpr int FlushMs = 15;
constexpr int SaveMs = 2000;
constexpr int RecountMs = 800;
/// More new messages than this are not fetched at once: they are seen when somebody scrolls there.
constexpr quint32 NewLimit = 100;

} // namespace

OpenFolder::OpenFolder(store::Store *store, FolderList *folders, FlagJournal *journal, MailboxName name,
                       EventSink sink, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_folders(folders)
    , m_journal(journal)
    , m_name(std::move(name))
    , m_id(store->mailboxes().ensureFolder(m_name))
    , m_rows(store, m_id)
    , m_sink(std::move(sink))
{
    m_flushTimer.setSingleShot(true);
    m_saveTimer.setSingleShot(true);
    m_recountTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &OpenFolder::flush);
    connect(&m_saveTimer, &QTimer::timeout, this, &OpenFolder::save);
    connect(&m_recountTimer, &QTimer::timeout, this, [this] {
        if (isAttached())
            m_folders->recount(m_session, m_name);
    });
}

OpenFolder::~OpenFolder()
{
    detach();
}

void OpenFolder::showCache()
{
    m_rows.load();
    m_uidNext = m_store->mailboxes().syncState(m_id).uidNext;
    if (m_rows.total() > 0)
        reset(true);
}

// ---------------------------------------------------------------- opening

QCoro::Task<> OpenFolder::attach(Session *session)
{
    const QPointer<OpenFolder> self(this);
    m_session = session;
    m_attached = false;
    m_holding = true;
    m_fetched = 0;
    m_condstore = session->state().capabilities.has("CONDSTORE");
    Select select;
    select.mailbox = m_name;
    select.condstore = m_condstore;
    auto selecting = session->run(std::move(select), "open " + m_name.toString().toUtf8());
    std::shared_ptr<const Error> refusal;
    try {
        co_await selecting;
    } catch (const CommandError &error) {
        refusal = std::make_shared<const CommandError>(error);
    } catch (const CapabilityError &error) {
        refusal = std::make_shared<const CapabilityError>(error);
    }
    // Somebody may have opened another folder meanwhile.
    if (!self || m_session != session)
        co_return;
    const auto &mailbox = session->state().mailbox;
    if (!refusal && (!mailbox || mailbox->name != m_name))
        co_return;
    if (refusal) {
        m_holding = false;
        m_session.clear();
        m_sink(FolderFailed{m_name, refusal});
        co_return;
    }
    m_attached = true;
    m_listening = connect(session, &Session::untagged, this, &OpenFolder::onUntagged);
    co_await synchronise();
}

QCoro::Task<> OpenFolder::synchronise()
{
    const QPointer<OpenFolder> self(this);
    const QPointer<Session> session(m_session);
    const SelectedMailbox mailbox = *session->state().mailbox;
    const store::FolderSyncState stored = m_store->mailboxes().syncState(m_id);
    m_condstore = m_condstore && mailbox.highestModSeq.isValid();

    if (stored.uidValidity.isValid() && stored.uidValidity != mailbox.uidValidity) {
        // UIDs mean other messages now (RFC 9051 §2.3.1.1): nothing of the old list counts.
        m_store->messages().dropFolderContents(m_id);
        m_rows.rows.clear();
    }
    store::FolderSyncState begun;
    begun.uidValidity = mailbox.uidValidity;
    m_store->mailboxes().saveSyncState(m_id, begun);

    // Messages only ever go away or come at the end with higher UIDs. Same count and same next UID: the same.
    const bool same = stored.uidValidity == mailbox.uidValidity && mailbox.uidNext.isValid() &&
                      stored.uidNext == mailbox.uidNext && m_rows.rows.size() == qsizetype(mailbox.exists);
    const bool flagsSame = m_condstore && stored.highestModSeq == mailbox.highestModSeq;
    m_uidNext = mailbox.uidNext;
    SparseRows<Uid> old;
    if (!same) {
        old = std::exchange(m_rows.rows, SparseRows<Uid>(mailbox.exists));
        if (old.knownCount() == 0) {
            // Nothing is on the screen that could flicker: the rows are there from the first moment.
            m_holding = false;
            reset(false);
        }
    }
    QFuture<Nothing> window;
    if (mailbox.exists > 0 && !(same && flagsSame)) {
        FetchStream fetch;
        fetch.messages = this->window();
        fetch.items = same ? flagItems(m_condstore) : windowItems(m_condstore);
        window = session->run(std::move(fetch), "open " + m_name.toString().toUtf8());
    }
    QFuture<Nothing> changes;
    const UidSet known = knownRange(same ? m_rows.rows : old);
    if (m_condstore && stored.highestModSeq.isValid() && !flagsSame && !known.isEmpty() &&
        stored.uidValidity == mailbox.uidValidity) {
        FetchStream fetch;
        fetch.messages = known;
        fetch.items = flagItems(true);
        fetch.changedSince = stored.highestModSeq;
        changes = session->run(std::move(fetch), "open " + m_name.toString().toUtf8());
    }
    Q_EMIT windowAsked();
    try {
        if (window.isValid())
            co_await window;
        if (changes.isValid())
            co_await changes;
    } catch (const CommandError &) {
        // The numbers were right when they were sent; a server that refuses leaves rows to be asked for
        // again.
    }
    if (!self || !session || m_session != session)
        co_return;
    flush();
    if (!same && old.knownCount() > 0) {
        const bool flagsKnown = m_condstore && stored.highestModSeq.isValid();
        if (flagsKnown)
            m_rows.keepVerified(old);
    } else if (same && !flagsSame && !m_condstore) {
        // Without CONDSTORE only what was just fetched has flags that are surely right.
        m_rows.keepOnly(this->window());
    }
    if (std::exchange(m_holding, false))
        reset(false);
    m_saveTimer.start(SaveMs);
    m_sink(FolderSynchronised{m_name, m_rows.total(), m_fetched});
    if (m_journal->hasWaiting(m_name))
        co_await m_journal->send(session);
    if (self)
        fill();
}

void OpenFolder::detach()
{
    if (m_attached) {
        flush();
        save();
    }
    disconnect(m_listening);
    m_session.clear();
    m_attached = false;
    m_holding = false;
    m_flushTimer.stop();
    m_saveTimer.stop();
    m_recountTimer.stop();
}

void OpenFolder::reset(bool fromCache)
{
    m_pending.clear();
    FolderReset event;
    event.folder = m_name;
    event.total = m_rows.total();
    event.rows = m_rows.stored(window());
    event.fromCache = fromCache;
    if (m_session && m_session->state().mailbox && m_attached) {
        const SelectedMailbox &mailbox = *m_session->state().mailbox;
        event.readOnly = mailbox.readOnly;
        event.keywordsAllowed = mailbox.keywordsAllowed;
        event.permanentFlags = mailbox.permanentFlags;
    }
    m_told = true;
    m_sink(event);
    if (!fromCache)
        m_folders->setCounts(m_name, event.total, {});
}

// ---------------------------------------------------------------- what the server says

void OpenFolder::onUntagged(const Untagged &response)
{
    if (!m_attached || !m_session || !m_session->state().mailbox ||
        m_session->state().mailbox->name != m_name || m_session->state().mailbox->selecting)
        return;
    if (const auto *fetch = std::get_if<FetchResponse>(&response))
        onFetch(*fetch);
    else if (const auto *exists = std::get_if<ExistsResponse>(&response))
        onExists(exists->count);
    else if (const auto *expunge = std::get_if<ExpungeResponse>(&response))
        onExpunge(expunge->number);
    else if (const auto *vanished = std::get_if<VanishedResponse>(&response))
        onVanished(*vanished);
}

void OpenFolder::onExists(quint32 count)
{
    const quint32 known = m_rows.total();
    if (count <= known)
        return; // the server must say EXPUNGE to take something away; a smaller number is only late
    flush();
    m_rows.rows.insertGap(known, qsizetype(count) - known);
    if (!m_holding)
        m_sink(MessagesInserted{m_name, count - known});
    m_folders->setCounts(m_name, count, {});
    m_saveTimer.start(SaveMs);
    if (!m_uidNext.isValid())
        m_recountTimer.start(RecountMs); // which of them are new cannot be told by their UIDs
    fetchNew();
}

void OpenFolder::onExpunge(SeqNum number)
{
    if (!number.isValid() || qsizetype(number.value) > m_rows.rows.size())
        return;
    flush();
    const qsizetype row = qsizetype(number.value) - 1;
    if (const Uid *uid = m_rows.rows.find(row)) {
        const auto message = m_store->messages().load(m_id, *uid);
        if (message && !message->flags.contains(flags::Seen))
            countUnseen(-1);
        m_store->messages().markRemoved(m_id, UidSet::single(*uid));
    } else {
        m_recountTimer.start(RecountMs); // nobody knows whether it had been read
    }
    m_rows.rows.remove(row);
    if (!m_holding)
        m_sink(MessagesRemoved{m_name, {number}});
    m_folders->setCounts(m_name, m_rows.total(), {});
    m_saveTimer.start(SaveMs);
}

void OpenFolder::onVanished(const VanishedResponse &response)
{
    if (response.earlier)
        return;
    flush();
    for (const Uid uid : response.uids.toList(100'000)) {
        const qsizetype row = m_rows.rowOf(uid);
        if (row >= 0)
            onExpunge(SeqNum{quint32(row + 1)});
    }
}

void OpenFolder::onFetch(const FetchResponse &response)
{
    if (!response.number.isValid() || qsizetype(response.number.value) > m_rows.rows.size())
        return;
    const qsizetype row = qsizetype(response.number.value) - 1;
    const Uid *known = m_rows.rows.find(row);
    const bool wasKnown = known && (!response.uid || *known == *response.uid);
    const std::optional<Uid> uid = response.uid ? response.uid
                                   : known      ? std::optional<Uid>(*known)
                                                : std::nullopt;
    if (!uid || !uid->isValid())
        return; // flags of a message that nobody has looked at
    if (!wasKnown)
        m_rows.rows.set(row, *uid);
    if (!response.envelope) {
        if (response.flags)
            adoptFlags(*uid, response.number, response);
        return;
    }
    MessageSummary summary = summaryFrom(response, *uid);
    summary.flags = m_journal->overlay(m_name, *uid, summary.flags);
    const bool isNew = !wasKnown && m_uidNext.isValid() && *uid >= m_uidNext;
    if (isNew) {
        m_uidNext = Uid{uid->value + 1};
        if (!summary.flags.contains(flags::Seen))
            countUnseen(+1);
    }
    ++m_fetched;
    m_pending.append({response.number, std::make_shared<const MessageSummary>(std::move(summary))});
    m_saveTimer.start(SaveMs);
    if (m_pending.size() >= FlushRows)
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start(FlushMs);
}

void OpenFolder::adoptFlags(Uid uid, SeqNum number, const FetchResponse &response)
{
    flush();
    auto message = m_store->messages().load(m_id, uid);
    if (!message)
        return;
    const FlagSet before = message->flags;
    message->flags = m_journal->overlay(m_name, uid, *response.flags);
    if (response.modSeq)
        message->modSeq = *response.modSeq;
    const int delta = int(before.contains(flags::Seen)) - int(message->flags.contains(flags::Seen));
    if (delta)
        countUnseen(delta);
    m_store->messages().setFlags(m_id, uid, message->flags, message->modSeq);
    if (before != message->flags && !m_holding && m_told)
        m_sink(
            MessagesChanged{m_name, {{number, std::make_shared<const MessageSummary>(std::move(*message))}}});
}

void OpenFolder::countUnseen(int delta)
{
    const FolderInfo *info = m_folders->find(m_name);
    if (info && info->unseen)
        m_folders->setCounts(m_name, {}, quint32(qMax<qint64>(0, qint64(*info->unseen) + delta)));
}

void OpenFolder::flush()
{
    m_flushTimer.stop();
    if (m_pending.isEmpty())
        return;
    const QList<MessageRow> rows = std::exchange(m_pending, {});
    QList<MessageSummary> messages;
    messages.reserve(rows.size());
    for (const MessageRow &row : rows)
        messages.append(*row.message);
    m_store->messages().upsert(m_id, messages);
    if (!m_holding && m_told)
        m_sink(MessagesChanged{m_name, rows});
}

// ---------------------------------------------------------------- asking for more

void OpenFolder::showRows(SeqNum first, SeqNum last)
{
    const quint32 total = m_rows.total();
    const quint32 from = qBound(1u, first.value, qMax(1u, total));
    const quint32 to = qBound(from, last.value, qMax(1u, total));
    m_firstShown = from;
    m_lastShown = to;
    if (total == 0 || m_holding)
        return;
    // What is known here the model may have forgotten, or never been told.
    flush();
    const QList<MessageRow> rows = m_rows.stored(SeqSet::range(SeqNum{from}, SeqNum{to}));
    if (!rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
    fill();
}

void OpenFolder::showAgain(const UidSet &uids)
{
    flush();
    QList<MessageRow> rows;
    const auto first = qsizetype(m_firstShown);
    m_rows.rows.forEachKnown([&](qsizetype row, Uid uid) {
        // Rows far from the screen are told when they come near it.
        const bool near = row + 1 >= first - 1000 && row + 1 <= qsizetype(m_lastShown) + 1000;
        if (!uids.contains(uid) || (!near && rows.size() > 10000))
            return;
        if (auto message = m_store->messages().load(m_id, uid))
            rows.append(
                {SeqNum{quint32(row + 1)}, std::make_shared<const MessageSummary>(std::move(*message))});
    });
    if (!rows.isEmpty() && !m_holding && m_told)
        m_sink(MessagesChanged{m_name, rows});
}

SeqSet OpenFolder::window() const
{
    const quint32 total = m_rows.total();
    if (total == 0)
        return {};
    SeqSet set = SeqSet::range(SeqNum{total > FirstWindow ? total - FirstWindow + 1 : 1}, SeqNum{total});
    if (m_lastShown > 0 && m_firstShown <= total) {
        const quint32 last = qMin(total, m_lastShown);
        set.addRange(last - m_firstShown < 2 * WindowLimit ? m_firstShown : last - 2 * WindowLimit, last);
    }
    return set;
}

QCoro::Task<> OpenFolder::fill()
{
    m_fillAgain = true;
    if (m_filling || !isAttached() || m_holding)
        co_return;
    m_filling = true;
    const QPointer<OpenFolder> self(this);
    SeqSet asked;
    while (isAttached()) {
        const SeqSet missing = m_rows.missing(m_firstShown, m_lastShown, WindowLimit);
        // What was asked for and did not come is not asked for again until somebody scrolls.
        if (missing.isEmpty() || (missing == asked && !m_fillAgain))
            break;
        m_fillAgain = false;
        asked = missing;
        FetchStream fetch;
        fetch.messages = missing;
        fetch.items = windowItems(m_condstore);
        auto answer = m_session->run(std::move(fetch), "scroll");
        try {
            co_await answer;
        } catch (const Error &) {
            // Out of range after an EXPUNGE, or disconnected: the next call finds out what is still missing.
        }
        if (!self)
            co_return;
        flush();
    }
    m_filling = false;
}

QCoro::Task<> OpenFolder::fetchNew()
{
    if (m_fetchingNew || !isAttached() || m_holding)
        co_return;
    m_fetchingNew = true;
    const QPointer<OpenFolder> self(this);
    quint32 askedAt = 0;
    while (isAttached()) {
        const quint32 total = m_rows.total();
        quint32 first = total + 1;
        while (first > 1 && total - first + 1 < NewLimit && !m_rows.find(SeqNum{first - 1}))
            --first;
        if (first > total || askedAt == total)
            break;
        askedAt = total;
        FetchStream fetch;
        // By UID it may follow DONE in the same flight; by number it would have to wait (RFC 9051 §5.5).
        if (m_uidNext.isValid() && total - first + 1 < NewLimit)
            fetch.messages = UidSet::from(m_uidNext);
        else
            fetch.messages = SeqSet::range(SeqNum{first}, SeqNum{total});
        fetch.items = windowItems(m_condstore);
        auto answer = m_session->run(std::move(fetch), "new mail");
        try {
            co_await answer;
        } catch (const Error &) {
        }
        if (!self)
            co_return;
        flush();
    }
    m_fetchingNew = false;
}

// ---------------------------------------------------------------- store

void OpenFolder::save()
{
    if (!isAttached() || m_holding || !m_session->state().mailbox)
        return;
    const SelectedMailbox &mailbox = *m_session->state().mailbox;
    if (mailbox.name != m_name || mailbox.selecting)
        return;
    store::FolderSyncState state;
    state.uidValidity = mailbox.uidValidity;
    state.uidNext = mailbox.uidNext;
    state.highestModSeq = m_condstore ? mailbox.highestModSeq : ModSeq{};
    state.exists = m_rows.total();
    m_rows.save(state);
}

} // namespace imap
