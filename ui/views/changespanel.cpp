#include "ui/views/changespanel.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/changedelegate.h"
#include "ui/views/statepage.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QToolButton>

namespace ui
{

/// Entries in one kind of state whose words are these.
class ChangesFilter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set(ChangesPanel::Show which, const QString &words)
    {
        m_which = which;
        m_words = words.simplified();
        invalidateFilter();
    }
    bool isOn() const { return m_which != ChangesPanel::Show::All || !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        using imap::OperationState;
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        const auto state = OperationState(index.data(JournalRole::State).toInt());
        const bool open = state == OperationState::Waiting || state == OperationState::Running;
        const bool fits = m_which == ChangesPanel::Show::All ||
                          (m_which == ChangesPanel::Show::Waiting && open) ||
                          (m_which == ChangesPanel::Show::Failed && state == OperationState::Failed) ||
                          (m_which == ChangesPanel::Show::Done &&
                           (state == OperationState::Done || state == OperationState::Undone));
        return fits && (m_words.isEmpty() ||
                        index.data(JournalRole::Words).toString().contains(m_words, Qt::CaseInsensitive) ||
                        index.data(JournalRole::Place).toString().contains(m_words, Qt::CaseInsensitive));
    }

private:
    ChangesPanel::Show m_which = ChangesPanel::Show::All;
    QString m_words;
};

ChangesPanel::ChangesPanel(JournalModel *journal, QWidget *parent)
    : QWidget(parent)
    , m_journal(journal)
    , m_filter(new ChangesFilter(this))
    , m_delegate(new ChangeDelegate(this))
    , m_view(new QListView(this))
    , m_empty(new StatePage(this))
    , m_states(new QButtonGroup(this))
    , m_words(new QLineEdit(this))
{
    setObjectName(QStringLiteral("changesPanel"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_filter->setSourceModel(journal);
    m_view->setObjectName(QStringLiteral("changesList"));
    m_view->setModel(m_filter);
    m_view->setItemDelegate(m_delegate);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Changes"));
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    m_pages = new QStackedLayout;
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    column->addLayout(m_pages, 1);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ChangesPanel::openMenu);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ChangesPanel::showEmptiness);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ChangesPanel::showEmptiness);
    const auto refilter = [this] {
        m_filter->set(shown(), m_words->text());
        showEmptiness();
    };
    connect(m_words, &QLineEdit::textChanged, this, refilter);
    connect(m_states, &QButtonGroup::idToggled, this, refilter);
    showEmptiness();
}

QWidget *ChangesPanel::makeBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(2 * gap, grid, gap, grid);
    row->setSpacing(grid);
    auto *title = new QLabel(tr("Changes"), bar);
    title->setFont(semibold(font()));
    row->addWidget(title);
    row->addSpacing(gap);
    const auto state = [&](Show which, const QString &words, const QString &tip) {
        auto *button = new QToolButton(bar);
        button->setText(words);
        button->setToolTip(tip);
        button->setCheckable(true);
        button->setAutoRaise(true);
        m_states->addButton(button, int(which));
        row->addWidget(button);
        return button;
    };
    state(Show::All, tr("All"), tr("Everything that was changed"))->setChecked(true);
    state(Show::Waiting, tr("Waiting"), tr("What the server has not been told yet"));
    state(Show::Failed, tr("Failed"), tr("What the server refused"));
    state(Show::Done, tr("Done"), tr("What is done, and what was taken back"));
    row->addStretch(1);
    m_words->setObjectName(QStringLiteral("changesWords"));
    m_words->setPlaceholderText(tr("Find"));
    m_words->setAccessibleName(tr("Find in changes"));
    m_words->setClearButtonEnabled(true);
    m_words->setMaximumWidth(220);
    row->addWidget(m_words, 1);
    auto *close = new QToolButton(bar);
    close->setIcon(icon(QStringLiteral("window-close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &ChangesPanel::closeWanted);
    return bar;
}

ChangesPanel::Show ChangesPanel::shown() const
{
    return Show(m_states->checkedId());
}

void ChangesPanel::setShown(Show which)
{
    m_states->button(int(which))->setChecked(true);
}

void ChangesPanel::showEmptiness()
{
    const bool empty = m_filter->rowCount() == 0;
    m_pages->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    if (m_journal->rowCount() > 0)
        m_empty->setWords({QStringLiteral("object-select"),
                           tr("Nothing here"),
                           tr("No change is in this state or has these words."),
                           {},
                           {}});
    else
        m_empty->setWords(
            {QStringLiteral("object-select"),
             tr("No changes yet"),
             tr("What you mark, move or delete is listed here, with what became of it and a way "
                "to take it back."),
             {},
             {}});
}

int ChangesPanel::journalRow(const QModelIndex &index) const
{
    return m_filter->mapToSource(index).row();
}

void ChangesPanel::act(const QModelIndex &index, ChangeDelegate::Part part)
{
    const int row = journalRow(index);
    if (row < 0)
        return;
    imap::AccountHandle *account = m_journal->accountAt(row);
    const quint64 operation = m_journal->entryAt(row).id;
    switch (part) {
    case ChangeDelegate::Part::Retry:
        if (index.data(JournalRole::CanRetry).toBool())
            Q_EMIT retryWanted(account, operation);
        break;
    case ChangeDelegate::Part::Drop:
        if (index.data(JournalRole::CanDrop).toBool())
            Q_EMIT dropWanted(account, operation);
        break;
    case ChangeDelegate::Part::Undo:
        if (index.data(JournalRole::CanUndo).toBool())
            Q_EMIT undoWanted(account, operation);
        break;
    case ChangeDelegate::Part::None:
        Q_EMIT detailsWanted(account, operation);
        break;
    }
}

ChangeDelegate::Part ChangesPanel::partAt(const QPoint &position) const
{
    const QModelIndex index = m_view->indexAt(position);
    if (!index.isValid())
        return ChangeDelegate::Part::None;
    QStyleOptionViewItem option;
    option.initFrom(m_view);
    option.rect = m_view->visualRect(index);
    return m_delegate->partAt(option, index, position);
}

void ChangesPanel::press(const QPoint &position)
{
    const ChangeDelegate::Part part = partAt(position);
    if (part != ChangeDelegate::Part::None)
        act(m_view->indexAt(position), part);
}

void ChangesPanel::openMenu(const QPoint &position)
{
    const QModelIndex index =
        m_view->indexAt(position).isValid() ? m_view->indexAt(position) : m_view->currentIndex();
    if (!index.isValid())
        return;
    using Part = ChangeDelegate::Part;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](Part part, const QString &words, bool can, const QString &reason) {
        QAction *action = menu->addAction(words);
        action->setEnabled(can);
        action->setToolTip(can ? words : reason);
        connect(action, &QAction::triggered, this,
                [this, part, kept = QPersistentModelIndex(index)] { act(kept, part); });
    };
    menu->setToolTipsVisible(true);
    add(Part::Undo, ChangeDelegate::partText(Part::Undo), index.data(JournalRole::CanUndo).toBool(),
        tr("This cannot be taken back any more."));
    add(Part::Retry, ChangeDelegate::partText(Part::Retry), index.data(JournalRole::CanRetry).toBool(),
        tr("It did not fail."));
    add(Part::Drop, ChangeDelegate::partText(Part::Drop), index.data(JournalRole::CanDrop).toBool(),
        tr("It was sent already."));
    menu->addSeparator();
    add(Part::None, tr("Details…"), true, {});
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

bool ChangesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && !std::exchange(m_doubled, false))
            press(mouse->position().toPoint());
    }
    if (watched == m_view->viewport() && event->type() == QEvent::MouseButtonDblClick) {
        // The second press of two on a button is none.
        m_doubled = true;
        const QPoint place = static_cast<QMouseEvent *>(event)->position().toPoint();
        if (partAt(place) == ChangeDelegate::Part::None && m_view->indexAt(place).isValid())
            act(m_view->indexAt(place), ChangeDelegate::Part::None);
        return true;
    }
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            act(m_view->currentIndex(), ChangeDelegate::Part::None);
            return true;
        }
        if (key == Qt::Key_Delete) {
            act(m_view->currentIndex(), ChangeDelegate::Part::Drop);
            return true;
        }
        if (key == Qt::Key_Escape) {
            Q_EMIT closeWanted();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
