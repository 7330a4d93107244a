#pragma once

#include "types/serverdetails.h"
#include "ui/models/foldernodes.h"

#include <QAbstractItemModel>
#include <QSet>
#include <memory>
#include <vector>

namespace ui
{

/// The folders of one account with a mark for each: whether it is subscribed. A mark is a folder's own and
/// says nothing of those below it. In sections (one's own, other people's, shared, names whose folder is no
/// more) where there are several. What is marked is a wish: the mark follows when the account says so. GUI
/// thread.
class SubscriptionModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        SearchText = Qt::UserRole + 1, ///< QString, folded: what a filter looks in
        Key,                           ///< QString, the same for the same folder in any list
        IsSection,                     ///< bool
    };

    explicit SubscriptionModel(QObject *parent = nullptr);
    ~SubscriptionModel() override;

    /// Changes marks where the folders are the same ones, else starts anew.
    void setFolders(const QList<imap::FolderInfo> &folders);
    /// Of these the names whose folder is no more are shown.
    void setSubscriptions(const QList<imap::Subscription> &subscriptions);
    /// The server did not let this name go: its mark is as before.
    void keep(const imap::MailboxName &name);
    bool isGone(const imap::MailboxName &name) const;

    int folderCount() const { return m_folderCount; }
    int subscribedCount() const { return m_subscribedCount; }
    int goneCount() const { return int(m_gone.size()); }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// A person marked a folder, or took the mark away.
    void wanted(const imap::MailboxName &folder, bool subscribed);

private:
    struct Node;
    QList<FolderItem> sections() const;
    void rebuild();
    bool update(const Node &node, const QList<FolderItem> &items);
    std::unique_ptr<Node> grow(Node *parent, const FolderItem &item, int row) const;
    Node *nodeOf(const QModelIndex &index) const;

    std::unique_ptr<Node> m_root;
    QList<imap::FolderInfo> m_folders;
    QList<imap::Subscription> m_gone;
    QSet<imap::MailboxName> m_leaving; ///< of those: a person took the mark away
    int m_folderCount = 0;
    int m_subscribedCount = 0;
};

} // namespace ui
