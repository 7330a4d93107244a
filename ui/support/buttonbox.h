#pragma once

#include <QComboBox>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace ui
{

/// The buttons at the end of a dialog. Qt 6.4 gives their box a focus proxy, its first button, and puts the
/// box between its buttons in the Tab order: Tab went round in front of it, and the buttons behind it were
/// never reached.
/// Alt with a letter types nothing in the dialog's fields: where the button with that letter cannot be
/// pressed, Qt takes the letter for text.
class ButtonBox : public QDialogButtonBox
{
public:
    using QDialogButtonBox::QDialogButtonBox;

protected:
    bool event(QEvent *event) override
    {
        const bool taken = QDialogButtonBox::event(event);
        if (event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest)
            setFocusProxy(nullptr);
        if (event->type() == QEvent::Show) {
            for (QWidget *field : window()->findChildren<QLineEdit *>())
                field->installEventFilter(this);
            for (QWidget *field : window()->findChildren<QPlainTextEdit *>())
                field->installEventFilter(this);
            // It hands keys on to its line in a way that passes the line's filters by.
            for (QComboBox *field : window()->findChildren<QComboBox *>()) {
                if (field->isEditable())
                    field->installEventFilter(this);
            }
        }
        return taken;
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::KeyPress) {
            const auto *key = static_cast<QKeyEvent *>(event);
            if ((key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::AltModifier &&
                !key->text().isEmpty() && key->text().front().isPrint()) {
                event->ignore();
                return true;
            }
        }
        return QDialogButtonBox::eventFilter(watched, event);
    }
};

} // namespace ui
