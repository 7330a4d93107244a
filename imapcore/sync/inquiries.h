#pragma once

#include "session/session.h"
#include "types/serverdetails.h"

#include <QCoro/QCoroTask>
#include <functional>

namespace imap
{

// Answers to what people look up: each asks the server in one flight and keeps nothing. What the server does
// not offer or refuses is missing in the answer; other errors are thrown. The session must outlive the task,
// or end first.

/// STATUS, MYRIGHTS and GETQUOTAROOT of a folder. Without its flags, which only SELECT tells.
QCoro::Task<FolderDetails> inquireFolder(Session *session, MailboxName name);
/// The flags of what is selected; nullopt: nothing is.
std::optional<FolderFlags> selectedFlags(const SessionState &state);
/// UID SEARCH in the selected folder.
QCoro::Task<UidSet> inquireMessages(Session *session, bool unreadOnly);
/// Hears how many of so many folders have answered; says whether to go on asking.
using QuotaProgress = std::function<bool(int answered, int folders)>;
/// GETQUOTAROOT for each of the folders, some at a time. What was answered before it was told to stop counts.
QCoro::Task<QuotaOverview> inquireQuota(Session *session, QList<MailboxName> folders,
                                        QuotaProgress progress = {});
/// MYRIGHTS and GETACL.
QCoro::Task<FolderAccess> inquireAccess(Session *session, MailboxName name);
/// LISTRIGHTS. Throws CommandError where the server refuses.
QCoro::Task<GrantableRights> inquireGrantable(Session *session, MailboxName name, QByteArray identifier);
/// GETMETADATA of a folder or, with an empty name, of the server. Throws CommandError where it is refused.
QCoro::Task<Annotations> inquireAnnotations(Session *session, MailboxName name);
/// What the session knows of its server, and NAMESPACE.
QCoro::Task<ServerDetails> inquireServer(Session *session);
/// The folders and what they are for.
QCoro::Task<SpecialUses> inquireSpecialUses(Session *session);
/// LIST (SUBSCRIBED), which tells what is no more; else LSUB beside a LIST of what there is.
QCoro::Task<QList<Subscription>> inquireSubscriptions(Session *session);

} // namespace imap
