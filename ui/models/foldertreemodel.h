#pragma once

#include "account/accounthandle.h"
#include "ui/models/foldernodes.h"
#include "ui/models/rolechoices.h"
#include "ui/support/theme.h"

#include <QAbstractItemModel>
#include <QHash>
#include <memory>
#include <vector>

namespace ui
{

/// A folder, and all below it, has another name.
struct NameChange {
    imap::MailboxName from;
    imap::MailboxName to;
    std::optional<QChar> delimiter;

    /// The new name of a folder, or the old one if this is none of its business.
    imap::MailboxName of(const imap::MailboxName &name) const;
};

/// The folders of all accounts as a tree; a root for each account with the state of its connection. A new
/// list of folders becomes insertions, removals and moves, so views keep what is open and selected. GUI
/// thread.
class FolderTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit FolderTreeModel(QObject *parent = nullptr);
    ~FolderTreeModel() override;

    /// Listens to the account from now on; call before its start(). The handle must outlive its row.
    void addAccount(imap::AccountHandle *account);
    void removeAccount(const QString &accountId);
    /// Shows the name that the account's settings have now.
    void renameAccount(const QString &accountId);
    void moveAccount(const QString &accountId, int row);

    /// What a person chose as Trash, Archive and so on; shown at once.
    void setChoices(const QString &accountId, const RoleChoices &choices);
    RoleChoices choices(const QString &accountId) const;
    /// Leaves out what is not subscribed, in all accounts; the inbox and what stands above others stay.
    void setSubscribedOnly(bool only);
    bool isSubscribedOnly() const { return m_subscribedOnly; }
    /// How many folders are left out.
    int leftOut(const QString &accountId) const;

    /// All folders of the account, whether they are shown or not, with the roles under which they show.
    QList<imap::FolderInfo> folders(const QString &accountId) const;
    /// The same with the roles that the account tells.
    QList<imap::FolderInfo> foldersAsTold(const QString &accountId) const;
    /// One of them; its name is empty if there is none.
    imap::FolderInfo folder(const QString &accountId, const imap::MailboxName &name) const;
    /// The one that serves this use; empty: none.
    imap::MailboxName roleFolder(const QString &accountId, imap::FolderRole role) const;

    QModelIndex accountIndex(const QString &accountId) const;
    QModelIndex folderIndex(const QString &accountId, const imap::MailboxName &folder) const;
    QModelIndex roleIndex(const QString &accountId, imap::FolderRole role) const;
    /// The account of any index, or null.
    imap::AccountHandle *accountOf(const QModelIndex &index) const;
    /// The folder of an index; its name is empty for accounts, groups and names that are no folders.
    imap::FolderInfo folderOf(const QModelIndex &index) const;
    /// Its whole name, also of what is only the parent of something; empty for accounts and groups.
    imap::MailboxName pathOf(const QModelIndex &index) const;
    imap::ConnectionChanged connectionOf(const QString &accountId) const;
    /// Whether messages of the account have Gmail's labels.
    bool hasGmailLabels(const QString &accountId) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Another name in the same place (Qt::EditRole is the last part of a name): asks for it by
    /// `renameWanted`, and shows it when the account does. False where nothing would change or the name
    /// cannot be.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void renameWanted(const QModelIndex &folder, const imap::MailboxName &to);
    /// A person's change, or that it was taken back.
    void folderRenamed(imap::AccountHandle *account, const ui::NameChange &change);
    /// The same folder has another FolderRoles::Key from now on.
    void keyChanged(const QString &from, const QString &to);
    /// Folders came or went, or what they are for, by a choice too. Counts alone do not count.
    void foldersChanged(const QString &accountId);

private:
    struct Node;
    struct Account;
    using NodeList = std::vector<std::unique_ptr<Node>>;

    void apply(Account &account, const imap::EventBatch &batch);
    void setFolders(Account &account, const QList<imap::FolderInfo> &folders);
    void followRenames(Account &account, const imap::EventBatch &batch);
    void rename(Account &account, const NameChange &change);
    void rename(Node &node, const NameChange &change);
    void move(Node &node, Node &place);
    void arrange(Account &account);
    void setStatus(Account &account, const imap::FolderStatusChanged &status);
    void sync(Node &node, const QList<FolderItem> &wanted);
    std::unique_ptr<Node> grow(Node &parent, const FolderItem &item) const;
    void remember(Account &account, Node &node);
    void forget(const Node &node);
    QModelIndex indexOf(const Node &node) const;
    Node *nodeOf(const QModelIndex &index) const;
    int rowOf(const Node &node) const;
    Account *find(const QString &accountId) const;
    QVariant accountData(const Node &node, int role) const;
    QString toolTip(const Node &node) const;

    std::vector<std::unique_ptr<Account>> m_accounts;
    bool m_subscribedOnly = false;
};

/// A connection's state in a colour and in words ("Connected, news arrive by themselves").
State connectionState(const imap::ConnectionChanged &connection);
QString connectionText(const imap::ConnectionChanged &connection, const QString &server = {});

} // namespace ui
