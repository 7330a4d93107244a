#include "session/movemessages.h"

#include "session/pieces.h"

namespace imap
{

namespace
{

/// Which of the messages there are now.
QCoro::Task<UidSet> existing(Session *session, MessageSet messages, QByteArray cause)
{
    Fetch fetch;
    fetch.messages = std::move(messages);
    fetch.items.uid = true;
    auto running = runInPieces(session, std::move(fetch), cause);
    const QList<FetchResponse> found = co_await running;
    UidSet uids;
    for (const FetchResponse &message : found) {
        if (message.uid)
            uids.add(*message.uid);
    }
    co_return uids;
}

/// COPY names what it copied where there is UIDPLUS.
UidSet copiedOf(const UidSet &asked, const CopyResult &result)
{
    if (!result.copied)
        return asked;
    UidSet copied;
    for (const CopiedUids::Run &run : result.copied->runs)
        copied.addRange(run.source.value, run.source.value + run.count - 1);
    return copied;
}

void refuseReadOnly(const Session *session)
{
    const auto &mailbox = session->state().mailbox;
    if (mailbox && !mailbox->selecting && mailbox->readOnly)
        throw ReadOnlyError(QStringLiteral("The folder is open read-only."), "MOVE");
}

QCoro::Task<MoveOutcome> copyAndRemove(Session *session, UidSet uids, MailboxName mailbox, QByteArray cause)
{
    const bool canExpunge = session->state().capabilities.has("UIDPLUS");
    Copy copy;
    copy.messages = uids;
    copy.mailbox = std::move(mailbox);
    auto copying = runInPieces(session, std::move(copy), cause);
    const CopyResult copied = co_await copying;
    const UidSet done = copiedOf(uids, copied);
    Store mark;
    mark.messages = done;
    mark.flags = FlagSet({flags::Deleted});
    mark.silent = true;
    auto marking = runInPieces(session, std::move(mark), cause);
    const StoreResult marked = co_await marking;
    MoveOutcome outcome;
    outcome.means = MoveOutcome::Means::CopyAndMark;
    outcome.text = copied.text;
    outcome.copied = copied.copied;
    if (canExpunge) {
        UidExpunge expunge;
        expunge.messages = done;
        auto expunging = runInPieces(session, std::move(expunge), cause);
        const ExpungeResult expunged = co_await expunging;
        outcome.means = MoveOutcome::Means::CopyAndExpunge;
    }
    co_return outcome;
}

} // namespace

QCoro::Task<MoveOutcome> moveMessages(Session *session, MessageSet messages, MailboxName mailbox,
                                      QByteArray cause)
{
    if (session->state().capabilities.has("MOVE")) {
        Move move;
        move.messages = std::move(messages);
        move.mailbox = std::move(mailbox);
        auto moving = runInPieces(session, std::move(move), cause);
        const CopyResult moved = co_await moving;
        MoveOutcome outcome;
        outcome.text = moved.text;
        outcome.copied = moved.copied;
        co_return outcome;
    }
    refuseReadOnly(session);
    const QPointer<Session> alive(session);
    auto looking = existing(session, std::move(messages), cause);
    const UidSet uids = co_await looking;
    if (!alive)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The connection was closed."));
    if (uids.isEmpty())
        co_return MoveOutcome();
    auto rest = copyAndRemove(session, uids, std::move(mailbox), cause);
    const MoveOutcome outcome = co_await rest;
    co_return outcome;
}

} // namespace imap
