#pragma once

#include "commands/fetch.h"
#include "commands/select.h"
#include "support/conversation.h"

namespace imap::test
{

inline const QByteArray signedIn = "* PREAUTH [CAPABILITY IMAP4rev1 IDLE UNSELECT] ready";

/// Opens INBOX, which has three messages.
inline void select(Conversation &talk, const QByteArray &tag = "A1")
{
    Select command;
    command.mailbox = MailboxName(QStringLiteral("INBOX"));
    auto done = talk.session().run(std::move(command));
    talk.client(tag + " SELECT INBOX");
    talk.server("* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] ok\r\n" + tag +
                " OK [READ-WRITE] done");
    QTRY_VERIFY(done.isFinished());
}

/// What asks for messages by their numbers.
inline FetchStream window(const SeqSet &numbers)
{
    FetchStream fetch;
    fetch.messages = numbers;
    fetch.items.uid = true;
    return fetch;
}

} // namespace imap::test
