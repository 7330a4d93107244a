#include "ui/models/labels.h"

#include "mime/cleantext.h"
#include "ui/models/labelbook.h"
#include "ui/support/theme.h"

#include <QCoreApplication>
#include <algorithm>
#include <iterator>

namespace ui
{

namespace
{

constexpr qsizetype maximumLabels = 32;
constexpr qsizetype maximumName = 40;

struct Known {
    const char *keyword; ///< lower case
    const char *name;
    int hue; ///< -1: from the name
};

/// Keywords that many programs share. Thunderbird's five tags keep the hues that people know them by.
constexpr Known knownKeywords[] = {
    {"$label1", QT_TRANSLATE_NOOP("Labels", "Important"), 0},
    {"$label2", QT_TRANSLATE_NOOP("Labels", "Work"), 1},
    {"$label3", QT_TRANSLATE_NOOP("Labels", "Personal"), 4},
    {"$label4", QT_TRANSLATE_NOOP("Labels", "To Do"), 8},
    {"$label5", QT_TRANSLATE_NOOP("Labels", "Later"), 10},
    {"$forwarded", QT_TRANSLATE_NOOP("Labels", "Forwarded"), -1},
    {"$important", QT_TRANSLATE_NOOP("Labels", "Important"), 0},
    {"$junk", QT_TRANSLATE_NOOP("Labels", "Junk"), 1},
    {"junk", QT_TRANSLATE_NOOP("Labels", "Junk"), 1},
    {"$phishing", QT_TRANSLATE_NOOP("Labels", "Phishing"), 0},
    {"$todo", QT_TRANSLATE_NOOP("Labels", "To Do"), 8},
};

/// Signs that a row shows in another way, and what programs note for themselves.
constexpr const char *hiddenKeywords[] = {
    "$forwarded",       "forwarded",      "$mdnsent",      "mdnsent",
    "nonjunk",          "$nonjunk",       "notjunk",       "$notjunk",
    "$notphishing",     "$submitpending", "$submitted",    "$hasattachment",
    "$hasnoattachment", "$mailflagbit0",  "$mailflagbit1", "$mailflagbit2",
    "receipt-handled",  "$recent",        "old",           "$imported",
    "$canunsubscribe",  "$autosent",      "$notify",       "$muted",
    "$followed",        "$unsubscribed",  "$memo",         "$hasmemo",
    "$istrusted",       "$maskedemail",   "$new",          "$isnotification",
    "junkrecorded",     "$x-me-annot-2",  "$scheduled"};

const Known *findKnown(const QByteArray &lower)
{
    const auto found = std::find_if(std::begin(knownKeywords), std::end(knownKeywords),
                                    [&](const Known &known) { return lower == known.keyword; });
    return found == std::end(knownKeywords) ? nullptr : found;
}

bool isHidden(const QByteArray &lower)
{
    return std::any_of(std::begin(hiddenKeywords), std::end(hiddenKeywords),
                       [&](const char *hidden) { return lower == hidden; });
}

} // namespace

QString labelName(const imap::Flag &keyword)
{
    if (const Known *known = findKnown(keyword.name().toLower()))
        return QCoreApplication::translate("Labels", known->name);
    QString name = QString::fromUtf8(keyword.name().left(4 * maximumName));
    while (name.startsWith(QLatin1Char('$')))
        name.remove(0, 1);
    name.replace(QLatin1Char('_'), QLatin1Char(' '));
    name = imap::mime::cleanLine(name, maximumName);
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

int labelHue(const imap::Flag &keyword)
{
    const Known *known = findKnown(keyword.name().toLower());
    return known && known->hue >= 0 ? known->hue : stableHue(labelName(keyword));
}

bool isLabel(const imap::Flag &keyword)
{
    return keyword.isKeyword() && !isHidden(keyword.name().toLower());
}

bool isGmailLabel(const QString &label)
{
    return !label.startsWith(QLatin1Char('\\'));
}

Label gmailLabel(const QString &label)
{
    Label shown;
    shown.name = imap::mime::cleanLine(label, maximumName);
    const QList<LabelBook::Entry> &entries = LabelBook::shared().entries();
    const auto same = std::find_if(entries.cbegin(), entries.cend(), [&label](const LabelBook::Entry &entry) {
        return entry.name.compare(label, Qt::CaseInsensitive) == 0;
    });
    shown.hue = same == entries.cend() ? stableHue(shown.name) : same->hue;
    return shown;
}

QList<Label> labelsOf(const imap::FlagSet &flags, const QStringList &gmailLabels)
{
    QList<Label> labels;
    if (flags.isEmpty() && gmailLabels.isEmpty())
        return labels;
    const auto hasName = [&labels](const QString &name) {
        return std::any_of(labels.cbegin(), labels.cend(),
                           [&](const Label &label) { return label.name == name; });
    };
    const LabelBook &book = LabelBook::shared();
    for (const LabelBook::Entry &entry : book.entries()) {
        if (flags.contains(entry.keyword) && labels.size() < maximumLabels)
            labels << Label{entry.keyword, entry.name, entry.hue};
    }
    for (const imap::Flag &flag : flags) {
        if (labels.size() == maximumLabels)
            break;
        if (!isLabel(flag) || book.find(flag))
            continue;
        const QString name = labelName(flag);
        if (!name.isEmpty() && !hasName(name))
            labels << Label{flag, name, labelHue(flag)};
    }
    for (const QString &one : gmailLabels) {
        if (labels.size() == maximumLabels)
            break;
        const Label label = gmailLabel(one);
        if (isGmailLabel(one) && !label.name.isEmpty() && !hasName(label.name))
            labels << label;
    }
    return labels;
}

} // namespace ui
