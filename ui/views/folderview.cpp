#include "ui/views/folderview.h"

#include "ui/models/roles.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/folderdelegate.h"
#include "ui/views/rowcolors.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QScrollBar>

namespace ui
{

namespace
{

constexpr int chevronSize = 10;

bool opensByItself(const QModelIndex &index)
{
    return FolderKind(index.data(FolderRoles::Kind).toInt()) != FolderKind::Folder;
}

/// The folder beside these rows, or above them; invalid where the account has no other.
QModelIndex nearestFolder(const QModelIndex &parent, int start, int end)
{
    const auto opens = [](const QModelIndex &index) { return index.data(FolderRoles::Selectable).toBool(); };
    if (!parent.isValid())
        return {}; // the account goes
    const QAbstractItemModel *model = parent.model();
    for (int row = end + 1; row < model->rowCount(parent); ++row) {
        if (const QModelIndex index = model->index(row, 0, parent); opens(index))
            return index;
    }
    for (int row = start - 1; row >= 0; --row) {
        if (const QModelIndex index = model->index(row, 0, parent); opens(index))
            return index;
    }
    return opens(parent) ? parent : nearestFolder(parent.parent(), parent.row(), parent.row());
}

} // namespace

FolderView::FolderView(QWidget *parent)
    : QTreeView(parent)
{
    setAccessibleName(tr("Folders"));
    setItemDelegate(new FolderDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHeaderHidden(true);
    setIndentation(4 * grid);
    setExpandsOnDoubleClick(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setMinimumWidth(1);
    setAnimated(motionWanted());
    connect(this, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { noteExpansion(index, true); });
    connect(this, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { noteExpansion(index, false); });
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const imap::FolderInfo folder = folders() ? folders()->folderOf(index) : imap::FolderInfo{};
        if (!folder.name.isEmpty() && folder.selectable)
            Q_EMIT folderActivated(folders()->accountOf(index), folder.name);
    });
    // The pane is one surface with the window, a step below the list.
    viewport()->setBackgroundRole(QPalette::Window);
}

void FolderView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    if (const FolderTreeModel *tree = folders())
        connect(tree, &FolderTreeModel::keyChanged, this, [this](const QString &from, const QString &to) {
            for (QSet<QString> *keys : {&m_opened, &m_closed}) {
                if (keys->remove(from))
                    keys->insert(to);
            }
        });
    if (const FolderTreeModel *tree = folders())
        connect(tree, &FolderTreeModel::foldersChanged, this, &FolderView::returnToMoved);
    applyExpansion({});
}

/// Its row went because it stands elsewhere now, as it became a folder for something.
void FolderView::returnToMoved(const QString &accountId)
{
    const imap::MailboxName left = std::exchange(m_left, {});
    const QModelIndex now = left.isEmpty() ? QModelIndex() : folders()->folderIndex(accountId, left);
    if (now.isValid() && m_taken == currentIndex())
        setCurrentIndex(now);
}

void FolderView::openWhenThere(const QModelIndex &index)
{
    if (opensByItself(index))
        m_closed.remove(index.data(FolderRoles::Key).toString());
    else
        m_opened.insert(index.data(FolderRoles::Key).toString());
    setExpanded(index, true);
}

QStringList FolderView::expansion() const
{
    QStringList keys;
    for (const QString &key : m_opened)
        keys << QLatin1Char('+') + key;
    for (const QString &key : m_closed)
        keys << QLatin1Char('-') + key;
    keys.sort();
    return keys;
}

void FolderView::setExpansion(const QStringList &keys)
{
    m_opened.clear();
    m_closed.clear();
    for (const QString &key : keys) {
        if (key.startsWith(QLatin1Char('+')))
            m_opened.insert(key.mid(1));
        else if (key.startsWith(QLatin1Char('-')))
            m_closed.insert(key.mid(1));
    }
    applyExpansion({});
}

void FolderView::noteExpansion(const QModelIndex &index, bool expanded)
{
    if (m_applying)
        return;
    const QString key = index.data(FolderRoles::Key).toString();
    QSet<QString> &exceptions = opensByItself(index) ? m_closed : m_opened;
    if (expanded == opensByItself(index))
        exceptions.remove(key);
    else
        exceptions.insert(key);
}

void FolderView::applyExpansion(const QModelIndex &parent)
{
    if (!model())
        return;
    const bool outermost = !m_applying;
    m_applying = true;
    for (int row = 0; row < model()->rowCount(parent); ++row) {
        const QModelIndex index = model()->index(row, 0, parent);
        if (model()->rowCount(index) == 0)
            continue;
        const QString key = index.data(FolderRoles::Key).toString();
        setExpanded(index, opensByItself(index) ? !m_closed.contains(key) : m_opened.contains(key));
        applyExpansion(index);
    }
    if (outermost)
        m_applying = false;
}

void FolderView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    // What was opened before it went away, or in an earlier run, is open when it comes back; its parent too.
    const bool outermost = !m_applying;
    m_applying = true;
    if (parent.isValid()) {
        const QString key = parent.data(FolderRoles::Key).toString();
        if (opensByItself(parent) ? !m_closed.contains(key) : m_opened.contains(key))
            setExpanded(parent, true);
    }
    for (int row = start; row <= end; ++row) {
        const QModelIndex index = model()->index(row, 0, parent);
        const QString key = index.data(FolderRoles::Key).toString();
        if (model()->rowCount(index) > 0 &&
            (opensByItself(index) ? !m_closed.contains(key) : m_opened.contains(key)))
            setExpanded(index, true);
        applyExpansion(index);
    }
    if (outermost)
        m_applying = false;
}

/// What takes the place of a current row that goes is a folder; Qt takes the next row, be it a heading.
void FolderView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QModelIndex going = currentIndex();
    while (going.isValid() && going.parent() != parent)
        going = going.parent();
    if (going.isValid() && going.row() >= start && going.row() <= end) {
        if (const QModelIndex next = nearestFolder(parent, start, end); next.isValid()) {
            if (m_left.isEmpty() && folders())
                m_left = folders()->folderOf(currentIndex()).name;
            setCurrentIndex(next);
            m_taken = next;
        }
    }
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

void FolderView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    const imap::FolderInfo folder = folders() ? folders()->folderOf(current) : imap::FolderInfo{};
    if (!folder.name.isEmpty() && folder.selectable)
        Q_EMIT currentFolderChanged(folders()->accountOf(current), folder.name);
}

void FolderView::drawRow(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option(given);
    option.palette.setColor(QPalette::Base, palette().color(QPalette::Window));
    const bool focused = hasFocus() && isActiveWindow();
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    option.state.setFlag(QStyle::State_HasFocus, focused);
    option.state.setFlag(QStyle::State_Active, isActiveWindow());
    option.state.setFlag(QStyle::State_MouseOver,
                         index == indexAt(viewport()->mapFromGlobal(QCursor::pos())) &&
                             viewport()->underMouse());
    option.state.setFlag(QStyle::State_Open, isExpanded(index));
    const bool header = opensByItself(index);
    const bool current = focused && index == currentIndex() && !(option.state & QStyle::State_Selected);
    option.state.setFlag(QStyle::State_KeyboardFocusChange, current);
    if (header)
        option.state &= ~QStyle::State_MouseOver;
    QStyleOptionViewItem ground(option);
    ground.rect = QRect(0, option.rect.top(), viewport()->width(), option.rect.height());
    paintRowGround(painter, ground, rowColors(ground));
    const QRect place = visualRect(index);
    QRect branch(0, place.top(), place.left(), place.height());
    if (isRightToLeft())
        branch =
            QRect(place.right() + 1, place.top(), viewport()->width() - place.right() - 1, place.height());
    drawBranches(painter, branch, index);
    option.rect = place;
    itemDelegate()->paint(painter, option, index);
    if (m_dropTarget == index && !m_dropAnswer.words.isEmpty())
        paintDropTarget(painter, ground.rect);
}

void FolderView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    const bool header = opensByItself(index);
    const QRect cell =
        isRightToLeft() ? QRect(rect.left(), rect.top(), indentation(), rect.height())
                        : QRect(rect.right() - indentation() + 1, rect.top(), indentation(), rect.height());
    // A header's chevron shows only where the pointer is: its place under the name says enough otherwise.
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    if (header && isExpanded(index) &&
        !(viewport()->underMouse() && visualRect(index).united(rect).contains(pointer)))
        return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.palette.setColor(QPalette::Base, palette().color(QPalette::Window));
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    option.state.setFlag(QStyle::State_HasFocus, hasFocus());
    const QString closed = isRightToLeft() ? QStringLiteral("go-previous") : QStringLiteral("go-next");
    QRect place(0, 0, chevronSize, chevronSize);
    place.moveCenter(cell.center() + QPoint(0, header ? gap / 2 : 0));
    paintIcon(painter, place, isExpanded(index) ? QStringLiteral("go-down") : closed,
              rowColors(option).muted);
}

void FolderView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    const QPoint place = event->reason() == QContextMenuEvent::Keyboard
                             ? viewport()->mapToGlobal(visualRect(index).center())
                             : event->globalPos();
    Q_EMIT contextMenuWanted(index, place);
}

void FolderView::mousePressEvent(QMouseEvent *event)
{
    // The other button asks about a folder; it does not open it.
    if (event->button() == Qt::LeftButton)
        QTreeView::mousePressEvent(event);
}

void FolderView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        viewport()->update();
}

} // namespace ui
