#include "sync/journal.h"

#include "sync/flagoperation.h"
#include "sync/ortell.h"

namespace imap
{

namespace
{

/// Of so many entries it is known after a restart that they wait for the undo of another one.
constexpr qsizetype undoneTogether = 1000;

store::LoggedOperation written(const Operation &operation)
{
    store::LoggedOperation logged;
    operation.write(logged);
    logged.inverse = encodeInverse(operation.inverse());
    return logged;
}

LocalError madeAnew()
{
    return LocalError(QStringLiteral("The folder was made anew on the server since then, so its messages "
                                     "cannot be told from others any more."));
}

LocalError noWayBack()
{
    return LocalError(QStringLiteral("This change cannot be undone: there is no way back for it."));
}

} // namespace

Journal::Journal(store::Store *store, FolderList *folders, EventSink sink, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_folders(folders)
    , m_sink(std::move(sink))
    , m_again(this)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Journal::tryAgain);
    m_store->messages().setLabelOverlay(
        [self = QPointer<Journal>(this)](store::FolderId folder, QList<MessageSummary> &messages) {
            if (self)
                self->putLabelsOver(folder, messages);
        });
    m_store->mailboxes().setRenumbered(
        [self = QPointer<Journal>(this)](const MailboxName &folder, UidValidity now) {
            if (self)
                self->giveUpUnreachable(folder, now);
        });
    load();
}

void Journal::load()
{
    const QDateTime old = QDateTime::currentDateTimeUtc().addDays(-KeptDays);
    m_store->operations().forgetBefore(old);
    m_store->notes().forgetBefore(old);
    QList<store::LoggedOperation> open = m_store->operations().interrupted();
    open += m_store->operations().waiting();
    std::sort(open.begin(), open.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    for (const store::LoggedOperation &logged : std::as_const(open)) {
        auto entry = std::make_shared<Entry>();
        entry->id = logged.id;
        entry->undoes = logged.undoes;
        entry->operation = readOperation(logged);
        entry->interrupted = logged.state == store::OperationState::Running;
        entry->undoWanted = logged.undoWanted;
        if (entry->operation)
            m_entries.append(entry);
        else
            m_store->operations().setState(logged.id, store::OperationState::Failed,
                                           QStringLiteral("This entry of the journal cannot be read."));
    }
    const QList<EntryPtr> entries = m_entries;
    for (const EntryPtr &entry : entries)
        follow(entry);
    const bool isWaitedFor =
        std::any_of(entries.begin(), entries.end(), [](const EntryPtr &entry) { return entry->undoWanted; });
    if (isWaitedFor) {
        // The newest comes first, as they are taken back.
        const QList<store::LoggedOperation> recent = m_store->operations().recent(undoneTogether);
        for (const store::LoggedOperation &logged : recent) {
            if (logged.undoWanted && logged.state == store::OperationState::Done)
                m_undoLater.append(logged.id);
        }
    }
}

// ---------------------------------------------------------------- entering

quint64 Journal::change(const Change &change)
{
    const LocalHalf half{m_store, m_folders, {}};
    const OperationPtr operation = operationFor(change, half);
    // The list may show messages that have gone elsewhere since.
    operation->locate(m_store->notes());
    if (operation->isEmpty())
        return 0;
    operation->check(half);
    return enter(operation, 0);
}

quint64 Journal::changeAll(const FlagChange &change)
{
    const auto folder = m_store->mailboxes().folder(change.folder);
    if (!folder)
        throw LocalError(QStringLiteral("The folder is not known."));
    const UidValidity validity = m_store->mailboxes().syncState(folder->id).uidValidity;
    const OperationPtr operation = FlagOperation::from(change, validity, true);
    return operation->isEmpty() ? 0 : enter(operation, 0);
}

quint64 Journal::enter(const OperationPtr &operation, quint64 undoes)
{
    LocalHalf half{m_store, m_folders, {}};
    auto entry = std::make_shared<Entry>();
    entry->operation = operation;
    entry->undoes = undoes;
    {
        // The entry and what is shown of it become true together.
        auto transaction = m_store->transaction(store::Durability::Power);
        operation->apply(half);
        if (undoes)
            m_store->operations().setUndoWanted(undoes, false);
        store::LoggedOperation logged = written(*operation);
        logged.undoes = undoes;
        entry->id = m_store->operations().append(logged);
        operation->entered(entry->id, *m_store);
        save(*entry, store::OperationState::Waiting);
        if (undoes)
            m_store->operations().setState(undoes, store::OperationState::Undone);
        transaction.commit();
    }
    m_entries.append(entry);
    tellLocal(half.changes);
    if (cancelsLast(*operation))
        return entry->id;
    tell(entry->id);
    if (undoes)
        tell(undoes);
    pump();
    return entry->id;
}

/// A flag that is set and removed again before anything was sent costs no command. Both have happened, and
/// each has its way back.
bool Journal::cancelsLast(const Operation &operation)
{
    const auto *flags = dynamic_cast<const FlagOperation *>(&operation);
    if (!flags || m_entries.size() < 2)
        return false;
    const EntryPtr last = m_entries.at(m_entries.size() - 2);
    const auto *before = dynamic_cast<const FlagOperation *>(last->operation.get());
    // Where the server has spoken of them meanwhile, both are not nothing any more.
    if (!before || last->running || last->interrupted || last->heardOf || !flags->cancels(*before))
        return false;
    const EntryPtr entry = m_entries.last();
    remove(entry);
    remove(last);
    auto transaction = m_store->transaction(store::Durability::Power);
    m_store->operations().setState(last->id, store::OperationState::Done);
    m_store->operations().setState(entry->id, store::OperationState::Done);
    transaction.commit();
    tell(last->id);
    tell(entry->id);
    return true;
}

/// Whether the messages it names are those that have these numbers today.
void Journal::requireReachable(const Operation &operation) const
{
    const QList<Place> places = operation.places();
    for (const Place &place : places) {
        const auto folder = m_store->mailboxes().folder(place.folder);
        const UidValidity now =
            folder ? m_store->mailboxes().syncState(folder->id).uidValidity : UidValidity();
        if (now.isValid() && place.validity.isValid() && now != place.validity)
            throw madeAnew();
    }
}

/// UIDs of the folder mean other messages from now on. What waits to be done to the old ones would be
/// refused, and until then be seen on those that have their UIDs now. What is at work is about to hear of it.
void Journal::giveUpUnreachable(const MailboxName &folder, UidValidity now)
{
    m_said.forget(folder);
    const auto isOld = [&](const Place &place) {
        return place.folder == folder && place.validity.isValid() && place.validity != now;
    };
    const QList<EntryPtr> entries = m_entries;
    for (const EntryPtr &entry : entries) {
        const QList<Place> places = entry->operation->places();
        if (!entry->running && std::any_of(places.begin(), places.end(), isOld))
            orTell(*m_store, m_sink, [&] { fail(entry, std::make_shared<const LocalError>(madeAnew())); });
    }
    if (m_entries.size() != entries.size())
        QMetaObject::invokeMethod(this, &Journal::pump, Qt::QueuedConnection);
}

Journal::EntryPtr Journal::find(quint64 operation) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [operation](const EntryPtr &entry) { return entry->id == operation; });
    return at == m_entries.end() ? EntryPtr() : *at;
}

void Journal::remove(const EntryPtr &entry)
{
    m_entries.removeOne(entry);
    if (m_entries.isEmpty())
        m_said.forget();
    // However it went: what waits for its undo has nothing to wait for any more.
    if (entry->undoWanted && !m_undoLater.isEmpty())
        QMetaObject::invokeMethod(this, &Journal::undoWhatWaited, Qt::QueuedConnection);
}

// ---------------------------------------------------------------- going back

quint64 Journal::undo(quint64 operation)
{
    if (const EntryPtr entry = find(operation)) {
        const bool begun = entry->running || entry->interrupted;
        if (!begun) {
            withdraw(entry, store::OperationState::Undone, {});
            return 0;
        }
        if (!entry->operation->knowsInverseEarly()) {
            m_store->operations().setUndoWanted(operation, true);
            entry->undoWanted = true;
            return 0;
        }
    }
    const auto logged = m_store->operations().load(operation);
    if (!logged)
        throw noWayBack();
    if (logged->state == store::OperationState::Failed)
        throw LocalError(
            QStringLiteral("This change was refused by the server, so there is nothing to undo."));
    if (logged->state == store::OperationState::Undone)
        throw LocalError(QStringLiteral("This change was taken back already."));
    const OperationPtr inverse = readInverse(*logged);
    if (!inverse)
        throw noWayBack();
    inverse->locate(m_store->notes());
    if (waitsForUndo(*inverse)) {
        if (!m_undoLater.contains(operation)) {
            m_store->operations().setUndoWanted(operation, true);
            m_undoLater.append(operation);
        }
        return 0;
    }
    LocalHalf unused{m_store, m_folders, {}};
    inverse->leaveOutArrived([this](const MailboxName &folder) { return hiddenIn(folder); }, unused);
    if (inverse->isEmpty())
        throw noWayBack();
    requireReachable(*inverse);
    inverse->check(LocalHalf{m_store, m_folders, {}});
    return enter(inverse, operation);
}

/// What is under way is to be taken back as soon as it is done. An older change of the same messages is taken
/// back behind that: only then they are where it left them.
bool Journal::waitsForUndo(const Operation &inverse) const
{
    const QList<MailboxName> names = inverse.touches();
    return std::any_of(m_entries.begin(), m_entries.end(), [&names](const EntryPtr &entry) {
        const QList<MailboxName> others =
            entry->undoWanted ? entry->operation->touches() : QList<MailboxName>();
        return std::any_of(others.begin(), others.end(),
                           [&names](const MailboxName &name) { return names.contains(name); });
    });
}

void Journal::undoWhatWaited()
{
    const QList<quint64> waiting = std::exchange(m_undoLater, {});
    for (const quint64 operation : waiting) {
        try {
            undo(operation);
        } catch (const LocalError &error) {
            m_store->operations().setUndoWanted(operation, false);
            m_sink(AlertRaised{error.message()});
        }
    }
}

void Journal::retry(quint64 operation)
{
    const auto logged = m_store->operations().load(operation);
    if (!logged || logged->state != store::OperationState::Failed)
        return;
    auto entry = std::make_shared<Entry>();
    entry->id = operation;
    entry->undoes = logged->undoes;
    entry->operation = readOperation(*logged);
    if (!entry->operation)
        return;
    entry->operation->startAnew();
    entry->operation->locate(m_store->notes());
    LocalHalf half{m_store, m_folders, {}};
    {
        auto transaction = m_store->transaction(store::Durability::Power);
        entry->operation->apply(half);
        save(*entry, store::OperationState::Waiting);
        if (entry->undoes)
            m_store->operations().setState(entry->undoes, store::OperationState::Undone);
        transaction.commit();
    }
    m_entries.append(entry);
    tellLocal(half.changes);
    tell(operation);
    if (entry->undoes)
        tell(entry->undoes);
    pump();
}

void Journal::drop(quint64 operation)
{
    if (const EntryPtr entry = find(operation)) {
        if (!entry->running && !entry->interrupted)
            withdraw(entry, store::OperationState::Undone, {});
        return;
    }
    const auto logged = m_store->operations().load(operation);
    if (!logged || logged->state != store::OperationState::Failed)
        return;
    m_store->operations().setState(operation, store::OperationState::Undone, logged->error);
    tell(operation);
}

void Journal::withdraw(const EntryPtr &entry, store::OperationState state, const QString &error)
{
    LocalHalf half{m_store, m_folders, {}};
    quint64 done = 0;
    {
        auto transaction = m_store->transaction(store::Durability::Power);
        done = keepDone(entry);
        entry->operation->backOut(half);
        leaveToOthers(entry, half);
        save(*entry, state, error);
        if (entry->undoWanted)
            m_store->operations().setUndoWanted(entry->id, false);
        if (entry->undoes)
            m_store->operations().setState(entry->undoes, stateWithoutUndo(entry->undoes));
        transaction.commit();
    }
    remove(entry);
    tellLocal(half.changes);
    tell(entry->id);
    if (done)
        tell(done);
    if (entry->undoes)
        tell(entry->undoes);
    for (const FolderRename &rename : std::as_const(half.changes.renames))
        followRename(rename, entry->id + 1, std::numeric_limits<quint64>::max());
    tellMiscounted(entry);
}

/// What the server did of a change before it refused the rest is an entry of its own. Returns its number, or
/// 0.
quint64 Journal::keepDone(const EntryPtr &entry)
{
    const OperationPtr done = entry->operation->splitDone();
    if (!done)
        return 0;
    noteSaid(*done);
    store::LoggedOperation logged = written(*done);
    logged.state = store::OperationState::Done;
    return m_store->operations().append(logged);
}

void Journal::fail(const EntryPtr &entry, const std::shared_ptr<const Error> &refusal)
{
    withdraw(entry, store::OperationState::Failed, refusalWords(*refusal));
    m_sink(OperationFailed{entry->id, refusal});
}

store::OperationState Journal::stateOf(const Entry &open)
{
    return open.running || open.interrupted ? store::OperationState::Running : store::OperationState::Waiting;
}

/// What was to be undone is still done, or still to be done.
store::OperationState Journal::stateWithoutUndo(quint64 operation) const
{
    const EntryPtr open = find(operation);
    return open ? stateOf(*open) : store::OperationState::Done;
}

void Journal::save(const Entry &entry, store::OperationState state, const QString &error)
{
    store::LoggedOperation logged = written(*entry.operation);
    logged.id = entry.id;
    auto transaction = m_store->transaction(store::Durability::Power);
    m_store->operations().update(logged);
    m_store->operations().setState(entry.id, state, error);
    transaction.commit();
}

// ---------------------------------------------------------------- connections

void Journal::setSource(SessionSource source)
{
    m_source = std::move(source);
    for (const EntryPtr &entry : std::as_const(m_entries))
        entry->early = true;
    // A connection that goes takes along whatever is under way. What goes with one after the other may be
    // why.
    if (m_backoff.failures() < 2)
        tryAgain();
    else
        pump();
}

void Journal::clearSource()
{
    m_source = nullptr;
}

} // namespace imap
