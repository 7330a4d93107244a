#include "app/console/adminjson.h"

#include "app/console/bytesjson.h"

#include <QJsonArray>

namespace app
{

QJsonObject aclEntryJson(const imap::AclEntry &entry)
{
    return {{QStringLiteral("identifier"), bytesJson(entry.identifier)},
            {QStringLiteral("rights"), rightsJson(entry.rights)}};
}

QJsonValue rightsJson(imap::Rights rights)
{
    return QString::fromLatin1(rights.toByteArray());
}

QJsonObject listRightsJson(imap::Rights required, const QList<imap::Rights> &optional)
{
    QJsonArray sets;
    for (const imap::Rights rights : optional)
        sets.append(rightsJson(rights));
    return {{QStringLiteral("required"), rightsJson(required)}, {QStringLiteral("optional"), sets}};
}

QJsonObject quotaJson(const imap::Quota &quota)
{
    return {{QStringLiteral("quota_root"), bytesJson(quota.quotaRoot)},
            {QStringLiteral("resource"), bytesJson(quota.resource)},
            {QStringLiteral("usage"), numberJson(quota.usage)},
            {QStringLiteral("limit"), numberJson(quota.limit)}};
}

QJsonObject quotaRootsJson(const imap::MailboxQuotaRoots &roots)
{
    return {{QStringLiteral("mailbox"), roots.mailbox.toString()},
            {QStringLiteral("quota_roots"), bytesListJson(roots.quotaRoots)}};
}

QJsonObject metadataJson(const QList<imap::MetadataEntry> &entries)
{
    QJsonObject object;
    for (const imap::MetadataEntry &entry : entries)
        object.insert(entry.name.isValidUtf8() ? QString::fromUtf8(entry.name)
                                               : QString::fromLatin1(entry.name),
                      optionalJson(entry.value));
    return object;
}

} // namespace app
