#include "ui/dialogs/folderchooser.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/rowcolors.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace ui
{

/// The folders that are offered now.
class ChoiceList : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<FolderChoice> &choices)
    {
        beginResetModel();
        m_choices = choices;
        endResetModel();
    }
    const FolderChoice &at(int row) const { return m_choices[row]; }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_choices.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const FolderChoice &choice = m_choices[index.row()];
        if (role == Qt::DisplayRole)
            return choice.name;
        if (role == Qt::AccessibleTextRole)
            return choice.above.isEmpty() ? choice.name
                                          : FolderChooser::tr("%1, in %2").arg(choice.name, choice.above);
        if (role == Qt::ToolTipRole)
            return (choice.reason.isEmpty() ? choice.folder.toString() : choice.reason).toHtmlEscaped();
        return {};
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        const bool can = index.isValid() && m_choices[index.row()].reason.isEmpty();
        return can ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    }

private:
    QList<FolderChoice> m_choices;
};

namespace
{

constexpr int widest = 460;
constexpr int rowsAtOnce = 10;
constexpr int iconSize = 16;

/// Icon, name, and where it is in muted ink.
class ChoiceDelegate : public QStyledItemDelegate
{
public:
    ChoiceDelegate(const ChoiceList *choices, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_choices(choices)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {80, folderRowHeight(option.font) + grid};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override
    {
        const FolderChoice &choice = m_choices->at(index.row());
        QStyleOptionViewItem option(given);
        // The keyboard is in the field above; what it will choose looks chosen.
        option.state |= QStyle::State_HasFocus | QStyle::State_Active;
        const RowColors colors = rowColors(option);
        painter->save();
        paintRowGround(painter, option, colors);
        const QRect row = option.rect.adjusted(3 * grid, 0, -3 * grid, 0);
        const auto place = [&](int left, int width) {
            return QStyle::visualRect(option.direction, row,
                                      {row.left() + left, row.top(), qMax(0, width), row.height()});
        };
        const bool can = choice.reason.isEmpty();
        paintIcon(painter, place(0, iconSize), choice.iconName, colors.muted);
        const int begin = iconSize + gap;
        const int used = paintLine(painter, place(begin, row.width() - begin), choice.name, option.font,
                                   can ? colors.text : colors.muted, option.direction);
        const int rest = begin + used + gap;
        paintLine(painter, place(rest, row.width() - rest), can ? choice.above : choice.reason,
                  scaledFont(option.font, smallType), colors.muted, option.direction);
        // What was used of late stands apart from the rest, which is in the tree's order.
        if (choice.recent && index.row() + 1 < index.model()->rowCount() &&
            !m_choices->at(index.row() + 1).recent)
            painter->fillRect(QRect(row.left(), option.rect.bottom(), row.width(), 1), colors.separator);
        painter->restore();
    }

private:
    const ChoiceList *m_choices;
};

} // namespace

FolderChooser::FolderChooser(const Question &question, QWidget *window)
    : QFrame(window, Qt::Popup)
    , m_question(question)
    , m_choices(new ChoiceList(this))
    , m_typed(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(tr("No folder has all of these words."), this))
{
    setObjectName(QStringLiteral("folderChooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    if (isDark(palette())) {
        // In the dark what lies above is lighter; a shadow would not be seen.
        QPalette above = palette();
        above.setColor(QPalette::Base, elevated(above, 2));
        setPalette(above);
    }
    auto *title = new QLabel(question.title, this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(semibold(font()));
    title->setContentsMargins(grid, 0, grid, 0);
    setAccessibleName(question.title);
    m_typed->setObjectName(QStringLiteral("folderTyped"));
    m_typed->setPlaceholderText(tr("Type a part of its name"));
    m_typed->setAccessibleName(question.title);
    m_typed->setClearButtonEnabled(true);
    m_typed->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_typed->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("folderList"));
    m_list->setModel(m_choices);
    m_list->setItemDelegate(new ChoiceDelegate(m_choices, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setContentsMargins(grid, gap, grid, gap);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(title);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    connect(m_typed, &QLineEdit::textChanged, this, &FolderChooser::filter);
    connect(m_list, &QListView::clicked, this, &FolderChooser::choose);
    filter();
}

void FolderChooser::open()
{
    const QWidget *window = parentWidget()->window();
    const int row = folderRowHeight(font()) + grid;
    const int rows = qBound(4, int(m_question.folders.size()), rowsAtOnce);
    const int width = qMin(widest, window->width() - 4 * gap);
    m_list->setMinimumHeight(qMin(rows * row, qMax(row, window->height() - 20 * gap)) + 2);
    resize(qMax(width, 1), sizeHint().height());
    move(window->mapToGlobal(QPoint((window->width() - this->width()) / 2, window->height() / 8)));
    show();
    m_typed->setFocus();
}

QList<FolderChoice> FolderChooser::offered(const QString &typed) const
{
    QList<FolderChoice> choices = matchingChoices(m_question.folders, typed, m_question.recent);
    const imap::MailboxName name = m_question.newName ? m_question.newName(typed) : imap::MailboxName();
    const bool there =
        std::any_of(m_question.folders.begin(), m_question.folders.end(), [&](const FolderChoice &choice) {
            return choice.folder == name || choice.name.compare(typed.trimmed(), Qt::CaseInsensitive) == 0;
        });
    if (!name.isEmpty() && !there)
        choices << FolderChoice{
            name, tr("New folder “%1”").arg(typed.simplified()), {}, QStringLiteral("folder-new"), {}, false,
            true};
    return choices;
}

void FolderChooser::filter()
{
    m_choices->set(offered(m_typed->text()));
    m_list->setVisible(m_choices->rowCount() > 0);
    m_nothing->setVisible(m_choices->rowCount() == 0);
    moveBy(1);
}

/// The next folder that can be chosen in this direction; from nowhere the first.
bool FolderChooser::moveBy(int rows)
{
    const int count = m_choices->rowCount();
    if (count == 0)
        return false;
    const int step = rows < 0 ? -1 : 1;
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
    row = qBound(0, row + rows, count - 1);
    while (row >= 0 && row < count && !m_choices->at(row).reason.isEmpty())
        row += step;
    if (row < 0 || row >= count)
        return false;
    m_list->setCurrentIndex(m_choices->index(row));
    return true;
}

void FolderChooser::choose(const QModelIndex &index)
{
    if (!index.isValid() || !m_choices->at(index.row()).reason.isEmpty())
        return;
    const FolderChoice choice = m_choices->at(index.row());
    close();
    Q_EMIT chosen(choice);
}

bool FolderChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_typed || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_PageUp:
        moveBy(-rowsAtOnce + 1);
        return true;
    case Qt::Key_PageDown:
        moveBy(rowsAtOnce - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace ui
