#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace ui
{

class FolderTreeModel;

/// The labels that a person has made in an account of Gmail: each is a folder there. Sorted. nullopt: the
/// account is another one, where keywords are the labels.
std::optional<QStringList> gmailLabels(const FolderTreeModel &tree, const QString &accountId);

/// What a new label is called that a person types as `typed`; a backslash in front is Gmail's own.
QString newGmailLabel(const QString &typed);

} // namespace ui
