#pragma once

#include "store/store.h"
#include "types/events.h"
#include "types/sparserows.h"

namespace imap
{

/// Which UID stands at which message number of one folder, as far as anybody looked: the memory of a list
/// that was never fetched as a whole. Index 0 of `rows` is message number 1.
class FolderRows
{
public:
    FolderRows(store::Store *store, store::FolderId folder)
        : m_store(store)
        , m_folder(folder)
    {
    }

    void load();
    /// Together with the state that the positions belong to.
    void save(const store::FolderSyncState &state) const;

    SparseRows<Uid> rows;

    quint32 total() const { return quint32(rows.size()); }
    const Uid *find(SeqNum number) const { return rows.find(qsizetype(number.value) - 1); }
    qsizetype rowOf(Uid uid) const;
    /// What the store has of these numbers.
    QList<MessageRow> stored(const SeqSet &numbers) const;
    /// Numbers from `first` to `last` that are not known, at most `limit`, the highest first.
    SeqSet missing(quint32 first, quint32 last, quint32 limit) const;
    /// After the numbers may have moved: a message that stands where it stood before proves that nothing in
    /// front of it went away, so what was known of those rows still holds.
    void keepVerified(const SparseRows<Uid> &old);
    /// Forgets all but `numbers`.
    void keepOnly(const SeqSet &numbers);

private:
    store::Store *m_store;
    store::FolderId m_folder;
};

} // namespace imap
