#pragma once

#include "ui/mainwindow/specialfolders.h"
#include "ui/models/folderchoices.h"

#include <QDate>
#include <QObject>
#include <functional>

class QWidget;

namespace ui
{

/// What has to be asked before something is done to messages: where to, which folder is the Trash, and
/// whether really for good. Each answer comes by a call, or never if the person has second thoughts.
class MailQuestions : public QObject
{
    Q_OBJECT
public:
    using Answer = std::function<void(const FolderChoice &)>;

    MailQuestions(const FolderTreeModel *tree, const SpecialFolders *special, QWidget *window);

    /// A folder of the account by typing. `from` cannot be chosen.
    void askTarget(const QString &accountId, const QString &title, const imap::MailboxName &from, bool copy,
                   const Answer &answer);
    /// The folder for `role`, which the account does not have: made or chosen.
    void askRole(const QString &accountId, imap::FolderRole role, const Answer &answer);
    /// A day, up to today; `day` is marked at first.
    void askDate(QDate day, const std::function<void(QDate)> &answer);
    void askPurge(qint64 count, const std::function<void()> &yes);

private:
    void openChooser(const QString &accountId, const QString &title, const QList<FolderChoice> &folders,
                     const Answer &answer);

    const FolderTreeModel *m_tree;
    const SpecialFolders *m_special;
    QWidget *m_window;
};

} // namespace ui
