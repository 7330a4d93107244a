#pragma once

#include <QMessageBox>
#include <functional>

namespace ui
{

/// A question with one way on, named by a verb, and Cancel, which Enter and Escape choose.
struct Confirmation {
    QString name; ///< of the object
    QString title;
    QString text;
    QString more; ///< what comes of it
    QString verb; ///< on the button
    QMessageBox::Icon icon = QMessageBox::Question;
    QMessageBox::ButtonRole role = QMessageBox::DestructiveRole;
};

/// Opens the question above `window` and returns at once. `yes` is called if the verb is pressed while
/// `context` is there. GUI thread.
void confirm(QWidget *window, const QObject *context, const Confirmation &question,
             std::function<void()> yes);

} // namespace ui
