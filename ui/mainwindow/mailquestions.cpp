#include "ui/mainwindow/mailquestions.h"

#include "ui/dialogs/datechooser.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/models/foldernodes.h"
#include "ui/support/confirmation.h"
#include "ui/support/formatting.h"

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

namespace ui
{
namespace
{

struct RoleWords {
    QString none, why;
};

RoleWords roleWords(imap::FolderRole role)
{
    switch (role) {
    case imap::FolderRole::Trash:
        return {MailQuestions::tr("There is no folder for deleted mail yet."),
                MailQuestions::tr("What is deleted goes there first, so that it can be found again.")};
    case imap::FolderRole::Junk:
        return {MailQuestions::tr("There is no folder for junk mail yet."),
                MailQuestions::tr("Many servers learn from what is put there.")};
    default:
        break;
    }
    return {MailQuestions::tr("There is no folder for archived mail yet."),
            MailQuestions::tr("What is archived goes there, out of the way but not lost.")};
}

} // namespace

MailQuestions::MailQuestions(const FolderTreeModel *tree, const SpecialFolders *special, QWidget *window)
    : QObject(window)
    , m_tree(tree)
    , m_special(special)
    , m_window(window)
{
}

void MailQuestions::openChooser(const QString &accountId, const QString &title,
                                const QList<FolderChoice> &folders, const Answer &answer)
{
    FolderChooser::Question question;
    question.title = title;
    question.folders = folders;
    for (FolderChoice &choice : question.folders) {
        const imap::FolderInfo info = m_tree->folderOf(m_tree->folderIndex(accountId, choice.folder));
        if (choice.reason.isEmpty() && !info.allows('i'))
            choice.reason = tr("you may not put messages in: right i is missing");
    }
    question.recent = m_special->recentTargets(accountId);
    question.newName = [tree = m_tree, accountId](const QString &typed) {
        return newFolderName(*tree, accountId, typed);
    };
    auto *chooser = new FolderChooser(question, m_window);
    connect(chooser, &FolderChooser::chosen, this, answer);
    chooser->open();
}

void MailQuestions::askTarget(const QString &accountId, const QString &title, const imap::MailboxName &from,
                              bool copy, const Answer &answer)
{
    QList<FolderChoice> folders = folderChoices(*m_tree, accountId);
    for (FolderChoice &choice : folders) {
        if (choice.folder == from && !copy)
            choice.reason = tr("they are here already");
    }
    openChooser(accountId, title, folders, answer);
}

void MailQuestions::askRole(const QString &accountId, imap::FolderRole role, const Answer &answer)
{
    const RoleWords words = roleWords(role);
    const QString name = roleName(role);
    auto *question = new QMessageBox(m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("roleQuestion"));
    question->setWindowTitle(
        tr("Choose a Folder of %1").arg(m_tree->accountIndex(accountId).data().toString()));
    question->setIcon(QMessageBox::Question);
    question->setTextFormat(Qt::PlainText);
    question->setText(words.none);
    question->setInformativeText(words.why);
    QPushButton *make = question->addButton(tr("&Make “%1”").arg(name), QMessageBox::AcceptRole);
    QPushButton *choose = question->addButton(tr("C&hoose…"), QMessageBox::ActionRole);
    question->addButton(QMessageBox::Cancel);
    question->setDefaultButton(make);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, make, choose, name, accountId, answer](QAbstractButton *pressed) {
                if (pressed == make)
                    answer({newFolderName(*m_tree, accountId, name), name, {}, {}, {}, false, true});
                else if (pressed == choose)
                    openChooser(accountId, tr("Folder to use as “%1”").arg(name),
                                folderChoices(*m_tree, accountId), answer);
            });
    question->open();
}

void MailQuestions::askDate(QDate day, const std::function<void(QDate)> &answer)
{
    auto *chooser = new DateChooser(tr("Go to the messages of"), day, QDate::currentDate(), m_window);
    connect(chooser, &DateChooser::chosen, this, answer);
    chooser->open();
}

void MailQuestions::askPurge(qint64 count, const std::function<void()> &yes)
{
    const Confirmation question{
        .name = QStringLiteral("purgeQuestion"),
        .title = tr("Delete for Good"),
        .text = count == 1 ? tr("Delete this message for good?")
                           : tr("Delete %1 messages for good?").arg(countText(count)),
        .more = tr("The server forgets what is deleted for good. It can be put back only from what this "
                   "computer has "
                   "kept of it, and not after some time."),
        .verb = tr("&Delete for Good"),
        .icon = QMessageBox::Warning,
    };
    confirm(m_window, this, question, yes);
}

} // namespace ui
