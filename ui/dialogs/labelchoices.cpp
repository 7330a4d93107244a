#include "ui/dialogs/labelchoices.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QPainter>

namespace ui
{

void LabelChoices::set(const QList<LabelState> &labels, const QString &newName)
{
    if (labels == m_labels && newName.isEmpty() == m_newName.isEmpty()) {
        m_newName = newName;
        if (!newName.isEmpty())
            Q_EMIT dataChanged(index(int(m_labels.size())), index(int(m_labels.size())));
        return;
    }
    beginResetModel();
    m_labels = labels;
    m_newName = newName;
    endResetModel();
}

void LabelChoices::setState(int row, Qt::CheckState state)
{
    m_labels[row].state = state;
    Q_EMIT dataChanged(index(row), index(row), {Qt::CheckStateRole});
}

int LabelChoices::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_labels.size()) + (m_newName.isEmpty() ? 0 : 1);
}

QVariant LabelChoices::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (isNew(index.row()))
        return role == Qt::DisplayRole ? QVariant(LabelChooser::tr("New label “%1”").arg(m_newName))
                                       : QVariant();
    const LabelState &label = m_labels[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return label.name;
    case Qt::CheckStateRole:
        return label.state;
    case Qt::ToolTipRole:
        return plainTip(label.reason.isEmpty() ? label.gmailLabel + QString::fromUtf8(label.flag.name())
                                               : label.reason);
    case Qt::AccessibleTextRole: {
        const QString state = label.state == Qt::Checked     ? LabelChooser::tr("on")
                              : label.state == Qt::Unchecked ? LabelChooser::tr("off")
                                                             : LabelChooser::tr("on some of them");
        return QStringLiteral("%1, %2").arg(label.name, state);
    }
    default:
        return {};
    }
}

Qt::ItemFlags LabelChoices::flags(const QModelIndex &index) const
{
    return index.isValid() && canChange(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                                     : Qt::NoItemFlags;
}

void paintLabelDot(QPainter *painter, const QRect &rect, int hue, const QPalette &palette)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(initialsColors(hue, palette).ground);
    painter->setPen(QPen(palette.color(QPalette::Base), 1));
    painter->drawEllipse(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5));
    painter->restore();
}

LabelChoiceDelegate::LabelChoiceDelegate(const LabelChoices *choices, QObject *parent)
    : ChoiceRowDelegate(parent)
    , m_choices(choices)
{
}

void LabelChoiceDelegate::paintRow(QPainter *painter, const Row &row, const QModelIndex &index) const
{
    const QStyleOptionViewItem &option = row.option;
    const RowColors &colors = row.colors;
    const auto square = [&](int left, int size) {
        QRect box = row.place(left, size);
        box.setTop(row.rect.top() + (row.rect.height() - size) / 2);
        box.setHeight(size);
        return box;
    };
    const bool isNew = m_choices->isNew(index.row());
    const bool can = m_choices->canChange(index.row());
    QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    if (isNew) {
        paintIcon(painter, square(0, iconSize), QStringLiteral("list-add"), colors.muted);
    } else {
        const LabelState &label = m_choices->at(index.row());
        QStyleOptionViewItem box(option);
        box.rect = square(0, iconSize);
        box.features |= QStyleOptionViewItem::HasCheckIndicator;
        box.checkState = label.state;
        box.state &=
            ~(QStyle::State_On | QStyle::State_Off | QStyle::State_NoChange | QStyle::State_HasFocus);
        box.state |= label.state == Qt::Checked     ? QStyle::State_On
                     : label.state == Qt::Unchecked ? QStyle::State_Off
                                                    : QStyle::State_NoChange;
        style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter, option.widget);
        if (label.iconName.isEmpty())
            paintLabelDot(painter, square(iconSize + gap + 2, iconSize - 4), label.hue, option.palette);
        else
            paintIcon(painter, square(iconSize + gap, iconSize), label.iconName, colors.muted);
    }
    const QString key = isNew ? QString() : m_choices->at(index.row()).key;
    const QFont small = scaledFont(option.font, smallType);
    const int keyWidth = key.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(key);
    painter->setFont(small);
    painter->setPen(colors.muted);
    painter->drawText(row.place(row.rect.width() - keyWidth, keyWidth + 1),
                      Qt::AlignVCenter | Qt::TextSingleLine, key);
    const int begin = 2 * (iconSize + gap);
    const int used =
        paintLine(painter, row.place(begin, row.rect.width() - begin - keyWidth - gap),
                  index.data().toString(), option.font, can ? colors.text : colors.muted, option.direction);
    if (!isNew && !can && !m_choices->at(index.row()).reasonBelow) {
        const int rest = begin + used + gap;
        paintLine(painter, row.place(rest, row.rect.width() - rest - keyWidth - gap),
                  m_choices->at(index.row()).reason, small, colors.muted, option.direction);
    }
}

} // namespace ui
