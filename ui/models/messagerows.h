#pragma once

#include "types/events.h"
#include "types/sparserows.h"
#include "ui/models/messagedisplay.h"

#include <functional>
#include <vector>

namespace ui
{

/// What the list knows of the open folder: a sparse map from index (message number - 1, so 0 is the oldest)
/// to message. Keeps one promise whatever the server says: known UIDs ascend with the index, each occurs
/// once. No signals; MessageListModel makes them.
class MessageRows
{
public:
    struct Entry {
        imap::MessageSummaryPtr message;
        mutable MessageDisplayPtr display; ///< made when first asked for
    };
    using Accept = std::function<bool(qsizetype)>;

    qsizetype total() const { return m_rows.size(); }
    qsizetype knownCount() const { return m_rows.knownCount(); }
    const Entry *at(qsizetype index) const { return m_rows.find(index); }
    /// Index of a known message, or -1.
    qsizetype indexOf(imap::Uid uid) const;

    void clear() { m_rows = {}; }
    void append(qsizetype count) { insert(total(), count); }
    /// Unknown ones in front of `index`.
    void insert(qsizetype index, qsizetype count) { m_rows.insertGap(index, count); }
    void remove(qsizetype first, qsizetype count) { m_rows.remove(first, count); }
    void forget(qsizetype first, qsizetype count) { m_rows.forget(first, count); }

    /// Whether learning `rows` would put another message where one is known, move a known one or make one
    /// unknown. Then whoever points at a row must be mapped by UID.
    bool wouldMove(const QList<imap::MessageRow> &rows) const;
    /// Takes in what is new; unknown rows only where `accept` says so. Returns the indexes whose content
    /// changed, ascending.
    std::vector<qsizetype> learn(const QList<imap::MessageRow> &rows, const Accept &accept);

    /// The contents after a reset of the same folder: `rows` as said, and everything known before that may
    /// still be right, at the place where it most likely is now.
    MessageRows afterReset(qsizetype total, const QList<imap::MessageRow> &rows) const;
    /// Whether everything that is known here is known in `other` at the same index.
    bool isKeptBy(const MessageRows &other) const;
    /// The indexes below `total()` at which `other` has something else.
    std::vector<qsizetype> differences(const MessageRows &other) const;

    template <class Visit>
    void forEachKnown(qsizetype first, qsizetype last, Visit &&visit) const
    {
        m_rows.forEachKnown(first, last, std::forward<Visit>(visit));
    }

private:
    struct Anchor {
        qsizetype before = -1;
        qsizetype after = -1;
    };

    imap::Uid uidAt(qsizetype index) const;
    bool fits(qsizetype index, imap::Uid uid) const;
    void dropConflicts(qsizetype index, imap::Uid uid);
    void put(qsizetype index, const Entry &entry);
    void keepBetween(MessageRows &next, const Anchor &from, const Anchor &to, bool open) const;

    imap::SparseRows<Entry> m_rows;
};

/// Whether one UID with these two contents can be one message: what may never change is the same.
bool isSameMessage(const imap::MessageSummary &a, const imap::MessageSummary &b);

/// A run of neighbouring indexes.
struct IndexRun {
    qsizetype first = 0;
    qsizetype count = 0;
    bool operator==(const IndexRun &) const = default;
};

/// EXPUNGE numbers as runs to be removed one after the other, each in the indexes that hold by then.
/// "5, 5, 5" and "7, 6, 5" are one run. Numbers that are not in the folder are left out.
std::vector<IndexRun> removalRuns(const QList<imap::SeqNum> &numbers, qsizetype total);

/// Neighbours in an ascending list as runs.
std::vector<IndexRun> runsOf(const std::vector<qsizetype> &ascending);

} // namespace ui
