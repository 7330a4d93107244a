#include "sync/moveoperation.h"

#include "sync/deleteoperation.h"
#include "sync/flagoperation.h"
#include "sync/localcounts.h"
#include "sync/operationcodec.h"
#include "sync/uidsets.h"

namespace imap
{

void encode(QDataStream &stream, const TransferPart &part)
{
    encode(stream, part.place);
    encode(stream, part.target);
    stream << part.begun << part.done;
    encode(stream, part.mark);
    encode(stream, part.prints);
    encode(stream, part.copied);
    encode(stream, part.others);
}

void decode(QDataStream &stream, TransferPart &part)
{
    decode(stream, part.place);
    decode(stream, part.target);
    stream >> part.begun >> part.done;
    decode(stream, part.mark);
    decode(stream, part.prints);
    decode(stream, part.copied);
    decode(stream, part.others);
}

QByteArray TransferOperation::kind() const
{
    return moves() ? QByteArrayLiteral("move") : QByteArrayLiteral("copy");
}

OperationPtr TransferOperation::read(const store::LoggedOperation &entry)
{
    QList<TransferPart> parts;
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) { decode(stream, parts); });
    if (!whole)
        return {};
    return std::make_shared<TransferOperation>(entry.kind == "move" ? Kind::Move : Kind::Copy, parts);
}

void TransferOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    if (!m_parts.isEmpty()) {
        entry.folder = m_parts.first().place.folder;
        entry.uidValidity = m_parts.first().place.validity;
        entry.uids = m_parts.first().place.uids;
    }
    entry.payload = encodePayload(1, [this](QDataStream &stream) { encode(stream, m_parts); });
}

Change TransferOperation::change() const
{
    MailboxName folder;
    MailboxName target;
    UidSet uids;
    for (const TransferPart &part : m_parts) {
        folder = folder.isEmpty() ? part.place.folder : folder;
        target = part.target;
        uids.unite(part.place.uids);
    }
    if (moves())
        return MoveChange{folder, uids, target};
    return CopyChange{folder, uids, target};
}

QList<MailboxName> TransferOperation::touches() const
{
    QList<MailboxName> names;
    for (const TransferPart &part : m_parts)
        names << part.place.folder << part.target;
    return names;
}

QList<Place> TransferOperation::places() const
{
    QList<Place> places;
    for (const TransferPart &part : m_parts)
        places.append(part.place);
    return places;
}

void TransferOperation::locate(const store::JournalNotes &notes)
{
    QList<TransferPart> located;
    for (const TransferPart &part : std::as_const(m_parts)) {
        if (part.begun) {
            located.append(part);
            continue;
        }
        const QList<Place> places = notes.locate(part.place);
        for (const Place &place : places) {
            TransferPart one = part;
            one.place = place;
            located.append(one);
        }
    }
    m_parts = located;
}

void TransferOperation::leaveOutArrived(const std::function<UidSet(const MailboxName &)> &leaving,
                                        LocalHalf &half)
{
    for (TransferPart &part : m_parts) {
        if (!moves() || part.begun || part.place.folder != part.target)
            continue;
        const UidSet there = difference(part.place.uids, leaving(part.target));
        if (there.isEmpty())
            continue;
        const Place stays{part.target, part.place.validity, there};
        half.changes.counts.append(
            {part.target, -qint64(there.count()), -qint64(unseenAmong(*half.store, stays))});
        half.changes.shown.append({part.target, there});
        part.place.uids.subtract(there);
    }
    m_parts.removeIf([](const TransferPart &part) { return part.place.uids.isEmpty(); });
}

void TransferOperation::renameFolder(const FolderRename &rename)
{
    for (TransferPart &part : m_parts) {
        part.place.folder = rename.of(part.place.folder);
        part.target = rename.of(part.target);
    }
}

bool TransferOperation::isEmpty() const
{
    return std::all_of(m_parts.begin(), m_parts.end(),
                       [](const TransferPart &part) { return part.place.uids.isEmpty(); });
}

void TransferOperation::check(const LocalHalf &half) const
{
    for (const TransferPart &part : m_parts) {
        const FolderInfo *target = half.folders->find(part.target);
        if (target && !target->selectable)
            throw LocalError(QStringLiteral("There can be no messages in this folder."));
    }
}

// ---------------------------------------------------------------- the local half

void TransferOperation::show(LocalHalf &half, bool there) const
{
    const qint64 sign = there ? 1 : -1;
    for (const TransferPart &part : m_parts) {
        if (part.done)
            continue;
        const qint64 unseen = unseenAmong(*half.store, part.place);
        half.changes.counts.append({part.target, sign * qint64(part.place.uids.count()), sign * unseen});
        if (moves())
            (there ? half.changes.hidden : half.changes.shown).append({part.place.folder, part.place.uids});
    }
}

void TransferOperation::apply(LocalHalf &half)
{
    show(half, true);
}

void TransferOperation::backOut(LocalHalf &half)
{
    show(half, false);
}

UidSet TransferOperation::hides(const MailboxName &folder) const
{
    UidSet hidden;
    for (const TransferPart &part : m_parts) {
        if (!moves() || part.place.folder != folder)
            continue;
        hidden.unite(part.place.uids);
    }
    return hidden;
}

void TransferOperation::startAnew()
{
    for (TransferPart &part : m_parts) {
        if (!part.done)
            part = TransferPart{.place = part.place, .target = part.target};
    }
}

OperationPtr TransferOperation::inverse() const
{
    if (moves()) {
        QList<TransferPart> back;
        for (const TransferPart &part : m_parts) {
            const UidSet now = destinationsOf(part.copied);
            if (part.done && !now.isEmpty())
                back.append(
                    {.place = {part.target, part.copied.uidValidity, now}, .target = part.place.folder});
        }
        return back.isEmpty() ? OperationPtr() : std::make_shared<TransferOperation>(Kind::Move, back);
    }
    QList<Place> copies;
    for (const TransferPart &part : m_parts) {
        const UidSet now = destinationsOf(part.copied);
        if (part.done && !now.isEmpty())
            copies.append({part.target, part.copied.uidValidity, now});
    }
    if (copies.isEmpty())
        return {};
    // The way back of the way back is to copy once more, so the copies need not be kept.
    auto again = std::make_shared<TransferOperation>(Kind::Copy, m_parts);
    for (TransferPart &part : again->m_parts)
        part = TransferPart{.place = part.place, .target = part.target};
    return DeleteOperation::ofCopies(copies, again);
}

} // namespace imap
