#pragma once

#include "store/storetypes.h"
#include "types/ids.h"

#include <optional>

namespace imap::sqlite
{
class Database;
}

/// A generation is a folder's messages under one UIDVALIDITY. Shared by the parts of the store; see
/// resources/sql/001.sql for why it exists.
namespace imap::store
{

inline qint64 messageKey(qint64 generation, Uid uid)
{
    return generation << 32 | uid.value;
}
inline Uid uidOfKey(qint64 key)
{
    return Uid(quint32(key & 0xFFFFFFFF));
}

/// The one that the folder's UIDs mean now; nullopt: no such folder.
std::optional<qint64> currentGeneration(sqlite::Database &database, FolderId folder);
/// The same, or LocalError.
qint64 requireGeneration(sqlite::Database &database, FolderId folder);
/// The newest one with that UIDVALIDITY, retired or not.
std::optional<qint64> generationUnder(sqlite::Database &database, FolderId folder, UidValidity validity);
/// Retires the current one, if any, and begins another; row map and sync state start empty.
void startGeneration(sqlite::Database &database, FolderId folder, UidValidity validity, qint64 now);

} // namespace imap::store
