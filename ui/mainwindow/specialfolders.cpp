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

std::optional<imap::MailboxName> SpecialFolders::choiceOf(const QString &accountId,
                                                          imap::FolderRole role) const
{
    const RoleChoices choices = m_tree->choices(accountId);
    const auto choice = choices.constFind(role);
    return choice == choices.cend() ? std::nullopt : std::optional(*choice);
}

void SpecialFolders::chooseMade(const QString &accountId, imap::FolderRole role,
                                const imap::MailboxName &folder)
{
    m_made.removeIf([&](const Made &made) { return made.accountId == accountId && made.role == role; });
    m_made << Made{accountId, role, folder, choiceOf(accountId, role)};
    choose(accountId, role, folder);
}

void SpecialFolders::followJournal(const QString &accountId, const QList<imap::JournalEntry> &entries)
{
    for (const imap::JournalEntry &entry : entries) {
        const bool ended =
            entry.state == imap::OperationState::Failed || entry.state == imap::OperationState::Undone;
        // By its name: the journal leaves out the use where the server says it of another folder.
        const auto *create = std::get_if<imap::CreateFolderChange>(&entry.change);
        for (Made &made : m_made) {
            if (made.accountId != accountId)
                continue;
            const bool makes =
                create && (entry.id == made.entry || (entry.id > made.entry && create->name == made.name));
            const bool undoes = !makes && made.entry != 0 && entry.undoes == made.entry;
            if (makes)
                made.entry = entry.id;
            const bool stands = makes ? !ended : ended;
            if ((!makes && !undoes) || stands == made.stands)
                continue;
            made.stands = stands;
            // What a person chose since then stays.
            const auto now = choiceOf(accountId, made.role);
            if (stands && now == made.before)
                choose(accountId, made.role, made.name);
            else if (!stands && now == made.name)
                choose(accountId, made.role, made.before);
        }
    }
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
    for (Made &made : m_made) {
        if (made.accountId != accountId)
            continue;
        made.name = rename.of(made.name);
        if (made.before)
            made.before = rename.of(*made.before);
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
    m_made.removeIf([&](const Made &made) { return made.accountId == accountId; });
}

} // namespace ui
