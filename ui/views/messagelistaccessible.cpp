#include "ui/views/messagelistaccessible.h"

#include "ui/views/messagelistview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>

namespace ui
{

namespace
{

/// One row, named as the model's accessible text has it ("Unread, Anna Berg, subject, date").
class RowAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    RowAccessible(MessageListView *view, int row)
        : m_view(view)
        , m_row(row)
    {
    }

    bool isValid() const override { return m_view && m_view->model() && m_row < m_view->model()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}
    QString text(QAccessible::Text which) const override
    {
        return isValid() && which == QAccessible::Name ? index().data(Qt::AccessibleTextRole).toString()
                                                       : QString();
    }
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect place = m_view->visualRect(index());
        return {m_view->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid())
            return state;
        state.selectable = true;
        state.focusable = true;
        state.selected = m_view->selectionModel()->isSelected(index());
        state.focused = m_view->hasFocus() && m_view->currentIndex().row() == m_row;
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(index()));
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString &action) override
    {
        if (!isValid())
            return;
        if (action == pressAction())
            Q_EMIT m_view->activated(index());
        else if (action == setFocusAction())
            m_view->setCurrentIndex(index());
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QModelIndex index() const { return m_view->model()->index(m_row, 0, m_view->rootIndex()); }

    QPointer<MessageListView> m_view;
    int m_row;
};

/// The list. Rows are made as they are asked for: nobody asks for a million.
class ListAccessible : public QAccessibleWidget
{
public:
    explicit ListAccessible(MessageListView *view)
        : QAccessibleWidget(view, QAccessible::List)
        , m_view(view)
    {
    }
    ~ListAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_rows))
            QAccessible::deleteAccessibleInterface(id);
    }
    ListAccessible(const ListAccessible &) = delete;
    ListAccessible &operator=(const ListAccessible &) = delete;

    int childCount() const override { return m_view->model() ? m_view->model()->rowCount() : 0; }
    QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        if (const auto known = m_rows.constFind(row); known != m_rows.cend())
            return QAccessible::accessibleInterface(*known);
        auto *made = new RowAccessible(m_view, row);
        m_rows.insert(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(m_view->indexAt(m_view->viewport()->mapFromGlobal(QPoint(x, y))).row());
    }
    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        const QAccessible::Id id = QAccessible::uniqueId(const_cast<QAccessibleInterface *>(wanted));
        return m_rows.key(id, -1);
    }
    QAccessibleInterface *focusChild() const override
    {
        return m_view->hasFocus() ? child(m_view->currentIndex().row()) : nullptr;
    }

private:
    MessageListView *m_view;
    mutable QHash<int, QAccessible::Id> m_rows;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<MessageListView *>(object);
    return view ? new ListAccessible(view) : nullptr;
}

} // namespace

void installListAccessibility()
{
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

void tellAccessibleCurrent(MessageListView *view, const QModelIndex &current)
{
    if (!QAccessible::isActive() || !current.isValid() || !view->hasFocus())
        return;
    QAccessibleEvent event(view, QAccessible::Focus);
    event.setChild(current.row());
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
