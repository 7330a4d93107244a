#pragma once

#include "account/accounthandle.h"
#include "account/serverhandle.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/subscriptionmodel.h"

#include <QDialog>
#include <QPointer>
#include <QSet>
#include <optional>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace ui
{

class FormField;
class NoticeLine;

/// Which folders of an account are subscribed, each with a mark that works at once. Stays right while folders
/// and subscriptions change elsewhere. Names that are subscribed and have no folder any more are shown as
/// such. Closes when the account goes.
class SubscriptionsDialog : public QDialog
{
    Q_OBJECT
public:
    /// `tree` knows the folders; it and `account` must be there when the dialog is made.
    SubscriptionsDialog(const FolderTreeModel *tree, imap::AccountHandle *account, QWidget *parent = nullptr);

    /// Whether the folder pane shows subscribed folders only.
    void setSubscribedOnly(bool only);
    /// Says under the list what went wrong.
    void showProblem(const QString &words);
    /// What was done is said there, with Undo: what the window says of it is out of reach behind the dialog.
    NoticeLine *notice() const { return m_notice; }

Q_SIGNALS:
    void subscribeWanted(const imap::MailboxName &folder, bool subscribed);
    /// The same for several at once, two at least, which are one deed.
    void allWanted(const QList<imap::MailboxName> &folders, bool subscribed);
    void subscribedOnlyWanted(bool only);

private:
    void build();
    void mark(const QModelIndexList &rows, bool subscribed);
    void ask();
    void takeFolders();
    void apply(const imap::EventBatch &batch);
    void applyEntry(const imap::JournalEntry &entry);
    void explain(const imap::OperationFailed &failure);
    void filter();
    void expand(const QModelIndex &parent);
    void showWords();

    const FolderTreeModel *m_tree;
    QPointer<imap::AccountHandle> m_account;
    const QString m_accountId;
    SubscriptionModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_typed;
    QTreeView *m_list;
    FormField *m_field;
    QCheckBox *m_only;
    NoticeLine *m_notice;
    QPushButton *m_refresh;
    QSet<QString> m_closed;                             ///< keys of what a person closed
    std::optional<QList<imap::MailboxName>> m_together; ///< while several are marked: those
    bool m_asking = false;
    bool m_stale = false; ///< what is being asked for is to be asked for once more
    QString m_problem;
    quint64 m_refusedEntry = 0; ///< of the journal, which m_problem is about ...
    QString m_refusalBeginning; ///< ... and how the words on it begin
};

} // namespace ui
