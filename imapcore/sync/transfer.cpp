// The remote half of moving and copying.

#include "commands/copymove.h"
#include "sync/flagoperation.h"
#include "sync/moveoperation.h"
#include "sync/remote.h"
#include "sync/removal.h"

namespace imap
{

namespace
{

/// Beyond so many messages their prints are not fetched just in case; those that the cache knows are used.
constexpr quint64 PrintLimit = 2000;

UidSet uidsOf(const QList<MessagePrint> &prints)
{
    UidSet uids;
    for (const MessagePrint &print : prints)
        uids.add(print.uid);
    return uids;
}

} // namespace

QCoro::Task<> TransferOperation::send(RemotePtr remote)
{
    for (qsizetype index = 0; index < m_parts.size(); ++index) {
        if (m_parts.at(index).done || m_parts.at(index).place.uids.isEmpty())
            continue;
        if (m_parts.at(index).begun) {
            co_await resume(remote, index);
        } else {
            co_await prepare(remote, index);
            co_await transfer(remote, index, m_parts.at(index).place.uids);
        }
        finish(remote, index);
    }
}

QCoro::Task<> TransferOperation::prepare(RemotePtr remote, qsizetype index)
{
    const TransferPart part = m_parts.at(index);
    co_await remote->enter(MailboxName());
    const FolderMark mark = co_await markOf(remote, part.target);
    co_await remote->enter(part.place.folder, true);
    requireSame(*remote, part.place);
    QList<MessagePrint> prints;
    if (part.place.uids.count() <= PrintLimit) {
        prints = storedPrints(remote->store(), part.place);
        const UidSet unknown = difference(part.place.uids, uidsOf(prints));
        const QList<MessagePrint> others = co_await fetchPrints(remote, unknown);
        prints += others;
    }
    TransferPart &noted = m_parts[index];
    noted.mark = mark;
    noted.prints = prints;
    noted.copied.uidValidity = mark.validity;
    noted.begun = true;
    remote->begin();
}

/// What has arrived stays, and goes from the source; the others are still to be sent.
QCoro::Task<> TransferOperation::resume(RemotePtr remote, qsizetype index)
{
    const TransferPart part = m_parts.at(index);
    co_await remote->enter(part.place.folder, true);
    requireSame(*remote, part.place);
    const UidSet there = co_await stillThere(remote, part.place.uids);
    QList<MessagePrint> prints =
        part.prints.isEmpty() ? storedPrints(remote->store(), part.place) : part.prints;
    const UidSet unknown = difference(there, uidsOf(prints));
    const QList<MessagePrint> others = co_await fetchPrints(remote, unknown);
    prints += others;
    const UidSet known = sourcesOf(part.copied);
    prints.removeIf([&known](const MessagePrint &print) { return known.contains(print.uid); });
    auto finding = findCopies(remote, part.target, part.mark, prints);
    const CopiedUids found = co_await finding;
    if (!found.runs.isEmpty())
        m_parts[index].copied.append(found);
    remote->begin();
    const UidSet arrived = sourcesOf(m_parts.at(index).copied);
    if (there.isEmpty())
        co_return;
    co_await remote->enter(part.place.folder, true);
    if (moves())
        co_await remove(remote, index, intersection(there, arrived));
    co_await transfer(remote, index, difference(there, arrived));
}

QCoro::Task<> TransferOperation::transfer(RemotePtr remote, qsizetype index, UidSet uids)
{
    if (uids.isEmpty())
        co_return;
    const MailboxName target = m_parts.at(index).target;
    const bool canMove = remote->session()->state().capabilities.has("MOVE");
    CopyResult result;
    UidSet sent = uids;
    if (moves() && canMove) {
        Move move;
        move.messages = uids;
        move.mailbox = target;
        auto moving = askInPieces(remote, std::move(move));
        result = co_await moving;
    } else {
        // COPY alone does not tell which of them there were, and only those may be removed.
        if (moves())
            sent = co_await stillThere(remote, uids);
        if (sent.isEmpty())
            co_return;
        Copy copy;
        copy.messages = sent;
        copy.mailbox = target;
        auto copying = askInPieces(remote, std::move(copy));
        result = co_await copying;
    }
    if (result.copied)
        m_parts[index].copied.append(*result.copied);
    remote->begin();
    if (moves() && !canMove)
        co_await remove(remote, index, result.copied ? sourcesOf(*result.copied) : sent);
    if (!result.copied)
        co_await findMissing(remote, index);
}

QCoro::Task<> TransferOperation::remove(RemotePtr remote, qsizetype index, UidSet uids)
{
    const NoteOthers note = [this, remote, index](const UidSet &others) {
        m_parts[index].others = others;
        remote->begin();
    };
    co_await removeMessages(remote, uids, m_parts.at(index).others, note);
}

/// The server did not tell where they went (no UIDPLUS).
QCoro::Task<> TransferOperation::findMissing(RemotePtr remote, qsizetype index)
{
    const TransferPart part = m_parts.at(index);
    QList<MessagePrint> prints =
        part.prints.isEmpty() ? storedPrints(remote->store(), part.place) : part.prints;
    const UidSet known = sourcesOf(part.copied);
    prints.removeIf([&known](const MessagePrint &print) { return known.contains(print.uid); });
    if (prints.isEmpty())
        co_return;
    try {
        auto finding = findCopies(remote, part.target, part.mark, prints);
        const CopiedUids found = co_await finding;
        if (!found.runs.isEmpty())
            m_parts[index].copied.append(found);
    } catch (const CommandError &) {
        // The target may not be looked into; the way back is not known then.
    }
}

void TransferOperation::finish(RemotePtr remote, qsizetype index)
{
    TransferPart &part = m_parts[index];
    remote->touched(part.place.folder);
    remote->touched(part.target);
    for (const CopiedUids::Run &run : std::as_const(part.copied.runs)) {
        if (moves())
            remote->addTrail({part.place.folder, part.place.validity, run.source, run.count, part.target,
                              part.copied.uidValidity, run.destination});
    }
    part.done = true;
    part.prints.clear();
}

} // namespace imap
