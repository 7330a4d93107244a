#include "sync/reconcile.h"

#include <algorithm>
#include <vector>

namespace imap
{

namespace
{

/// How many numbers of a set are below one, in O(log n).
class Ranks
{
public:
    explicit Ranks(const UidSet &set)
        : m_ranges(set.ranges())
    {
        m_before.reserve(size_t(m_ranges.size()));
        quint64 sum = 0;
        for (const UidSet::Range &range : m_ranges) {
            m_before.push_back(sum);
            sum += quint64(range.last) - range.first + 1;
        }
    }
    quint64 below(quint64 number) const
    {
        const auto at =
            std::lower_bound(m_ranges.begin(), m_ranges.end(), number,
                             [](const UidSet::Range &range, quint64 n) { return range.first < n; });
        if (at == m_ranges.begin())
            return 0;
        const auto before = std::prev(at);
        const quint64 inside =
            std::min<quint64>(number - before->first, quint64(before->last) - before->first + 1);
        return m_before[size_t(before - m_ranges.begin())] + inside;
    }
    /// In [first, end).
    quint64 count(quint64 first, quint64 end) const { return end > first ? below(end) - below(first) : 0; }

private:
    QList<UidSet::Range> m_ranges;
    std::vector<quint64> m_before;
};

/// Some neighbours of then that may have become fewer.
struct Piece {
    quint32 uid = 0;     ///< of the first; 0: unknown messages
    qsizetype most = 0;  ///< rows now; of known ones all
    qsizetype least = 0; ///< the same for known ones
    bool certain = true; ///< known ones would be named if they were gone
};
using Pieces = std::vector<Piece>;

class Reconciler
{
public:
    Reconciler(const UidRows &then, const Findings &findings)
        : m_findings(findings)
        , m_gone(findings.gone)
        , m_complete(findings.complete)
    {
        cut(then);
    }

    Reconciled run()
    {
        m_findings.now->forEachRun(0, m_findings.now->size(), [this](qsizetype row, const UidRows::Run &run) {
            for (quint32 i = 0; run.uid && i < run.count; ++i)
                anchor(row + i, run.uid + i);
        });
        takeUntil(quint64(UidSet::Star) + 1, m_held);
        const qsizetype total = m_findings.now->size();
        if (m_findings.survivors)
            place(m_held, m_row, *m_findings.survivors);
        else
            placeOpen(m_held, total);
        UidRows::pushUnknown(m_out, total - m_row);
        m_result.rows = m_row <= total ? UidRows(m_out) : UidRows(total);
        m_result.consistent = m_result.consistent && m_row <= total;
        m_findings.now->forEachRun(0, total, [this](qsizetype row, const UidRows::Run &run) {
            if (run.uid && m_result.rows.set(row, Uid{run.uid}, run.count))
                m_result.consistent = false;
        });
        return std::move(m_result);
    }

private:
    /// The rows of then as pieces, without what is said to be gone.
    void cut(const UidRows &then)
    {
        quint64 end = 1; // behind the last known UID
        qsizetype unknown = 0;
        then.forEachRun(0, then.size(), [&](qsizetype, const UidRows::Run &run) {
            if (!run.uid) {
                unknown += run.count;
                return;
            }
            gap(unknown, end, run.uid);
            unknown = 0;
            known(run.uid, quint64(run.uid) + run.count);
            end = quint64(run.uid) + run.count;
        });
        gap(unknown, end,
            std::max<quint64>(end, m_findings.uidNext.value ? m_findings.uidNext.value : UidSet::Star));
    }
    /// `count` unknown messages with UIDs in [first, end).
    void gap(qsizetype count, quint64 first, quint64 end)
    {
        if (count == 0)
            return;
        Piece piece;
        const quint64 gone = m_gone.count(first, end);
        piece.most =
            qsizetype(std::min<quint64>(quint64(count), std::max<quint64>(end - first, gone) - gone));
        const bool complete = m_complete.count(first, end) == end - first;
        piece.least = complete ? qsizetype(std::max<qint64>(0, qint64(count) - qint64(gone))) : 0;
        piece.least = std::min(piece.least, piece.most);
        m_pieces.push_back(piece);
    }
    void known(quint64 first, quint64 end)
    {
        const auto &ranges = m_findings.gone.ranges();
        auto hole = std::lower_bound(ranges.begin(), ranges.end(), first,
                                     [](const UidSet::Range &range, quint64 n) { return range.last < n; });
        for (; hole != ranges.end() && hole->first < end; ++hole) {
            survivors(first, hole->first);
            first = quint64(hole->last) + 1;
        }
        survivors(first, end);
    }
    void survivors(quint64 first, quint64 end)
    {
        if (end <= first)
            return;
        Piece piece;
        piece.uid = quint32(first);
        piece.most = piece.least = qsizetype(end - first);
        piece.certain = m_complete.count(first, end) == end - first;
        m_pieces.push_back(piece);
    }

    /// Moves what is in front of the message with this UID; returns whether that is the next then.
    bool takeUntil(quint64 uid, Pieces &taken)
    {
        while (m_next < m_pieces.size()) {
            Piece &piece = m_pieces[m_next];
            if (piece.uid && piece.uid >= uid)
                return piece.uid == uid;
            const quint64 end = quint64(piece.uid) + quint64(piece.most);
            if (piece.uid && end > uid) {
                Piece head = piece;
                head.most = head.least = qsizetype(uid - piece.uid);
                taken.push_back(head);
                piece.most = piece.least = qsizetype(end - uid);
                piece.uid = quint32(uid);
                return true;
            }
            // Unknown ones stand in front of the known ones behind them.
            if (!piece.uid && (m_next + 1 == m_pieces.size() || !standsBefore(m_next + 1, uid)))
                return false;
            taken.push_back(piece);
            ++m_next;
        }
        return false;
    }
    /// Whether the first known message from there on has a UID up to this one.
    bool standsBefore(size_t at, quint64 uid) const
    {
        while (at < m_pieces.size() && !m_pieces[at].uid)
            ++at;
        return uid > UidSet::Star || (at < m_pieces.size() && m_pieces[at].uid <= uid);
    }

    /// A message of now; where it was known then, everything in front of it has its place between it and the
    /// last such one.
    void anchor(qsizetype row, quint32 uid)
    {
        if (!takeUntil(uid, m_held))
            return;
        place(m_held, m_row, row);
        m_held.clear();
        emitKnown(uid, 1);
        Piece &piece = m_pieces[m_next];
        if (piece.most == 1) {
            ++m_next;
        } else {
            ++piece.uid;
            --piece.most;
            --piece.least;
        }
    }

    void place(const Pieces &pieces, qsizetype from, qsizetype to)
    {
        qsizetype most = 0;
        qsizetype least = 0;
        bool certain = true;
        for (const Piece &piece : pieces) {
            most += piece.most;
            least += piece.least;
            certain = certain && piece.certain;
        }
        const qsizetype room = to - from;
        if (room == most) {
            placeAll(pieces, &Piece::most);
        } else if (certain && room == least) {
            placeAll(pieces, &Piece::least);
        } else if (certain && room > least && room < most) {
            placeEnds(pieces, room - least);
        } else {
            m_result.consistent = m_result.consistent && !certain && room >= 0;
            setAdrift(pieces, 0, pieces.size());
        }
        emitUnknown(to - m_row);
    }
    void placeAll(const Pieces &pieces, qsizetype Piece::*count)
    {
        for (const Piece &piece : pieces)
            emitPiece(piece, piece.*count);
    }
    /// Some unknown messages are gone, and it is not known from which of several places: what stands between
    /// the first and the last of these has no certain row.
    void placeEnds(const Pieces &pieces, qsizetype more)
    {
        const auto isOpen = [](const Piece &piece) { return piece.least < piece.most; };
        const auto first = size_t(std::find_if(pieces.begin(), pieces.end(), isOpen) - pieces.begin());
        const auto last = pieces.size() - 1 -
                          size_t(std::find_if(pieces.rbegin(), pieces.rend(), isOpen) - pieces.rbegin());
        qsizetype between = more;
        for (size_t i = first; i <= last; ++i)
            between += pieces[i].least;
        for (size_t i = 0; i < first; ++i)
            emitPiece(pieces[i], pieces[i].least);
        if (first != last)
            setAdrift(pieces, first, last + 1);
        emitUnknown(between);
        for (size_t i = last + 1; i < pieces.size(); ++i)
            emitPiece(pieces[i], pieces[i].least);
    }
    /// The same where nobody knows how many are behind them.
    void placeOpen(const Pieces &pieces, qsizetype total)
    {
        size_t at = 0;
        for (; at < pieces.size() && pieces[at].certain && pieces[at].least == pieces[at].most; ++at) {
            if (m_row + pieces[at].most > total)
                break;
            emitPiece(pieces[at], pieces[at].most);
        }
        setAdrift(pieces, at, pieces.size());
    }

    void setAdrift(const Pieces &pieces, size_t from, size_t to)
    {
        for (size_t i = from; i < to; ++i) {
            if (pieces[i].uid)
                m_result.adrift.addRange(pieces[i].uid, quint32(pieces[i].uid + (pieces[i].most - 1)));
        }
    }
    void emitPiece(const Piece &piece, qsizetype count)
    {
        if (piece.uid)
            emitKnown(piece.uid, count);
        else
            emitUnknown(count);
    }
    void emitKnown(quint32 uid, qsizetype count)
    {
        UidRows::Run run;
        run.uid = uid;
        run.count = quint32(count);
        UidRows::push(m_out, run);
        m_row += count;
    }
    void emitUnknown(qsizetype count)
    {
        if (count <= 0)
            return;
        UidRows::pushUnknown(m_out, count);
        m_row += count;
    }

    const Findings &m_findings;
    const Ranks m_gone;
    const Ranks m_complete;
    Pieces m_pieces;
    size_t m_next = 0;
    Pieces m_held; ///< in front of the next anchor
    UidRows::Runs m_out;
    qsizetype m_row = 0; ///< rows in m_out
    Reconciled m_result;
};

} // namespace

Reconciled reconcile(const UidRows &then, const Findings &findings)
{
    return Reconciler(then, findings).run();
}

} // namespace imap
