#include "ui/models/folderchoices.h"

#include "mime/cleantext.h"
#include "ui/models/foldertreemodel.h"

#include <algorithm>

namespace ui
{
namespace
{

constexpr qsizetype maximumName = 200;
constexpr int maximumDepth = 200;

QString joined(const QString &above, const QString &name)
{
    return above.isEmpty() ? name : above + QStringLiteral(" › ") + name;
}

void collect(const QList<FolderItem> &items, const QString &above, int depth, QList<FolderChoice> &found)
{
    if (depth > maximumDepth)
        return;
    for (const FolderItem &item : items) {
        if (item.exists && item.info.selectable)
            found << FolderChoice{
                item.info.name, item.name, above, folderIconName(item.info.role, item.kind), {}};
        collect(item.children, joined(above, item.name), depth + 1, found);
    }
}

} // namespace

QString foldedForSearch(const QString &text)
{
    QString plain;
    for (const QChar letter : text.normalized(QString::NormalizationForm_KD)) {
        if (letter.category() != QChar::Mark_NonSpacing)
            plain += letter;
    }
    return plain.toCaseFolded();
}

namespace
{

/// How well a folder fits, the smaller the better; -1: not at all.
int rank(const FolderChoice &choice, const QString &typed, const QStringList &words)
{
    const QString name = foldedForSearch(choice.name);
    const QString path = foldedForSearch(joined(choice.above, choice.name));
    const auto in = [](const QString &text) {
        return [&text](const QString &word) { return text.contains(word); };
    };
    if (!std::all_of(words.begin(), words.end(), in(path)))
        return -1;
    if (name.startsWith(typed))
        return 0;
    return std::all_of(words.begin(), words.end(), in(name)) ? 1 : 2;
}

QList<FolderChoice> recentFirst(const QList<FolderChoice> &all, const QList<imap::MailboxName> &recent)
{
    QList<FolderChoice> list;
    for (const imap::MailboxName &name : recent) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const FolderChoice &choice) {
            return choice.folder == name && choice.reason.isEmpty();
        });
        if (found == all.end())
            continue;
        list << *found;
        list.last().recent = true;
    }
    for (const FolderChoice &choice : all) {
        if (std::none_of(list.begin(), list.end(),
                         [&](const FolderChoice &seen) { return seen.folder == choice.folder; }))
            list << choice;
    }
    return list;
}

} // namespace

QList<FolderChoice> folderChoices(const FolderTreeModel &tree, const QString &accountId)
{
    QList<FolderChoice> found;
    collect(arrangeFolders(tree.folders(accountId)), {}, 0, found);
    return found;
}

QList<FolderChoice> matchingChoices(const QList<FolderChoice> &all, const QString &typed,
                                    const QList<imap::MailboxName> &recent)
{
    const QList<FolderChoice> ordered = recentFirst(all, recent);
    const QString plain = foldedForSearch(typed).simplified();
    const QStringList words = QString(plain)
                                  .replace(QLatin1Char('/'), QLatin1Char(' '))
                                  .split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return ordered;
    QList<std::pair<int, FolderChoice>> ranked;
    for (const FolderChoice &choice : ordered) {
        if (const int place = rank(choice, plain, words); place >= 0)
            ranked << std::pair(place, choice);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<FolderChoice> found;
    for (const auto &[place, choice] : ranked)
        found << choice;
    return found;
}

imap::MailboxName newFolderName(const FolderTreeModel &tree, const QString &accountId, const QString &typed)
{
    QChar delimiter;
    bool allBelowInbox = true;
    qsizetype others = 0;
    const QList<FolderChoice> folders = folderChoices(tree, accountId);
    for (const FolderChoice &choice : folders) {
        const imap::FolderInfo info = tree.folder(accountId, choice.folder);
        if (info.owner != imap::FolderOwner::Personal || info.name.isInbox())
            continue;
        ++others;
        delimiter = info.delimiter.value_or(delimiter);
        allBelowInbox =
            allBelowInbox && info.delimiter &&
            info.name.toString().startsWith(QLatin1String("INBOX") + *info.delimiter, Qt::CaseInsensitive);
    }
    if (delimiter.isNull())
        delimiter = tree.folder(accountId, imap::MailboxName(QStringLiteral("INBOX")))
                        .delimiter.value_or(QLatin1Char('/'));
    QStringList levels;
    const QStringList parts = imap::mime::cleanLine(typed, maximumName).split(QLatin1Char('/'));
    for (const QString &part : parts) {
        if (!part.trimmed().isEmpty())
            levels << part.trimmed();
    }
    if (levels.isEmpty())
        return {};
    if (others > 0 && allBelowInbox)
        levels.prepend(QStringLiteral("INBOX"));
    return imap::MailboxName(levels.join(delimiter));
}

QString folderTitle(const FolderTreeModel &tree, const QString &accountId, const imap::MailboxName &folder)
{
    if (const QModelIndex index = tree.folderIndex(accountId, folder); index.isValid())
        return index.data().toString();
    // Of a folder that is not shown, or not told of yet.
    if (folder.isInbox())
        return roleName(imap::FolderRole::Inbox);
    if (const imap::FolderInfo told = tree.folder(accountId, folder); !told.name.isEmpty())
        return imap::mime::cleanLine(specialName(told), maximumName);
    const QList<imap::FolderInfo> others = tree.folders(accountId);
    const std::optional<QChar> delimiter = others.isEmpty() ? std::nullopt : others.constFirst().delimiter;
    const QString name = delimiter ? folder.toString().section(*delimiter, -1) : folder.toString();
    return imap::mime::cleanLine(name, maximumName);
}

} // namespace ui
