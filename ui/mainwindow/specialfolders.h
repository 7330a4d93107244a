#pragma once

#include "types/journalentry.h"
#include "ui/models/foldertreemodel.h"

#include <QSettings>
#include <optional>

namespace ui
{

/// Which folder of an account is its Trash, Archive, Junk: what a person chose, else what the server or a
/// usual name says. Keeps the choices, which the tree shows. Also the folders that messages were moved to of
/// late.
class SpecialFolders
{
public:
    /// `store` keeps what is chosen, in its groups "folders" and "targets"; both must outlive this.
    SpecialFolders(FolderTreeModel *tree, QSettings *store);

    /// Tells the tree what was chosen in earlier runs, once it has the account.
    void restore(const QString &accountId);

    /// Empty if there is none.
    imap::MailboxName find(const QString &accountId, imap::FolderRole role) const;
    /// nullopt: as the server or a usual name says; an empty name: no folder.
    void choose(const QString &accountId, imap::FolderRole role,
                const std::optional<imap::MailboxName> &folder);
    /// Chooses a folder that is being made. What was chosen before counts again when the server refuses it or
    /// when that is undone, in this run; made again, it is chosen again.
    void chooseMade(const QString &accountId, imap::FolderRole role, const imap::MailboxName &folder);
    void followJournal(const QString &accountId, const QList<imap::JournalEntry> &entries);
    /// Whether `folder` is that folder or lies below it.
    bool isWithin(const QString &accountId, const imap::MailboxName &folder, imap::FolderRole role) const;

    QList<imap::MailboxName> recentTargets(const QString &accountId) const;
    void noteTarget(const QString &accountId, const imap::MailboxName &folder);
    /// What was chosen is still meant under its new name, also when that was refused or undone.
    void followRename(const QString &accountId, const NameChange &rename);
    /// Forgets a removed account.
    void forget(const QString &accountId);

private:
    struct Made {
        QString accountId;
        imap::FolderRole role{};
        imap::MailboxName name;
        std::optional<imap::MailboxName> before; ///< what was chosen until then
        quint64 entry = 0;                       ///< the newest that makes it
        bool stands = true;                      ///< neither refused nor undone
    };
    std::optional<imap::MailboxName> choiceOf(const QString &accountId, imap::FolderRole role) const;

    FolderTreeModel *m_tree;
    QSettings *m_store;
    QList<Made> m_made;
};

} // namespace ui
