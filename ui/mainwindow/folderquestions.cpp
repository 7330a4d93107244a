#include "ui/mainwindow/folderquestions.h"

#include "ui/support/confirmation.h"
#include "ui/support/formatting.h"

#include <QPushButton>

namespace ui
{
namespace
{

/// "12 messages", or nothing where there are none or nobody knows.
QString some(std::optional<qint64> messages)
{
    return messages.value_or(0) > 0 ? messageCountText(*messages) : QString();
}

QString deleteText(const FolderLoss &loss)
{
    const QString messages = some(loss.messages);
    return messages.isEmpty()
               ? FolderQuestions::tr("Delete the folder “%1”?").arg(loss.name)
               : FolderQuestions::tr("Delete the folder “%1” with %2?").arg(loss.name, messages);
}

QString belowText(const FolderLoss &loss)
{
    if (loss.below == 0)
        return {};
    const QString folders =
        loss.below == 1 ? FolderQuestions::tr("There is a folder below it")
                        : FolderQuestions::tr("There are %1 folders below it").arg(countText(loss.below));
    const QString messages = some(loss.messagesBelow);
    return (messages.isEmpty() ? FolderQuestions::tr("%1.").arg(folders)
                               : FolderQuestions::tr("%1, with %2.").arg(folders, messages)) +
           (loss.alone ? FolderQuestions::tr(" Those can stay where they are.") : QString());
}

QString backText(const FolderLoss &loss)
{
    if (loss.comesBack)
        return FolderQuestions::tr("This can be undone.");
    if (!loss.messages)
        return FolderQuestions::tr("Nobody has counted what is in it. If it is much, this cannot be undone.");
    return FolderQuestions::tr("This may be too much to be kept here, and then it cannot be undone.");
}

} // namespace

FolderQuestions::FolderQuestions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void FolderQuestions::askDelete(const FolderLoss &loss, const std::function<void(bool)> &yes)
{
    auto *box = new QMessageBox(m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("deleteFolderQuestion"));
    box->setIcon(loss.comesBack ? QMessageBox::Question : QMessageBox::Warning);
    box->setWindowTitle(tr("Delete Folder"));
    box->setTextFormat(Qt::PlainText);
    box->setText(deleteText(loss));
    const QString below = belowText(loss);
    box->setInformativeText(below.isEmpty() ? backText(loss) : below + QLatin1Char('\n') + backText(loss));
    QPushButton *all = nullptr;
    if (loss.below > 0) {
        all =
            box->addButton(tr("Delete &All %1").arg(countText(loss.below + 1)), QMessageBox::DestructiveRole);
        all->setObjectName(QStringLiteral("deleteAll"));
    }
    QPushButton *one = nullptr;
    if (loss.alone) {
        one = box->addButton(loss.below > 0 ? tr("Delete &Only This One") : tr("&Delete"),
                             QMessageBox::DestructiveRole);
        one->setObjectName(QStringLiteral("deleteOne"));
    }
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(box, &QMessageBox::buttonClicked, this, [all, one, yes](const QAbstractButton *pressed) {
        if (pressed && (pressed == all || pressed == one))
            yes(pressed == all);
    });
    box->open();
}

void FolderQuestions::askEmpty(const QString &name, std::optional<qint64> messages,
                               const std::function<void()> &yes)
{
    const Confirmation question{
        .name = QStringLiteral("emptyFolderQuestion"),
        .title = tr("Empty %1").arg(name),
        .text = messages == 1 ? tr("Delete the message in “%1” for good?").arg(name)
                : messages ? tr("Delete all %1 messages in “%2” for good?").arg(countText(*messages), name)
                           : tr("Delete all messages in “%1” for good?").arg(name),
        .more = tr("The server forgets what is deleted for good. It can be put back only from what this "
                   "computer has kept of it, and not after some time."),
        .verb = tr("&Empty"),
        .icon = QMessageBox::Warning,
    };
    confirm(m_window, this, question, yes);
}

} // namespace ui
