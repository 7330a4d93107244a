#pragma once

#include "mime/block.h"

#include <QString>

namespace ui::bodytext
{

/// Words of the body view that are not the mail's own.
QString note(const imap::mime::Block &block);
QString missingPicture(const QString &alternative);
QString fold(qsizetype lines, bool folded);
QString restLeft(qsizetype units);
QString showAll();
QString load();
/// " (leads to example.org)" behind a link whose text names somebody else.
QString leadsTo(const QString &target);
/// A link as the status line shows it: one line, the host readable, no disguise.
QString linkForPeople(const QString &target);

} // namespace ui::bodytext
