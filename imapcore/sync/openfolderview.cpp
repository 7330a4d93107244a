// The open folder as people look at it: windows, what is hidden, what is asked for.
#include "sync/openfolder.h"
#include "sync/uidsets.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// More new messages than this are not fetched at once: they are seen when somebody scrolls there.
constexpr quint32 NewLimit = 100;
/// More rows that go or come than this are told as a new beginning, which costs a view less.
constexpr qsizetype ResetRows = 2000;
/// Rows so far from the screen are told again at once; others when they come near it.
constexpr qsizetype NearRows = 1000;
/// Rows on each side of the screen that a list remembers, of which some may be selected.
constexpr qsizetype KeptRows = 200;

qsizetype rowsIn(const QList<FolderRows::Span> &spans)
{
    qsizetype rows = 0;
    for (const FolderRows::Span &span : spans)
        rows += span.count;
    return rows;
}

} // namespace

void OpenFolder::showRows(SeqNum first, SeqNum last)
{
    const quint32 total = m_rows.shownTotal();
    const quint32 from = qBound(1u, first.value, qMax(1u, total));
    const quint32 to = qBound(from, last.value, qMax(1u, total));
    m_firstShown = m_rows.serverNumber(SeqNum{from});
    m_lastShown = m_rows.serverNumber(SeqNum{to});
    m_unanswered = {};
    if (total == 0 || m_holding)
        return;
    // What is known here the model may have forgotten, or never been told.
    flush();
    const QList<MessageRow> rows = m_rows.stored(SeqSet::range(SeqNum{m_firstShown}, SeqNum{m_lastShown}));
    if (!rows.isEmpty())
        m_sink(MessagesChanged{m_name, rows});
    fill();
}

void OpenFolder::showAgain(const UidSet &uids)
{
    flush();
    const qsizetype first = qMax<qsizetype>(0, qsizetype(m_firstShown) - NearRows);
    const qsizetype last = qMin(m_rows.rows().size(), qsizetype(m_lastShown) + NearRows);
    SeqSet numbers;
    if (uids.count() <= quint64(NearRows)) {
        for (const Uid uid : uids.toList()) {
            const qsizetype row = m_rows.rows().rowOf(uid);
            if (row >= 0)
                numbers.add(SeqNum{quint32(row + 1)});
        }
    } else {
        m_rows.rows().forEachRun(first, last, [&](qsizetype row, const UidRows::Run &run) {
            for (quint32 i = 0; run.uid && i < run.count; ++i) {
                if (uids.contains(Uid{run.uid + i}))
                    numbers.add(SeqNum{quint32(row + 1) + i});
            }
        });
    }
    const QList<MessageRow> rows = m_rows.stored(numbers);
    if (!rows.isEmpty() && !m_holding && m_told)
        m_sink(MessagesChanged{m_name, rows});
}

// ---------------------------------------------------------------- hidden messages

void OpenFolder::hide(const UidSet &uids)
{
    flush();
    const QList<FolderRows::Span> spans = m_rows.hide(uids);
    const qsizetype count = rowsIn(spans);
    if (count == 0)
        return;
    tellHidden(spans, count);
    countUnseen(-qint64(m_store->messages().unseen(m_id, uids)));
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
}

void OpenFolder::tellHidden(const QList<FolderRows::Span> &spans, qsizetype count)
{
    if (m_holding || !m_told)
        return;
    if (count > ResetRows) {
        reset();
        return;
    }
    // From the last to the first, so that each number still means what it meant.
    QList<SeqNum> numbers;
    QList<Uid> uids;
    numbers.reserve(count);
    qsizetype before = count;
    for (auto span = spans.crbegin(); span != spans.crend(); ++span) {
        before -= span->count;
        const qsizetype first = m_rows.rows().shownBefore(span->row) + before + 1;
        for (qsizetype i = span->count; i-- > 0;) {
            numbers.append(SeqNum{quint32(first + i)});
            uids.append(m_rows.rows().at(span->row + i));
        }
    }
    tellRemoved(numbers, uids);
}

void OpenFolder::unhide(const UidSet &uids)
{
    flush();
    const quint32 unseen = m_store->messages().unseen(m_id, uids);
    const QList<FolderRows::Span> spans = m_rows.unhide(uids);
    const qsizetype count = rowsIn(spans);
    if (count == 0)
        return;
    if (!m_holding && m_told) {
        if (count > ResetRows || spans.size() > ResetRows / 10) {
            reset();
        } else {
            SeqSet numbers;
            for (const FolderRows::Span &span : spans) {
                m_sink(MessagesInserted{m_name, quint32(span.count),
                                        SeqNum{quint32(m_rows.rows().shownBefore(span.row) + 1)}});
                numbers.addRange(quint32(span.row + 1), quint32(span.row + span.count));
            }
            m_sink(MessagesChanged{m_name, m_rows.stored(numbers)});
        }
    }
    countUnseen(qint64(unseen));
    m_folders->setCounts(m_name, m_rows.shownTotal(), {});
}

// ---------------------------------------------------------------- asking for more

SeqSet OpenFolder::window() const
{
    const quint32 total = m_rows.total();
    if (total == 0)
        return {};
    SeqSet set = SeqSet::range(SeqNum{total > FirstWindow ? total - FirstWindow + 1 : 1}, SeqNum{total});
    if (m_lastShown > 0 && m_firstShown <= total) {
        const quint32 last = qMin(total, m_lastShown);
        set.addRange(last - m_firstShown < 2 * WindowLimit ? m_firstShown : last - 2 * WindowLimit, last);
    }
    return set;
}

/// What stands on the screen and as far beside it as lists remember it.
UidSet OpenFolder::nearScreen(const UidRows &rows) const
{
    if (m_lastShown == 0)
        return {};
    const qsizetype first = qMax<qsizetype>(0, qsizetype(m_firstShown) - 1 - KeptRows);
    const qsizetype last = qMin(rows.size(), qsizetype(m_lastShown) + KeptRows);
    return FolderRows::uidsOf(rows, first, qMax(first, last));
}

/// Rows on the screen that nobody knows and nobody has asked for.
SeqSet OpenFolder::notAskedFor() const
{
    SeqSet asked = m_unanswered;
    for (const SeqSet &window : m_underWay)
        asked.unite(window);
    const quint64 limit = qMin<quint64>(WindowLimit + asked.count(), 4 * WindowLimit);
    return difference(m_rows.missing(m_firstShown, m_lastShown, quint32(limit)), asked);
}

QCoro::Task<> OpenFolder::fill()
{
    const QPointer<OpenFolder> self(this);
    while (isAttached() && !m_holding && m_underWay.size() < WindowsAhead) {
        const SeqSet asked = notAskedFor();
        if (asked.isEmpty())
            break;
        FetchStream fetch;
        fetch.messages = asked;
        fetch.items = windowItems(m_condstore, m_session->state().capabilities);
        m_underWay.append(asked);
        auto answer = m_session->run(std::move(fetch), "scroll");
        const quint64 attempt = m_attempt;
        try {
            co_await answer;
        } catch (const Error &) {
            // Out of range after an EXPUNGE, or disconnected: what did not come is found out below.
        }
        if (!self || attempt != m_attempt)
            co_return;
        m_underWay.removeOne(asked);
        flush();
        const SeqSet missing =
            m_rows.missing(asked.ranges().first().first, asked.ranges().last().last, 4 * WindowLimit);
        m_unanswered.unite(intersection(asked, missing));
    }
}

QCoro::Task<> OpenFolder::fetchNew()
{
    if (m_fetchingNew || !isAttached() || m_holding)
        co_return;
    m_fetchingNew = true;
    const QPointer<OpenFolder> self(this);
    quint32 askedAt = 0;
    while (isAttached()) {
        const quint32 total = m_rows.total();
        const quint32 known = quint32(m_rows.rows().lastKnownBefore(total) + 1);
        const quint32 first = qMax(known, total > NewLimit ? total - NewLimit : 0) + 1;
        if (first > total || askedAt == total)
            break;
        askedAt = total;
        FetchStream fetch;
        // By UID it may follow DONE in the same flight; by number it would have to wait (RFC 9051 §5.5).
        if (m_uidNext.isValid() && total - first + 1 < NewLimit)
            fetch.messages = UidSet::from(m_uidNext);
        else
            fetch.messages = SeqSet::range(SeqNum{first}, SeqNum{total});
        fetch.items = windowItems(m_condstore, m_session->state().capabilities);
        auto answer = m_session->run(std::move(fetch), "new mail");
        try {
            co_await answer;
        } catch (const Error &) {
        }
        if (!self)
            co_return;
        flush();
    }
    m_fetchingNew = false;
}

} // namespace imap
