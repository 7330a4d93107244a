#pragma once

#include "ui/models/folderchoices.h"

#include <QFrame>
#include <functional>

class QLabel;
class QLineEdit;
class QListView;

namespace ui
{

class ChoiceList;

/// Asks for one folder of an account, by typing a few letters of it: a popup over the window that goes when
/// something else is clicked. Offers to make the folder that was typed if there is none of that name. Deletes
/// itself when it closes.
class FolderChooser : public QFrame
{
    Q_OBJECT
public:
    struct Question {
        QString title; ///< "Move 3 messages to"
        QList<FolderChoice> folders;
        QList<imap::MailboxName> recent;
        /// The name a new folder would get; without it none can be made.
        std::function<imap::MailboxName(const QString &typed)> newName = {};
    };
    FolderChooser(const Question &question, QWidget *window);

    /// Over the upper part of the window, with the keyboard.
    void open();

Q_SIGNALS:
    void chosen(const ui::FolderChoice &folder);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter();
    void choose(const QModelIndex &index);
    bool moveBy(int rows);
    QList<FolderChoice> offered(const QString &typed) const;

    Question m_question;
    ChoiceList *m_choices;
    QLineEdit *m_typed;
    QListView *m_list;
    QLabel *m_nothing;
};

} // namespace ui
