#pragma once

#include <QWidget>

namespace ui
{

/// Brings a dialog that is open to the front; false: there is none. For dialogs of which there is one at a
/// time. GUI thread.
inline bool raised(QWidget *dialog)
{
    if (!dialog)
        return false;
    dialog->raise();
    dialog->activateWindow();
    return true;
}

} // namespace ui
