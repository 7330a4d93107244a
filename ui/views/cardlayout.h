#pragma once

#include <QFont>
#include <QRect>

namespace ui
{

/// Where the parts of a message stand in its card, in the list's coordinates. A part for which there is no
/// room has an empty rectangle: the place goes first, then the date, then chips, then the star, last the
/// subject.
struct CardLayout {
    QRect dot;  ///< unread sign, beside the first line
    QRect mark; ///< answered or forwarded, beside the second line
    QRect people;
    QRect count; ///< messages of the conversation, behind the people
    QRect countTarget;
    QRect place; ///< the folder of what a search found, before the date
    QRect date;
    QRect subject; ///< and the preview behind it
    QRect chips;
    QRect attachment;
    QRect star; ///< 16 pixels; what is pressed is larger, see starTarget
    // The other buttons, left of the star while the pointer is over the row.
    QRect read;
    QRect remove;
    QRect archive;
    QRect starTarget;
    QRect readTarget;
    QRect removeTarget;
    QRect archiveTarget;
    QRect dotTarget;
};

struct CardNeeds {
    int dateWidth = 0;
    int placeWidth = 0;
    int countWidth = 0;
    int indent = 0; ///< of a message below the newest of its conversation
    int chipsWidth = 0;
    bool attachment = false;
    bool star = false; ///< it is starred; under the pointer the place is used whether it is or not
    bool read = true;  ///< the buttons that there are under the pointer
    bool archive = false;
    bool remove = false;
};

/// `font` is the list's; `direction` mirrors everything.
CardLayout layoutCard(const QRect &row, const QFont &font, const CardNeeds &needs,
                      Qt::LayoutDirection direction);

/// How far the ground of the buttons under the pointer fades out beside them.
inline constexpr int buttonFade = 24;
/// What the buttons leave of the chips while the pointer is over the row; perhaps nothing.
QRect chipsBesideButtons(const CardLayout &card, Qt::LayoutDirection direction);

/// How wide chips may be in a card of this width.
int chipRoom(int rowWidth);

} // namespace ui
