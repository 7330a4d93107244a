// The journal as it meets the server: whose turn it is, and what became of it.

#include "session/errors.h"
#include "sync/flagoperation.h"
#include "sync/folderoperation.h"
#include "sync/journal.h"
#include "sync/uidsets.h"

#include <QHash>
#include <QSet>

namespace imap
{

namespace
{

/// Of so many entries it is looked whose turn it is; those behind them come later.
constexpr qsizetype LookAhead = 1000;

} // namespace

void Journal::pump()
{
    if (!m_source)
        return;
    // The list may change while tasks begin, and others begin with them.
    const QList<EntryPtr> entries = startable();
    for (const EntryPtr &entry : entries) {
        if (m_source && !entry->running && m_entries.contains(entry) && atWork() < AtOnce)
            run(entry);
    }
}

qsizetype Journal::atWork() const
{
    return std::count_if(m_entries.begin(), m_entries.end(),
                         [](const EntryPtr &entry) { return entry->running; });
}

/// Those whose turn it is: nothing before them names a folder that they name.
QList<Journal::EntryPtr> Journal::startable() const
{
    QList<EntryPtr> found;
    const qsizetype room = AtOnce - atWork();
    QSet<MailboxName> taken;
    const qsizetype looked = qMin(m_entries.size(), LookAhead);
    for (qsizetype i = 0; i < looked; ++i) {
        const EntryPtr &entry = m_entries.at(i);
        const bool alone = entry->operation->isExclusive();
        if (found.size() >= room || (alone && entry != m_entries.first()))
            break;
        const QList<MailboxName> names = entry->operation->touches();
        const bool free = std::none_of(names.begin(), names.end(),
                                       [&taken](const MailboxName &name) { return taken.contains(name); });
        if (free && !entry->running && !entry->resting)
            found.append(entry);
        if (alone)
            break;
        for (const MailboxName &name : names)
            taken.insert(name);
    }
    return found;
}

QCoro::Task<> Journal::run(EntryPtr entry)
{
    const QPointer<Journal> self(this);
    entry->running = true;
    LocalHalf half{m_store, m_folders, {}};
    entry->operation->leaveOutArrived([](const MailboxName &) { return UidSet(); }, half);
    tellLocal(half.changes);
    const auto save = [this, entry, told = false]() mutable {
        this->save(*entry, store::OperationState::Running);
        if (!std::exchange(told, true))
            tell(entry->id);
    };
    const auto remote =
        std::make_shared<Remote>(this, m_store, m_source, save, entry->id, entry->interrupted);
    std::shared_ptr<const Error> refusal;
    bool lost = false;
    try {
        const auto operation = entry->operation;
        co_await operation->send(remote);
    } catch (const AbortError &) {
        lost = true;
    } catch (const ProtocolError &) {
        lost = true;
    } catch (const std::exception &) {
        refusal = currentError();
    }
    if (!self)
        co_return;
    entry->running = false;
    remote->leave();
    // What the server said of these messages before its answer is put under this change now, while it is
    // known.
    const QList<Place> places = lost ? QList<Place>() : entry->operation->places();
    for (const Place &place : places)
        Q_EMIT changed(place.folder, UidSet());
    try {
        m_departed += remote->departed();
        followDeparted();
        if (lost) {
            entry->interrupted = remote->hasBegun();
            tryAgainLater(entry);
        } else if (refusal) {
            m_backoff.succeeded();
            entry->operation->confirmed(*m_store);
            for (const Place &place : places)
                noteLookedAt(place, *remote);
            fail(entry, refusal);
            Q_EMIT done(remote->touchedFolders(), entry->operation->isExclusive());
        } else {
            finished(entry, remote);
        }
        if (!lost)
            undoWhatWaited();
    } catch (const LocalError &error) {
        // The disk is full, or so: the entry stays as it stands there.
        entry->interrupted = true;
        m_sink(AlertRaised{error.message()});
        tryAgainLater(entry);
        co_return;
    }
    if (!lost)
        pump();
}

/// What a connection took with it, or the disk did not take.
void Journal::tryAgainLater(const EntryPtr &entry)
{
    entry->resting = true;
    if (!m_again.isActive())
        m_again.start(m_backoff.next());
}

void Journal::tryAgain()
{
    m_again.stop();
    for (const EntryPtr &entry : std::as_const(m_entries))
        entry->resting = false;
    pump();
}

/// Messages have gone from here: entries that name them do so by where they are from now on. Known before it
/// is decided whose turn it is, else an entry could overtake one that comes before it and names the same
/// message.
void Journal::followDeparted()
{
    const auto isNamed = [this](const Place &place) {
        return std::any_of(m_departed.begin(), m_departed.end(), [&place](const Place &left) {
            return left.folder == place.folder && left.validity == place.validity &&
                   !intersection(left.uids, place.uids).isEmpty();
        });
    };
    const QList<EntryPtr> entries = m_entries;
    for (const EntryPtr &entry : entries) {
        const QList<Place> places = entry->operation->places();
        if (!entry->running && std::any_of(places.begin(), places.end(), isNamed))
            follow(entry);
    }
    m_departed.clear();
}

void Journal::follow(const EntryPtr &entry)
{
    Operation &operation = *entry->operation;
    const QList<Place> before = operation.places();
    QHash<MailboxName, UidSet> hidden;
    for (const Place &place : before)
        hidden.insert(place.folder, operation.hides(place.folder));
    operation.locate(m_store->notes());
    if (operation.places() == before)
        return;
    LocalHalf half{m_store, m_folders, {}};
    {
        auto transaction = m_store->transaction(store::Durability::Power);
        showMoved(entry, before, half);
        transaction.commit();
    }
    const QList<MailboxName> names = operation.touches();
    for (const MailboxName &name : names) {
        const UidSet more = difference(operation.hides(name), hidden.value(name));
        if (!more.isEmpty())
            half.changes.hidden.append({name, more});
    }
    tellLocal(half.changes);
}

void Journal::finished(const EntryPtr &entry, const std::shared_ptr<Remote> &remote)
{
    // Its way back may have been entered while it was under way.
    const bool undone = std::any_of(m_entries.begin(), m_entries.end(),
                                    [&entry](const EntryPtr &other) { return other->undoes == entry->id; });
    save(*entry, undone ? store::OperationState::Undone : store::OperationState::Done);
    m_backoff.succeeded();
    noteSaid(*entry->operation);
    entry->operation->confirmed(*m_store);
    noteGone(*entry->operation);
    remove(entry);
    if (const auto *rename = dynamic_cast<const RenameFolderOperation *>(entry->operation.get()))
        followRename(rename->rename(), 0, entry->id - 1);
    tell(entry->id);
    Q_EMIT done(remote->touchedFolders(), entry->operation->changesList(*m_folders));
    tellMiscounted(entry);
    if (!entry->undoWanted)
        return;
    try {
        undo(entry->id);
    } catch (const LocalError &error) {
        m_sink(AlertRaised{error.message()});
    }
}

/// What was marked as read without a connection was counted as unread when there was one again, and the mark
/// that was sent behind changes the count no more. With the last of a folder it is worth a look.
void Journal::tellMiscounted(const EntryPtr &entry)
{
    const auto *flags = dynamic_cast<const FlagOperation *>(entry->operation.get());
    if (!entry->early || !flags)
        return;
    const QList<MailboxName> names = flags->touches();
    for (const MailboxName &name : names) {
        const bool more = std::any_of(m_entries.begin(), m_entries.end(), [&](const EntryPtr &other) {
            const auto *later = dynamic_cast<const FlagOperation *>(other->operation.get());
            return other != entry && other->early && later && later->changesFlag(name, flags::Seen);
        });
        if (!more && flags->changesFlag(name, flags::Seen))
            Q_EMIT miscounted(name);
    }
}

/// The server did it, which is its word from now on.
void Journal::noteSaid(const Operation &operation)
{
    const QList<Place> places = operation.places();
    for (const Place &place : places) {
        m_said.change(place, [&](Uid uid, FlagSet flags) {
            return operation.overlay(place.folder, uid, std::move(flags));
        });
    }
}

/// Flags that an operation found otherwise than it wanted them. Where the open folder has heard of them, that
/// is as new.
void Journal::noteLookedAt(const Place &place, const Remote &remote)
{
    const QHash<Uid, FlagSet> said = remote.said().of(place);
    for (auto one = said.cbegin(); one != said.cend(); ++one) {
        if (!m_said.knows(place.folder, one.key()))
            m_said.note(place.folder, one.key(), one.value());
    }
}

/// What it took away is gone. The server says so only on a connection that has the folder open, and who
/// searches the cache must not find it again.
void Journal::noteGone(const Operation &operation)
{
    const QList<Place> places = operation.places();
    for (const Place &place : places) {
        const auto folder = m_store->mailboxes().folder(place.folder);
        const UidSet gone = intersection(place.uids, operation.hides(place.folder));
        if (folder && !gone.isEmpty() &&
            m_store->mailboxes().syncState(folder->id).uidValidity == place.validity)
            m_store->messages().markRemoved(folder->id, gone);
    }
}

/// Entries from `from` to `to` speak of folders by the names that they had then.
void Journal::followRename(const FolderRename &rename, quint64 from, quint64 to)
{
    auto transaction = m_store->transaction(store::Durability::Power);
    const QList<store::LoggedOperation> all =
        m_store->operations().recent(std::numeric_limits<qsizetype>::max());
    for (const store::LoggedOperation &logged : all) {
        if (logged.id < from || logged.id > to)
            continue;
        const EntryPtr open = find(logged.id);
        const OperationPtr operation = open ? open->operation : readOperation(logged);
        if (!operation)
            continue;
        store::LoggedOperation now = logged;
        // A rename that is over is told as it was; only its way back must know where the folder is now.
        const bool over =
            logged.state == store::OperationState::Done || logged.state == store::OperationState::Undone;
        if (!over || operation->kind() != "rename") {
            operation->renameFolder(rename);
            operation->write(now);
        }
        if (const OperationPtr inverse = readInverse(logged)) {
            inverse->renameFolder(rename);
            now.inverse = encodeInverse(inverse);
        }
        m_store->operations().update(now);
    }
    if (from == 0) {
        const QList<MailboxName> names = m_store->notes().folders();
        for (const MailboxName &name : names) {
            if (rename.of(name) != name)
                m_store->notes().renameFolder(name, rename.of(name));
        }
    }
    transaction.commit();
}

} // namespace imap
