#pragma once

#include "ui/dialogs/choicepopup.h"
#include "ui/models/folderchoices.h"

#include <functional>

namespace ui
{

class ChoiceList;

/// Asks for one folder of an account, by typing a few letters of it: a popup that offers to make the
/// folder that was typed if there is none of that name.
class FolderChooser : public ChoicePopup
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

Q_SIGNALS:
    void chosen(const ui::FolderChoice &folder);

protected:
    int wholeCount() const override { return int(m_question.folders.size()); }
    bool canChoose(int row) const override;
    void choose() override;

private:
    void filter();
    void take(const QModelIndex &index);
    QList<FolderChoice> offered(const QString &typed) const;

    Question m_question;
    ChoiceList *m_choices;
};

} // namespace ui
