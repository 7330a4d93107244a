// What an open folder finds out by and by, when one flight could not tell it: where known messages stand that
// lost their rows, and whether flags changed that the server does not count (RFC 7162).
#include "commands/search.h"
#include "sync/openfolder.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// Messages of one question. The next one waits for the answer, so a click waits for one at most.
constexpr quint64 CheckRows = 500;
constexpr qsizetype CheckOctets = 1500;
/// A search is worth nothing where messages go while it is answered.
constexpr int SearchTries = 3;

} // namespace

QCoro::Task<> OpenFolder::check()
{
    if (m_checking || !isAttached() || m_holding)
        co_return;
    m_checking = true;
    const QPointer<OpenFolder> self(this);
    const quint64 attempt = m_attempt;
    if (!m_adrift.isEmpty() && m_session->state().capabilities.has("ESEARCH"))
        co_await searchAdrift();
    if (self && attempt == m_attempt)
        co_await checkWindows();
    if (self && attempt == m_attempt)
        m_checking = false;
}

void OpenFolder::recheckMarks()
{
    if (!isAttached())
        return; // opening asks
    m_flagsOld.unite(m_rows.uids(0, m_rows.rows().size()));
    check();
}

/// Which of them are there, in one line: a set of a million UIDs is short where few are missing.
QCoro::Task<> OpenFolder::searchAdrift()
{
    const QPointer<OpenFolder> self(this);
    const quint64 attempt = m_attempt;
    for (int i = 0; i < SearchTries && !m_adrift.isEmpty(); ++i) {
        // Up to the next message whose row is known, so that the rows can be counted from there.
        const UidRows &rows = m_rows.rows();
        const Uid lowest{m_adrift.ranges().first().first};
        const Uid next = rows.at(rows.lowerBound(quint64(m_adrift.ranges().last().last) + 1));
        const Uid end = next.isValid() ? next : m_uidNext;
        if (end <= lowest)
            co_return;
        const UidSet asked = UidSet::range(lowest, Uid{end.value - 1});
        const quint64 removals = m_removals;
        Search search;
        search.criteria = SearchKey::messages(asked);
        search.returns = SearchReturn();
        search.returns->all = true;
        auto answer = m_session->run(std::move(search), "check rows");
        SearchResult result;
        try {
            result = co_await answer;
        } catch (const Error &) {
            co_return;
        }
        if (!self || attempt != m_attempt)
            co_return;
        flush();
        if (removals != m_removals)
            continue;
        const UidSet there = result.ids ? std::get<UidSet>(*result.ids) : UidSet{};
        const qsizetype behind = next.isValid() ? rows.rowOf(next) : rows.size() - m_beyond;
        UidSet gone = asked;
        gone.subtract(there);
        const qsizetype shown = m_rows.shownTotal();
        if (!there.isEmpty() && !m_rows.learnAll(there, behind))
            co_return; // it contradicts what was seen; windows tell more
        noteRemoved(gone);
        tellConflicts();
        m_adrift = {};
        tellLearned(shown);
    }
}

/// Flags and numbers, the newest messages first.
QCoro::Task<> OpenFolder::checkWindows()
{
    const QPointer<OpenFolder> self(this);
    const quint64 attempt = m_attempt;
    while (!m_adrift.isEmpty() || !m_flagsOld.isEmpty()) {
        const UidSet some = newestUnchecked();
        FetchStream fetch;
        fetch.messages = some;
        fetch.items = flagItems(m_condstore, m_session->state().capabilities);
        auto answer = m_session->run(std::move(fetch), "check rows");
        try {
            co_await answer;
        } catch (const Error &) {
            co_return; // what was not checked is not trusted the next time either
        }
        if (!self || attempt != m_attempt)
            co_return;
        flush();
        UidSet gone = some;
        gone.subtract(m_rows.uids(m_rows.rows().lowerBound(some.ranges().first().first),
                                  m_rows.rows().lowerBound(quint64(some.ranges().last().last) + 1)));
        noteRemoved(gone);
        tellConflicts();
        m_adrift.subtract(some);
        m_flagsOld.subtract(some);
    }
    m_saveTimer.start(SaveMs);
}

UidSet OpenFolder::newestUnchecked() const
{
    UidSet all = m_adrift;
    all.unite(m_flagsOld);
    UidSet some;
    quint64 left = CheckRows;
    const QList<UidSet::Range> ranges = all.ranges();
    for (auto range = ranges.crbegin(); range != ranges.crend() && left > 0; ++range) {
        const quint64 count = qMin<quint64>(left, quint64(range->last) - range->first + 1);
        UidSet more = some;
        more.addRange(quint32(range->last - (count - 1)), range->last);
        if (!some.isEmpty() && more.toByteArray().size() > CheckOctets)
            break;
        some = more;
        left -= count;
    }
    return some;
}

} // namespace imap
