#pragma once

#include <QDialogButtonBox>
#include <QEvent>

namespace ui
{

/// The buttons at the end of a dialog. Qt 6.4 gives their box a focus proxy, its first button, and puts the
/// box between its buttons in the Tab order: Tab went round in front of it, and the buttons behind it were
/// never reached.
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
        return taken;
    }
};

} // namespace ui
