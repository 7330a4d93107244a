#pragma once

#include "ui/mainwindow/folderquestions.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"

#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QTimer>

namespace ui
{

class Actions;
class FolderProperties;
class FolderTreeModel;
class FolderView;
class MailBrowser;
class NewFolderDialog;

/// What a person does to folders: to the one whose menu is open, else to the current one of the folder pane.
/// Everything goes through the journal, so it is seen at once and can be taken back.
class FolderDeeds : public QObject
{
    Q_OBJECT
public:
    FolderDeeds(FolderView *folders, MailBrowser *browser, Operations *operations,
                const SpecialFolders *special, QWidget *window);

    /// A folder, or an account, or nothing.
    QModelIndex target() const;
    /// From now on this one is meant; an invalid index: the current one again.
    void setTarget(const QModelIndex &index);

    void create();
    void rename();
    void remove();
    /// All messages of the Trash or Junk folder, for good.
    void empty();
    void markAllRead();
    void openReadOnly(bool readOnly);
    void showProperties();
    void subscribe(bool on);
    void refresh();

    /// Why each action on folders cannot be done now; empty: it can.
    void explain(Actions *actions) const;

Q_SIGNALS:
    /// Another folder is meant, or what can be done to it changed.
    void targetChanged();
    void failed(imap::AccountHandle *account, const QString &words, const imap::Error &error);

private:
    void createBelow(const QModelIndex &place, const QString &name, imap::FolderRole role);
    void offerRoles(NewFolderDialog *dialog, imap::AccountHandle *account);
    void offerFreeRoles(NewFolderDialog *dialog, imap::AccountHandle *account);
    void renameTo(const QModelIndex &folder, const imap::MailboxName &to);
    void moveTo(const QModelIndex &place, const QString &accountId, const imap::MailboxName &folder);
    void showMade();
    void removeFolders(imap::AccountHandle *account, const imap::MailboxName &folder, bool withBelow);
    void leaveFolder(imap::AccountHandle *account, const imap::MailboxName &folder, bool withBelow);
    void askProperties(const QPersistentModelIndex &folder, FolderProperties *dialog);
    void askWhenOnline(imap::AccountHandle *account, const QPersistentModelIndex &folder,
                       FolderProperties *dialog);
    void deleteMessages(const QModelIndex &folder);
    bool canBeEmptied(const QModelIndex &folder) const;
    QString messagesReason(const QModelIndex &folder, const QByteArray &rights) const;
    FolderLoss lossOf(const QModelIndex &folder) const;
    FolderTreeModel *tree() const;

    FolderView *m_folders;
    MailBrowser *m_browser;
    Operations *m_operations;
    const SpecialFolders *m_special;
    QWidget *m_window;
    FolderQuestions *m_questions;
    QPersistentModelIndex m_target;
    QTimer m_soon;
    QPointer<NewFolderDialog> m_newFolder;
    QPointer<FolderProperties> m_properties;
    std::pair<QString, imap::MailboxName> m_made; ///< account and name of what is about to appear
};

} // namespace ui
