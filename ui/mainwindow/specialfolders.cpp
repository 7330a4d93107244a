#include "ui/mainwindow/specialfolders.h"

namespace ui
{
namespace
{

constexpr qsizetype mostTargets = 6;

QString key(const QString &group, const QString &accountId)
{
    // An account's id may be anything; a slash would make a group of it.
    return group + QLatin1Char('/') + QString(accountId).replace(QLatin1Char('/'), QLatin1Char('_'));
}

QString roleKey(const QString &accountId, imap::FolderRole role)
{
    return key(QStringLiteral("folders"), accountId) + QLatin1Char('/') + QString::number(int(role));
}

} // namespace

SpecialFolders::SpecialFolders(FolderTreeModel *tree, QSettings *store)
    : m_tree(tree)
    , m_store(store)
{
}

void SpecialFolders::restore(const QString &accountId)
{
    RoleChoices choices;
    for (const imap::FolderRole role : chosenRoles) {
        if (const QVariant kept = m_store->value(roleKey(accountId, role)); kept.isValid())
            choices.insert(role, imap::MailboxName(kept.toString()));
    }
    m_tree->setChoices(accountId, choices);
}

imap::MailboxName SpecialFolders::find(const QString &accountId, imap::FolderRole role) const
{
    const imap::FolderInfo info = m_tree->folder(accountId, m_tree->roleFolder(accountId, role));
    if (!info.name.isEmpty() && info.selectable)
        return info.name;
    // Where a message only loses its label when it is archived (Gmail), all mail is the archive.
    return role == imap::FolderRole::Archive && !m_tree->choices(accountId).contains(role)
               ? find(accountId, imap::FolderRole::All)
               : imap::MailboxName();
}

void SpecialFolders::choose(const QString &accountId, imap::FolderRole role,
                            const std::optional<imap::MailboxName> &folder)
{
    RoleChoices choices = m_tree->choices(accountId);
    if (folder) {
        m_store->setValue(roleKey(accountId, role), folder->toString());
        choices.insert(role, *folder);
    } else {
        m_store->remove(roleKey(accountId, role));
        choices.remove(role);
    }
    m_tree->setChoices(accountId, choices);
}

bool SpecialFolders::isWithin(const QString &accountId, const imap::MailboxName &folder,
                              imap::FolderRole role) const
{
    const imap::MailboxName special = find(accountId, role);
    if (special.isEmpty())
        return false;
    const imap::FolderInfo info = m_tree->folder(accountId, special);
    return folder == special ||
           (info.delimiter && folder.toString().startsWith(special.toString() + *info.delimiter));
}

QList<imap::MailboxName> SpecialFolders::recentTargets(const QString &accountId) const
{
    QList<imap::MailboxName> targets;
    const QStringList names = m_store->value(key(QStringLiteral("targets"), accountId)).toStringList();
    for (const QString &name : names)
        targets << imap::MailboxName(name);
    return targets;
}

void SpecialFolders::noteTarget(const QString &accountId, const imap::MailboxName &folder)
{
    QStringList names = m_store->value(key(QStringLiteral("targets"), accountId)).toStringList();
    names.removeAll(folder.toString());
    names.prepend(folder.toString());
    m_store->setValue(key(QStringLiteral("targets"), accountId), QStringList(names.mid(0, mostTargets)));
}

void SpecialFolders::followRename(const QString &accountId, const NameChange &rename)
{
    const RoleChoices choices = m_tree->choices(accountId);
    for (auto choice = choices.cbegin(); choice != choices.cend(); ++choice) {
        if (const imap::MailboxName now = rename.of(*choice); now != *choice)
            choose(accountId, choice.key(), now);
    }
    QStringList names;
    const QList<imap::MailboxName> targets = recentTargets(accountId);
    for (const imap::MailboxName &target : targets)
        names << rename.of(target).toString();
    if (!names.isEmpty())
        m_store->setValue(key(QStringLiteral("targets"), accountId), names);
}

void SpecialFolders::forget(const QString &accountId)
{
    m_store->remove(key(QStringLiteral("folders"), accountId));
    m_store->remove(key(QStringLiteral("targets"), accountId));
}

} // namespace ui
