#include "sync/serverflags.h"

namespace imap
{

void ServerFlags::note(const MailboxName &folder, Uid uid, const FlagSet &flags)
{
    m_said[folder].insert(uid, flags);
}

void ServerFlags::change(const store::Place &place, const std::function<FlagSet(Uid, FlagSet)> &change)
{
    const auto folder = m_said.find(place.folder);
    if (folder == m_said.end())
        return;
    for (auto one = folder->begin(); one != folder->end(); ++one) {
        if (place.uids.contains(one.key()))
            one.value() = change(one.key(), one.value());
    }
}

QHash<Uid, FlagSet> ServerFlags::of(const store::Place &place) const
{
    QHash<Uid, FlagSet> found = m_said.value(place.folder);
    found.removeIf([&place](QHash<Uid, FlagSet>::iterator one) { return !place.uids.contains(one.key()); });
    return found;
}

} // namespace imap
