#include "sync/openfolder.h"

#include "sync/windowitems.h"

namespace imap
{

namespace
{

/// Changes are written and told in groups: at most so many, at most so late.
constexpr qsizetype FlushRows = 64;
constexpr int FlushMs = 15;
constexpr int RecountMs = 800;
/// EXISTS and the pushed row come together, or not at all.
constexpr int PushedMs = 400;

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
    m_newTimer.setSingleShot(true);
    m_flushTimer.setSingleShot(true);
    m_saveTimer.setSingleShot(true);
    m_recountTimer.setSingleShot(true);
    connect(&m_newTimer, &QTimer::timeout, this, [this] { fetchNew(); });
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
    m_rows.hide(m_folders->hiddenIn(m_name));
    m_uidNext = m_store->mailboxes().syncState(m_id).uidNext;
    if (m_rows.total() > 0)
        reset();
}

void OpenFolder::detach()
{
    if (m_attached) {
        flush();
        save();
        m_folders->setLive({});
    }
    disconnect(m_listening);
    m_session.clear();
    m_attached = false;
    m_holding = false;
    m_newTimer.stop();
    m_flushTimer.stop();
    m_saveTimer.stop();
    m_recountTimer.stop();
}

void OpenFolder::reset()
{
    m_pending.clear();
    FolderReset event;
    event.folder = m_name;
    event.total = m_rows.shownTotal();
    event.rows = m_rows.stored(window());
    event.fromCache = !m_attached || m_holding;
    if (m_session && m_session->state().mailbox && m_attached) {
        const SelectedMailbox &mailbox = *m_session->state().mailbox;
        event.readOnly = mailbox.readOnly;
        event.keywordsAllowed = mailbox.keywordsAllowed;
        event.permanentFlags = mailbox.permanentFlags;
    }
    m_told = true;
    m_sink(event);
    if (!event.fromCache) {
        m_folders->setLive(m_name);
        m_folders->setCounts(m_name, event.total, {});
    }
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
    m_rows.insertUnknown(known, qsizetype(count) - known);
    if (!m_holding)
        m_sink(MessagesInserted{m_name, count - known});
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
    m_saveTimer.start(SaveMs);
    if (!m_uidNext.isValid())
        m_recountTimer.start(RecountMs); // which of them are new cannot be told by their UIDs
    if (m_newsPushed)
        m_newTimer.start(PushedMs);
    else
        fetchNew();
}

void OpenFolder::onExpunge(SeqNum number)
{
    if (!number.isValid() || number.value > m_rows.total())
        return;
    flush();
    const qsizetype row = qsizetype(number.value) - 1;
    const SeqNum shown = m_rows.shownNumber(row);
    const Uid uid = m_rows.rows().at(row);
    if (uid.isValid()) {
        const UidSet one = UidSet::single(uid);
        if (shown.isValid())
            countUnseen(-qint64(m_store->messages().unseen(m_id, one)));
        m_store->messages().markRemoved(m_id, one);
    } else {
        m_recountTimer.start(RecountMs); // nobody knows whether it had been read
    }
    m_rows.remove(row);
    if (!m_holding && shown.isValid())
        tellRemoved({shown}, uid.isValid() ? QList<Uid>{uid} : QList<Uid>());
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
    m_saveTimer.start(SaveMs);
}

void OpenFolder::tellRemoved(const QList<SeqNum> &numbers, const QList<Uid> &uids)
{
    Q_EMIT leaving(uids);
    m_sink(MessagesRemoved{m_name, numbers});
}

void OpenFolder::onVanished(const VanishedResponse &response)
{
    if (response.earlier)
        return;
    flush();
    for (const Uid uid : response.uids.toList(100'000)) {
        const qsizetype row = m_rows.rows().rowOf(uid);
        if (row >= 0)
            onExpunge(SeqNum{quint32(row + 1)});
    }
}

void OpenFolder::onFetch(const FetchResponse &response)
{
    if (!response.number.isValid() || response.number.value > m_rows.total())
        return;
    const qsizetype row = qsizetype(response.number.value) - 1;
    const Uid uid = response.uid.value_or(m_rows.rows().at(row));
    if (!uid.isValid())
        return; // flags of a message that nobody has looked at
    if (!response.envelope) {
        // Flags of a message whose row was not fetched yet: once its UID was known, nobody would fetch it.
        if (m_rows.rows().at(row) != uid && !m_store->messages().load(m_id, uid))
            return;
        learn(row, uid);
        if (response.flags)
            adoptFlags(uid, row, response);
        return;
    }
    const bool wasKnown = learn(row, uid);
    MessageSummary summary = summaryFrom(response, uid);
    summary.flags = m_journal->overlay(m_name, uid, summary.flags);
    const bool isNew = !wasKnown && m_uidNext.isValid() && uid >= m_uidNext;
    if (isNew) {
        m_uidNext = Uid{uid.value + 1};
        if (!summary.flags.contains(flags::Seen) && !m_rows.rows().isHidden(row))
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

/// Which message stands in a row; returns whether that was known.
bool OpenFolder::learn(qsizetype row, Uid uid)
{
    if (m_rows.rows().at(row) == uid)
        return true;
    if (m_rows.hidden().contains(uid))
        flush(); // while the numbers of what waits are still right
    const SeqNum shown = m_rows.shownNumber(row);
    const FolderRows::Learned learned = m_rows.learn(row, uid);
    if (learned == FolderRows::Learned::Contradicted) {
        // Rows that were told are not what they seemed: the list begins anew.
        const bool told = std::exchange(m_told, false);
        flush();
        if (told && !m_holding)
            reset();
        m_told = told;
    } else if (learned == FolderRows::Learned::Hidden) {
        if (!m_holding && m_told && shown.isValid())
            tellRemoved({shown}, {uid});
        m_folders->setCounts(m_name, m_rows.shownTotal(), {});
    }
    return false;
}

void OpenFolder::adopt(const StoredRows &rows)
{
    // The same count and the same next UID: there the numbers mean what they mean here.
    if (!isAttached() || m_holding || !m_uidNext.isValid() || rows.uidNext != m_uidNext ||
        rows.exists != m_rows.total())
        return;
    for (qsizetype i = 0; i < rows.uids.size(); ++i)
        learn(qsizetype(rows.first.value) - 1 + i, rows.uids.at(i));
    m_saveTimer.start(SaveMs);
}

void OpenFolder::adoptFlags(Uid uid, qsizetype row, const FetchResponse &response)
{
    flush();
    auto message = m_store->messages().load(m_id, uid);
    if (!message)
        return;
    const FlagSet before = message->flags;
    message->flags = m_journal->overlay(m_name, uid, *response.flags);
    if (response.modSeq)
        message->modSeq = *response.modSeq;
    m_store->messages().setFlags(m_id, uid, message->flags, message->modSeq);
    const SeqNum shown = m_rows.shownNumber(row);
    if (!shown.isValid())
        return;
    const int delta = int(before.contains(flags::Seen)) - int(message->flags.contains(flags::Seen));
    if (delta)
        countUnseen(delta);
    if (before != message->flags && !m_holding && m_told)
        m_sink(
            MessagesChanged{m_name, {{shown, std::make_shared<const MessageSummary>(std::move(*message))}}});
}

void OpenFolder::countUnseen(qint64 delta)
{
    const FolderInfo *info = m_folders->find(m_name);
    if (delta && info && info->unseen)
        m_folders->setCounts(m_name, {}, quint32(qMax<qint64>(0, qint64(*info->unseen) + delta)));
}

void OpenFolder::flush()
{
    m_flushTimer.stop();
    if (m_pending.isEmpty())
        return;
    const QList<MessageRow> pending = std::exchange(m_pending, {});
    QList<MessageSummary> messages;
    QList<MessageRow> rows;
    messages.reserve(pending.size());
    rows.reserve(pending.size());
    for (const MessageRow &row : pending) {
        MessageSummary message = *row.message;
        // It may have been marked here since it came in.
        message.flags = m_journal->overlay(m_name, message.uid, message.flags);
        messages.append(message);
        const SeqNum shown = m_rows.shownNumber(qsizetype(row.number.value) - 1);
        if (shown.isValid())
            rows.append({shown, std::make_shared<const MessageSummary>(std::move(message))});
    }
    m_store->messages().upsert(m_id, messages);
    if (!m_holding && m_told && !rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
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
