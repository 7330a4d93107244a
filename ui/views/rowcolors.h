#pragma once

#include <QColor>
#include <QStyleOptionViewItem>

class QPainter;

namespace ui
{

/// The inks of one row for the state that it is in. Selected rows of a list that has the focus use the
/// system's highlight, of any other list a quiet shade.
struct RowColors {
    QColor ground; ///< invalid: nothing but the list's own
    QColor text;
    QColor muted;
    QColor accent; ///< the unread dot
    QColor star;
    QColor skeleton;
    QColor separator;
    bool highlighted = false; ///< on the system's highlight
};

RowColors rowColors(const QStyleOptionViewItem &option);

/// The row's ground, and a quiet frame if it is the one that the keyboard is at.
void paintRowGround(QPainter *painter, const QStyleOptionViewItem &option, const RowColors &colors);

/// One line of somebody else's text in `rect`: elided, at the leading side of the list, reading in its own
/// direction. Returns the width used.
int paintLine(QPainter *painter, const QRect &rect, const QString &text, const QFont &font, const QColor &ink,
              Qt::LayoutDirection direction);

/// A bar where text will be.
void paintSkeletonBar(QPainter *painter, const QRect &rect, const QColor &color);

} // namespace ui
