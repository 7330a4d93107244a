#include "ui/mainwindow/ordercontrol.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/listheader.h"
#include "ui/models/messagelistmodel.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/views/messagelistview.h"

#include <QItemSelectionModel>
#include <QMenu>
#include <QSettings>
#include <QToolButton>
#include <utility>

namespace ui
{

namespace
{

using By = imap::Arrangement::By;

/// More selected rows than these are let go when all rows change places: each would have to be followed.
constexpr qint64 followed = 2000;
/// What a row costs to fetch, octets; measured.
constexpr quint64 rowOctets = 900;

struct Name {
    imap::Arrangement arrangement;
    const char *key; ///< in the settings
};
constexpr Name names[] = {
    {{By::Arrival, false}, "arrival"}, {{By::Arrival, true}, "conversations"},
    {{By::Date, false}, "date"},       {{By::From, false}, "from"},
    {{By::To, false}, "to"},           {{By::Subject, false}, "subject"},
    {{By::Size, false}, "size"},
};

QString keyOf(const QString &accountId, const QString &folder)
{
    const auto plain = [](const QString &text) {
        return QString::fromLatin1(text.toUtf8().toPercentEncoding());
    };
    return QStringLiteral("window/orders/%1/%2").arg(plain(accountId), plain(folder));
}

} // namespace

OrderControl::OrderControl(const Parts &parts, QSettings *store, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_store(store)
{
    auto *menu = new QMenu(m_parts.header);
    menu->setToolTipsVisible(true);
    m_parts.actions->fillOrderMenu(menu);
    m_parts.header->orderButton()->setMenu(menu);
    connectActions();
    connect(m_parts.model, &MessageListModel::orderChanged, this, &OrderControl::show);
    connect(m_parts.model, &MessageListModel::statusChanged, this, &OrderControl::show);
    connect(m_parts.list, &MessageListView::orderChosen, this,
            [this](const imap::Arrangement &arrangement, bool descending) {
                remember({arrangement, descending});
            });
    connect(m_parts.header, &ListHeader::stopWanted, m_parts.actions->stopSorting, &QAction::trigger);
    connect(m_parts.model, &MessageListModel::aboutToRearrange, this, [this] {
        QItemSelectionModel *selection = m_parts.list->selectionModel();
        qint64 rows = 0;
        for (const QItemSelectionRange &range : selection->selection())
            rows += range.height();
        if (rows <= followed)
            return;
        const QModelIndex current = selection->currentIndex();
        if (current.isValid())
            selection->select(current, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        else
            selection->clearSelection();
    });
    m_parts.model->setNewestFirst(choiceFor({}, {}).descending);
    show();
}

void OrderControl::connectActions()
{
    const Actions *a = m_parts.actions;
    const auto by = [this](QAction *action, By key) {
        connect(action, &QAction::triggered, this, [this, key] {
            const imap::Arrangement wanted{key, false};
            const ListOrder &order = m_parts.model->order();
            choose(wanted, order.arrangement == wanted ? order.descending
                                                       : MessageListModel::usuallyDescending(wanted));
        });
    };
    by(a->sortArrival, By::Arrival);
    by(a->sortDate, By::Date);
    by(a->sortFrom, By::From);
    by(a->sortTo, By::To);
    by(a->sortSubject, By::Subject);
    by(a->sortSize, By::Size);
    connect(a->threads, &QAction::triggered, this, [this](bool on) { choose({By::Arrival, on}, true); });
    const auto turn = [this](QAction *action, bool descending) {
        connect(action, &QAction::triggered, this, [this, descending] {
            const ListOrder &order = m_parts.model->order();
            choose(order.making ? order.wanted : order.arrangement, descending);
        });
    };
    turn(a->newestFirst, true);
    turn(a->oldestFirst, false);
    connect(a->expandAll, &QAction::triggered, this, [this] { m_parts.model->setAllExpanded(true); });
    connect(a->collapseAll, &QAction::triggered, this, [this] { m_parts.model->setAllExpanded(false); });
    connect(a->stopSorting, &QAction::triggered, this, [this] {
        m_parts.model->stopArranging();
        const ListOrder &order = m_parts.model->order();
        remember({order.arrangement, order.descending});
    });
}

void OrderControl::choose(const imap::Arrangement &arrangement, bool descending)
{
    m_parts.model->arrange(arrangement, descending);
    remember({arrangement, descending});
    showActions(); // a press on what was chosen already must not take its mark away
}

OrderChoice OrderControl::choiceFor(const QString &accountId, const QString &folder) const
{
    const QStringList words = m_store->value(keyOf(accountId, folder)).toString().split(QLatin1Char(' '));
    for (const Name &name : names) {
        if (words.first() == QLatin1String(name.key))
            return {name.arrangement, words.value(1) != QLatin1String("ascending")};
    }
    return {{}, m_store->value(QStringLiteral("window/newestFirst"), true).toBool()};
}

void OrderControl::remember(const OrderChoice &choice)
{
    if (choice.arrangement.isPlain())
        m_store->setValue(QStringLiteral("window/newestFirst"), choice.descending);
    if (!m_parts.model->account())
        return;
    const QString key = keyOf(m_parts.model->account()->config().id, m_parts.model->folder().toString());
    for (const Name &name : names) {
        if (name.arrangement == choice.arrangement)
            m_store->setValue(
                key, QString(QLatin1String(name.key) + (choice.descending ? QLatin1String(" descending")
                                                                          : QLatin1String(" ascending"))));
    }
}

// ---------------------------------------------------------------- what is said

void OrderControl::show()
{
    const ListOrder &order = m_parts.model->order();
    m_parts.header->setSorting(order.making ? sortingWords() : QString(), order.done, order.total);
    m_parts.header->setNote(note());
    showActions();
    explain();
    // Who reads a message finds it in the new order, too.
    const QModelIndex current = m_parts.list->currentIndex();
    if (std::exchange(m_shown, order.arrangement) != order.arrangement && current.isValid())
        m_parts.list->scrollTo(current);
}

void OrderControl::showActions() const
{
    const Actions *a = m_parts.actions;
    const ListOrder &order = m_parts.model->order();
    const imap::Arrangement arrangement = order.making ? order.wanted : order.arrangement;
    QAction *const by[] = {a->sortArrival, a->sortDate, a->sortFrom, a->sortTo, a->sortSubject, a->sortSize};
    by[int(arrangement.by)]->setChecked(true);
    a->threads->setChecked(arrangement.threads);
    const bool words = !MessageListModel::usuallyDescending(arrangement);
    const bool size = arrangement.by == By::Size;
    a->newestFirst->setText(words ? tr("Z on To&p") : size ? tr("&Largest on Top") : tr("&Newest on Top"));
    a->oldestFirst->setText(words ? tr("A o&n Top") : size ? tr("S&mallest on Top") : tr("O&ldest on Top"));
    QAction *const top = order.descending ? a->newestFirst : a->oldestFirst;
    top->setChecked(true);
    QString text = by[int(arrangement.by)]->text();
    if (arrangement.threads)
        text = tr("Conversations");
    m_parts.header->orderButton()->setToolTip(
        QString(text + QLatin1String(", ") + top->text()).remove(QLatin1Char('&')));
}

void OrderControl::explain() const
{
    const Actions *a = m_parts.actions;
    const QString none = m_parts.model->account() ? QString() : tr("No folder is open.");
    for (QAction *action : {a->sortArrival, a->sortDate, a->sortFrom, a->sortTo, a->sortSubject, a->sortSize,
                            a->threads, a->newestFirst, a->oldestFirst})
        Actions::setReason(action, none);
    const QString plain = m_parts.model->isThreaded() ? none : tr("The list is not grouped by conversation.");
    Actions::setReason(a->expandAll, plain);
    Actions::setReason(a->collapseAll, plain);
    Actions::setReason(a->stopSorting,
                       m_parts.model->order().making ? QString() : tr("Nothing is being sorted."));
    m_parts.header->orderButton()->setEnabled(none.isEmpty());
}

QString OrderControl::sortingWords() const
{
    const ListOrder &order = m_parts.model->order();
    if (order.total == 0)
        return order.wanted.threads ? tr("The server groups …") : tr("The server sorts …");
    const int percent = int(quint64(order.done) * 100 / order.total);
    return order.wanted.threads ? tr("Grouping … %1 %").arg(percent) : tr("Sorting … %1 %").arg(percent);
}

QString OrderControl::note() const
{
    const ListOrder &order = m_parts.model->order();
    if (order.error)
        return tr("Not sorted: %1").arg(errorText(*order.error, m_parts.model->status().server).what);
    if (order.making || order.arrangement.isPlain() || order.source != imap::ArrangementSource::KnownOnly)
        return {};
    const qint64 known = m_parts.model->arrangedCount();
    const qint64 all = m_parts.model->folderCount();
    if (known >= all)
        return {};
    const QString here =
        tr("Shown are the %1 of %2 messages that this computer knows.").arg(countText(known), countText(all));
    const QString cost = sizeText(quint64(all - known) * rowOctets);
    if (m_parts.model->status().connection != imap::ConnectionState::Online)
        return here + QLatin1Char(' ') + tr("The others follow when the server can be reached.");
    return here + QLatin1Char(' ') +
           (order.arrangement.threads
                ? tr("This server finds no conversations; the others come in once they were fetched, about "
                     "%1.")
                : tr("This server does not sort; the others come in once they were fetched, about %1."))
               .arg(cost);
}

} // namespace ui
