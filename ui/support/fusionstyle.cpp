#include "ui/support/fusionstyle.h"

#include "ui/support/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace ui
{

namespace
{

constexpr int darkBelow = 128; ///< lightness of a window, of 255
constexpr qreal frameStrength = 0.5;
constexpr char limited[] = "limitedRows";

} // namespace

FusionStyle::FusionStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
    setObjectName(QStringLiteral("fusion"));
}

void FusionStyle::limitRows(QComboBox *box, int rows)
{
    box->setProperty(limited, true);
    box->setMaxVisibleItems(rows);
    box->view()->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
}

void FusionStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isBox = element == PE_IndicatorCheckBox;
    if ((!isBox && element != PE_IndicatorRadioButton) ||
        option->palette.color(QPalette::Window).lightness() >= darkBelow)
        return;
    const bool enabled = option->state & State_Enabled;
    // Of the group that is active also where it is disabled: that one's words are dim already.
    const QColor frame = mixed(option->palette.color(QPalette::Active, QPalette::Base),
                               option->palette.color(QPalette::Active, QPalette::WindowText),
                               enabled ? frameStrength : frameStrength / 2);
    const QRectF place = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(frame);
    painter->setBrush(Qt::NoBrush);
    if (isBox)
        painter->drawRoundedRect(place, 2, 2);
    else
        painter->drawEllipse(place);
    painter->restore();
}

void FusionStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (element != CE_ComboBoxLabel || !box || box->editable) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    constexpr int around = 4; // Fusion leaves some beside the picture and the words
    QStyleOptionComboBox fitting = *box;
    int room = proxy()->subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget).width() - around;
    if (!box->currentIcon.isNull())
        room -= box->iconSize.width() + around;
    fitting.currentText = box->fontMetrics.elidedText(box->currentText, Qt::ElideMiddle, room);
    QProxyStyle::drawControl(element, &fitting, painter, widget);
}

int FusionStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *returned) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0;
    // A list that pops up like a menu does not heed how many rows were wanted.
    if (hint == SH_ComboBox_Popup && widget && widget->property(limited).toBool())
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace ui
