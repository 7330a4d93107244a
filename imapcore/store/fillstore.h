#pragma once

#include "store/storetypes.h"
#include "types/messageset.h"

#include <QList>

namespace imap::sqlite
{
class Database;
}

namespace imap::store
{

/// How far a folder has been filled, under its present UIDVALIDITY.
struct FillState {
    UidSet rows;          ///< whatever the server had with these UIDs is stored
    UidSet bodies;        ///< and of these also the text
    quint32 doneFor = 0;  ///< the caller's number of what was to be done when all was done; 0: never
    quint32 doneAt = 0;   ///< messages in the folder then
    quint32 unseenAt = 0; ///< unread ones then
    bool operator==(const FillState &) const = default;
};

/// What filling has done, over restarts, and which folders people use.
class FillStore
{
public:
    FillStore(sqlite::Database &database, Clock clock)
        : m_database(database)
        , m_clock(std::move(clock))
    {
    }

    /// Empty where nothing is known, or UIDVALIDITY changed since.
    FillState state(FolderId folder) const;
    /// Throws LocalError when there is no such folder.
    void save(FolderId folder, const FillState &state);

    /// Somebody opened it.
    void noteUse(FolderId folder);
    /// Those that were ever opened, the latest first.
    QList<FolderId> recentlyUsed() const;

private:
    sqlite::Database &m_database;
    Clock m_clock;
};

} // namespace imap::store
