#include "commands/gmail.h"
#include "sync/flagoperation.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"

#include <algorithm>

namespace imap
{

void encode(QDataStream &stream, const LabelStep &step)
{
    encode(stream, step.place);
    stream << step.add;
    encode(stream, step.labels);
}

void decode(QDataStream &stream, LabelStep &step)
{
    decode(stream, step.place);
    stream >> step.add;
    decode(stream, step.labels);
}

namespace
{

/// A label is a folder of the same name, unless it is one of Gmail's own.
bool isFolder(const QString &label)
{
    return !label.startsWith(QLatin1Char('\\'));
}

QStringList applied(const QList<LabelStep> &steps, const MailboxName &folder, Uid uid, QStringList labels)
{
    for (const LabelStep &step : steps) {
        if (step.place.folder != folder || !step.place.uids.contains(uid))
            continue;
        for (const QString &label : step.labels) {
            labels.removeAll(label);
            if (step.add)
                labels.insert(std::lower_bound(labels.begin(), labels.end(), label), label);
        }
    }
    return labels;
}

} // namespace

OperationPtr LabelOperation::from(const LabelChange &change, UidValidity validity)
{
    QList<LabelStep> steps;
    const Place place{change.folder, validity, change.uids};
    if (!change.uids.isEmpty() && !change.add.isEmpty())
        steps.append({place, true, change.add});
    if (!change.uids.isEmpty() && !change.remove.isEmpty())
        steps.append({place, false, change.remove});
    return std::make_shared<LabelOperation>(steps);
}

OperationPtr LabelOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<LabelOperation>();
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        decode(stream, operation->m_steps);
        decode(stream, operation->m_inverse);
        stream >> operation->m_read;
    });
    return whole ? operation : OperationPtr();
}

void LabelOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    if (!m_steps.isEmpty()) {
        entry.folder = m_steps.first().place.folder;
        entry.uidValidity = m_steps.first().place.validity;
        entry.uids = m_steps.first().place.uids;
    }
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encode(stream, m_steps);
        encode(stream, m_inverse);
        stream << m_read;
    });
}

Change LabelOperation::change() const
{
    LabelChange change;
    if (!m_steps.isEmpty())
        change.folder = m_steps.first().place.folder;
    for (const LabelStep &step : m_steps) {
        change.uids.unite(step.place.uids);
        for (const QString &label : step.labels) {
            QList<QString> &list = step.add ? change.add : change.remove;
            if (!list.contains(label))
                list.append(label);
        }
    }
    return change;
}

QList<MailboxName> LabelOperation::touches() const
{
    QList<MailboxName> names;
    for (const LabelStep &step : m_steps)
        names.append(step.place.folder);
    return names;
}

QList<Place> LabelOperation::places() const
{
    QList<Place> places;
    for (const LabelStep &step : m_steps)
        places.append(step.place);
    return places;
}

void LabelOperation::locate(const store::JournalNotes &notes)
{
    m_steps = locateSteps(m_steps, notes);
    m_inverse = locateSteps(m_inverse, notes);
}

void LabelOperation::renameFolder(const FolderRename &rename)
{
    for (QList<LabelStep> *steps : {&m_steps, &m_inverse}) {
        for (LabelStep &step : *steps) {
            step.place.folder = rename.of(step.place.folder);
            for (QString &label : step.labels) {
                if (isFolder(label))
                    label = rename.of(MailboxName(label)).toString();
            }
        }
    }
}

void LabelOperation::startAnew()
{
    m_inverse.clear();
    m_read = false;
}

OperationPtr LabelOperation::inverse() const
{
    return m_inverse.isEmpty() ? OperationPtr() : std::make_shared<LabelOperation>(m_inverse);
}

// ---------------------------------------------------------------- the local half

/// Nothing is stored: these messages only look otherwise from now on.
void LabelOperation::tell(LocalHalf &half) const
{
    for (const LabelStep &step : m_steps)
        half.changes.flags.append({step.place.folder, step.place.uids});
}

QStringList LabelOperation::overlayLabels(const MailboxName &folder, Uid uid, QStringList labels) const
{
    return applied(m_steps, folder, uid, std::move(labels));
}

void LabelOperation::confirmed(store::Store &store) const
{
    for (const LabelStep &step : m_steps) {
        if (!step.confirmed)
            continue;
        const auto folder = store.mailboxes().folder(step.place.folder);
        if (!folder || store.mailboxes().syncState(folder->id).uidValidity != step.place.validity)
            continue;
        for (const UidSet::Range &range : step.place.uids.ranges()) {
            for (quint64 first = range.first; first <= range.last;) {
                QList<store::StoredLabels> some =
                    store.messages().loadLabels(folder->id, Uid{quint32(first)}, Uid{range.last});
                for (store::StoredLabels &message : some)
                    message.labels = applied({step}, step.place.folder, message.uid, message.labels);
                store.messages().setLabels(folder->id, some);
                first = some.isEmpty() ? quint64(range.last) + 1 : quint64(some.last().uid.value) + 1;
            }
        }
    }
}

QList<MailboxName> LabelOperation::labelFolders() const
{
    QList<MailboxName> folders;
    for (const LabelStep &step : m_steps) {
        for (const QString &label : step.labels) {
            if (isFolder(label))
                folders.append(MailboxName(label));
        }
    }
    return folders;
}

bool LabelOperation::changesList(const FolderList &folders) const
{
    const QList<MailboxName> names = labelFolders();
    return std::any_of(names.begin(), names.end(),
                       [&folders](const MailboxName &name) { return !folders.find(name); });
}

// ---------------------------------------------------------------- the remote half

QCoro::Task<> LabelOperation::readOld(RemotePtr remote, LabelStep step)
{
    Fetch fetch;
    fetch.messages = step.place.uids;
    fetch.items.gmailLabels = true;
    auto asking = askInPieces(remote, std::move(fetch));
    const QList<FetchResponse> found = co_await asking;
    for (const QString &label : std::as_const(step.labels)) {
        LabelStep back;
        back.place = {step.place.folder, step.place.validity, {}};
        back.add = !step.add;
        back.labels = {label};
        for (const FetchResponse &message : found) {
            if (message.uid && message.gmailLabels && message.gmailLabels->contains(label) != step.add)
                back.place.uids.add(*message.uid);
        }
        if (!back.place.uids.isEmpty())
            m_inverse.prepend(back);
    }
}

QCoro::Task<> LabelOperation::send(RemotePtr remote)
{
    const QList<LabelStep> steps = m_steps;
    if (!m_read) {
        m_inverse.clear();
        for (const LabelStep &step : steps) {
            co_await remote->enter(step.place.folder);
            requireSame(*remote, step.place);
            auto reading = readOld(remote, step);
            co_await reading;
        }
        m_read = true;
    }
    for (LabelStep &step : m_steps)
        step.confirmed = false;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const LabelStep &step = steps.at(i);
        co_await remote->enter(step.place.folder);
        requireSame(*remote, step.place);
        remote->begin();
        StoreGmailLabels command;
        command.messages = step.place.uids;
        command.action = step.add ? Store::Add : Store::Remove;
        command.labels = step.labels;
        command.silent = true;
        auto storing = askInPieces(remote, std::move(command));
        co_await storing;
        m_steps[i].confirmed = true; // nobody locates the steps of what is running
    }
    const QList<MailboxName> folders = labelFolders();
    for (const MailboxName &folder : folders)
        remote->touched(folder);
}

} // namespace imap
