#include "ui/models/folderrules.h"

#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"

#include <QCoreApplication>

namespace ui
{

using imap::FolderInfo;
using imap::MailboxName;

namespace
{

constexpr qsizetype longestPart = 255; ///< octets, what file systems take

QString tr(const char *text)
{
    return QCoreApplication::translate("FolderRules", text);
}

FolderKind kindOf(const QModelIndex &index)
{
    return FolderKind(index.data(FolderRoles::Kind).toInt());
}

QString missingRight(const QString &what, char right)
{
    return tr("The server does not let you %1: right %2 is missing.").arg(what, QString(QLatin1Char(right)));
}

/// How names of an account's own folders are made.
struct Hierarchy {
    std::optional<QChar> delimiter;
    QString prefix; ///< "INBOX." where all of them are below INBOX
};

Hierarchy hierarchyOf(const FolderTreeModel &tree, const QString &accountId)
{
    Hierarchy found;
    bool allBelow = true;
    bool any = false;
    const QList<FolderInfo> folders = tree.folders(accountId);
    for (const FolderInfo &info : folders) {
        if (info.owner != imap::FolderOwner::Personal)
            continue;
        found.delimiter = found.delimiter ? found.delimiter : info.delimiter;
        if (info.name.isInbox())
            continue;
        any = true;
        allBelow = allBelow && info.delimiter &&
                   info.name.toString().startsWith(QLatin1String("INBOX") + *info.delimiter);
    }
    if (any && allBelow && found.delimiter)
        found.prefix = QLatin1String("INBOX") + *found.delimiter;
    return found;
}

std::optional<QChar> delimiterAt(const FolderTreeModel &tree, const QModelIndex &place)
{
    const FolderInfo info = tree.folderOf(place);
    if (!info.name.isEmpty())
        return info.delimiter;
    // What is only a parent has the delimiter of what is below it.
    for (QModelIndex below = tree.index(0, 0, place); kindOf(place) == FolderKind::Folder && below.isValid();
         below = tree.index(0, 0, below)) {
        if (const FolderInfo child = tree.folderOf(below); !child.name.isEmpty())
            return child.delimiter;
    }
    return hierarchyOf(tree, place.data(FolderRoles::AccountId).toString()).delimiter;
}

/// All of a name in front of its last part, with the delimiter.
QString above(const MailboxName &name, std::optional<QChar> delimiter)
{
    const QString &whole = name.toString();
    return delimiter ? whole.left(whole.lastIndexOf(*delimiter) + 1) : QString();
}

bool isInvisible(const QString &name)
{
    for (const char32_t letter : name.toUcs4()) {
        switch (QChar::category(letter)) {
        case QChar::Other_Control:
        case QChar::Other_Surrogate:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return true;
        case QChar::Other_Format:
            // These two join and divide letters of some scripts, and emoji.
            if (letter != 0x200C && letter != 0x200D)
                return true;
            break;
        default:
            break;
        }
    }
    return false;
}

/// What is wrong with a name wherever it is.
QString partProblem(const QString &name, std::optional<QChar> delimiter)
{
    if (name.trimmed().isEmpty())
        return tr("A folder must have a name.");
    if (delimiter && name.contains(*delimiter))
        return tr("“%1” divides folders from those below them here.").arg(*delimiter);
    if (isInvisible(name))
        return tr("There is a sign in it that cannot be seen.");
    if (name.contains(QLatin1Char('*')) || name.contains(QLatin1Char('%')))
        return tr("“*” and “%” stand for other names on mail servers.");
    if (name == QLatin1String(".") || name == QLatin1String(".."))
        return tr("This name is reserved.");
    if (name.toUtf8().size() > longestPart)
        return tr("This name is too long.");
    return {};
}

QString wholeProblem(const FolderTreeModel &tree, const QString &accountId, const MailboxName &name,
                     const QString &part, bool isNew)
{
    const Hierarchy hierarchy = hierarchyOf(tree, accountId);
    const QString &whole = name.toString();
    // Namespaces begin with a # (RFC 9051 §5.1.1), homes with a ~.
    if (whole == part && (part.startsWith(QLatin1Char('#')) || part.startsWith(QLatin1Char('~'))))
        return tr("Names that begin with “%1” are reserved.").arg(part.left(1));
    const bool second = !hierarchy.prefix.isEmpty() && whole == hierarchy.prefix + part;
    if (name.isInbox() || (second && part.compare(QLatin1String("INBOX"), Qt::CaseInsensitive) == 0))
        return tr("This is the name of the Inbox.");
    const FolderInfo other = tree.folder(accountId, name);
    if (!other.name.isEmpty() && (other.selectable || !isNew))
        return tr("There is a folder of this name already.");
    return {};
}

} // namespace

QString createReason(const FolderTreeModel &tree, const QModelIndex &place)
{
    if (!place.isValid())
        return tr("There is no account yet.");
    if (kindOf(place) == FolderKind::Account)
        return {};
    if (kindOf(place) == FolderKind::Group)
        return tr("Choose one of the folders below it.");
    const FolderInfo info = tree.folderOf(place);
    if (info.attributes.contains(imap::Flag("\\Noinferiors")))
        return tr("The server does not keep folders below this one.");
    if (!delimiterAt(tree, place))
        return tr("The server does not keep folders in folders.");
    return info.allows('k') ? QString() : missingRight(tr("make folders here"), 'k');
}

QString renameReason(const FolderTreeModel &tree, const QModelIndex &folder)
{
    const FolderInfo info = tree.folderOf(folder);
    if (info.name.isEmpty()) {
        return kindOf(folder) == FolderKind::Folder && folder.isValid()
                   ? tr("This is only a part of the names below it.")
                   : tr("Choose a folder first.");
    }
    if (info.name.isInbox())
        return tr("The Inbox keeps its name.");
    return info.allows('x') ? QString() : missingRight(tr("rename this folder"), 'x');
}

QString deleteReason(const FolderTreeModel &tree, const QModelIndex &folder)
{
    const FolderInfo info = tree.folderOf(folder);
    if (info.name.isInbox())
        return tr("The Inbox cannot be deleted.");
    if (!info.name.isEmpty() && !info.allows('x'))
        return missingRight(tr("delete this folder"), 'x');
    return renameReason(tree, folder);
}

QString moveReason(const FolderTreeModel &tree, const QModelIndex &folder, const QModelIndex &place)
{
    if (const QString reason = renameReason(tree, folder); !reason.isEmpty())
        return reason;
    if (tree.accountOf(folder) != tree.accountOf(place))
        return tr("Folders stay in their account. Their messages can be copied to another one.");
    const FolderInfo info = tree.folderOf(folder);
    const QString path = tree.pathOf(place).toString();
    if (place == folder || (info.delimiter && path.startsWith(info.name.toString() + *info.delimiter)))
        return tr("A folder cannot be put into itself.");
    if (const QString reason = createReason(tree, place); !reason.isEmpty())
        return reason;
    const QString part = lastPart(tree, folder);
    const MailboxName to = nameAt(tree, place, part);
    if (to == info.name)
        return tr("It is there already.");
    if (delimiterAt(tree, place) != info.delimiter && !foldersBelow(tree, folder).isEmpty())
        return tr("It has folders below it, which are named in another way there.");
    if (const QString problem = partProblem(part, delimiterAt(tree, place)); !problem.isEmpty())
        return problem;
    return wholeProblem(tree, folder.data(FolderRoles::AccountId).toString(), to, part, false);
}

QString nameProblem(const FolderTreeModel &tree, const QModelIndex &place, const QString &name)
{
    const QString part = name.trimmed();
    const QString problem = partProblem(part, delimiterAt(tree, place));
    return problem.isEmpty() ? wholeProblem(tree, place.data(FolderRoles::AccountId).toString(),
                                            nameAt(tree, place, part), part, true)
                             : problem;
}

QString renameProblem(const FolderTreeModel &tree, const QModelIndex &folder, const QString &name)
{
    const QString part = name.trimmed();
    const MailboxName to = renamedTo(tree, folder, part);
    const FolderInfo info = tree.folderOf(folder);
    if (to.toString() == info.name.toString())
        return {};
    const QString problem = partProblem(part, info.delimiter);
    return problem.isEmpty()
               ? wholeProblem(tree, folder.data(FolderRoles::AccountId).toString(), to, part, false)
               : problem;
}

QString lastPart(const FolderTreeModel &tree, const QModelIndex &folder)
{
    const FolderInfo info = tree.folderOf(folder);
    return info.name.toString().mid(above(info.name, info.delimiter).size());
}

MailboxName nameAt(const FolderTreeModel &tree, const QModelIndex &place, const QString &name)
{
    if (kindOf(place) == FolderKind::Account)
        return MailboxName(hierarchyOf(tree, place.data(FolderRoles::AccountId).toString()).prefix + name);
    const std::optional<QChar> delimiter = delimiterAt(tree, place);
    return delimiter ? MailboxName(tree.pathOf(place).toString() + *delimiter + name) : MailboxName(name);
}

MailboxName renamedTo(const FolderTreeModel &tree, const QModelIndex &folder, const QString &name)
{
    const FolderInfo info = tree.folderOf(folder);
    return MailboxName(above(info.name, info.delimiter) + name);
}

QList<FolderInfo> foldersBelow(const FolderTreeModel &tree, const QModelIndex &folder)
{
    QList<FolderInfo> found;
    const std::optional<QChar> delimiter = delimiterAt(tree, folder);
    if (tree.pathOf(folder).isEmpty() || !delimiter)
        return found;
    const QString beginning = tree.pathOf(folder).toString() + *delimiter;
    const QList<FolderInfo> folders = tree.folders(folder.data(FolderRoles::AccountId).toString());
    for (const FolderInfo &info : folders) {
        if (info.name.toString().startsWith(beginning))
            found << info;
    }
    return found;
}

} // namespace ui
