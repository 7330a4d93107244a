#include "ui/support/theme.h"

#include "ui/support/fusionstyle.h"

#include <QApplication>
#include <QStyleOption>
#include <cmath>

namespace ui
{

namespace
{

qreal toLinear(qreal channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

qreal fromLinear(qreal channel)
{
    channel = qBound(0.0, channel, 1.0);
    return channel <= 0.0031308 ? channel * 12.92 : 1.055 * std::pow(channel, 1 / 2.4) - 0.055;
}

qreal luminance(const QColor &color)
{
    return 0.2126 * toLinear(color.redF()) + 0.7152 * toLinear(color.greenF()) +
           0.0722 * toLinear(color.blueF());
}

/// Oklab's cylinder: equal lightness looks equally light in every hue, which HSL's does not. That is what
/// lets twelve hues share one pair of lightnesses and all keep the contrast.
QColor fromOklch(qreal lightness, qreal chroma, qreal degrees)
{
    const qreal radians = degrees * M_PI / 180;
    const qreal a = chroma * std::cos(radians);
    const qreal b = chroma * std::sin(radians);
    const qreal l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const qreal m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const qreal s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return QColor::fromRgbF(float(fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
                            float(fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
                            float(fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)));
}

qreal hueDegrees(int hue)
{
    // Starts at a red and goes round in even steps.
    return 20.0 + 360.0 / hueCount * ((hue % hueCount + hueCount) % hueCount);
}

struct PaletteColors {
    const char *window, *text, *base, *alternate, *button, *highlight, *highlightedText, *link, *visited;
    const char *placeholder, *disabled, *toolTip, *light, *midlight, *mid, *dark, *shadow;
};

QPalette makePalette(const PaletteColors &colors)
{
    const auto color = [](const char *name) { return QColor(QLatin1String(name)); };
    QPalette palette;
    const std::pair<QPalette::ColorRole, const char *> roles[] = {
        {QPalette::Window, colors.window},
        {QPalette::WindowText, colors.text},
        {QPalette::Base, colors.base},
        {QPalette::AlternateBase, colors.alternate},
        {QPalette::Text, colors.text},
        {QPalette::Button, colors.button},
        {QPalette::ButtonText, colors.text},
        {QPalette::BrightText, "#ffffff"},
        {QPalette::Highlight, colors.highlight},
        {QPalette::HighlightedText, colors.highlightedText},
        {QPalette::Link, colors.link},
        {QPalette::LinkVisited, colors.visited},
        {QPalette::PlaceholderText, colors.placeholder},
        {QPalette::ToolTipBase, colors.toolTip},
        {QPalette::ToolTipText, colors.text},
        {QPalette::Light, colors.light},
        {QPalette::Midlight, colors.midlight},
        {QPalette::Mid, colors.mid},
        {QPalette::Dark, colors.dark},
        {QPalette::Shadow, colors.shadow}};
    for (const auto &[role, name] : roles)
        palette.setColor(QPalette::All, role, color(name));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(colors.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(colors.mid));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, color(colors.disabled));
    return palette;
}

void apply(QApplication *application, const QPalette &palette)
{
    application->setStyle(new FusionStyle);
    application->setPalette(palette);
}

} // namespace

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto mix = [share](float x, float y) { return float(x + (y - x) * share); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

qreal contrast(const QColor &a, const QColor &b)
{
    const qreal first = luminance(a) + 0.05;
    const qreal second = luminance(b) + 0.05;
    return qMax(first, second) / qMin(first, second);
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::WindowText)) >
           luminance(palette.color(QPalette::Active, QPalette::Window));
}

QColor mutedInk(const QPalette &palette, QPalette::ColorGroup group)
{
    const QColor ink = palette.color(group, QPalette::Text);
    const QColor ground = palette.color(group, QPalette::Base);
    // As pale as it may be and still be read: high-contrast palettes keep their ink by this too.
    for (const qreal share : {0.40, 0.34, 0.28, 0.22, 0.16, 0.10}) {
        const QColor muted = mixed(ink, ground, share);
        if (contrast(muted, ground) >= 4.8)
            return muted;
    }
    return ink;
}

QColor styledInk(const QStyleOption &option)
{
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const bool selected = option.state & QStyle::State_Selected;
    return option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
}

QColor hairline(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText),
                 isDark(palette) ? 0.16 : 0.13);
}

QColor elevated(const QPalette &palette, int level)
{
    const qreal share = isDark(palette) ? 0.045 : 0.035;
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText),
                 share * qBound(0, level, 3));
}

QColor stateColor(State state, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (state) {
    case State::Live:
        return dark ? fromOklch(0.78, 0.16, 150) : fromOklch(0.54, 0.13, 150);
    case State::Waiting:
        return dark ? fromOklch(0.82, 0.14, 80) : fromOklch(0.56, 0.12, 70);
    case State::Error:
        return dark ? fromOklch(0.74, 0.15, 25) : fromOklch(0.53, 0.19, 27);
    case State::Offline:
        break;
    }
    return dark ? fromOklch(0.68, 0.01, 250) : fromOklch(0.55, 0.01, 250);
}

int stableHue(const QString &word)
{
    // FNV-1a: qHash has another seed on every start.
    quint32 hash = 2166136261u;
    for (const char byte : word.toLower().toUtf8()) {
        hash ^= quint8(byte);
        hash *= 16777619u;
    }
    return int((hash ^ (hash >> 15)) % hueCount);
}

ColorPair labelColors(int hue, const QPalette &palette)
{
    const qreal degrees = hueDegrees(hue);
    if (isDark(palette))
        return {fromOklch(0.37, 0.065, degrees), fromOklch(0.89, 0.055, degrees)};
    return {fromOklch(0.925, 0.045, degrees), fromOklch(0.43, 0.11, degrees)};
}

ColorPair initialsColors(int hue, const QPalette &palette)
{
    const qreal degrees = hueDegrees(hue);
    if (isDark(palette))
        return {fromOklch(0.45, 0.09, degrees), fromOklch(0.96, 0.02, degrees)};
    return {fromOklch(0.52, 0.11, degrees), fromOklch(0.99, 0.01, degrees)};
}

ColorPair pillColors(const QPalette &palette, bool selected)
{
    if (selected) {
        const QColor ink = palette.color(QPalette::HighlightedText);
        return {mixed(palette.color(QPalette::Highlight), ink, 0.18), ink};
    }
    const QColor text = palette.color(QPalette::WindowText);
    return {mixed(palette.color(QPalette::Window), text, isDark(palette) ? 0.17 : 0.11), text};
}

QPalette lightPalette()
{
    return makePalette({.window = "#f4f5f6",
                        .text = "#22262b",
                        .base = "#fdfdfd",
                        .alternate = "#f4f5f7",
                        .button = "#fafafb",
                        .highlight = "#2f6fd0",
                        .highlightedText = "#ffffff",
                        .link = "#1f5fbf",
                        .visited = "#6c4bb0",
                        .placeholder = "#6a727b",
                        .disabled = "#9aa1a9",
                        .toolTip = "#ffffff",
                        .light = "#ffffff",
                        .midlight = "#eceef0",
                        .mid = "#c9cdd2",
                        .dark = "#a3a9b0",
                        .shadow = "#5a6068"});
}

QPalette darkPalette()
{
    return makePalette({.window = "#24272b",
                        .text = "#e4e6e9",
                        .base = "#1d2023",
                        .alternate = "#23262a",
                        .button = "#30343a",
                        .highlight = "#3a6fc4",
                        .highlightedText = "#ffffff",
                        .link = "#7fb0ff",
                        .visited = "#b79bf0",
                        .placeholder = "#949ba4",
                        .disabled = "#6e757d",
                        .toolTip = "#33373d",
                        .light = "#4a4f57",
                        .midlight = "#3c4148",
                        .mid = "#3a3f46",
                        .dark = "#15171a",
                        .shadow = "#0e1012"});
}

void applyLightPalette(QApplication *application)
{
    apply(application, lightPalette());
}

void applyDarkPalette(QApplication *application)
{
    apply(application, darkPalette());
}

} // namespace ui
