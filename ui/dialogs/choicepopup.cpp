#include "ui/dialogs/choicepopup.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace ui
{

ChoicePopup::ChoicePopup(const Look &look, QWidget *window)
    : QFrame(window, Qt::Popup)
    , m_look(look)
    , m_typed(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(this))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(look.name + QLatin1String("Chooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(look.title);
    if (isDark(palette())) {
        // In the dark what lies above is lighter; a shadow would not be seen.
        QPalette above = palette();
        above.setColor(QPalette::Base, elevated(above, 2));
        setPalette(above);
    }
    auto *title = new QLabel(look.title, this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(semibold(font()));
    title->setContentsMargins(grid, 0, grid, 0);
    m_typed->setObjectName(look.name + QLatin1String("Typed"));
    m_typed->setAccessibleName(look.title);
    m_typed->setClearButtonEnabled(true);
    m_typed->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_typed->installEventFilter(this);
    m_list->setObjectName(look.name + QLatin1String("List"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setContentsMargins(grid, gap, grid, gap);
    m_column->setContentsMargins(gap, gap, gap, gap);
    m_column->setSpacing(gap);
    m_column->addWidget(title);
    m_column->addWidget(m_typed);
    m_column->addWidget(m_list, 1);
    m_column->addWidget(m_nothing);
}

void ChoicePopup::open()
{
    const QWidget *window = parentWidget()->window();
    const int row = folderRowHeight(font()) + grid;
    const int rows = qBound(m_look.leastRows, wholeCount(), m_look.mostRows);
    const int width = qMin(m_look.widest, window->width() - 4 * gap);
    m_list->setMinimumHeight(qMin(rows * row, qMax(row, window->height() - m_look.around)) + 2);
    resize(qMax(width, 1), sizeHint().height());
    move(window->mapToGlobal(QPoint((window->width() - this->width()) / 2, window->height() / 8)));
    show();
    m_typed->setFocus();
}

void ChoicePopup::showChoices()
{
    const bool any = m_list->model()->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (!m_list->currentIndex().isValid())
        moveBy(1);
}

/// The next row that can be chosen in this direction; from nowhere the first.
void ChoicePopup::moveBy(int rows)
{
    const int count = m_list->model()->rowCount();
    if (count == 0)
        return;
    const int step = rows < 0 ? -1 : 1;
    const int from = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
    int row = qBound(0, from + rows, count - 1);
    while (row >= 0 && row < count && !canChoose(row))
        row += step;
    if (row >= 0 && row < count)
        m_list->setCurrentIndex(m_list->model()->index(row, 0));
}

bool ChoicePopup::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_typed || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    // A letter with Alt that no button has would be taken for text.
    if ((key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::AltModifier &&
        !key->text().isEmpty() && key->text().front().isPrint()) {
        event->ignore();
        return true;
    }
    switch (key->key()) {
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_PageUp:
        moveBy(-m_look.mostRows + 1);
        return true;
    case Qt::Key_PageDown:
        moveBy(m_look.mostRows - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // A key that is still held down from what opened this chooses nothing that nobody has seen.
        if (!key->isAutoRepeat())
            choose();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

QRect ChoiceRowDelegate::Row::place(int left, int width) const
{
    return QStyle::visualRect(option.direction, rect,
                              {rect.left() + left, rect.top(), qMax(0, width), rect.height()});
}

QSize ChoiceRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {80, folderRowHeight(option.font) + grid};
}

void ChoiceRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem option(given);
    // The keyboard is in the field above; what it will choose looks chosen.
    option.state |= QStyle::State_Active;
    if (option.state & QStyle::State_Selected)
        option.state |= QStyle::State_HasFocus;
    const Row row{option, rowColors(option), option.rect.adjusted(3 * grid, 0, -3 * grid, 0)};
    painter->save();
    paintRowGround(painter, option, row.colors);
    paintRow(painter, row, index);
    painter->restore();
}

} // namespace ui
