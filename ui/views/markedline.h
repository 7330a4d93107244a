#pragma once

#include "types/cachesearch.h"

#include <QColor>
#include <QFont>
#include <QList>
#include <QRect>

class QPainter;

namespace ui
{

struct RowColors;

/// Behind words that were searched for: a shade over whatever the row stands on.
QColor markGround(const RowColors &colors);

/// paintLine with parts that were searched for: these stand on a ground of their own and in heavier type.
/// Returns the width used.
int paintMarkedLine(QPainter *painter, const QRect &rect, const QString &text,
                    const QList<imap::TextSpan> &marks, const QFont &font, const QColor &ink,
                    const RowColors &colors, Qt::LayoutDirection direction);

} // namespace ui
