#pragma once

#include "types/journalentry.h"

#include <QString>
#include <functional>

namespace ui
{

/// What a folder is called ("Archive"), see folderTitle().
using NameFolder = std::function<QString(const imap::MailboxName &)>;

/// What was done, so that it can stand alone: "3 messages moved to Archive", "Folder “Taxes” made".
QString changeWords(const imap::Change &change, const NameFolder &nameOf);

/// The folder whose messages or settings it changes; for folders themselves, their name. May be empty.
imap::MailboxName changedFolder(const imap::Change &change);
/// The messages it is about; none for changes of other things.
imap::UidSet changedMessages(const imap::Change &change);
/// The same change of other messages.
imap::Change withMessages(imap::Change change, const imap::UidSet &uids);
QString changeIconName(const imap::Change &change);

/// What became of it, as a sentence without its end: "Waits for a connection", "Not done: no such folder".
QString stateWords(const imap::JournalEntry &entry);

} // namespace ui
