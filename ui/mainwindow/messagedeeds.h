#pragma once

#include "ui/mainwindow/mailquestions.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"
#include "ui/views/folderview.h"

#include <QItemSelection>
#include <QObject>

namespace ui
{

class Actions;
class MailBrowser;
class MessageListView;

/// What a person does to messages: those that are selected, or those whose button was pressed. A selection is
/// ranges of rows; which messages they are is asked of the account, so a million are as quick as one.
class MessageDeeds : public QObject
{
    Q_OBJECT
public:
    struct Panes {
        FolderView *folders = nullptr;
        MessageListView *list = nullptr;
    };
    MessageDeeds(const Panes &panes, MailBrowser *browser, Operations *operations, SpecialFolders *special,
                 MailQuestions *questions, QObject *parent);

    void markRead(bool read);
    void star(bool on);
    /// Any flag or keyword of the selected messages.
    void setFlag(const imap::Flag &flag, bool on);
    void archive();
    /// Into the Junk folder, or out of it into the Inbox.
    void junk(bool isJunk);
    /// Into the Trash; what is in the Trash already is deleted for good, after a question.
    void remove();
    void purge();
    void chooseTarget(bool copy);
    void chooseDate();

    /// Why each action on messages cannot be done now; empty: it can.
    void explain(Actions *actions) const;

Q_SIGNALS:
    void failed(const QString &words, const imap::Error &error);

private:
    using MakeChange = std::function<imap::Change(const imap::UidSet &)>;

    QItemSelection selection() const;
    void setFlag(const QItemSelection &rows, const imap::Flag &flag, bool on);
    void archiveRows(const QItemSelection &rows);
    void removeRows(const QItemSelection &rows);
    void purgeRows(const QItemSelection &rows);
    void moveToRole(const QItemSelection &rows, imap::FolderRole role);
    void moveRows(const QItemSelection &rows, const FolderChoice &target, bool copy);
    void change(const QItemSelection &rows, const MakeChange &make, bool leaves);
    FolderView::DropAnswer judgeDrop(const QModelIndex &folder, const MessageMime &messages, bool copy) const;
    void offerButtons();
    QString leaveReason() const;
    QString withinReason(imap::FolderRole role) const;
    QString targetReason(const imap::MailboxName &target) const;
    QString roleReason(imap::FolderRole role) const;
    bool isIn(imap::FolderRole role) const;
    QString accountId() const;

    Panes m_panes;
    MailBrowser *m_browser;
    Operations *m_operations;
    SpecialFolders *m_special;
    MailQuestions *m_questions;
};

} // namespace ui
