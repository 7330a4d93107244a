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

} // namespace

QCoro::Task<> removeMessages(RemotePtr remote, UidSet uids, UidSet others, NoteOthers note)
{
    if (uids.isEmpty() && others.isEmpty())
        co_return;
    if (remote->session()->state().capabilities.has("UIDPLUS")) {
        co_await mark(remote, uids, true);
        UidExpunge expunge;
        expunge.messages = uids;
        auto expunging = askInPieces(remote, std::move(expunge));
        co_await expunging;
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
}

} // namespace imap
