#include "sync/openfolder.h"

#include "sync/openfoldersync.h"
#include "sync/ortell.h"
#include "sync/windowitems.h"

namespace imap
{

namespace
{

/// Changes are written and told in groups: at most so many, at most so late.
constexpr qsizetype FlushRows = 64;
constexpr qsizetype FlushFlags = 1000;
constexpr qsizetype FlushRemovals = 10'000;
constexpr int FlushMs = 15;
/// EXISTS and the pushed row come together, or not at all.
constexpr int PushedMs = 400;

/// Those of them that their owner has moved elsewhere. The rows of the last time still have them, if the
/// folder was not open when the server did it.
UidSet movedAway(store::Store &store, const store::Place &known)
{
    UidSet moved = known.uids;
    const QList<store::Place> places = store.notes().locate(known);
    for (const store::Place &place : places) {
        if (place.folder == known.folder && place.validity == known.validity)
            moved.subtract(place.uids);
    }
    return moved;
}

} // namespace

OpenFolder::OpenFolder(store::Store *store, FolderList *folders, Journal *journal, MailboxName name,
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
    const store::FolderSyncState state = m_store->mailboxes().syncState(m_id);
    m_rows.hide(m_folders->hiddenIn(m_name));
    m_rows.hide(movedAway(*m_store, {m_name, state.uidValidity, m_rows.uids(0, m_rows.total())}));
    m_uidNext = state.uidNext;
    if (m_rows.total() > 0)
        reset();
}

void OpenFolder::adopt(const StoredRows &rows)
{
    flush();
    for (const Uid uid : rows.uids) {
        const auto newer = m_flagsAhead.constFind(uid);
        if (newer == m_flagsAhead.constEnd())
            continue;
        m_store->messages().setFlags(m_id, uid, m_journal->hear(m_name, uid, newer->flags), newer->modSeq);
        m_flagsAhead.erase(newer);
    }
    // The same count and the same next UID: there the numbers mean what they mean here.
    if (!isAttached() || m_holding || m_lostAhead || !m_uidNext.isValid() || rows.uidNext != m_uidNext ||
        rows.exists != m_rows.total())
        return;
    for (qsizetype i = 0; i < rows.uids.size(); ++i)
        learn(qsizetype(rows.first.value) - 1 + i, rows.uids.at(i));
    m_saveTimer.start(SaveMs);
}

/// Many rows are known now whose contents are stored; so many were shown before.
void OpenFolder::tellLearned(qsizetype shownBefore)
{
    m_saveTimer.start(SaveMs);
    if (!m_told)
        return;
    if (shownBefore != qsizetype(m_rows.shownTotal())) {
        reset(); // some of them are hidden
        return;
    }
    const QList<MessageRow> rows = m_rows.stored(window());
    if (!rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
}

void OpenFolder::detach()
{
    ++m_attempt;
    if (m_attached) {
        flush();
        save();
        m_folders->setLive({});
    }
    disconnect(m_listening);
    m_session.clear();
    abandon({});
    m_attached = false;
    m_checking = false;
    m_newTimer.stop();
    m_flushTimer.stop();
    m_saveTimer.stop();
    m_recountTimer.stop();
}

/// `seen`: messages that were there before, wherever they stand now. Who looks at them, or has chosen them,
/// finds them again.
void OpenFolder::reset(const UidSet &seen)
{
    FolderReset event;
    event.folder = m_name;
    event.total = m_rows.shownTotal();
    SeqSet numbers = window();
    const QList<Uid> uids = seen.toList();
    for (const Uid uid : uids) {
        if (const qsizetype row = m_rows.rows().rowOf(uid); row >= 0)
            numbers.add(SeqNum{quint32(row + 1)});
    }
    event.rows = m_rows.stored(numbers);
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
    const auto *mailbox = m_session && m_session->state().mailbox ? &*m_session->state().mailbox : nullptr;
    if (!mailbox || mailbox->name != m_name)
        return;
    orTell(*m_store, m_sink, [&] {
        if (mailbox->selecting)
            takeWhileSelecting(response);
        else
            take(response);
    });
}

void OpenFolder::take(const Untagged &response)
{
    if (!m_attached) {
        // The answer to SELECT is there, and waits to be looked at in the next turn of the event loop.
        if (m_resync)
            m_resync->early.append(response);
        return;
    }
    if (const auto *fetch = std::get_if<FetchResponse>(&response))
        onFetch(*fetch);
    else if (const auto *exists = std::get_if<ExistsResponse>(&response))
        onExists(exists->count);
    else if (const auto *expunge = std::get_if<ExpungeResponse>(&response))
        onExpunge(expunge->number);
    else if (const auto *vanished = std::get_if<VanishedResponse>(&response)) {
        if (!vanished->earlier)
            onVanished(vanished->uids);
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
    const bool wasKnown = learn(row, uid);
    if (!isWholeRow(response)) {
        if (response.flags || response.modSeq || response.gmailLabels) {
            startBatch(Batch::Flags, FlushFlags, 0);
            m_flags.append({response.number, uid, response.flags, response.modSeq.value_or(ModSeq{}),
                            gmailLabelsFrom(response)});
        }
        return;
    }
    MessageSummary summary = summaryFrom(response, uid);
    const bool isNew = !wasKnown && m_uidNext.isValid() && uid >= m_uidNext;
    if (isNew) {
        m_uidNext = Uid{uid.value + 1};
        m_beyond = qMin(m_beyond, qsizetype(m_rows.total()) - 1 - row);
        if (!summary.flags.contains(flags::Seen) && !m_rows.rows().isHidden(row))
            countUnseen(+1);
    }
    ++m_fetched;
    startBatch(Batch::Messages, FlushRows, FlushMs);
    m_messages.append({response.number, std::make_shared<const MessageSummary>(std::move(summary))});
    m_saveTimer.start(SaveMs);
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
    if (m_holding)
        return false;
    if (learned == FolderRows::Learned::Contradicted) {
        // Rows that were told are not what they seemed: the list begins anew.
        const bool told = std::exchange(m_told, false);
        flush();
        if (told)
            reset();
    } else if (learned == FolderRows::Learned::Hidden) {
        if (m_told && shown.isValid())
            tellRemoved({shown}, {uid});
        m_folders->setCounts(m_name, m_rows.shownTotal(), {});
    }
    return false;
}

void OpenFolder::onExists(quint32 count)
{
    const quint32 known = m_rows.total();
    if (count <= known)
        return; // the server must say EXPUNGE to take something away; a smaller number is only late
    flush();
    m_rows.insertUnknown(known, qsizetype(count) - known);
    if (m_attached)
        m_beyond += qsizetype(count) - known;
    m_saveTimer.start(SaveMs);
    if (m_holding)
        return;
    m_sink(MessagesInserted{m_name, count - known});
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
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
    startBatch(Batch::Removals, FlushRemovals, 0);
    removeRow(qsizetype(number.value) - 1);
}

void OpenFolder::onVanished(const UidSet &uids)
{
    startBatch(Batch::Removals, FlushRemovals, 0);
    m_removedUids.unite(uids);
    if (m_holding)
        m_resync->vanished.unite(uids);
    const QList<FolderRows::Span> spans = m_rows.vanished(uids);
    // From the last to the first, so that the rows of those to come stay what they are.
    for (auto span = spans.crbegin(); span != spans.crend(); ++span) {
        for (qsizetype i = span->count; i-- > 0;)
            removeRow(span->row + i);
    }
}

void OpenFolder::removeRow(qsizetype row)
{
    const SeqNum shown = m_rows.shownNumber(row);
    if (const Uid uid = m_rows.rows().at(row); uid.isValid())
        m_removedUids.add(uid);
    else
        m_recountTimer.start(RecountMs); // nobody knows whether it had been read
    if (shown.isValid())
        m_removed.append(shown);
    if (row >= m_rows.rows().size() - m_beyond)
        --m_beyond;
    ++m_removals;
    m_unanswered = {}; // these numbers mean other messages now
    m_rows.remove(row);
}

void OpenFolder::countUnseen(qint64 delta)
{
    const FolderInfo *info = m_folders->find(m_name);
    if (delta && info && info->unseen)
        m_folders->setCounts(m_name, {}, quint32(qMax<qint64>(0, qint64(*info->unseen) + delta)));
}

} // namespace imap
