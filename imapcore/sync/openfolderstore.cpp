// What the server says of the open folder goes into the store first, in groups, and then to whoever shows it.
#include "sync/openfolder.h"
#include "sync/ortell.h"
#include "sync/windowitems.h"

namespace imap
{

namespace
{

/// Flags of so many messages that are not stored are remembered.
constexpr qsizetype MostAhead = 10'000;
/// A line can name all UIDs that there could be.
constexpr qsizetype MostLeaving = 100'000;
/// More rows that go than this are told as a new beginning, which costs a view less.
constexpr qsizetype ResetRows = 2000;

/// What somebody can set. `\Recent` goes by itself with the session that was told of it (RFC 3501 §2.3.2).
FlagSet marks(FlagSet flags)
{
    flags.remove(flags::Recent);
    return flags;
}

} // namespace

/// What comes next is of this kind. Changes of one kind wait for each other a moment; those of another are
/// told first, as the numbers of each mean what they mean at that point.
void OpenFolder::startBatch(Batch batch, qsizetype size, int delayMs)
{
    const qsizetype waiting = qMax(m_messages.size(), qMax(m_flags.size(), m_removed.size()));
    if (m_batch != batch || waiting >= size)
        flush();
    m_batch = batch;
    if (!m_flushTimer.isActive())
        m_flushTimer.start(delayMs);
}

void OpenFolder::flush()
{
    m_flushTimer.stop();
    const Batch batch = std::exchange(m_batch, Batch::None);
    const bool done = orTell(*m_store, m_sink, [&] { flushBatch(batch); });
    m_flagsLost = m_flagsLost || (!done && batch == Batch::Flags);
}

void OpenFolder::flushBatch(Batch batch)
{
    switch (batch) {
    case Batch::None:
        break;
    case Batch::Messages:
        flushMessages();
        break;
    case Batch::Flags:
        flushFlags();
        break;
    case Batch::Removals:
        flushRemovals();
        break;
    }
}

void OpenFolder::flushMessages()
{
    const QList<MessageRow> waiting = std::exchange(m_messages, {});
    QList<MessageSummary> messages;
    QList<MessageRow> rows;
    messages.reserve(waiting.size());
    rows.reserve(waiting.size());
    for (const MessageRow &row : waiting) {
        MessageSummary message = *row.message;
        // It may have been marked here since it came in.
        message.flags = m_journal->hear(m_name, message.uid, message.flags);
        m_flagsAhead.remove(message.uid);
        messages.append(message);
        message.gmailLabels = m_journal->overlayLabels(m_name, message.uid, std::move(message.gmailLabels));
        const SeqNum shown = m_rows.shownNumber(qsizetype(row.number.value) - 1);
        if (shown.isValid())
            rows.append({shown, std::make_shared<const MessageSummary>(std::move(message))});
    }
    // What cannot be kept is shown all the same, and fetched again when somebody comes back to it.
    const bool kept = orTell(*m_store, m_sink, [&] { m_store->messages().upsert(m_id, messages); });
    m_flagsLost = m_flagsLost || !kept;
    if (!m_holding && m_told && !rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
}

void OpenFolder::flushFlags()
{
    const QList<FlagLine> lines = std::exchange(m_flags, {});
    QList<store::StoredFlags> flags;
    QHash<Uid, FlagSet> latest; // two of them may be of one message
    QHash<Uid, QStringList> labels;
    const bool labelled = m_session && hasGmailLabels(m_session->state().capabilities);
    SeqSet changed;
    int unseen = 0;
    auto transaction = m_store->transaction();
    for (const FlagLine &line : lines) {
        const QList<store::StoredFlags> stored = m_store->messages().loadFlags(m_id, line.uid, line.uid, 1);
        if (stored.isEmpty()) {
            noteAhead(line);
            continue;
        }
        const FlagSet before = latest.value(line.uid, stored.first().flags);
        // A change of ours that was made silently comes back as its number alone (RFC 7162 §3.1.3).
        const FlagSet now = line.said ? m_journal->hear(m_name, line.uid, *line.said) : before;
        latest.insert(line.uid, now);
        flags.append({line.uid, now, line.modSeq});
        if (line.said && marks(*line.said) != marks(now) && marks(before) != marks(now))
            m_conflicts.merged.add(line.uid); // something else changed there than was changed here
        const bool relabelled = line.labels && labelsKnown(line.uid, labels) != *line.labels;
        if (relabelled)
            labels.insert(line.uid, *line.labels);
        // Servers tell of labels only who asks for them; flags that changed do not say that nothing else did.
        if (labelled && !line.labels && line.said && line.modSeq.isValid())
            m_unsaid.add(line.uid);
        const qsizetype row = qsizetype(line.number.value) - 1;
        if (m_rows.rows().isHidden(row))
            continue;
        unseen += int(before.contains(flags::Seen)) - int(now.contains(flags::Seen));
        if (before != now || relabelled || m_adrift.contains(line.uid))
            changed.add(line.number);
    }
    m_store->messages().setFlags(m_id, flags);
    QList<store::StoredLabels> relabelled;
    for (auto one = labels.constBegin(); one != labels.constEnd(); ++one)
        relabelled.append({one.key(), one.value()});
    m_store->messages().setLabels(m_id, relabelled);
    transaction.commit();
    if (m_holding)
        return;
    tellConflicts();
    countUnseen(unseen);
    const QList<MessageRow> rows = m_told ? m_rows.stored(changed) : QList<MessageRow>();
    if (!rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
    if (m_unsaid.isEmpty())
        return;
    // Not here: this may be the last word before it is detached, or in front of the answer to a check.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_flagsOld.unite(std::exchange(m_unsaid, {}));
            check();
        },
        Qt::QueuedConnection);
}

/// By the latest of `told`, or as the store has them.
QStringList OpenFolder::labelsKnown(Uid uid, const QHash<Uid, QStringList> &told) const
{
    if (const auto found = told.constFind(uid); found != told.constEnd())
        return *found;
    const QList<store::StoredLabels> stored = m_store->messages().loadLabels(m_id, uid, uid, 1);
    return stored.isEmpty() ? QStringList() : stored.first().labels;
}

/// Flags of a message that is not stored: what is on its way to the store on another connection may be older.
void OpenFolder::noteAhead(const FlagLine &line)
{
    if (!line.said)
        return;
    if (m_flagsAhead.size() >= MostAhead) {
        m_flagsAhead.clear();
        m_lostAhead = true;
    }
    if (!m_lostAhead)
        m_flagsAhead.insert(line.uid, {line.uid, *line.said, line.modSeq});
}

void OpenFolder::tellRemoved(const QList<SeqNum> &numbers, const QList<Uid> &uids)
{
    Q_EMIT leaving(uids);
    m_sink(MessagesRemoved{m_name, numbers});
}

/// Messages that went on the server. What waits to be done to them cannot be done.
void OpenFolder::noteRemoved(const UidSet &uids)
{
    UidSet gone = uids;
    gone.unite(m_goneLater);
    const bool noted = orTell(*m_store, m_sink, [&] { m_store->messages().markRemoved(m_id, gone); });
    m_goneLater = noted ? UidSet() : gone;
    UidSet lost = m_journal->waitingAmong(m_name, uids);
    lost.subtract(m_rows.hidden()); // moved or deleted by the user: that is how they go
    m_conflicts.removed.unite(lost);
    m_conflicts.merged.subtract(lost);
}

void OpenFolder::tellConflicts()
{
    if (m_conflicts.removed.isEmpty() && m_conflicts.merged.isEmpty())
        return;
    m_conflicts.folder = m_name;
    m_sink(std::exchange(m_conflicts, {}));
}

void OpenFolder::flushRemovals()
{
    const UidSet uids = std::exchange(m_removedUids, {});
    const QList<SeqNum> numbers = std::exchange(m_removed, {});
    UidSet shown = uids;
    shown.subtract(m_rows.hidden());
    const quint32 unseen = m_store->messages().unseen(m_id, shown);
    noteRemoved(uids);
    m_saveTimer.start(SaveMs);
    if (m_holding)
        return;
    tellConflicts();
    if (m_told && numbers.size() > ResetRows) {
        Q_EMIT leaving(shown.toList(MostLeaving));
        reset();
    } else if (m_told && !numbers.isEmpty()) {
        tellRemoved(numbers, shown.toList(MostLeaving));
    }
    countUnseen(-qint64(unseen));
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
}

void OpenFolder::save()
{
    if (!isAttached() || m_holding)
        return;
    const auto &mailbox = m_session->state().mailbox;
    if (!mailbox || mailbox->name != m_name || mailbox->selecting)
        return;
    flush();
    // A change that was told may stand in front of one that was not yet, also in IDLE.
    const bool known = m_flagsOld.isEmpty() && m_unsaid.isEmpty() && !m_flagsLost;
    if (known)
        m_modSeq = qMax(m_modSeq, mailbox->settledModSeq);
    store::FolderSyncState state;
    state.uidValidity = mailbox->uidValidity;
    state.uidNext = m_uidNext;
    state.highestModSeq = m_condstore && known ? m_modSeq : ModSeq{};
    state.exists = quint32(m_rows.rows().size() - m_beyond);
    // Nobody tells again of what went before this state.
    if (!m_goneLater.isEmpty())
        noteRemoved({});
    if (m_goneLater.isEmpty())
        orTell(*m_store, m_sink, [&] { m_rows.save(state); });
}

} // namespace imap
