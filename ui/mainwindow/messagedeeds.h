#pragma once

#include "ui/mainwindow/deeds.h"
#include "ui/mainwindow/mailquestions.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"
#include "ui/views/folderview.h"

#include <QItemSelection>
#include <QObject>

namespace ui
{

class MailBrowser;
class MessageListView;

/// What a person does to messages: those that are selected, or those whose button was pressed. A selection is
/// ranges of rows; which messages they are is asked of the account, so a million are as quick as one.
class MessageDeeds : public Deeds
{
    Q_OBJECT
public:
    struct Panes {
        FolderView *folders = nullptr;
        MessageListView *list = nullptr;
    };
    MessageDeeds(const Panes &panes, MailBrowser *browser, Operations *operations, SpecialFolders *special,
                 MailQuestions *questions, QObject *parent);

    void markRead(bool read) override;
    void star(bool on) override;
    void setFlag(const imap::Flag &flag, bool on) override;
    Chosen chosen() const override;
    QString flagReason(const imap::Flag &flag) const override;
    void setLabel(const QString &label, bool on) override;
    std::optional<QStringList> gmailLabels() const override;
    QString labelReason(const QString &label) const override;
    void toggleStar() override;
    void archive() override;
    void junk(bool isJunk) override;
    void remove() override;
    void purge() override;
    void chooseTarget(bool copy) override;
    void explain(Actions *actions) const override;
    void chooseDate();

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
