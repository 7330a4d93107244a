#pragma once

#include <QAbstractButton>
#include <QKeySequence>
#include <QShortcut>

namespace ui
{

/// One more key that presses a button which can be pressed. QAbstractButton::setShortcut would take away the
/// letter that is underlined in the button's text.
inline void addKey(QAbstractButton *button, const QKeySequence &key)
{
    auto *shortcut = new QShortcut(key, button);
    QObject::connect(shortcut, &QShortcut::activated, button, &QAbstractButton::click);
}

} // namespace ui
