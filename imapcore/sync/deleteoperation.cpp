#include "sync/deleteoperation.h"

#include "sync/appendoperation.h"
#include "sync/flagoperation.h"
#include "sync/localcounts.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"
#include "sync/removal.h"

namespace imap
{

namespace
{

/// Parts keep their messages in one list of the notes; no part has as many.
constexpr quint32 ItemsOfAPart = 1'000'000;

} // namespace

void encode(QDataStream &stream, const DeletionPart &part)
{
    encode(stream, part.place);
    stream << part.begun << part.done;
    encode(stream, part.messages);
    stream << part.firstItem;
    encode(stream, part.others);
}

void decode(QDataStream &stream, DeletionPart &part)
{
    decode(stream, part.place);
    stream >> part.begun >> part.done;
    decode(stream, part.messages);
    stream >> part.firstItem;
    decode(stream, part.others);
}

OperationPtr DeleteOperation::ofCopies(const QList<Place> &places, const OperationPtr &again)
{
    QList<DeletionPart> parts;
    for (const Place &place : places)
        parts.append(DeletionPart{.place = place});
    auto operation = std::make_shared<DeleteOperation>(parts);
    operation->m_again = encodeInverse(again);
    return operation;
}

OperationPtr DeleteOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<DeleteOperation>(QList<DeletionPart>());
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        decode(stream, operation->m_parts);
        stream >> operation->m_again >> operation->m_operation;
    });
    return whole ? operation : OperationPtr();
}

void DeleteOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    if (!m_parts.isEmpty()) {
        entry.folder = m_parts.first().place.folder;
        entry.uidValidity = m_parts.first().place.validity;
        entry.uids = m_parts.first().place.uids;
    }
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encode(stream, m_parts);
        stream << m_again << m_operation;
    });
}

Change DeleteOperation::change() const
{
    DeleteChange change;
    for (const DeletionPart &part : m_parts) {
        if (change.folder.isEmpty())
            change.folder = part.place.folder;
        change.uids.unite(part.place.uids);
    }
    return change;
}

QList<MailboxName> DeleteOperation::touches() const
{
    QList<MailboxName> names;
    for (const DeletionPart &part : m_parts)
        names.append(part.place.folder);
    return names;
}

QList<Place> DeleteOperation::places() const
{
    QList<Place> places;
    for (const DeletionPart &part : m_parts)
        places.append(part.place);
    return places;
}

void DeleteOperation::locate(const store::JournalNotes &notes)
{
    QList<DeletionPart> located;
    for (const DeletionPart &part : std::as_const(m_parts)) {
        if (part.begun) {
            located.append(part);
            continue;
        }
        const QList<Place> places = notes.locate(part.place);
        for (const Place &place : places)
            located.append(DeletionPart{.place = place});
    }
    m_parts = located;
}

void DeleteOperation::renameFolder(const FolderRename &rename)
{
    for (DeletionPart &part : m_parts) {
        part.place.folder = rename.of(part.place.folder);
        for (KeptMessage &message : part.messages)
            message.folder = rename.of(message.folder);
    }
    store::LoggedOperation entry;
    entry.inverse = m_again;
    if (const OperationPtr again = readInverse(entry)) {
        again->renameFolder(rename);
        m_again = encodeInverse(again);
    }
}

bool DeleteOperation::isEmpty() const
{
    return std::all_of(m_parts.begin(), m_parts.end(),
                       [](const DeletionPart &part) { return part.place.uids.isEmpty(); });
}

// ---------------------------------------------------------------- the local half

void DeleteOperation::apply(LocalHalf &half)
{
    for (const DeletionPart &part : std::as_const(m_parts)) {
        if (!part.done)
            half.changes.hidden.append({part.place.folder, part.place.uids});
    }
}

void DeleteOperation::backOut(LocalHalf &half)
{
    for (const DeletionPart &part : std::as_const(m_parts)) {
        if (!part.done)
            half.changes.shown.append({part.place.folder, part.place.uids});
    }
}

UidSet DeleteOperation::hides(const MailboxName &folder) const
{
    UidSet hidden;
    for (const DeletionPart &part : m_parts) {
        if (part.place.folder != folder)
            continue;
        hidden.unite(part.place.uids);
    }
    return hidden;
}

void DeleteOperation::startAnew()
{
    for (DeletionPart &part : m_parts) {
        if (!part.done)
            part = DeletionPart{.place = part.place};
    }
}

OperationPtr DeleteOperation::inverse() const
{
    const bool done =
        std::all_of(m_parts.begin(), m_parts.end(), [](const DeletionPart &part) { return part.done; });
    if (!done)
        return {};
    if (!m_again.isEmpty()) {
        store::LoggedOperation entry;
        entry.inverse = m_again;
        return readInverse(entry);
    }
    QList<RestoreItem> items;
    for (const DeletionPart &part : m_parts) {
        for (qsizetype i = 0; i < part.messages.size(); ++i) {
            // What cannot come back whole does not come back in part.
            if (!part.messages.at(i).kept)
                return {};
            items.append(RestoreItem{.message = part.messages.at(i), .item = part.firstItem + quint32(i)});
        }
    }
    return items.isEmpty() ? OperationPtr() : std::make_shared<RestoreOperation>(m_operation, items);
}

// ---------------------------------------------------------------- the remote half

QCoro::Task<> DeleteOperation::send(RemotePtr remote)
{
    for (qsizetype index = 0; index < m_parts.size(); ++index) {
        const Place place = m_parts.at(index).place;
        if (m_parts.at(index).done || place.uids.isEmpty())
            continue;
        co_await remote->enter(place.folder);
        requireSame(*remote, place);
        if (!m_parts.at(index).begun && m_again.isEmpty())
            co_await keep(remote, index);
        m_parts[index].begun = true;
        remote->begin();
        const NoteOthers note = [this, remote, index](const UidSet &others) {
            m_parts[index].others = others;
            remote->begin();
        };
        co_await removeMessages(remote, place.uids, m_parts.at(index).others, note);
        m_parts[index].done = true;
        remote->touched(place.folder);
    }
}

QCoro::Task<> DeleteOperation::keep(RemotePtr remote, qsizetype index)
{
    QList<KeptMessage> messages = co_await describeMessages(remote, m_parts.at(index).place.uids);
    const quint32 firstItem = quint32(index) * ItemsOfAPart;
    messages = co_await keepMessages(remote, messages, firstItem);
    m_parts[index].firstItem = firstItem;
    m_parts[index].messages = messages;
}

} // namespace imap
