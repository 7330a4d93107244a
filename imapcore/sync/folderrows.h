#pragma once

#include "store/store.h"
#include "sync/uidrows.h"
#include "types/events.h"

namespace imap
{

/// Which UID stands at which message number of one folder, as far as anybody looked, and which messages are
/// hidden because their owner moved or deleted them and the server does not know yet. Row 0 is the server's
/// message number 1; the numbers that people see, *shown* numbers, count without the hidden ones.
class FolderRows
{
public:
    /// More rows than these are never told at once.
    static constexpr quint32 MostStored = 5'000;
    struct Span {
        qsizetype row = 0;
        qsizetype count = 0;
        bool operator==(const Span &) const = default;
    };

    FolderRows(store::Store *store, store::FolderId folder)
        : m_store(store)
        , m_folder(folder)
    {
    }

    void load();
    /// The first `state.exists` rows, together with the state that they belong to.
    void save(const store::FolderSyncState &state) const;

    const UidRows &rows() const { return m_rows; }
    /// Other rows in their place; what is hidden stays so by its UID.
    void replace(UidRows rows);
    /// The rows; `total` unknown ones in their place.
    UidRows take(quint32 total);
    void insertUnknown(qsizetype row, qsizetype count) { m_rows.insertUnknown(row, count); }
    void remove(qsizetype row) { m_rows.remove(row); }

    quint32 total() const { return quint32(m_rows.size()); } ///< as the server counts
    quint32 shownTotal() const { return quint32(m_rows.shownCount()); }
    /// 0 where the message is hidden.
    SeqNum shownNumber(qsizetype row) const;
    /// The server's number of a shown one; the last one where it is too high.
    quint32 serverNumber(SeqNum shown) const;

    /// A message stands there. Contradicted: other rows turned out to be wrong and are unknown now.
    enum class Learned { Known, New, Hidden, Contradicted };
    Learned learn(qsizetype row, Uid uid);

    /// There are no other messages than these with UIDs from the lowest to the highest of them. Where they
    /// stand follows from one of them whose row is known, or from `end`, the row behind the highest. Returns
    /// whether that fits all that is known of those rows; if not, nothing is changed.
    bool learnAll(const UidSet &all, std::optional<qsizetype> end = {});
    /// The rows of messages that went, ascending: known ones, and for others some of the unknown ones among
    /// which they must have been.
    QList<Span> vanished(const UidSet &uids) const;

    /// All that are hidden, also those that stand where nobody has looked.
    const UidSet &hidden() const { return m_hidden; }
    /// Returns the rows that are not shown any more, ascending.
    QList<Span> hide(const UidSet &uids);
    /// Returns the rows that are shown again, ascending.
    QList<Span> unhide(const UidSet &uids);

    /// What the store has of these numbers of the server; at most MostStored, with shown numbers.
    QList<MessageRow> stored(const SeqSet &numbers) const;
    /// Numbers from `first` to `last` whose messages are not known or not stored, at most `limit`, the
    /// highest first.
    SeqSet missing(quint32 first, quint32 last, quint32 limit) const;
    /// The known UIDs from one row up to another.
    UidSet uids(qsizetype first, qsizetype last) const { return uidsOf(m_rows, first, last); }
    static UidSet uidsOf(const UidRows &rows, qsizetype first, qsizetype last);

private:
    QList<Span> spansOf(const UidSet &uids, bool hidden) const;

    store::Store *m_store;
    store::FolderId m_folder;
    UidRows m_rows;
    UidSet m_hidden;
};

} // namespace imap
