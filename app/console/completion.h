#pragma once

#include "app/console/verbs.h"

#include <QByteArray>
#include <QList>

namespace app
{

/// What a shell knows that can be typed.
struct CompletionWords {
    QList<QByteArray> folders;
    QList<QByteArray> flags; ///< of the selected folder, system flags included
    QList<QByteArray> capabilities;
};

/// What can stand at the end of a line.
struct Completion {
    qsizetype start = 0;          ///< where in the line the word begins that is being typed, quotes included
    QList<QByteArray> candidates; ///< whole words, unquoted, sorted
};

/// `line` ends at the cursor. Which kind of word is wanted comes from the usage text of the verb ("SET
/// FLAG..."), so a new verb needs nothing here.
Completion complete(const QByteArray &line, const CompletionWords &words);

/// What to put in place of the word: the one candidate, quoted and with a blank behind it, or as much as all
/// candidates share. Empty where that is no more than was typed.
QByteArray replacement(const QByteArray &line, const Completion &completion);

/// The verbs that only the shell has, with their usage.
struct ShellVerb {
    const char *name;
    const char *arguments;
    const char *summary;
};
const QList<ShellVerb> &shellVerbs();

} // namespace app
