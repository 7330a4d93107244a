#pragma once

#include "types/folderrole.h"

#include <QList>
#include <QString>

namespace imap
{

struct SpecialFolderName {
    QString name;     ///< folded
    QString language; ///< ISO 639-1; others may use the same word
};

/// What servers and programs call a folder for this purpose, in many languages, folded, the likeliest first.
/// Empty for purposes that only a server can tell.
const QList<SpecialFolderName> &specialFolderNames(FolderRole role);

/// A name in the form in which they are compared: without regard to case and to how accents are encoded.
QString foldedFolderName(const QString &name);

} // namespace imap
