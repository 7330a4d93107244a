#include "ui/dialogs/labelchooser.h"

#include "ui/dialogs/labelchoices.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr int widest = 380;
constexpr int rowsAtOnce = 14;

} // namespace

LabelChooser::LabelChooser(const Question &question, QWidget *window)
    : QFrame(window, Qt::Popup)
    , m_question(question)
    , m_choices(new LabelChoices(this))
    , m_typed(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(this))
{
    setObjectName(QStringLiteral("labelChooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(question.title);
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
    m_typed->setObjectName(QStringLiteral("labelTyped"));
    m_typed->setPlaceholderText(question.newLabelReason.isEmpty() ? tr("Find, or type a new label")
                                                                  : tr("Find"));
    m_typed->setAccessibleName(question.title);
    m_typed->setMaxLength(LabelBook::LongestName);
    m_typed->setClearButtonEnabled(true);
    m_typed->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_typed->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("labelList"));
    m_list->setModel(m_choices);
    m_list->setItemDelegate(new LabelChoiceDelegate(m_choices, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_nothing->setText(question.newLabelReason.isEmpty() ? tr("There are no labels yet.")
                                                         : question.newLabelReason);
    auto *note = new QLabel(question.note, this);
    note->setObjectName(QStringLiteral("labelNote"));
    note->setVisible(!question.note.isEmpty());
    for (QLabel *quiet : {m_nothing, note}) {
        quiet->setTextFormat(Qt::PlainText);
        quiet->setWordWrap(true);
        quiet->setForegroundRole(QPalette::PlaceholderText);
        quiet->setContentsMargins(grid, grid, grid, grid);
    }
    auto *edit = new QPushButton(tr("&Edit Labels…"), this);
    edit->setObjectName(QStringLiteral("editLabels"));
    edit->setFlat(true);
    edit->setAutoDefault(false);
    edit->setFocusPolicy(Qt::TabFocus);
    connect(edit, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT editWanted();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(title);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    layout->addWidget(note);
    layout->addWidget(edit, 0, Qt::AlignLeft);
    connect(m_typed, &QLineEdit::textChanged, this, &LabelChooser::filter);
    connect(m_list, &QListView::clicked, this, &LabelChooser::toggle);
    filter();
}

void LabelChooser::open()
{
    const QWidget *window = parentWidget()->window();
    const int row = folderRowHeight(font()) + grid;
    const int rows = qBound(3, int(m_question.labels.size()), rowsAtOnce);
    m_list->setMinimumHeight(qMin(rows * row, qMax(row, window->height() - 28 * gap)) + 2);
    resize(qMax(qMin(widest, window->width() - 4 * gap), 1), sizeHint().height());
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, window->height() / 8)));
    show();
    m_typed->setFocus();
}

void LabelChooser::filter()
{
    const QString typed = m_typed->text().simplified();
    QList<LabelState> offered;
    bool there = typed.isEmpty();
    for (const LabelState &label : std::as_const(m_question.labels)) {
        if (label.name.contains(typed, Qt::CaseInsensitive))
            offered << label;
        there = there || label.name.compare(typed, Qt::CaseInsensitive) == 0;
    }
    m_choices->set(offered, there || !m_question.newLabelReason.isEmpty() ? QString() : typed);
    const bool any = m_choices->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (any && !m_list->currentIndex().isValid())
        moveBy(1);
}

bool LabelChooser::moveBy(int rows)
{
    const int count = m_choices->rowCount();
    if (count == 0)
        return false;
    const int step = rows < 0 ? -1 : 1;
    int row =
        qBound(0, (m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1) + rows, count - 1);
    while (row >= 0 && row < count && !m_choices->canChange(row))
        row += step;
    if (row < 0 || row >= count)
        return false;
    m_list->setCurrentIndex(m_choices->index(row));
    return true;
}

void LabelChooser::toggle(const QModelIndex &index)
{
    if (!index.isValid() || !m_choices->canChange(index.row()))
        return;
    if (m_choices->isNew(index.row())) {
        const QString name = m_choices->newName();
        close();
        Q_EMIT newLabelWanted(name);
        return;
    }
    const imap::Flag flag = m_choices->at(index.row()).flag;
    // Where some have it, all get it.
    const bool on = m_choices->at(index.row()).state != Qt::Checked;
    m_choices->setState(index.row(), on ? Qt::Checked : Qt::Unchecked);
    for (LabelState &label : m_question.labels) {
        if (label.flag == flag)
            label.state = on ? Qt::Checked : Qt::Unchecked;
    }
    Q_EMIT changed(flag, on);
}

void LabelChooser::choose()
{
    if (!m_list->currentIndex().isValid())
        return;
    const bool isNew = m_choices->isNew(m_list->currentIndex().row());
    toggle(m_list->currentIndex());
    if (!isNew)
        close();
}

bool LabelChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_typed || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_Space:
        // A name may have a space in it; where nothing was typed it changes the row.
        if (!m_typed->text().isEmpty())
            return false;
        toggle(m_list->currentIndex());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace ui
