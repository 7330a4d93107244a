#pragma once

#include "types/acl.h"
#include "types/metadata.h"
#include "types/quota.h"

#include <QJsonObject>
#include <QJsonValue>

namespace app
{

/// {"identifier": "bob", "rights": "lrs"}
QJsonObject aclEntryJson(const imap::AclEntry &entry);
QJsonValue rightsJson(imap::Rights rights);
/// {"required": "l", "optional": ["r", "cd", ...]}
QJsonObject listRightsJson(imap::Rights required, const QList<imap::Rights> &optional);
/// {"quota_root": "", "resource": "STORAGE", "usage": 10, "limit": 512}
QJsonObject quotaJson(const imap::Quota &quota);
/// {"mailbox": "INBOX", "quota_roots": [""]}
QJsonObject quotaRootsJson(const imap::MailboxQuotaRoots &roots);
/// {"/private/comment": "text", "/shared/comment": null}
QJsonObject metadataJson(const QList<imap::MetadataEntry> &entries);

} // namespace app
