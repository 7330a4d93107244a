#include "sync/removal.h"

#include "commands/expunge.h"
#include "session/searchpieces.h"
#include "sync/copies.h"

namespace imap
{

namespace
{

QCoro::Task<> mark(RemotePtr remote, UidSet uids, bool on)
{
    if (uids.isEmpty())
        co_return;
    Store store;
    store.messages = uids;
    store.action = on ? Store::Add : Store::Remove;
    store.flags = FlagSet({flags::Deleted});
    store.silent = true;
    auto storing = askInPieces(remote, std::move(store));
    co_await storing;
}

QCoro::Task<UidSet> marked(RemotePtr remote)
{
    Search search;
    search.criteria = SearchKey::deleted();
    search = search.compactFor(remote->session()->state().capabilities);
    auto searching = ask(remote, std::move(search));
    const SearchResult result = co_await searching;
    UidSet found;
    if (result.ids && std::holds_alternative<UidSet>(*result.ids))
        found = std::get<UidSet>(*result.ids);
    co_return found;
}

CommandError kept()
{
    return CommandError(QStringLiteral("The server kept messages that were to be removed."), "EXPUNGE", {},
                        ResponseCode{.name = "NOPERM", .arguments = {}});
}

/// Dovecot says OK, and does nothing, where the right to it is missing. Who has fewer messages than before,
/// by as many as were to go, need not look.
QCoro::Task<> requireGone(RemotePtr remote, UidSet uids, quint32 before)
{
    const quint32 now = remote->mailbox().exists;
    if (before >= now && before - now >= uids.count())
        co_return;
    UidSet there;
    try {
        auto looking = stillThere(remote, uids);
        const UidSet found = co_await looking;
        there = intersection(found, uids);
    } catch (const CommandError &) {
        co_return; // nobody knows better than the answer to EXPUNGE
    }
    if (there.isEmpty())
        co_return;
    try {
        co_await mark(remote, there, false);
    } catch (const CommandError &) {
        // Then no mark was set either.
    }
    throw kept();
}

} // namespace

QCoro::Task<> removeMessages(RemotePtr remote, UidSet uids, UidSet others, NoteOthers note)
{
    if (uids.isEmpty() && others.isEmpty())
        co_return;
    const quint32 before = remote->mailbox().exists;
    if (remote->session()->state().capabilities.has("UIDPLUS")) {
        co_await mark(remote, uids, true);
        UidExpunge expunge;
        expunge.messages = uids;
        auto expunging = askInPieces(remote, std::move(expunge));
        co_await expunging;
        co_await requireGone(remote, uids, before);
        co_return;
    }
    const UidSet found = co_await marked(remote);
    const UidSet foreign = difference(found, uids);
    others.unite(foreign);
    note(others);
    co_await mark(remote, foreign, false);
    co_await mark(remote, uids, true);
    auto expunging = ask(remote, Expunge());
    co_await expunging;
    co_await mark(remote, others, true);
    note({});
    co_await requireGone(remote, uids, before);
}

} // namespace imap
