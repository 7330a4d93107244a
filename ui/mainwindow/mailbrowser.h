#pragma once

#include "ui/mainwindow/accountwatch.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/ordercontrol.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/messagelistmodel.h"

#include <QDate>
#include <QObject>
#include <QTimer>
#include <functional>

namespace ui
{

class Actions;
class FolderView;
class ListHeader;
class MessageListView;
class ReaderPane;

/// Brings folders, list and reader together: what is chosen in one is shown in the next. What is done
/// to messages is MessageDeeds' part. Knows no menus and no dialogs.
class MailBrowser : public QObject
{
    Q_OBJECT
public:
    using OrderMemory = std::function<OrderChoice(const QString &accountId, const QString &folder)>;
    struct Panes {
        FolderView *folders = nullptr;   ///< gets the folder model from here
        MessageListView *list = nullptr; ///< gets the list model from here
        ListHeader *header = nullptr;
        ReaderPane *reader = nullptr;
    };
    MailBrowser(const Panes &panes, AccountWatch *watch, Operations *operations, QObject *parent = nullptr);

    FolderTreeModel *folderModel() const { return m_folderModel; }
    MessageListModel *listModel() const { return m_listModel; }

    void addAccount(imap::AccountHandle *account);
    void removeAccount(imap::AccountHandle *account);

    /// `readOnly`: whatever is done there, nothing changes on the server by looking.
    void openFolder(imap::AccountHandle *account, const imap::MailboxName &folder, bool readOnly = false);
    imap::AccountHandle *account() const { return m_listModel->account(); }
    imap::MailboxName folder() const { return m_listModel->folder(); }
    /// The open folder as the list of folders has it; with an empty name while it is not known there.
    imap::FolderInfo folderInfo() const;

    /// How many rows are selected, known or not.
    qint64 selectedCount() const; ///< messages; a collapsed conversation counts as all of its own
    qint64 selectedRows() const;
    /// Whether a star would be added: not all of the selected ones have it.
    bool wouldStar() const;
    /// These rows are about to go: if they are selected, the message behind them is from now on, or the one
    /// before them at the end of the list.
    void leave(const QItemSelection &rows);
    /// Why this flag cannot be set or removed in the open folder; empty: it can.
    QString flagReason(const imap::Flag &flag) const;
    /// Why nothing can be changed in the open folder; empty: something can.
    QString readOnlyReason() const;

    void go(int rows);
    /// In the direction of the list, going on from the top; its server is asked about what is not here.
    void goNextUnread();
    /// To the first message that arrived on that day or later, else to the newest one.
    void goToDate(QDate day);
    /// Opens a folder with this message chosen.
    void showInFolder(imap::AccountHandle *account, const imap::MailboxName &folder, imap::Uid uid);
    /// Somebody else decides what is read, until it is given back; then that is what is chosen here.
    void lendReader(bool lent);
    void focusList();
    void openSelected(); ///< the reader is wanted, where it is not beside the list

    /// Why each action of reading and going about cannot be done now; empty: it can.
    void explain(Actions *actions) const;

    /// Who knows in what order a folder was shown last.
    void setOrderMemory(OrderMemory memory) { m_orderMemory = std::move(memory); }

Q_SIGNALS:
    void folderChanged();
    /// The open folder's name became known, or another one.
    void folderRenamed();
    /// What may be done in the account's folders may be something else now.
    void rightsChanged();
    void selectionChanged();
    /// A person opened a message: Return or double click.
    void readerWanted();
    void failed(imap::AccountHandle *account, const QString &words, const imap::Error &error);
    /// The open folder was left, as it is not there any more by somebody else's doing.
    void lost(const QString &words);
    /// Something to be said in passing.
    void said(const QString &words);
    /// The reader's own buttons.
    void starWanted(bool on);
    void readWanted(bool on);

private:
    void connectList();
    void folderChosen(const QModelIndex &index);
    void showSelected();
    void refreshShown();
    void showHeader();
    void markFolder();
    void leaveDeleted(imap::AccountHandle *whose, const QList<imap::JournalEntry> &entries);
    void leaveLost();
    void askWhetherLost();
    void followRename(imap::AccountHandle *account, const NameChange &change);
    void seek(imap::Uid uid);
    void goOnSeeking();
    void goToNumber(imap::SeqNum number);
    void goToRow(int row);
    int unreadRow(bool orUnknown) const;
    void goKnownUnread();
    std::function<bool()> whileOpen() const;

    AccountWatch *m_watch;
    Operations *m_operations;
    FolderTreeModel *m_folderModel;
    MessageListModel *m_listModel;
    Panes m_panes;
    QTimer m_folderDelay;
    QTimer m_selectionDelay;
    bool m_shownGone = false;
    qint64 m_shownRows = 0;    ///< selected ones, as the reader was told of them last
    imap::FolderInfo m_listed; ///< the open folder as it was listed last; without a name: not yet
    bool m_takenBack = false;  ///< it goes by what was done here
    bool m_failedBefore = false;
    OrderMemory m_orderMemory;
    bool m_readerLent = false;
    imap::Uid m_sought; ///< is to be chosen when it is known where it stands
    FolderPhase m_soughtPhase = FolderPhase::None;
};

} // namespace ui
