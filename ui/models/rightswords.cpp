#include "ui/models/rightswords.h"

#include "ui/support/formatting.h"

#include <QCoreApplication>
#include <algorithm>
#include <iterator>

namespace ui
{

using imap::Rights;

namespace
{

struct RightWords {
    char right;
    const char *text;    ///< beside a check mark
    const char *may;     ///< behind "You may"
    const char *missing; ///< %1: "here" or "in “Archive”"
    const char *hint;
};

constexpr RightWords rightWords[] = {
    {'l', QT_TRANSLATE_NOOP("Rights", "See the folder"), QT_TRANSLATE_NOOP("Rights", "see the folder"),
     QT_TRANSLATE_NOOP("Rights", "The server does not show you this folder: right l is missing."),
     QT_TRANSLATE_NOOP("Rights", "It is in the list of folders and can be subscribed.")},
    {'r', QT_TRANSLATE_NOOP("Rights", "Read messages"), QT_TRANSLATE_NOOP("Rights", "read messages"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you read %1: right r is missing."),
     QT_TRANSLATE_NOOP("Rights", "Open the folder, read, search and copy what is in it.")},
    {'s', QT_TRANSLATE_NOOP("Rights", "Keep what was read"),
     QT_TRANSLATE_NOOP("Rights", "keep what you have read"),
     QT_TRANSLATE_NOOP("Rights", "The server does not keep what you have read %1: right s is missing."),
     QT_TRANSLATE_NOOP("Rights", "Without it, messages are unread again the next time.")},
    {'w', QT_TRANSLATE_NOOP("Rights", "Mark and label messages"),
     QT_TRANSLATE_NOOP("Rights", "mark and label messages"),
     QT_TRANSLATE_NOOP("Rights",
                       "The server does not let you mark or label messages %1: right w is missing."),
     QT_TRANSLATE_NOOP("Rights", "Stars, labels and other marks, but not “read” and “deleted”.")},
    {'i', QT_TRANSLATE_NOOP("Rights", "Put messages in"), QT_TRANSLATE_NOOP("Rights", "put messages in"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you put messages %1: right i is missing."),
     QT_TRANSLATE_NOOP("Rights", "Move, copy or save messages into the folder.")},
    {'p', QT_TRANSLATE_NOOP("Rights", "Send mail to the folder"),
     QT_TRANSLATE_NOOP("Rights", "send mail to the folder"),
     QT_TRANSLATE_NOOP("Rights", "The server does not take mail from you %1: right p is missing."),
     QT_TRANSLATE_NOOP("Rights", "Where the folder has a mail address of its own.")},
    {'k', QT_TRANSLATE_NOOP("Rights", "Make folders below"),
     QT_TRANSLATE_NOOP("Rights", "make folders below"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you make folders %1: right k is missing."),
     QT_TRANSLATE_NOOP("Rights", "Also to move a folder here.")},
    {'x', QT_TRANSLATE_NOOP("Rights", "Delete or rename the folder"),
     QT_TRANSLATE_NOOP("Rights", "delete or rename the folder"),
     QT_TRANSLATE_NOOP("Rights",
                       "The server does not let you delete or rename this folder: right x is missing."),
     QT_TRANSLATE_NOOP("Rights", "With all that is in it.")},
    {'t', QT_TRANSLATE_NOOP("Rights", "Delete messages"), QT_TRANSLATE_NOOP("Rights", "delete messages"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you delete %1: right t is missing."),
     QT_TRANSLATE_NOOP("Rights", "Mark them as deleted; gone for good they are by the right e.")},
    {'e', QT_TRANSLATE_NOOP("Rights", "Remove deleted messages for good"),
     QT_TRANSLATE_NOOP("Rights", "remove deleted messages for good"),
     QT_TRANSLATE_NOOP("Rights",
                       "The server does not let you remove messages for good %1: right e is missing."),
     QT_TRANSLATE_NOOP("Rights", "Moving messages away takes this and the right t.")},
    {'a', QT_TRANSLATE_NOOP("Rights", "Decide who may do what"),
     QT_TRANSLATE_NOOP("Rights", "decide who may do what"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you share this folder: right a is missing."),
     QT_TRANSLATE_NOOP("Rights", "See and change everybody's rights, one's own among them.")},
    // Those of RFC 2086, which stand for several of today's.
    {'c', QT_TRANSLATE_NOOP("Rights", "Make, delete and rename folders"),
     QT_TRANSLATE_NOOP("Rights", "make, delete and rename folders"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you make folders %1: right c is missing."),
     QT_TRANSLATE_NOOP("Rights", "What older servers have in place of k and x.")},
    {'d', QT_TRANSLATE_NOOP("Rights", "Delete messages for good"),
     QT_TRANSLATE_NOOP("Rights", "delete messages for good"),
     QT_TRANSLATE_NOOP("Rights", "The server does not let you delete %1: right d is missing."),
     QT_TRANSLATE_NOOP("Rights", "What older servers have in place of t and e.")},
    {'n', QT_TRANSLATE_NOOP("Rights", "Write notes on messages"),
     QT_TRANSLATE_NOOP("Rights", "write notes on messages"),
     QT_TRANSLATE_NOOP("Rights",
                       "The server does not let you write notes on messages %1: right n is missing."),
     QT_TRANSLATE_NOOP("Rights", "Annotations that others see, too (RFC 5257).")},
};

QString tr(const char *text)
{
    return QCoreApplication::translate("Rights", text);
}

const RightWords *find(char right)
{
    const auto found = std::find_if(std::begin(rightWords), std::end(rightWords),
                                    [right](const RightWords &words) { return words.right == right; });
    return found == std::end(rightWords) ? nullptr : found;
}

/// "here", "into “Archive”": where a missing right is missed.
QString place(char right, const QString &name)
{
    if (right == 'i')
        return name.isEmpty() ? tr("here") : tr("into “%1”").arg(name);
    return name.isEmpty() ? tr("here") : tr("in “%1”").arg(name);
}

const Rights everything("lrswipkxtea");

} // namespace

QString rightText(char right)
{
    const RightWords *words = find(right);
    return words ? tr(words->text) : tr("What only this server knows");
}

QString rightHint(char right)
{
    const RightWords *words = find(right);
    return words ? tr(words->hint) : tr("The server's own right “%1”.").arg(QLatin1Char(right));
}

QString ownRightsText(Rights rights)
{
    if (rights.isEmpty())
        return tr("You may do nothing here.");
    if ((everything - rights.current()).isEmpty())
        return tr("You may do everything here.");
    QStringList may;
    const Rights current = rights.current();
    for (const RightWords &words : rightWords) {
        if (current.contains(words.right))
            may << tr(words.may);
    }
    if (may.isEmpty())
        return tr("You may only do what this server alone knows.");
    return tr("You may %1.").arg(listText(may));
}

QString missingRight(const imap::FolderInfo &folder, char right, const QString &name)
{
    if (folder.allows(right))
        return {};
    const QString where = place(right, name);
    const RightWords *words = find(right);
    const QString text =
        words ? tr(words->missing) : tr("The server does not let you do this %1: a right is missing.");
    return text.contains(QLatin1String("%1")) ? text.arg(where) : text;
}

QList<AccessRole> accessRoles()
{
    return {AccessRole::Read, AccessRole::Comment, AccessRole::Write, AccessRole::Manage, AccessRole::All};
}

Rights roleRights(AccessRole role)
{
    switch (role) {
    case AccessRole::Read:
        return Rights("lrs");
    case AccessRole::Comment:
        return Rights("lrsw");
    case AccessRole::Write:
        return Rights("lrswipte");
    case AccessRole::Manage:
        return Rights("lrswipkxte");
    case AccessRole::All:
        return everything;
    case AccessRole::None:
    case AccessRole::Special:
        break;
    }
    return {};
}

AccessRole roleOf(Rights rights)
{
    const Rights current = rights.current();
    if (current.isEmpty())
        return AccessRole::None;
    if ((everything - current).isEmpty())
        return AccessRole::All;
    if (current == Rights("lr")) // what was read is not kept, but read it is
        return AccessRole::Read;
    const QList<AccessRole> roles = accessRoles();
    const auto found = std::find_if(roles.begin(), roles.end(),
                                    [current](AccessRole role) { return roleRights(role) == current; });
    return found == roles.end() ? AccessRole::Special : *found;
}

QString accessRoleName(AccessRole role)
{
    switch (role) {
    case AccessRole::None:
        return tr("Nothing");
    case AccessRole::Read:
        return tr("Read");
    case AccessRole::Comment:
        return tr("Comment");
    case AccessRole::Write:
        return tr("Write");
    case AccessRole::Manage:
        return tr("Manage");
    case AccessRole::All:
        return tr("All");
    case AccessRole::Special:
        break;
    }
    return tr("Special");
}

QString accessRoleHint(AccessRole role)
{
    switch (role) {
    case AccessRole::None:
        return tr("May do nothing");
    case AccessRole::Read:
        return tr("See the folder and read what is in it");
    case AccessRole::Comment:
        return tr("Read, and mark and label messages");
    case AccessRole::Write:
        return tr("Comment, and add and delete messages");
    case AccessRole::Manage:
        return tr("Write, and make, rename and delete folders");
    case AccessRole::All:
        return tr("Manage, and decide who may do what");
    case AccessRole::Special:
        break;
    }
    return tr("Rights of its own choice");
}

} // namespace ui
