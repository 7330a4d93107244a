#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;
class QStyleOption;

namespace ui
{

/// Whether the palette is light ink on dark ground.
bool isDark(const QPalette &palette);

/// Ink for what comes second: preview text, dates of read mail, hints. At least 4.5:1 on the base colour.
QColor mutedInk(const QPalette &palette, QPalette::ColorGroup group = QPalette::Active);
/// Ink on a row of a list whose ground the style paints: what is selected has the selection's ground also
/// where the list or its window is not active.
QColor styledInk(const QStyleOption &option);
/// Thin lines between things.
QColor hairline(const QPalette &palette);
/// Ground of something that lies `level` (0 to 3) above the window: lighter in the dark, a shade in the
/// light.
QColor elevated(const QPalette &palette, int level);
/// `a` and `b` mixed, `share` of `b` from 0 to 1.
QColor mixed(const QColor &a, const QColor &b, qreal share);
/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2).
qreal contrast(const QColor &a, const QColor &b);

/// What a connection or piece of work is like; never shown by colour alone.
enum class State { Live, Waiting, Offline, Error };
QColor stateColor(State state, const QPalette &palette);

/// Ground and ink that go together, AA (4.5:1) or better.
struct ColorPair {
    QColor ground;
    QColor ink;
    bool operator==(const ColorPair &) const = default;
};

inline constexpr int hueCount = 12;
/// One of the twelve hues for a word that stays the same: the same one on every start and every machine.
int stableHue(const QString &word);
/// Chip colours for labels, 0 <= hue < hueCount.
ColorPair labelColors(int hue, const QPalette &palette);
/// Colours of a round picture with somebody's initials.
ColorPair initialsColors(int hue, const QPalette &palette);
/// The unread pill: quiet beside the text.
ColorPair pillColors(const QPalette &palette, bool selected);

QPalette lightPalette();
QPalette darkPalette();
/// Forces a look whatever the desktop says, with the Fusion style, which follows palettes.
void applyLightPalette(QApplication *application);
void applyDarkPalette(QApplication *application);

} // namespace ui
