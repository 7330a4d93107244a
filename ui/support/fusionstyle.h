#pragma once

#include <QProxyStyle>

class QComboBox;

namespace ui
{

/// Qt's Fusion style, with boxes and radio buttons that can be seen in the dark: there it draws their frames
/// darker than what they stand on. Close and Cancel have words alone: its own pictures for them come in
/// colours, and from the desktop's theme some have one and some have none. What is too long for the field of
/// a list ends with dots, not in the middle of a letter. GUI thread.
class FusionStyle : public QProxyStyle
{
    Q_OBJECT
public:
    FusionStyle();

    /// For long lists: shows so many rows at once, with a scroll bar. By itself Fusion covers the box with as
    /// many as the screen has room for, whatever the box says. Call before its list is used.
    static void limitRows(QComboBox *box, int rows);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                  QStyleHintReturn *returned = nullptr) const override;
};

} // namespace ui
