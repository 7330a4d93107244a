#include "sync/flagjournal.h"

#include "commands/select.h"
#include "commands/store.h"

#include <QCoro/QCoroFuture>
#include <QDataStream>
#include <QHash>
#include <QIODevice>
#include <QPointer>

namespace imap
{

namespace
{

constexpr int StepLimit = 100'000;
/// Servers refuse command lines of more than 8,000 to 10,000 octets (RFC 7162 §4).
constexpr qsizetype SetBytes = 7'000;

const QByteArray kind = QByteArrayLiteral("flags");

} // namespace

QByteArray encodeFlagSteps(const QList<FlagStep> &steps)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << quint32(steps.size());
    for (const FlagStep &step : steps) {
        stream << step.uids.toByteArray() << step.add << quint32(step.flags.size());
        for (const Flag &flag : step.flags)
            stream << flag.name();
    }
    return bytes;
}

std::optional<QList<FlagStep>> decodeFlagSteps(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 count = 0;
    stream >> count;
    QList<FlagStep> steps;
    for (quint32 i = 0; i < count && i < StepLimit && stream.status() == QDataStream::Ok; ++i) {
        FlagStep step;
        QByteArray uids;
        quint32 flags = 0;
        stream >> uids >> step.add >> flags;
        for (quint32 f = 0; f < flags && f < StepLimit && stream.status() == QDataStream::Ok; ++f) {
            QByteArray name;
            stream >> name;
            step.flags.insert(Flag(name));
        }
        const auto set = UidSet::parse(uids);
        if (!set)
            return {};
        step.uids = *set;
        steps.append(step);
    }
    if (stream.status() != QDataStream::Ok || !stream.atEnd())
        return {};
    return steps;
}

FlagJournal::FlagJournal(store::Store *store, FolderList *folders, EventSink sink, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_folders(folders)
    , m_sink(std::move(sink))
{
    load();
}

void FlagJournal::load()
{
    const QList<store::LoggedOperation> interrupted = m_store->operations().interrupted();
    for (const store::LoggedOperation &operation : interrupted) {
        if (operation.kind == kind)
            m_store->operations().setState(operation.id, store::OperationState::Waiting);
    }
    const QList<store::LoggedOperation> waitingOnes = m_store->operations().waiting();
    for (const store::LoggedOperation &operation : waitingOnes) {
        const auto steps = decodeFlagSteps(operation.payload);
        const auto inverse = decodeFlagSteps(operation.inverse);
        if (operation.kind == kind && steps && inverse)
            m_entries.append(
                {operation.id, operation.folder, operation.uidValidity, *steps, *inverse, false});
    }
}

quint64 FlagJournal::change(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                            const FlagSet &remove)
{
    const UidSet set = UidSet::fromList(uids);
    QList<FlagStep> steps;
    if (!add.isEmpty())
        steps.append({set, true, add});
    if (!remove.isEmpty())
        steps.append({set, false, remove});
    return set.isEmpty() || steps.isEmpty() ? 0 : enter(folder, steps, 0);
}

quint64 FlagJournal::change(const Change &change)
{
    const auto *flagChange = std::get_if<FlagChange>(&change);
    if (!flagChange)
        throw LocalError(QStringLiteral("The journal cannot enter this kind of change."));
    return this->change(flagChange->folder, flagChange->uids.toList(), flagChange->add, flagChange->remove);
}

void FlagJournal::retry(quint64 operation)
{
    const auto logged = m_store->operations().load(operation);
    const auto steps = logged ? decodeFlagSteps(logged->payload) : std::nullopt;
    if (!steps || logged->kind != kind || logged->state != store::OperationState::Failed)
        return;
    enter(logged->folder, *steps, logged->undoes);
}

void FlagJournal::drop(quint64 operation)
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                    [operation](const Entry &one) { return one.id == operation; });
    if (entry == m_entries.end() || entry->sent)
        return;
    const Entry dropped = *entry;
    apply(dropped.folder, dropped.inverse);
    finish(operation, store::OperationState::Undone);
    UidSet uids;
    for (const FlagStep &step : dropped.steps) {
        for (const auto &range : step.uids.ranges())
            uids.addRange(range.first, range.last);
    }
    Q_EMIT changed(dropped.folder, uids);
}

QList<JournalEntry> FlagJournal::entries(int limit) const
{
    QList<JournalEntry> list;
    const QList<store::LoggedOperation> recent = m_store->operations().recent(limit);
    for (const store::LoggedOperation &logged : recent)
        list.append(entryFrom(logged));
    return list;
}

JournalEntry FlagJournal::entryFrom(const store::LoggedOperation &logged) const
{
    JournalEntry entry;
    entry.id = logged.id;
    entry.created = logged.created;
    FlagChange change{logged.folder, logged.uids, {}, {}};
    const QList<FlagStep> steps = decodeFlagSteps(logged.payload).value_or(QList<FlagStep>());
    for (const FlagStep &step : steps) {
        for (const Flag &flag : step.flags)
            (step.add ? change.add : change.remove).insert(flag);
    }
    entry.change = change;
    entry.state = logged.state;
    entry.error = logged.error;
    entry.undoes = logged.undoes;
    entry.canUndo = !logged.inverse.isEmpty() && logged.state != store::OperationState::Failed &&
                    logged.state != store::OperationState::Undone;
    return entry;
}

void FlagJournal::tell(quint64 id) const
{
    if (const auto logged = m_store->operations().load(id))
        m_sink(JournalChanged{{entryFrom(*logged)}});
}

quint64 FlagJournal::undo(quint64 operation)
{
    const auto logged = m_store->operations().load(operation);
    const auto inverse = logged ? decodeFlagSteps(logged->inverse) : std::nullopt;
    if (!logged || logged->kind != kind || !inverse)
        throw LocalError(QStringLiteral("This change cannot be undone: the journal has no way back for it."));
    if (logged->state == store::OperationState::Failed || logged->state == store::OperationState::Undone)
        throw LocalError(QStringLiteral("This change was taken back already."));
    const auto stored = m_store->mailboxes().folder(logged->folder);
    if (!stored || m_store->mailboxes().syncState(stored->id).uidValidity != logged->uidValidity)
        throw LocalError(
            QStringLiteral("The folder was made anew on the server since then, so its messages cannot "
                           "be told from others any more."));
    const quint64 id = enter(logged->folder, *inverse, operation);
    if (logged->state == store::OperationState::Done)
        m_store->operations().setState(operation, store::OperationState::Undone);
    tell(operation);
    return id;
}

quint64 FlagJournal::enter(const MailboxName &folder, const QList<FlagStep> &steps, quint64 undoes)
{
    const auto stored = m_store->mailboxes().folder(folder);
    if (!stored)
        throw LocalError(QStringLiteral("The folder is not known."));
    store::LoggedOperation operation;
    operation.kind = kind;
    operation.folder = folder;
    operation.uidValidity = m_store->mailboxes().syncState(stored->id).uidValidity;
    for (const FlagStep &step : steps) {
        for (const auto &range : step.uids.ranges())
            operation.uids.addRange(range.first, range.last);
    }
    operation.payload = encodeFlagSteps(steps);
    operation.undoes = undoes;
    QList<FlagStep> inverse;
    {
        // The entry and what is shown of it become true together.
        auto transaction = m_store->transaction(store::Durability::Power);
        inverse = apply(folder, steps);
        operation.inverse = encodeFlagSteps(inverse);
        operation.id = m_store->operations().append(operation);
        transaction.commit();
    }
    m_entries.append({operation.id, folder, operation.uidValidity, steps, inverse, false});
    tell(operation.id);
    Q_EMIT changed(folder, operation.uids);
    Q_EMIT waiting();
    return operation.id;
}

QList<FlagStep> FlagJournal::apply(const MailboxName &folder, const QList<FlagStep> &steps)
{
    const auto stored = m_store->mailboxes().folder(folder);
    if (!stored)
        return {};
    QList<FlagStep> inverse;
    int seenDelta = 0;
    for (const FlagStep &step : steps) {
        QHash<Flag, UidSet> reallyChanged;
        for (const auto &range : step.uids.ranges()) {
            quint32 first = range.first;
            for (;;) {
                QList<store::StoredFlags> present =
                    m_store->messages().loadFlags(stored->id, Uid{first}, Uid{range.last});
                if (present.isEmpty())
                    break;
                for (store::StoredFlags &message : present) {
                    for (const Flag &flag : step.flags) {
                        const bool different =
                            step.add ? message.flags.insert(flag) : message.flags.remove(flag);
                        if (!different)
                            continue;
                        reallyChanged[flag].add(message.uid);
                        if (flag == flags::Seen)
                            seenDelta += step.add ? -1 : 1;
                    }
                    message.modSeq = {};
                }
                m_store->messages().setFlags(stored->id, present);
                if (present.last().uid.value >= range.last)
                    break;
                first = present.last().uid.value + 1;
            }
        }
        for (auto at = reallyChanged.cbegin(); at != reallyChanged.cend(); ++at)
            inverse.prepend({at.value(), !step.add, FlagSet{at.key()}});
    }
    const FolderInfo *info = m_folders->find(folder);
    if (seenDelta && info && info->unseen)
        m_folders->setCounts(folder, {}, quint32(qMax<qint64>(0, qint64(*info->unseen) + seenDelta)));
    return inverse;
}

FlagSet FlagJournal::overlay(const MailboxName &folder, Uid uid, FlagSet flags) const
{
    for (const Entry &entry : m_entries) {
        if (entry.folder != folder)
            continue;
        for (const FlagStep &step : entry.steps) {
            if (!step.uids.contains(uid))
                continue;
            for (const Flag &flag : step.flags) {
                if (step.add)
                    flags.insert(flag);
                else
                    flags.remove(flag);
            }
        }
    }
    return flags;
}

bool FlagJournal::hasWaiting(const MailboxName &folder) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const Entry &entry) { return entry.folder == folder && !entry.sent; });
}

UidSet FlagJournal::waitingAmong(const MailboxName &folder, const UidSet &uids) const
{
    UidSet changed;
    for (const Entry &entry : m_entries) {
        if (entry.folder != folder)
            continue;
        for (const FlagStep &step : entry.steps)
            changed.unite(step.uids);
    }
    UidSet others = changed;
    others.subtract(uids);
    changed.subtract(others);
    return changed;
}

QList<MailboxName> FlagJournal::foldersWaiting() const
{
    QList<MailboxName> names;
    for (const Entry &entry : m_entries) {
        if (!entry.sent && !names.contains(entry.folder))
            names.append(entry.folder);
    }
    return names;
}

QCoro::Task<> FlagJournal::send(Session *session)
{
    const QPointer<Session> alive(session);
    const QPointer<FlagJournal> self(this);
    while (self && alive && alive->isOpen() && alive->state().mailbox && !alive->state().mailbox->selecting) {
        const SelectedMailbox mailbox = *alive->state().mailbox;
        const auto next = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
            return entry.folder == mailbox.name && !entry.sent;
        });
        if (next == m_entries.end())
            break;
        if (next->uidValidity.isValid() && next->uidValidity != mailbox.uidValidity) {
            finish(next->id, store::OperationState::Failed,
                   QStringLiteral("The folder was made anew on the server before the change could be sent."));
            continue;
        }
        next->sent = true;
        const Entry entry = *next;
        co_await sendEntry(session, entry);
    }
}

QCoro::Task<> FlagJournal::sendElsewhere(Session *session, MailboxName except)
{
    const QPointer<Session> alive(session);
    const QPointer<FlagJournal> self(this);
    const QList<MailboxName> names = foldersWaiting();
    for (const MailboxName &name : names) {
        if (!self || !alive || !alive->isOpen())
            co_return;
        if (name == except)
            continue;
        Select select;
        select.mailbox = name;
        auto selecting = session->run(std::move(select), "journal");
        bool selected = true;
        try {
            co_await selecting;
        } catch (const CommandError &) {
            selected = false; // the folder is gone; the entry stays visible in the journal
        }
        if (self && alive && selected)
            co_await send(session);
    }
}

QCoro::Task<> FlagJournal::sendEntry(Session *session, Entry entry)
{
    const QPointer<FlagJournal> self(this);
    m_store->operations().setState(entry.id, store::OperationState::Running);
    QList<QFuture<StoreResult>> answers;
    for (const FlagStep &step : std::as_const(entry.steps)) {
        for (const UidSet &part : step.uids.split(SetBytes)) {
            Store command;
            command.messages = part;
            command.action = step.add ? Store::Add : Store::Remove;
            command.flags = step.flags;
            command.silent = true;
            answers.append(session->run(std::move(command), "flags"));
        }
    }
    std::shared_ptr<const Error> refusal;
    bool lost = false;
    for (QFuture<StoreResult> &answer : answers) {
        try {
            co_await answer;
        } catch (const AbortError &) {
            lost = true;
        } catch (const ProtocolError &) {
            lost = true;
        } catch (const ReadOnlyError &error) {
            refusal = std::make_shared<const ReadOnlyError>(error);
        } catch (const CommandError &error) {
            refusal = std::make_shared<const CommandError>(error);
        } catch (const Error &error) {
            refusal = std::make_shared<const Error>(error);
        }
    }
    if (!self)
        co_return;
    if (lost) {
        // It may have arrived; setting a flag twice does no harm, so it waits for the next connection.
        m_store->operations().setState(entry.id, store::OperationState::Waiting);
        for (Entry &one : m_entries) {
            if (one.id == entry.id)
                one.sent = false;
        }
        co_return;
    }
    finish(entry.id, refusal ? store::OperationState::Failed : store::OperationState::Done,
           refusal ? refusal->message() : QString());
    if (refusal) {
        apply(entry.folder, entry.inverse);
        UidSet uids;
        for (const FlagStep &step : std::as_const(entry.steps)) {
            for (const auto &range : step.uids.ranges())
                uids.addRange(range.first, range.last);
        }
        Q_EMIT changed(entry.folder, uids);
        m_sink(OperationFailed{entry.id, refusal});
    }
}

void FlagJournal::finish(quint64 id, store::OperationState state, const QString &error)
{
    m_store->operations().setState(id, state, error);
    m_entries.removeIf([id](const Entry &entry) { return entry.id == id; });
    tell(id);
}

} // namespace imap
