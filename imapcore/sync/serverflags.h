#pragma once

#include "store/journalnotes.h"
#include "types/flag.h"

#include <QHash>
#include <functional>

namespace imap
{

/// What the server said last of the flags of messages that waiting changes name. What the store has of them
/// is that and the changes; where one of these is not made after all, this is what the others are put over.
class ServerFlags
{
public:
    void note(const MailboxName &folder, Uid uid, const FlagSet &flags);
    bool knows(const MailboxName &folder, Uid uid) const { return m_said.value(folder).contains(uid); }
    /// The server did this to the messages of a place, and need not tell (`.SILENT`).
    void change(const store::Place &place, const std::function<FlagSet(Uid, FlagSet)> &change);
    /// Of those messages of a place that it spoke of.
    QHash<Uid, FlagSet> of(const store::Place &place) const;
    void forget() { m_said.clear(); }
    void forget(const MailboxName &folder) { m_said.remove(folder); }

private:
    QHash<MailboxName, QHash<Uid, FlagSet>> m_said;
};

} // namespace imap
