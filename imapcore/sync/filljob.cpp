#include "sync/filljob.h"

#include "commands/search.h"

#include <QCoro/QCoroFuture>

namespace imap
{

QCoro::Task<bool> FillJob::mayGoOn(FillJob job)
{
    if (!job.gate->mustStop()) {
        auto turn = job.gate->turn();
        co_await turn;
    }
    if (!job.session || !job.session->isOpen())
        throw AbortError(AbortError::Reason::ConnectionLost, QStringLiteral("The connection has gone."));
    co_return !job.gate->mustStop();
}

QCoro::Task<UidSet> FillJob::recent(FillJob job, int days)
{
    Search search;
    search.criteria = SearchKey::since(QDate::currentDate().addDays(-days));
    search = search.compactFor(job.session->state().capabilities);
    auto found = job.session->run(std::move(search), "fill");
    const SearchResult result = co_await found;
    if (!result.ids)
        co_return UidSet();
    const auto *uids = std::get_if<UidSet>(&*result.ids);
    co_return uids ? *uids : UidSet();
}

quint32 FillJob::exists() const
{
    return session && session->state().mailbox ? session->state().mailbox->exists : 0;
}

UidSet takeHighest(UidSet &set, quint64 count)
{
    QList<UidSet::Range> taken;
    quint64 missing = count;
    for (qsizetype at = set.ranges().size() - 1; at >= 0 && missing > 0; --at) {
        const UidSet::Range range = set.ranges().at(at);
        const quint64 size = quint64(range.last) - range.first + 1;
        const quint32 first = size > missing ? quint32(range.last - missing + 1) : range.first;
        taken.prepend({first, range.last});
        missing -= std::min(size, missing);
    }
    UidSet result;
    for (const UidSet::Range &range : std::as_const(taken))
        result.addRange(range.first, range.last);
    if (!taken.isEmpty())
        set = intersection(set, taken.first().first > 1 ? UidSet::range(Uid{1}, Uid{taken.first().first - 1})
                                                        : UidSet());
    return result;
}

} // namespace imap
