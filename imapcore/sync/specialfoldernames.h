#pragma once

#include "types/events.h"

#include <QStringList>

namespace imap
{

/// What servers and programs call a folder for this purpose, in many languages, folded, the likeliest first.
/// Empty for purposes that only a server can tell.
const QStringList &specialFolderNames(FolderRole role);

/// A name in the form in which they are compared: without regard to case and to how accents are encoded.
QString foldedFolderName(const QString &name);

} // namespace imap
