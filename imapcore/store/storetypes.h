#pragma once

#include "types/ids.h"

#include <QDateTime>
#include <QString>
#include <functional>

namespace imap::store
{

/// Number of a folder in this cache; stays the same as long as the folder's name is known here.
using FolderId = StrongNumber<struct FolderIdTag, qint64>;

/// Milliseconds since 1970, UTC. Handed in, so that tests need not wait.
using Clock = std::function<qint64()>;

} // namespace imap::store
