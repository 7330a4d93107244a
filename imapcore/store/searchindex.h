#pragma once

#include "store/storetypes.h"
#include "types/cachesearch.h"
#include "types/ids.h"

#include <QByteArray>
#include <QList>
#include <optional>

namespace imap::sqlite
{
class Database;
}

namespace imap::store
{

/// A message by its place in the cache: a folder under one UIDVALIDITY, and its UID there. Ascending in a
/// folder as its UIDs are.
using MessageKey = qint64;

/// A message of which something is cached that the index does not know yet.
struct UnindexedMessage {
    MessageKey key = 0;
    FolderId folder;
    Uid uid;
    bool operator==(const UnindexedMessage &) const = default;
};

/// Words of what is cached (FTS5). Messages come into a queue when their summary or a section of their body
/// is stored; whoever has time gives their text to `put`. Losing the index costs time only.
class SearchIndex
{
public:
    /// More of a body than this is not indexed, UTF-16 units.
    static constexpr qsizetype MaxBody = 200'000;

    explicit SearchIndex(sqlite::Database &database)
        : m_database(database)
    {
    }

    /// Those to be given to `put` next: the newest of `first`, then the newest of other folders. At most
    /// `limit`. What is in the queue for nothing leaves it.
    QList<UnindexedMessage> next(std::optional<FolderId> first, int limit);
    /// How many wait; counts to `limit`.
    quint32 waiting(quint32 limit = 100'000) const;
    /// Replaces what the index had of the message; a body that it had stays when `text` has none, as its
    /// sections may have left the cache meanwhile. Takes the message from the queue. Several in one
    /// Store::transaction cost much less than each alone.
    void put(MessageKey key, const SearchText &text);
    /// Empties the index and puts all that is cached into the queue. For when it is found damaged.
    void startAnew();

    /// Messages of the folder (else of all there are) that have all of `expression` (see matchExpression)
    /// and are present, from high keys to low; below `below` unless that is 0; at most `limit`.
    QList<MessageKey> find(const QByteArray &expression, std::optional<FolderId> folder, MessageKey below,
                           qsizetype limit) const;
    /// When the message came, in milliseconds since 1970 (the lowest number where that is unknown); nullopt:
    /// it is not present.
    std::optional<qint64> date(MessageKey key) const;
    /// The folder that has the message now, and its UID there.
    std::optional<UnindexedMessage> locate(MessageKey key) const;
    /// What the index has; nullopt: nothing.
    std::optional<SearchText> text(MessageKey key) const;

private:
    sqlite::Database &m_database;
};

/// For whoever deletes a message for good, in the same transaction.
void forgetSearchText(sqlite::Database &database, MessageKey key);

} // namespace imap::store
