#pragma once

#include "types/events.h"
#include "types/serverdetails.h"

#include <QList>
#include <QString>
#include <optional>

namespace ui
{

/// What is known of one folder, from wherever.
struct FolderFacts {
    QString name;    ///< as the tree calls it
    QString account; ///< its display name
    imap::FolderInfo info;
    std::optional<imap::FolderDetails> details; ///< as the server told
};

/// One thing about a folder, with its name and value in words.
struct FolderFact {
    QString name;
    QString value;
    std::optional<double> share = {}; ///< of a limit that is used, 0 or more
    bool operator==(const FolderFact &) const = default;
};
struct FolderFactGroup {
    QString title;
    QList<FolderFact> facts; ///< not empty
    bool operator==(const FolderFactGroup &) const = default;
};

/// All that can be said of a folder. What nobody knows is left out.
QList<FolderFactGroup> folderFacts(const FolderFacts &known);

/// The same as lines of text: "Name: Taxes".
QString folderFactsText(const QList<FolderFactGroup> &groups);

} // namespace ui
