#pragma once

#include "commands/uidplus.h"
#include "types/mailboxname.h"
#include "types/messageset.h"

#include <QByteArray>
#include <QCoro/QCoroTask>

namespace imap
{

class Session;

struct MoveOutcome {
    enum class Means {
        Move,           ///< MOVE (RFC 6851)
        CopyAndExpunge, ///< COPY, `\Deleted`, UID EXPUNGE (RFC 4315)
        CopyAndMark,    ///< COPY and `\Deleted`: the old ones are still there, marked
    };
    Means means = Means::Move;
    QByteArray text{}; ///< the server's words to MOVE or COPY
    std::optional<CopiedUids> copied{};
    bool operator==(const MoveOutcome &) const = default;
};

/// Moves messages of the selected mailbox, however many, with what the server has. Never a bare EXPUNGE: that
/// would take what others have marked. Without MOVE it is first settled which messages are there, and only
/// those that were copied are marked: one that arrives meanwhile is not lost. Fails with the error of the
/// command that did; copies that were made stay.
QCoro::Task<MoveOutcome> moveMessages(Session *session, MessageSet messages, MailboxName mailbox,
                                      QByteArray cause = {});

} // namespace imap
