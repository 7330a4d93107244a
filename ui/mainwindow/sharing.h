#pragma once

#include "ui/mainwindow/operations.h"
#include "ui/models/foldertreemodel.h"

#include <QObject>
#include <QPointer>

class QDialog;

namespace ui
{

/// Opens the dialog on who may do what in a folder, one at a time, and makes what is changed there a change
/// like any other: journalled, told in the window, undone.
class Sharing : public QObject
{
    Q_OBJECT
public:
    Sharing(Operations *operations, const FolderTreeModel *tree, QWidget *window);

    /// Of a folder of the tree; nothing happens where reason() has words.
    void open(const QModelIndex &folder);
    /// Why that cannot be opened for it; empty: it can.
    QString reason(const QModelIndex &folder) const;
    /// What the account's journal tells: where the own access changed, other folders may be there, or fewer.
    void follow(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries);
    /// Closes what shows a folder of that account.
    void forget(const imap::AccountHandle *account);

private:
    Operations *m_operations;
    const FolderTreeModel *m_tree;
    QWidget *m_window;
    QPointer<QDialog> m_dialog;
    QPointer<imap::AccountHandle> m_account;
};

} // namespace ui
