#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QPixmap>
#include <QRect>
#include <QString>
#include <QStringList>

class QPainter;

namespace ui
{

/// One of our symbolic icons by freedesktop name ("mail-unread", "user-trash"); see resources/icons.
/// Painted in the application palette's colour of `role`, in Disabled and Selected modes in what the palette
/// has for these, and drawn anew for every size and screen, so it is sharp at any scale and follows a change
/// of palette. A name that we do not have gives the desktop theme's icon, perhaps none.
QIcon icon(const QString &name, QPalette::ColorRole role = QPalette::WindowText);

/// The same in a colour of the caller's, e.g. a state colour.
QIcon icon(const QString &name, const QColor &color);

/// The icon as a pixmap of `size` logical pixels for a screen of `scale`. Cached.
QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal scale);

/// Paints the icon into the middle of `rect`, as large as fits a square.
void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color);

/// All names that we have drawings for, sorted.
QStringList iconNames();

/// The icon name for a MIME type of an attachment ("application/pdf").
QString attachmentIconName(const QString &mimeType);

} // namespace ui
