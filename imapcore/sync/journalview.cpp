// The journal as others see it: what waits, put over what the server says; entries, told.
#include "sync/flagoperation.h"
#include "sync/journal.h"
#include "sync/uidsets.h"

namespace imap
{

FlagSet Journal::overlay(const MailboxName &folder, Uid uid, const FlagSet &flags) const
{
    return overlayWithout({}, folder, uid, flags);
}

FlagSet Journal::hear(const MailboxName &folder, Uid uid, const FlagSet &said)
{
    bool named = false;
    for (const EntryPtr &entry : std::as_const(m_entries)) {
        const auto *flags = dynamic_cast<const FlagOperation *>(entry->operation.get());
        if (!flags || !flags->names(folder, uid))
            continue;
        entry->heardOf = named = true;
    }
    if (!named && !m_said.knows(folder, uid))
        return said;
    m_said.note(folder, uid, said);
    return overlay(folder, uid, said);
}

FlagSet Journal::overlayWithout(const EntryPtr &left, const MailboxName &folder, Uid uid, FlagSet flags) const
{
    for (const EntryPtr &entry : m_entries) {
        if (entry != left)
            flags = entry->operation->overlay(folder, uid, std::move(flags));
    }
    return flags;
}

/// The stored flags of these messages become what `now` makes of them.
void Journal::rewriteFlags(const Place &place, const UidSet &uids,
                           const std::function<FlagSet(Uid, const FlagSet &)> &now, LocalHalf &half)
{
    const auto stored = m_store->mailboxes().folder(place.folder);
    if (!stored || m_store->mailboxes().syncState(stored->id).uidValidity != place.validity)
        return;
    UidSet changed;
    qint64 unseen = 0;
    for (const UidSet::Range &range : uids.ranges()) {
        for (quint64 first = range.first; first <= range.last;) {
            const QList<store::StoredFlags> some =
                m_store->messages().loadFlags(stored->id, Uid{quint32(first)}, Uid{range.last});
            QList<store::StoredFlags> others;
            for (const store::StoredFlags &message : some) {
                const FlagSet flags = now(message.uid, message.flags);
                if (flags == message.flags)
                    continue;
                others.append({message.uid, flags, {}});
                changed.add(message.uid);
                unseen += int(message.flags.contains(flags::Seen)) - int(flags.contains(flags::Seen));
            }
            m_store->messages().setFlags(stored->id, others);
            first = some.isEmpty() ? quint64(range.last) + 1 : quint64(some.last().uid.value) + 1;
        }
    }
    m_folders->addCounts(place.folder, 0, unseen);
    half.changes.flags.append({place.folder, changed});
}

/// A change of flags is not made. What it found here before may not be true any more: where the server has
/// spoken of these messages since, they get the flags that it told. Over them stands what the other changes
/// make of them; those behind it may have found done what they are to do.
void Journal::leaveToOthers(const EntryPtr &withdrawn, LocalHalf &half)
{
    const auto *operation = dynamic_cast<const FlagOperation *>(withdrawn->operation.get());
    if (!operation)
        return;
    QList<FlagStep> found = operation->wayBack();
    const QList<EntryPtr> behind = m_entries.mid(m_entries.indexOf(withdrawn) + 1);
    for (const EntryPtr &entry : behind) {
        auto *flags = dynamic_cast<FlagOperation *>(entry->operation.get());
        if (flags && flags->findInstead(found))
            save(*entry, stateOf(*entry));
    }
    const QList<Place> places = operation->places();
    for (const Place &place : places) {
        const QHash<Uid, FlagSet> said = m_said.of(place);
        const auto now = [&](Uid uid, const FlagSet &stored) {
            return overlayWithout(withdrawn, place.folder, uid, said.value(uid, stored));
        };
        rewriteFlags(place, place.uids, now, half);
    }
}

/// Messages of an entry have other numbers than before. What it makes of their flags is shown there, and what
/// those behind it make of that, which may have been shown already.
void Journal::showMoved(const EntryPtr &entry, const QList<Place> &before, LocalHalf &half)
{
    const QList<Place> places = entry->operation->places();
    if (dynamic_cast<const LabelOperation *>(entry->operation.get())) {
        for (const Place &place : places)
            half.changes.flags.append({place.folder, place.uids});
    }
    if (!dynamic_cast<const FlagOperation *>(entry->operation.get()))
        return;
    const QList<EntryPtr> behind = m_entries.mid(m_entries.indexOf(entry));
    for (const Place &place : places) {
        UidSet moved = place.uids;
        for (const Place &old : before) {
            if (old.folder == place.folder && old.validity == place.validity)
                moved.subtract(old.uids);
        }
        const auto now = [&](Uid uid, FlagSet flags) {
            for (const EntryPtr &one : behind)
                flags = one->operation->overlay(place.folder, uid, std::move(flags));
            return flags;
        };
        if (!moved.isEmpty())
            rewriteFlags(place, moved, now, half);
    }
}

QStringList Journal::overlayLabels(const MailboxName &folder, Uid uid, QStringList labels) const
{
    for (const EntryPtr &entry : m_entries)
        labels = entry->operation->overlayLabels(folder, uid, std::move(labels));
    return labels;
}

/// Of what is loaded from the store.
void Journal::putLabelsOver(store::FolderId folder, QList<MessageSummary> &messages) const
{
    const bool any = std::any_of(m_entries.begin(), m_entries.end(), [](const EntryPtr &entry) {
        return dynamic_cast<const LabelOperation *>(entry->operation.get());
    });
    const auto stored = any ? m_store->mailboxes().folder(folder) : std::nullopt;
    if (!stored)
        return;
    for (MessageSummary &message : messages)
        message.gmailLabels = overlayLabels(stored->name, message.uid, std::move(message.gmailLabels));
}

UidSet Journal::hiddenIn(const MailboxName &folder) const
{
    UidSet uids;
    for (const EntryPtr &entry : m_entries) {
        const UidSet more = entry->operation->hides(folder);
        if (!more.isEmpty())
            uids.unite(more);
    }
    return uids;
}

UidSet Journal::waitingAmong(const MailboxName &folder, const UidSet &uids) const
{
    UidSet changed;
    for (const EntryPtr &entry : m_entries) {
        const auto *flags = dynamic_cast<const FlagOperation *>(entry->operation.get());
        const QList<Place> places = flags ? flags->places() : QList<Place>();
        for (const Place &place : places) {
            if (place.folder == folder)
                changed.unite(place.uids);
        }
    }
    return intersection(changed, uids);
}

void Journal::overlayFolders(QList<FolderInfo> &folders) const
{
    for (const EntryPtr &entry : m_entries)
        entry->operation->overlayFolders(folders);
}

QList<JournalEntry> Journal::entries(int limit) const
{
    QList<JournalEntry> list;
    const QList<store::LoggedOperation> recent = m_store->operations().recent(limit);
    for (const store::LoggedOperation &logged : recent)
        list.append(describe(logged));
    return list;
}

JournalEntry Journal::describe(const store::LoggedOperation &logged) const
{
    JournalEntry entry;
    entry.id = logged.id;
    entry.created = logged.created;
    if (const OperationPtr operation = readOperation(logged))
        entry.change = operation->change();
    entry.state = logged.state;
    entry.error = logged.error;
    entry.undoes = logged.undoes;
    const bool open =
        logged.state == store::OperationState::Waiting || logged.state == store::OperationState::Running;
    entry.canUndo = open || (logged.state == store::OperationState::Done && !logged.inverse.isEmpty());
    return entry;
}

void Journal::tell(quint64 operation) const
{
    if (const auto logged = m_store->operations().load(operation))
        m_sink(JournalChanged{{describe(*logged)}});
}

void Journal::tellLocal(const LocalChanges &changes)
{
    for (const auto &[folder, uids] : changes.flags)
        Q_EMIT changed(folder, uids);
    for (const auto &[folder, uids] : changes.hidden)
        Q_EMIT hidden(folder, uids);
    for (const auto &[folder, uids] : changes.shown) {
        // Another entry may hide them, too.
        if (const UidSet free = difference(uids, hiddenIn(folder)); !free.isEmpty())
            Q_EMIT shown(folder, free);
    }
    for (const LocalChanges::Counts &counts : changes.counts)
        Q_EMIT arriving(counts.folder, counts.total, counts.unseen);
    for (const FolderRename &rename : changes.renames)
        Q_EMIT renamed(rename);
}

} // namespace imap
