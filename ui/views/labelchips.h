#pragma once

#include "ui/models/labels.h"

#include <QFont>
#include <QPalette>
#include <QRect>

class QPainter;

namespace ui
{

/// Labels as chips in a row of a list: as many as fit, then "+2"; coloured dots where there is no room for
/// words.
class LabelChips
{
public:
    /// Decides for at most `room` pixels; `font` is the list's own.
    LabelChips(const QList<Label> &labels, const QFont &font, int room);

    int width() const { return m_width; }
    bool isEmpty() const { return m_width == 0; }
    /// Paints from the leading edge of `rect`, in the middle of its height; what has no ground of its own in
    /// `muted`, which must be seen on the row's.
    void paint(QPainter *painter, const QRect &rect, const QPalette &palette, const QColor &muted,
               Qt::LayoutDirection direction) const;

private:
    struct Chip {
        QString text; ///< empty: a dot
        int hue = -1; ///< -1: the "+2"
        int width = 0;
    };
    void useDots(const QList<Label> &labels, int room);

    QFont m_font;
    QList<Chip> m_chips;
    int m_width = 0;
    int m_height = 0;
};

} // namespace ui
