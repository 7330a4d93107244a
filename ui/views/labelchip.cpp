#include "ui/views/labelchip.h"

#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QPainter>

namespace ui
{

LabelChip::LabelChip(const Label &label, QWidget *parent)
    : QWidget(parent)
    , m_label(label)
{
    setFont(scaledFont(font(), smallType));
    setAccessibleName(tr("Label %1").arg(label.name));
    setToolTip(plainTip(QString::fromUtf8(label.flag.name())));
}

QSize LabelChip::sizeHint() const
{
    const QFontMetrics metrics(font());
    return QSize(metrics.horizontalAdvance(m_label.name) + 2 * gap, metrics.height() + grid);
}

void LabelChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ColorPair colors = labelColors(m_label.hue, palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ground);
    painter.drawRoundedRect(rect(), grid, grid);
    painter.setPen(colors.ink);
    painter.drawText(rect().adjusted(gap, 0, -gap, 0), Qt::AlignCenter,
                     fontMetrics().elidedText(m_label.name, Qt::ElideRight, width() - 2 * gap + 1));
}

} // namespace ui
