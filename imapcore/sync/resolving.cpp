// Rows of the open folder that nobody has looked at: which messages they are, and where a day begins.
#include "commands/fetch.h"
#include "commands/search.h"
#include "session/searchpieces.h"
#include "sync/openfolder.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// Without ESEARCH every number found takes some octets: no more messages are asked for at once.
constexpr qsizetype PlainRows = 50'000;
/// Dates that are looked at in one flight where the server cannot search for the first.
constexpr quint32 DateProbes = 16;

LocalError notThere()
{
    return LocalError(
        QStringLiteral("Not all of these messages are known here, and there is no connection to "
                       "ask the server for the others."));
}

} // namespace

// ---------------------------------------------------------------- which messages they are

/// The rows of the server that are shown with these numbers, in ranges that may have hidden ones inside.
QList<FolderRows::Span> OpenFolder::spansOf(const SeqSet &shown) const
{
    QList<FolderRows::Span> spans;
    for (const SeqSet::Range &range : shown.ranges()) {
        const qsizetype first = m_rows.rows().rowOfShown(qsizetype(range.first) - 1);
        const qsizetype last = m_rows.rows().rowOfShown(qMin<qsizetype>(range.last, m_rows.shownTotal()) - 1);
        if (first <= last && last < m_rows.rows().size())
            spans.append({first, last - first + 1});
    }
    return spans;
}

QCoro::Task<UidSet> OpenFolder::resolve(SeqSet numbers)
{
    const QPointer<OpenFolder> self(this);
    const quint64 attempt = m_attempt;
    flush();
    const QList<FolderRows::Span> spans = spansOf(numbers);
    // With both ends known, all between them is a range of UIDs, whatever the numbers become meanwhile.
    co_await learnEnds(spans);
    if (!self || attempt != m_attempt)
        throw notThere();
    UidSet known;
    UidSet asked;
    for (const FolderRows::Span &span : spans) {
        const UidSet some = m_rows.uids(span.row, span.row + span.count);
        if (some.isEmpty())
            continue;
        known.unite(some);
        if (qsizetype(some.count()) == span.count)
            continue;
        UidSet between = UidSet::range(Uid{some.ranges().first().first}, Uid{some.ranges().last().last});
        between.subtract(some);
        asked.unite(between);
    }
    if (!asked.isEmpty()) {
        const UidSet found = co_await searchUids(asked);
        if (!self)
            throw notThere();
        known.unite(found);
    }
    known.subtract(m_rows.hidden());
    co_return known;
}

/// Learns which messages stand at both ends of these rows.
QCoro::Task<> OpenFolder::learnEnds(QList<FolderRows::Span> spans)
{
    const QPointer<OpenFolder> self(this);
    const quint64 attempt = m_attempt;
    const quint64 removals = m_removals;
    SeqSet unknown;
    for (const FolderRows::Span &span : spans) {
        for (const qsizetype row : {span.row, span.row + span.count - 1}) {
            if (!m_rows.rows().at(row).isValid())
                unknown.add(SeqNum{quint32(row + 1)});
        }
    }
    if (unknown.isEmpty())
        co_return;
    if (!isAttached() || m_holding)
        throw notThere();
    FetchStream fetch;
    fetch.messages = unknown;
    fetch.items.uid = true;
    auto answer = m_session->run(std::move(fetch), "select");
    co_await answer;
    if (self && attempt == m_attempt && removals != m_removals)
        throw LocalError(QStringLiteral("The list changed just now. Please select again."));
}

/// Those of a set of UIDs that there are.
QCoro::Task<UidSet> OpenFolder::searchUids(UidSet asked)
{
    if (!isAttached() || m_holding)
        throw notThere();
    const QPointer<Session> session(m_session);
    const Capabilities capabilities = session->state().capabilities;
    UidSet found;
    const bool compact = capabilities.has("ESEARCH") || session->state().isRev2();
    while (!asked.isEmpty()) {
        UidSet some = asked;
        if (!compact && some.count() > quint64(PlainRows)) {
            some = UidSet::fromList(asked.toList(PlainRows));
        }
        asked.subtract(some);
        Search plain;
        plain.criteria = SearchKey::messages(some);
        Search search = plain.compactFor(capabilities);
        const SearchResult result = co_await searchInPieces(session, search, "select");
        if (!session)
            throw notThere();
        if (result.ids)
            found.unite(std::get<UidSet>(*result.ids));
    }
    co_return found;
}

// ---------------------------------------------------------------- where a message stands

QCoro::Task<SeqNum> OpenFolder::findMessage(Uid uid)
{
    const QPointer<OpenFolder> self(this);
    flush();
    if (m_rows.hidden().contains(uid))
        co_return SeqNum{};
    if (const qsizetype row = m_rows.rows().rowOf(uid); row >= 0)
        co_return m_rows.shownNumber(row);
    if (!isAttached() || m_holding)
        co_return SeqNum{};
    Fetch fetch;
    fetch.messages = UidSet::single(uid);
    fetch.items.uid = true;
    auto answer = m_session->run(std::move(fetch), "jump");
    co_await answer;
    if (!self)
        co_return SeqNum{};
    // What the answer says of it was taken in as all news are.
    const qsizetype row = m_rows.rows().rowOf(uid);
    co_return row < 0 ? SeqNum{} : m_rows.shownNumber(row);
}

// ---------------------------------------------------------------- where a day begins

QCoro::Task<SeqNum> OpenFolder::findDate(QDate day)
{
    const QPointer<OpenFolder> self(this);
    flush();
    if (!isAttached() || m_holding)
        co_return storedDate(day);
    const Capabilities &capabilities = m_session->state().capabilities;
    quint32 number = 0;
    if (capabilities.has("ESEARCH")) {
        Search search;
        search.criteria = SearchKey::since(day);
        search.byUid = false;
        search.returns = SearchReturn();
        search.returns->min = true;
        auto answer = m_session->run(std::move(search), "jump");
        const SearchResult result = co_await answer;
        number = result.min.value_or(0);
    } else {
        number = co_await bisectDate(day);
    }
    if (!self || number == 0 || number > m_rows.total())
        co_return SeqNum{};
    co_return SeqNum{
        quint32(qMin(m_rows.rows().shownBefore(qsizetype(number) - 1) + 1, m_rows.rows().shownCount()))};
}

/// The first number with this day or a later one, where messages stand in the order of their arrival.
QCoro::Task<quint32> OpenFolder::bisectDate(QDate day)
{
    const QPointer<OpenFolder> self(this);
    const QPointer<Session> session(m_session);
    const quint64 attempt = m_attempt;
    quint32 low = 1;                   // all in front of it are earlier
    quint32 high = m_rows.total() + 1; // this one is not, or there is none
    while (low < high) {
        const quint32 step = qMax<quint32>(1, (high - low) / (DateProbes + 1));
        SeqSet probes;
        for (quint32 i = 0; i < DateProbes && low + i * step < high; ++i)
            probes.add(SeqNum{low + i * step});
        Fetch fetch;
        fetch.messages = probes;
        fetch.items.internalDate = true;
        auto answer = session->run(std::move(fetch), "jump");
        const QList<FetchResponse> dates = co_await answer;
        // The session may have another folder open by now.
        if (!self || !session || attempt != m_attempt || dates.isEmpty())
            co_return quint32(0);
        quint32 earlier = low - 1;
        for (const FetchResponse &one : dates) {
            const quint32 number = one.number.value;
            if (!one.internalDate || number < low || number >= high)
                continue;
            if (one.internalDate->date() < day)
                earlier = qMax(earlier, number);
            else
                high = number;
        }
        if (earlier + 1 <= low && high > low)
            co_return low; // the server does not tell
        low = qMin(earlier + 1, high);
    }
    co_return high > m_rows.total() ? quint32(0) : high;
}

/// The same among what is stored.
SeqNum OpenFolder::storedDate(QDate day) const
{
    const UidRows &rows = m_rows.rows();
    qsizetype low = 0;
    qsizetype high = rows.size();
    while (low < high) {
        // The known row nearest to the middle, from below; where there is none, what is above it.
        const qsizetype middle = low + (high - low) / 2;
        qsizetype row = rows.lastKnownBefore(middle + 1);
        if (row < low)
            row = rows.lowerBound(quint64(rows.at(rows.lastKnownBefore(low)).value) + 1);
        if (row >= high)
            break;
        const auto message = m_store->messages().load(m_id, rows.at(row));
        if (message && message->internalDate.isValid() && message->internalDate.date() >= day)
            high = row;
        else
            low = row + 1;
    }
    return high >= rows.size() ? SeqNum{} : SeqNum{quint32(rows.shownBefore(high) + 1)};
}

} // namespace imap
