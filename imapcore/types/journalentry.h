#pragma once

#include "types/change.h"

#include <QString>

namespace imap
{

/// How far a change of the user is. The numbers stand in the journal on the disk.
enum class OperationState {
    Waiting = 0, ///< not sent yet
    Running = 1, ///< sent, or about to be; after a crash nobody knows whether it arrived
    Done = 2,
    Failed = 3, ///< refused and taken back; the error says why
    Undone = 4, ///< reverted, by the operation that names it in `undoes`, or before it was sent
};

/// One line of the journal: what was changed, and what became of it.
struct JournalEntry {
    quint64 id = 0;
    QDateTime created{}; ///< UTC
    Change change{};     ///< of an undo: what it does; of an append, without the message's octets
    OperationState state = OperationState::Waiting;
    QString error{};    ///< why it failed, for people
    quint64 undoes = 0; ///< the entry that this one takes back; 0: none
    bool canUndo = false;
    bool operator==(const JournalEntry &) const = default;
};

} // namespace imap
