#pragma once

#include "account/accounthandle.h"
#include "ui/dialogs/accountdialog.h"
#include "ui/models/foldertreemodel.h"

#include <QDialog>

class QListView;
class QPushButton;

namespace ui
{

class FormField;

/// All accounts in their order, each with the state of its connection; add, edit, test, remove and move them.
/// Stays open: what it is asked to do is told by signals and seen in the list.
class AccountsDialog : public QDialog
{
    Q_OBJECT
public:
    /// The list is the top of `tree`, live. `check` and `known` are for tests of an account.
    AccountsDialog(FolderTreeModel *tree, imap::CheckAccount check, KnownPassword known,
                   QWidget *parent = nullptr);
    ~AccountsDialog() override;

    void select(const QString &accountId);

Q_SIGNALS:
    void addWanted();
    void editWanted(imap::AccountHandle *account);
    void removeWanted(imap::AccountHandle *account);
    /// The account is to stand in this row.
    void moveWanted(const QString &accountId, int row);

private:
    void build();
    imap::AccountHandle *current() const;
    void move(int rows);
    void test();
    void testWith(const imap::AccountConfig &config, const imap::Secret &secret, quint64 run);
    void endTest(const QString &result, const QString &problem);
    void showButtons();

    FolderTreeModel *m_tree;
    const imap::CheckAccount m_check;
    const KnownPassword m_known;
    QListView *m_list;
    FormField *m_field;
    QPushButton *m_add, *m_edit, *m_test, *m_remove, *m_up, *m_down;
    QFuture<imap::AccountCheck> m_underWay;
    quint64 m_run = 0; ///< counts tests, so that the answer of a stopped one is ignored
    bool m_testing = false;
    bool m_empty = false;
};

} // namespace ui
