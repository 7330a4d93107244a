#pragma once

#include "ui/models/quotawords.h"

#include <QPalette>
#include <QRect>

class QPainter;

namespace ui
{

/// The colour of what is used, for its level: the accent, amber, red. Never alone: words stand beside it.
QColor meterColor(QuotaLevel level, const QPalette &palette);

/// A bar that is full to `share` (0 or more; over 1 is full) from the side where `direction` begins. What is
/// used at all is at least two pixels wide, and what is not full does not look full.
void paintMeter(QPainter *painter, const QRect &rect, double share, QuotaLevel level,
                Qt::LayoutDirection direction, const QPalette &palette);

} // namespace ui
