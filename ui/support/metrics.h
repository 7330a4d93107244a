#pragma once

#include <QFont>

namespace ui
{

/// The grid on which everything stands, logical pixels.
inline constexpr int grid = 4;
inline constexpr int gap = 2 * grid;

/// The four sizes of type that there are, in proportion to the system's font.
inline constexpr qreal smallType = 0.85;
inline constexpr qreal largeType = 1.15;
inline constexpr qreal titleType = 1.35;

/// `font` in another size; keeps pixel or point sizes as they are given.
QFont scaledFont(const QFont &font, qreal factor);
/// `font` at the weight that says "this first" without shouting.
QFont semibold(const QFont &font);
/// `font` whose digits are all of one width where the font can do that, for columns of numbers.
QFont tabular(const QFont &font);

/// How much room `text` takes in one line; in less than that it is elided.
int lineWidth(const QFont &font, const QString &text);

/// Heights of rows, logical pixels: the design's, or more where the system's font is large.
int cardRowHeight(const QFont &font);   ///< 56: two lines of a message
int tableRowHeight(const QFont &font);  ///< 28
int folderRowHeight(const QFont &font); ///< 28

/// Whether the desktop wants things to move: no animations when false.
bool motionWanted();

} // namespace ui
