#pragma once

#include "ui/models/foldertreemodel.h"

#include <QPersistentModelIndex>
#include <QSet>
#include <QTimer>
#include <QTreeView>
#include <functional>

namespace ui
{

class FolderMime;
class MessageMime;

/// The folder pane. What is open is kept by folder, not by place, through any change of the list and over
/// runs.
class FolderView : public QTreeView
{
    Q_OBJECT
public:
    explicit FolderView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    /// A folder is about to appear below this one, which is opened then.
    void openWhenThere(const QModelIndex &index);

    /// Keys (FolderRoles::Key) of what a person closed or opened, to be stored.
    QStringList expansion() const;
    void setExpansion(const QStringList &keys);
    QSize sizeHint() const override { return {240, 400}; }

    /// What a drop of messages on a folder would do: `words` say it ("Move 3 here"), or `reason` why it
    /// cannot be done.
    struct DropAnswer {
        QString words;
        QString reason;
    };
    using DropJudge = std::function<DropAnswer(const QModelIndex &folder, const MessageMime &, bool copy)>;
    /// Without a judge no messages can be dropped here.
    void setDropJudge(DropJudge judge);
    using FolderDropJudge = std::function<DropAnswer(const QModelIndex &place, const FolderMime &)>;
    /// The same for folders, which cannot be dragged without it.
    void setFolderDropJudge(FolderDropJudge judge);

Q_SIGNALS:
    void folderActivated(imap::AccountHandle *account, const imap::MailboxName &folder);
    /// Another folder is the current one: by click, by key.
    void currentFolderChanged(imap::AccountHandle *account, const imap::MailboxName &folder);
    void contextMenuWanted(const QModelIndex &index, const QPoint &globalPosition);
    void messagesDropped(const QModelIndex &folder, bool copy);
    /// `folder` of `accountId` onto `place`, a folder or an account.
    void folderDropped(const QModelIndex &place, const QString &accountId, const imap::MailboxName &folder);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    void applyExpansion(const QModelIndex &parent);
    void noteExpansion(const QModelIndex &index, bool expanded);
    void returnToMoved(const QString &accountId);
    void listenToDrags();
    bool takesDrops(const QMimeData *data) const;
    DropAnswer judge(const QModelIndex &index, const QMimeData *data, bool copy) const;
    void setDropTarget(const QModelIndex &index, const DropAnswer &answer);
    void springOpen();
    void endDrag(const QModelIndex &dropped);
    void paintDropTarget(QPainter *painter, const QRect &row) const;
    FolderTreeModel *folders() const { return qobject_cast<FolderTreeModel *>(model()); }

    QSet<QString> m_opened; ///< folders are closed unless a person opened them
    QSet<QString> m_closed; ///< accounts and groups are open unless a person closed them
    bool m_applying = false;
    imap::MailboxName m_left; ///< whose row went while it was the current one, since the list was told ...
    QPersistentModelIndex m_taken; ///< ... and what took its place
    DropJudge m_judge;
    FolderDropJudge m_folderJudge;
    QPersistentModelIndex m_dropTarget;
    DropAnswer m_dropAnswer;
    QTimer m_spring;
    QList<QPersistentModelIndex> m_sprung; ///< opened by a drag that rested on them
};

} // namespace ui
