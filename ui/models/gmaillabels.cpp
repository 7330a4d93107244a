#include "ui/models/gmaillabels.h"

#include "ui/models/foldertreemodel.h"

#include <algorithm>

namespace ui
{

namespace
{

/// Gmail has no archive folder: one that looks like it is somebody's label.
bool isLabelFolder(const imap::FolderInfo &folder)
{
    const bool ofAPerson = folder.role == imap::FolderRole::None || folder.role == imap::FolderRole::Archive;
    return ofAPerson && folder.selectable && folder.owner == imap::FolderOwner::Personal;
}

} // namespace

std::optional<QStringList> gmailLabels(const FolderTreeModel &tree, const QString &accountId)
{
    if (!tree.hasGmailLabels(accountId))
        return {};
    QStringList labels;
    const QList<imap::FolderInfo> folders = tree.foldersAsTold(accountId);
    for (const imap::FolderInfo &folder : folders) {
        if (isLabelFolder(folder))
            labels << folder.name.toString();
    }
    std::sort(labels.begin(), labels.end(),
              [](const QString &a, const QString &b) { return QString::localeAwareCompare(a, b) < 0; });
    return labels;
}

QString newGmailLabel(const QString &typed)
{
    QString name = typed.simplified();
    while (name.startsWith(QLatin1Char('\\')))
        name.remove(0, 1);
    return name;
}

} // namespace ui
