#pragma once

#include <QProxyStyle>

namespace ui
{

/// Qt's Fusion style, with boxes and radio buttons that can be seen in the dark: there it draws their frames
/// darker than what they stand on. GUI thread.
class FusionStyle : public QProxyStyle
{
    Q_OBJECT
public:
    FusionStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
};

} // namespace ui
