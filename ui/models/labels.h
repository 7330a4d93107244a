#pragma once

#include "types/flag.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace ui
{

/// A keyword, or a label of Gmail, as a person should see it.
struct Label {
    imap::Flag flag; ///< empty: a label of Gmail
    QString name;
    int hue = 0; ///< for ui::labelColors
    bool operator==(const Label &other) const
    {
        return flag == other.flag && name == other.name && hue == other.hue;
    }
};

/// The labels among `flags`, those of the LabelBook first and as it has them; of the others not those that
/// are signs of their own (`\Flagged`, `$Forwarded`) or notes that programs leave for each other (`$MDNSent`,
/// `NonJunk`). Then those of Gmail that people gave. At most 32.
QList<Label> labelsOf(const imap::FlagSet &flags, const QStringList &gmailLabels = {});

/// Gmail's own, as `\Inbox` and `\Starred`, are folders and flags to people, and no labels.
bool isGmailLabel(const QString &label);
/// In the colour that a label of this name has in the LabelBook, else in one of its own.
Label gmailLabel(const QString &label);

/// What a keyword is called: "$Work" and "work" are "Work", Thunderbird's "$label4" is "To Do".
/// At most 40 characters, one line.
QString labelName(const imap::Flag &keyword);
/// The colour of a keyword that is not in the LabelBook.
int labelHue(const imap::Flag &keyword);
/// Whether a keyword is a label to people at all.
bool isLabel(const imap::Flag &keyword);

} // namespace ui
