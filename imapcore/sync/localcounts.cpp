#include "sync/localcounts.h"

namespace imap
{

qint64 unseenAmong(store::Store &store, const store::Place &place)
{
    const auto folder = store.mailboxes().folder(place.folder);
    return folder ? store.messages().unseen(folder->id, place.uids) : 0;
}

} // namespace imap
