#include "ui/views/folderdelegate.h"

#include "types/events.h"
#include "ui/models/folderrules.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/meter.h"
#include "ui/views/nameeditor.h"
#include "ui/views/rowcolors.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace ui
{

namespace
{

constexpr int iconSize = 16;
constexpr int trailing = 3 * grid;
constexpr int headerExtra = gap;
constexpr int meterHeight = 3;

FolderKind kindOf(const QModelIndex &index)
{
    return FolderKind(index.data(FolderRoles::Kind).toInt());
}

QFont headerFont(const QFont &font)
{
    QFont caps = semibold(scaledFont(font, smallType));
    caps.setCapitalization(QFont::AllUppercase);
    caps.setLetterSpacing(QFont::PercentageSpacing, 104);
    return caps;
}

/// On the highlight of a selected row with the focus, else on the pane.
QColor inkOf(const QStyleOptionViewItem &option, bool muted)
{
    const RowColors colors = rowColors(option);
    return muted ? colors.muted : colors.text;
}

} // namespace

void paintStateDot(QPainter *painter, const QRect &row, int x, State state, const QColor &color)
{
    constexpr int size = 8;
    const QRectF dot(x, row.center().y() - size / 2.0 + 1, size, size);
    painter->setRenderHint(QPainter::Antialiasing);
    // Not by colour alone: full is connected, a ring is not, a ring with a bar is an error.
    if (state == State::Live) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(dot);
    } else {
        painter->setPen(QPen(color, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75));
        if (state == State::Error)
            painter->drawLine(dot.center() - QPointF(0, 1.8), dot.center() + QPointF(0, 1.8));
        if (state == State::Waiting) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(color);
            painter->drawEllipse(dot.center(), 1.2, 1.2);
        }
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
}

QSize FolderDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int height = folderRowHeight(option.font);
    return {80, kindOf(index) == FolderKind::Folder ? height : height + headerExtra};
}

void FolderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    if (kindOf(index) == FolderKind::Folder)
        paintFolder(painter, option, index);
    else
        paintHeader(painter, option, index);
    painter->restore();
}

void FolderDelegate::paintHeader(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const QRect row = option.rect.adjusted(grid, headerExtra, -trailing, 0);
    const QFont font = headerFont(option.font);
    int width = row.width();
    const QVariant state = index.data(FolderRoles::State);
    if (state.isValid())
        width -= 2 * gap;
    const QVariant share = index.data(FolderRoles::QuotaShare);
    if (share.isValid())
        width -= paintQuota(painter, option, row, share.toDouble());
    const QRect text =
        QStyle::visualRect(option.direction, row, {row.left(), row.top(), width, row.height()});
    const int used =
        paintLine(painter, text, index.data().toString(), font, inkOf(option, true), option.direction);
    if (state.isValid() && width > 0) {
        const QRect logical(row.left() + used + gap, row.top(), gap, row.height());
        paintStateDot(painter, row, QStyle::visualRect(option.direction, row, logical).left(),
                      State(state.toInt()), stateColor(State(state.toInt()), option.palette));
    }
}

/// The hairline below the name; a warning stands in words at the end of the row, too. Returns their width.
int FolderDelegate::paintQuota(QPainter *painter, const QStyleOptionViewItem &option, const QRect &row,
                               double share) const
{
    const QuotaLevel level = quotaLevel(share);
    const RowColors colors = rowColors(option);
    const QRect line(row.left(), row.bottom() - meterHeight + 1, row.width(), meterHeight);
    paintMeter(painter, line, share, level, option.direction, option.palette);
    if (level == QuotaLevel::Fine)
        return 0;
    const QFont small = tabular(scaledFont(option.font, smallType));
    const QFont font = level == QuotaLevel::Full ? semibold(small) : small;
    const QString text = shareText(share);
    const int textWidth = lineWidth(font, text);
    const int sign = level == QuotaLevel::Full ? iconSize + grid : 0;
    const int width = textWidth + sign;
    if (row.width() - width < 20 * grid)
        return 0; // the name comes first; the line and its tooltip say it
    const QColor ink = colors.highlighted ? colors.text : meterColor(level, option.palette);
    const QRect place(row.right() - textWidth + 1, row.top(), textWidth, row.height());
    paintLine(painter, QStyle::visualRect(option.direction, row, place), text, font, ink, option.direction);
    if (sign > 0) {
        const QRect icon(row.right() - width + 1, row.center().y() - iconSize / 2 + 1, iconSize, iconSize);
        paintIcon(painter, QStyle::visualRect(option.direction, row, icon), QStringLiteral("dialog-warning"),
                  ink);
    }
    return width + gap;
}

int FolderDelegate::paintPill(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                              const QColor &ink) const
{
    const quint32 own = index.data(FolderRoles::Unread).toUInt();
    const bool open = option.state & QStyle::State_Open;
    const quint32 below = open ? 0 : index.data(FolderRoles::UnreadBelow).toUInt();
    if (own == 0 && below == 0)
        return 0;
    const QFont font = tabular(semibold(scaledFont(option.font, smallType)));
    const QFontMetrics metrics(font);
    const QString text = countText(qint64(own) + below);
    const int height = metrics.height() + 2;
    const int width = qMax(height, metrics.horizontalAdvance(text) + 2 * 6);
    const QRect row = option.rect.adjusted(0, 0, -trailing, 0);
    if (row.width() - width < iconSize + 11 * grid)
        return 0; // the name comes first
    const QRect logical(row.right() - width + 1, row.top() + (row.height() - height) / 2, width, height);
    const QRect pill = QStyle::visualRect(option.direction, option.rect, logical);
    const RowColors colors = rowColors(option);
    ColorPair pair = pillColors(option.palette, colors.highlighted);
    if (colors.ground.isValid() && !colors.highlighted)
        pair.ground = mixed(colors.ground, colors.text, 0.12);
    painter->setRenderHint(QPainter::Antialiasing);
    // What is only hidden below has a rim instead of a ground.
    if (own > 0) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(pair.ground);
        painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    } else {
        painter->setPen(QPen(pair.ground, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), height / 2.0, height / 2.0);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(font);
    painter->setPen(own > 0 ? pair.ink : ink);
    painter->drawText(pill, Qt::AlignCenter, text);
    return width + gap;
}

void FolderDelegate::paintFolder(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const bool selectable = index.data(FolderRoles::Selectable).toBool();
    // Nobody is to be called to what is thrown away; the number beside it is enough.
    const auto role = imap::FolderRole(index.data(FolderRoles::Role).toInt());
    const bool thrownAway = role == imap::FolderRole::Junk || role == imap::FolderRole::Trash;
    const bool unread = !thrownAway && index.data(FolderRoles::Unread).toUInt() > 0;
    const QColor ink = inkOf(option, !selectable);
    const QColor iconInk = inkOf(option, true);
    const QRect row = option.rect.adjusted(grid, 0, -trailing, 0);
    const QRect icon(row.left(), row.top() + (row.height() - iconSize) / 2, iconSize, iconSize);
    if (row.width() >= iconSize)
        paintIcon(painter, QStyle::visualRect(option.direction, option.rect, icon),
                  index.data(FolderRoles::IconName).toString(), iconInk);
    const int pill = paintPill(painter, option, index, iconInk);
    const QRect name(icon.right() + 1 + gap, row.top(), row.width() - iconSize - gap - pill, row.height());
    paintLine(painter, QStyle::visualRect(option.direction, option.rect, name), index.data().toString(),
              unread ? semibold(option.font) : option.font, ink, option.direction);
}

QWidget *FolderDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                      const QModelIndex &index) const
{
    const auto *tree = qobject_cast<const FolderTreeModel *>(index.model());
    if (!tree)
        return nullptr;
    return new NameEditor(
        [tree, folder = QPersistentModelIndex(index)](const QString &name) {
            return folder.isValid() ? renameProblem(*tree, folder, name) : QString();
        },
        parent);
}

void FolderDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // News of the folder does not take away what is being typed.
    auto *name = qobject_cast<NameEditor *>(editor);
    if (!name || name->isModified())
        return;
    name->setText(index.data(Qt::EditRole).toString());
    name->selectAll();
}

void FolderDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                          const QModelIndex &) const
{
    const QRect row = option.rect.adjusted(grid, 1, -grid, -1);
    const int begin = iconSize + gap / 2;
    editor->setGeometry(QStyle::visualRect(
        option.direction, row, {row.left() + begin, row.top(), row.width() - begin, row.height()}));
}

bool FolderDelegate::eventFilter(QObject *editor, QEvent *event)
{
    const auto *name = qobject_cast<const NameEditor *>(editor);
    if (name && event->type() == QEvent::KeyPress && !name->problem().isEmpty()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab)
            return true; // what is wrong is said below it
    }
    return QStyledItemDelegate::eventFilter(editor, event);
}

bool FolderDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                               const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    // Folder names and servers' words are never markup.
    QToolTip::showText(event->globalPos(), plainTip(index.data(Qt::ToolTipRole).toString()), view);
    return true;
}

} // namespace ui
