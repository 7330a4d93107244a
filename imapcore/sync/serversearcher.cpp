#include "sync/serversearcher.h"

#include "commands/fetch.h"
#include "commands/search.h"
#include "sync/filljob.h"
#include "sync/uidsets.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>
#include <QPointer>
#include <algorithm>

namespace imap
{

namespace
{

void requireAlive(const QPointer<Session> &session)
{
    if (!session) // the store may have gone with it
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
}

/// Under another UIDVALIDITY UIDs mean other messages, and nothing of them is stored.
store::FolderId adopt(store::Store &store, const MailboxName &folder, const SessionState &state)
{
    const store::FolderId id = store.mailboxes().ensureFolder(folder);
    const UidValidity now = state.mailbox ? state.mailbox->uidValidity : UidValidity();
    if (now.isValid() && store.mailboxes().syncState(id).uidValidity != now) {
        store::FolderSyncState begun;
        begun.uidValidity = now;
        store.mailboxes().saveSyncState(id, begun);
    }
    return id;
}

QCoro::Task<QList<MessageSummary>> fetchRows(Session *session, UidSet uids)
{
    const SessionState &state = session->state();
    Fetch fetch;
    fetch.messages = uids;
    fetch.items = windowItems(state.capabilities.has("CONDSTORE") && state.mailbox &&
                                  state.mailbox->highestModSeq.isValid(),
                              state.capabilities);
    auto pending = session->run(std::move(fetch), "search");
    const QList<FetchResponse> answers = co_await pending;
    QList<MessageSummary> rows;
    for (const FetchResponse &answer : answers) {
        if (answer.uid && uids.contains(*answer.uid) && answer.envelope)
            rows.append(summaryFrom(answer, *answer.uid));
    }
    co_return rows;
}

} // namespace

QCoro::Task<ServerHits> searchServer(store::Store *store, Session *session, ServerSearch search,
                                     UidSet hidden, std::function<FlagSet(Uid, FlagSet)> overlay)
{
    const QPointer<Session> alive(session);
    const store::FolderId id = adopt(*store, search.folder, session->state());
    ServerHits hits;
    if (search.before.value == 1)
        co_return hits;
    Search command;
    command.criteria = search.criteria;
    if (search.before.isValid())
        command.criteria =
            SearchKey::messages(UidSet::range(Uid{1}, Uid{search.before.value - 1})) && search.criteria;
    Search compact = command.compactFor(session->state().capabilities);
    auto pending = session->run(std::move(compact), "search");
    const SearchResult result = co_await pending;
    requireAlive(alive);
    UidSet found = result.ids ? std::get<UidSet>(*result.ids) : UidSet();
    found.subtract(hidden);
    hits.found = found.count();
    const UidSet page =
        takeHighest(found, quint64(qBound<qsizetype>(1, search.limit, ServerSearch::MaxLimit)));
    if (page.isEmpty())
        co_return hits;
    if (!found.isEmpty())
        hits.next = Uid{page.ranges().first().first};
    const UidSet stored =
        store->messages().uids(id, Uid{page.ranges().first().first}, Uid{page.ranges().last().last});
    const UidSet missing = difference(page, stored);
    if (!missing.isEmpty()) {
        QList<MessageSummary> rows = co_await fetchRows(session, missing);
        requireAlive(alive);
        for (MessageSummary &row : rows)
            row.flags = overlay(row.uid, row.flags);
        store->messages().addMissing(id, rows);
    }
    const QList<MessageSummary> rows = store->messages().load(id, page.toList());
    for (const MessageSummary &row : rows)
        hits.messages.prepend(std::make_shared<const MessageSummary>(row));
    co_return hits;
}

} // namespace imap
