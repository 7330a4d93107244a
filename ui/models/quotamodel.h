#pragma once

#include "types/serverdetails.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace ui
{

struct QuotaRoles {
    enum {
        Kind = Qt::UserRole + 1, ///< int of QuotaModel::Kind
        Root,                    ///< QByteArray, of roots and what hangs on them
        Folder,                  ///< imap::MailboxName, of folders
        Share,                   ///< double, 0 or more, of resources
        Level,                   ///< int of QuotaLevel, of resources
        Pending,                 ///< bool: not yet as the server has it
    };
};

/// What limits an account: each quota root with its resources and the folders that hang on it, then the
/// folders that nothing limits. GUI thread.
class QuotaModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Kind { Root, Resource, NoLimit, Folders, Unlimited, Folder };
    enum Column { Name, Used, ColumnCount };

    explicit QuotaModel(QObject *parent = nullptr);
    ~QuotaModel() override;

    /// Another overview; where only amounts are others, nothing that is open closes.
    void setOverview(const imap::QuotaOverview &overview);
    const imap::QuotaOverview &overview() const { return m_overview; }

    /// Shows these limits of `root` until the next overview.
    void showPending(const QByteArray &root, const QList<imap::QuotaLimit> &limits);
    /// They are so now, which needs no words any more.
    void confirmPending();
    void takeBack();

    /// All of one root.
    QList<imap::Quota> quotasOf(const QByteArray &root) const;
    /// A folder that hangs on it; empty: none does.
    imap::MailboxName folderOn(const QByteArray &root) const;
    QModelIndex rootIndex(const QByteArray &root) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node {
        Kind kind = Kind::Root;
        Node *parent = nullptr;
        int row = 0;
        QByteArray root;
        imap::Quota quota;
        imap::MailboxName folder;
        std::vector<std::unique_ptr<Node>> children;
    };
    void build();
    Node *add(Node &parent, Kind kind);
    static Node *nodeOf(const QModelIndex &index);
    QString name(const Node &node) const;
    QString used(const Node &node) const;
    QString toolTip(const Node &node) const;

    imap::QuotaOverview m_overview;
    QList<imap::Quota> m_shown; ///< with what is pending
    QByteArray m_pendingRoot;
    bool m_pending = false;
    bool m_confirmed = false; ///< what is pending was made, and the next overview shows it
    Node m_top;
};

} // namespace ui
