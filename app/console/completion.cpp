#include "app/console/completion.h"

#include "app/console/consoleerror.h"
#include "app/console/shellwords.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

namespace app
{

namespace
{

using Words = QList<QByteArray>;

const Words systemFlags{"\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"};
const Words fetchItems{"ALL",      "BODY", "BODY.PEEK[",   "BODYSTRUCTURE", "ENVELOPE",  "FAST",
                       "FLAGS",    "FULL", "INTERNALDATE", "MODSEQ",        "PREVIEW",   "RFC822.SIZE",
                       "SAVEDATE", "UID",  "X-GM-LABELS",  "X-GM-MSGID",    "X-GM-THRID"};
const Words statusItems{"APPENDLIMIT", "DELETED", "HIGHESTMODSEQ", "MAILBOXID",   "MESSAGES",
                        "RECENT",      "SIZE",    "UIDNEXT",       "UIDVALIDITY", "UNSEEN"};
const Words searchKeys{
    "ALL",     "ANSWERED",  "BCC",       "BEFORE",  "BODY",   "CC",         "DELETED",    "DRAFT",
    "FLAGGED", "FROM",      "HEADER",    "KEYWORD", "LARGER", "MODSEQ",     "NEW",        "NOT",
    "OLDER",   "ON",        "OR",        "RECENT",  "SEEN",   "SENTBEFORE", "SENTON",     "SENTSINCE",
    "SINCE",   "SMALLER",   "SUBJECT",   "TEXT",    "TO",     "UID",        "UNANSWERED", "UNDELETED",
    "UNDRAFT", "UNFLAGGED", "UNKEYWORD", "UNSEEN",  "YOUNGER"};
const Words sortKeys{"ARRIVAL", "CC",      "DATE", "DISPLAYFROM", "DISPLAYTO",
                     "FROM",    "REVERSE", "SIZE", "SUBJECT",     "TO"};
const Words threadAlgorithms{"ORDEREDSUBJECT", "REFERENCES", "REFS"};
const Words specialUses{"\\All",       "\\Archive", "\\Drafts", "\\Flagged",
                        "\\Important", "\\Junk",    "\\Sent",   "\\Trash"};

/// The word that is being typed: where it begins, and what it says without its quotes so far.
struct Begun {
    qsizetype start = 0;
    QByteArray text;
    Words before;
    bool comment = false; ///< nothing is being typed that counts
};

Begun begunWord(const QByteArray &line)
{
    // A quote or backslash may be open: close it in each way that could be right.
    Begun begun;
    begun.start = line.size();
    Words words;
    for (const char *end : {"", "'", "\"", "\\"}) {
        try {
            // A mark behind shows whether a word is begun or only blanks stand at the end.
            words = splitShellWords(line + end + "\x01", Backslash::KeepsFlags);
            break;
        } catch (const UsageError &) {
            words.clear();
        }
    }
    if (words.isEmpty() || !words.last().endsWith('\x01')) {
        begun.comment = true;
        return begun;
    }
    begun.text = words.takeLast();
    begun.text.chop(1);
    begun.before = words;
    // It begins where the line before it is all the other words, and nothing of it.
    for (begun.start = line.size(); begun.start > 0; --begun.start) {
        try {
            const Words other = splitShellWords(line.first(begun.start) + " \x01", Backslash::KeepsFlags);
            if (other.size() == words.size() + 1 && other.last() == "\x01")
                break;
        } catch (const UsageError &) {
            continue; // inside its quotes
        }
    }
    return begun;
}

/// The word of a usage text that stands for the argument at `index`: "FLAG" for any of "SET FLAG...".
QByteArray placeAt(const char *usage, qsizetype index)
{
    Words places;
    bool value = false; // of an option, as in [--date RFC3339]
    for (const QByteArray &word : QByteArray(usage).split(' ')) {
        const bool option = word.startsWith("[--") || word.startsWith("--");
        if (!option && !value && !word.isEmpty())
            places.append(QByteArray(word).replace('[', "").replace(']', ""));
        value = option && !word.endsWith(']');
    }
    for (qsizetype at = 0; at < places.size() && at <= index; ++at) {
        if (places.at(at).endsWith("..."))
            return places.at(at).chopped(3);
        if (at == index)
            return places.at(at);
    }
    return {};
}

Words switchesOf(const char *usage)
{
    Words found;
    for (const QByteArray &word : QByteArray(usage).replace('[', "").replace(']', "").split(' ')) {
        if (word.startsWith("--"))
            found.append(word);
    }
    return found;
}

Words verbNames()
{
    Words names;
    for (const ConnectionVerb &verb : connectionVerbs())
        names.append(verb.name);
    for (const ShellVerb &verb : shellVerbs())
        names.append(verb.name);
    return names;
}

Words files(const QByteArray &begun)
{
    const QString text = QFile::decodeName(begun);
    const QString folder = text.left(text.lastIndexOf(QLatin1Char('/')) + 1);
    Words names;
    const auto entries = QDir(folder.isEmpty() ? QStringLiteral(".") : folder)
                             .entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries)
        names.append(
            QFile::encodeName(folder + entry.fileName() + (entry.isDir() ? QStringLiteral("/") : QString())));
    return names;
}

Words wordsFor(const QByteArray &place, const QByteArray &verb, const QByteArray &begun,
               const CompletionWords &words)
{
    if (place == "FOLDER" || place == "DIRECTORY" || place == "NEW" || place == "PATTERN" ||
        place == "MAILBOX")
        return words.folders;
    if (place == "FLAG")
        return words.flags + systemFlags;
    if (place == "LABEL")
        return words.folders + Words{"\\Important", "\\Inbox", "\\Starred"};
    if (place == "ITEM")
        return verb == "fetch" ? fetchItems : statusItems;
    if (place == "CRITERION")
        return searchKeys;
    if (place == "CRITERIA")
        return sortKeys;
    if (place == "ALGORITHM")
        return threadAlgorithms;
    if (place == "NAME")
        return words.capabilities;
    if (place == "USE" || place.startsWith('\\'))
        return specialUses;
    if (place == "VERB")
        return verbNames();
    if (place == "FILE")
        return files(begun);
    return {};
}

const char *usageOf(const QByteArray &verb)
{
    if (const ConnectionVerb *known = findVerb(verb))
        return known->arguments;
    for (const ShellVerb &own : shellVerbs()) {
        if (verb == own.name)
            return own.arguments;
    }
    return "";
}

bool matches(const QByteArray &candidate, const QByteArray &begun)
{
    return candidate.size() >= begun.size() &&
           candidate.first(begun.size()).compare(begun, Qt::CaseInsensitive) == 0;
}

} // namespace

const QList<ShellVerb> &shellVerbs()
{
    static const QList<ShellVerb> verbs{
        {"help", "[VERB]", "all verbs, or one"},
        {"json", "", "results as JSON lines, or as tables again"},
        {"reconnect", "", "leave this connection and make a new one"},
        {"quit", "", "leave (or Ctrl-D)"},
    };
    return verbs;
}

Completion complete(const QByteArray &line, const CompletionWords &words)
{
    const Begun begun = begunWord(line);
    Words known;
    if (begun.comment) {
        return {begun.start, {}};
    } else if (begun.before.isEmpty()) {
        known = verbNames();
    } else {
        const QByteArray verb = begun.before.first();
        const char *usage = usageOf(verb);
        qsizetype index = begun.before.size() - 1;
        index -= std::count_if(begun.before.begin() + 1, begun.before.end(),
                               [](const QByteArray &word) { return word.startsWith("--"); });
        known = begun.text.startsWith('-') ? switchesOf(usage)
                                           : wordsFor(placeAt(usage, index), verb, begun.text, words);
    }
    Completion completion{begun.start, {}};
    for (const QByteArray &candidate : std::as_const(known)) {
        if (matches(candidate, begun.text) && !completion.candidates.contains(candidate))
            completion.candidates.append(candidate);
    }
    std::sort(completion.candidates.begin(), completion.candidates.end());
    return completion;
}

QByteArray replacement(const QByteArray &line, const Completion &completion)
{
    if (completion.candidates.isEmpty())
        return {};
    const QByteArray typed = line.sliced(completion.start);
    QByteArray common = completion.candidates.first();
    if (completion.candidates.size() == 1) {
        const QByteArray quoted = quoteShellWord(common, Backslash::KeepsFlags);
        // A path or a section goes on.
        return common.endsWith('/') || common.endsWith('[') ? quoted : quoted + ' ';
    }
    for (const QByteArray &candidate : completion.candidates) {
        qsizetype same = 0;
        while (same < common.size() && same < candidate.size() && common.at(same) == candidate.at(same))
            ++same;
        common.truncate(same);
    }
    // Not in the middle of a character.
    while (!common.isEmpty() && !common.isValidUtf8())
        common.chop(1);
    if (common.isEmpty())
        return {};
    QByteArray quoted = quoteShellWord(common, Backslash::KeepsFlags);
    if (quoted.startsWith('\''))
        quoted.chop(1); // still open: more is to come
    return quoted.size() > typed.size() ||
                   (quoted.compare(typed, Qt::CaseInsensitive) != 0 && quoted.size() >= typed.size())
               ? quoted
               : QByteArray();
}

} // namespace app
