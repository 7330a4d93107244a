#pragma once

#include <QPixmap>

class QWidget;

namespace ui
{

/// What hangs on the pointer while something is dragged: a small tag with icon and words.
QPixmap dragTag(const QString &iconName, const QString &words, const QWidget *view);

} // namespace ui
