#pragma once

#include "account/accounthandle.h"
#include "account/serverhandle.h"
#include "ui/models/folderchoices.h"
#include "ui/models/foldertreemodel.h"

#include <QDialog>
#include <QPointer>
#include <optional>
#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace ui
{

class FormField;
class NoticeLine;

/// Which folder of an account is its Drafts, Sent, Trash and so on: what the server says or its name tells,
/// why, and what a person wants instead. Each choice counts at once. Closes when the account goes.
class SpecialFoldersDialog : public QDialog
{
    Q_OBJECT
public:
    /// `tree` knows the folders and what was chosen; it and `account` must be there when the dialog is made.
    SpecialFoldersDialog(const FolderTreeModel *tree, imap::AccountHandle *account,
                         QWidget *parent = nullptr);

    /// Says below the choices what went wrong.
    void showProblem(const QString &words);
    /// What was done is said there, with Undo: what the window says of it is out of reach behind the dialog.
    NoticeLine *notice() const { return m_notice; }

Q_SIGNALS:
    /// nullopt: as the server says; an empty name: no folder.
    void chosen(imap::FolderRole role, const std::optional<imap::MailboxName> &folder);
    /// `choose`: it is to be chosen for that, too, as the server will not say so by itself. The choice goes
    /// when the folder cannot be made after all.
    void createWanted(imap::FolderRole role, const imap::MailboxName &name, bool choose);

private:
    struct Row {
        imap::FolderRole role{};
        QComboBox *choice = nullptr;
        QPushButton *create = nullptr;
        FormField *field = nullptr;
        imap::MailboxName wanted;  ///< the folder that was to be made for it here
        imap::MailboxName refused; ///< a folder that could not be made ...
        QString refusal;           ///< ... and why
        quint64 refusedEntry = 0;  ///< ... and its entry in the journal
    };
    void build();
    void addRow(imap::FolderRole role, QFormLayout *form);
    void ask();
    void apply(const imap::EventBatch &batch);
    void applyEntry(const imap::JournalEntry &entry);
    void explain(const imap::OperationFailed &failure);
    void activated(Row &row, int entry);
    void openChooser(Row &row);
    /// A person's choice, which Undo takes back.
    void choose(imap::FolderRole role, const std::optional<imap::MailboxName> &folder);
    void makeFolder(Row &row, const imap::MailboxName &name);
    void showAll();
    void showRow(Row &row);
    void showState();
    std::optional<imap::MailboxName> choiceOf(imap::FolderRole role) const;
    const imap::SpecialFolder *told(imap::FolderRole role) const;
    imap::RoleReason reasonOf(imap::FolderRole role) const;
    imap::MailboxName usual(imap::FolderRole role) const;
    QString usualText(imap::FolderRole role) const;
    QString hint(imap::FolderRole role) const;
    QString problem(const Row &row) const;

    const FolderTreeModel *m_tree;
    QPointer<imap::AccountHandle> m_account;
    const QString m_accountId;
    std::vector<Row> m_rows;
    QLabel *m_state;
    NoticeLine *m_notice = nullptr;
    std::optional<imap::SpecialUses> m_uses; ///< nullopt: the server was not asked yet, or in vain
    QString m_problem;
    imap::FolderRole m_lastRole{};             ///< of the last choice ...
    std::optional<imap::MailboxName> m_before; ///< ... and what was chosen before it
    bool m_asking = false;
    bool m_stale = false;
};

} // namespace ui
