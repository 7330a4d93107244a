#include "ui/dialogs/subscriptionsdialog.h"

#include "mime/cleantext.h"
#include "ui/dialogs/formfield.h"
#include "ui/models/folderchoices.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/views/noticeline.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <functional>
#include <utility>

namespace ui
{

namespace
{

/// Rows in whose names every word that was typed occurs, and what is above them.
class FolderFilter : public QSortFilterProxyModel
{
public:
    explicit FolderFilter(QObject *parent)
        : QSortFilterProxyModel(parent)
    {
        setRecursiveFilteringEnabled(true);
    }
    void setWords(const QString &typed)
    {
        m_words = foldedForSearch(typed).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (m_words.isEmpty())
            return true;
        if (index.data(SubscriptionModel::IsSection).toBool())
            return false; // it stays with those below it
        const QString text = index.data(SubscriptionModel::SearchText).toString();
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const QString &word) { return text.contains(word); });
    }

private:
    QStringList m_words;
};

/// Space marks all that is selected as it marks the current one.
class MarkList : public QTreeView
{
public:
    using QTreeView::QTreeView;
    std::function<void(const QModelIndexList &rows, bool marked)> markAll;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        const QModelIndexList chosen = selectionModel()->selectedIndexes();
        if (event->key() != Qt::Key_Space || chosen.size() < 2) {
            QTreeView::keyPressEvent(event);
            return;
        }
        markAll(chosen, currentIndex().data(Qt::CheckStateRole).toInt() != Qt::Checked);
    }
};

QString subscribedWords(int subscribed, int all)
{
    using D = SubscriptionsDialog;
    if (all == 1)
        return subscribed == 1 ? D::tr("The only folder is subscribed.")
                               : D::tr("The only folder is not subscribed.");
    return subscribed == 1
               ? D::tr("1 of %1 folders is subscribed.").arg(countText(all))
               : D::tr("%1 of %2 folders are subscribed.").arg(countText(subscribed), countText(all));
}

} // namespace

SubscriptionsDialog::SubscriptionsDialog(const FolderTreeModel *tree, imap::AccountHandle *account,
                                         QWidget *parent)
    : QDialog(parent)
    , m_tree(tree)
    , m_account(account)
    , m_accountId(account->config().id)
    , m_model(new SubscriptionModel(this))
    , m_filtered(new FolderFilter(this))
    , m_typed(new QLineEdit(this))
    , m_list(new MarkList(this))
    , m_field(new FormField(m_list, this))
    , m_only(new QCheckBox(tr("&Show only subscribed folders in the folder pane"), this))
    , m_notice(new NoticeLine(this))
{
    setObjectName(QStringLiteral("subscriptions"));
    setWindowTitle(tr("Subscriptions of %1").arg(imap::mime::cleanLine(account->config().displayName, 200)));
    m_filtered->setSourceModel(m_model);
    build();
    connect(m_typed, &QLineEdit::textChanged, this, &SubscriptionsDialog::filter);
    connect(m_only, &QCheckBox::toggled, this, &SubscriptionsDialog::subscribedOnlyWanted);
    connect(m_model, &SubscriptionModel::wanted, this, [this](const imap::MailboxName &folder, bool on) {
        m_problem.clear();
        showWords();
        if (m_together)
            *m_together << folder;
        else
            Q_EMIT subscribeWanted(folder, on);
    });
    connect(m_list, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        m_closed.insert(index.data(SubscriptionModel::Key).toString());
    });
    connect(m_list, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        m_closed.remove(index.data(SubscriptionModel::Key).toString());
    });
    connect(m_filtered, &QAbstractItemModel::modelReset, this, [this] { expand({}); });
    connect(tree, &FolderTreeModel::foldersChanged, this, [this](const QString &accountId) {
        if (accountId == m_accountId)
            takeFolders();
    });
    connect(account, &imap::AccountHandle::eventsReady, this, &SubscriptionsDialog::apply);
    connect(account, &QObject::destroyed, this, &QDialog::reject);
    takeFolders();
    ask();
}

void SubscriptionsDialog::build()
{
    m_typed->setObjectName(QStringLiteral("filter"));
    m_typed->setPlaceholderText(tr("Filter by name"));
    m_typed->setAccessibleName(tr("Filter by name"));
    m_typed->setClearButtonEnabled(true);
    m_typed->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_list->setObjectName(QStringLiteral("folders"));
    m_list->setAccessibleName(windowTitle());
    static_cast<MarkList *>(m_list)->markAll = [this](const QModelIndexList &rows, bool marked) {
        mark(rows, marked);
    };
    m_list->setModel(m_filtered);
    m_list->setHeaderHidden(true);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_only->setObjectName(QStringLiteral("subscribedOnly"));

    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    m_refresh = buttons->addButton(tr("&Refresh"), QDialogButtonBox::ActionRole);
    m_refresh->setObjectName(QStringLiteral("refresh"));
    addKey(m_refresh, QKeySequence::Refresh);
    m_refresh->setAutoDefault(false);
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        m_problem.clear();
        if (m_account)
            m_account->checkNow();
        ask();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(gap);
    layout->addWidget(m_typed);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_only);
    layout->addSpacing(grid);
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(480, 560);
    m_typed->setFocus();
}

void SubscriptionsDialog::mark(const QModelIndexList &rows, bool subscribed)
{
    m_together.emplace();
    const QList<QPersistentModelIndex> all(rows.begin(), rows.end());
    for (const QPersistentModelIndex &row : all) {
        if (row.isValid())
            m_filtered->setData(row, subscribed ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    }
    const QList<imap::MailboxName> folders = *std::exchange(m_together, std::nullopt);
    if (folders.size() > 1)
        Q_EMIT allWanted(folders, subscribed);
    else if (!folders.isEmpty())
        Q_EMIT subscribeWanted(folders.first(), subscribed);
}

void SubscriptionsDialog::setSubscribedOnly(bool only)
{
    const QSignalBlocker quiet(m_only);
    m_only->setChecked(only);
}

void SubscriptionsDialog::showProblem(const QString &words)
{
    m_problem = words;
    showWords();
}

void SubscriptionsDialog::ask()
{
    auto *server = dynamic_cast<imap::ServerHandle *>(m_account.data());
    m_stale = m_asking; // the answer under way may be from before
    if (!server || m_asking)
        return;
    m_asking = true;
    m_refresh->setEnabled(false);
    showWords();
    onFinished(
        server->subscriptions(), this,
        [this](const QList<imap::Subscription> &subscriptions) {
            m_asking = false;
            m_refresh->setEnabled(true);
            m_model->setSubscriptions(subscriptions);
            if (m_stale)
                ask();
            showWords();
        },
        [this](const imap::Error &error) {
            m_asking = false;
            m_refresh->setEnabled(true);
            const bool connected = m_tree->connectionOf(m_accountId).state == imap::ConnectionState::Online;
            if (m_stale && connected)
                return ask();
            if (connected) // else the words under the list say so
                m_problem = tr("The server was asked in vain for names that are no more. %1")
                                .arg(errorText(error).what);
            showWords();
        });
}

void SubscriptionsDialog::takeFolders()
{
    m_model->setFolders(m_tree->folders(m_accountId));
    showWords();
}

void SubscriptionsDialog::apply(const imap::EventBatch &batch)
{
    for (const imap::Event &event : batch.events) {
        if (const auto *journal = std::get_if<imap::JournalChanged>(&event)) {
            for (const imap::JournalEntry &entry : journal->entries)
                applyEntry(entry);
        } else if (const auto *failure = std::get_if<imap::OperationFailed>(&event)) {
            explain(*failure);
        } else if (std::holds_alternative<imap::ConnectionChanged>(event)) {
            showWords();
        }
    }
}

void SubscriptionsDialog::applyEntry(const imap::JournalEntry &entry)
{
    const auto *change = std::get_if<imap::SubscribeChange>(&entry.change);
    if (!change)
        return;
    if (entry.state == imap::OperationState::Failed) {
        m_model->keep(change->name);
        const QString name = folderTitle(*m_tree, m_accountId, change->name);
        m_refusedEntry = entry.id;
        m_refusalBeginning =
            (change->subscribed ? tr("“%1” was not subscribed:") : tr("“%1” is subscribed still:")).arg(name);
        showProblem(m_refusalBeginning + QLatin1Char(' ') + entry.error);
    } else if (entry.state == imap::OperationState::Done && m_model->isGone(change->name)) {
        ask();
    }
}

/// What was refused is told behind the journal's entry, with more than the server's words.
void SubscriptionsDialog::explain(const imap::OperationFailed &failure)
{
    if (m_problem.isEmpty() || failure.operation != m_refusedEntry || !failure.error || !m_account)
        return;
    const QString what = errorText(*failure.error, m_account->config().connection.host).what;
    showProblem(m_refusalBeginning + QLatin1Char(' ') + what);
}

void SubscriptionsDialog::filter()
{
    static_cast<FolderFilter *>(m_filtered)->setWords(m_typed->text());
    expand({});
    showWords();
}

/// Everything is open but what a person closed; what a filter found is open in any case.
void SubscriptionsDialog::expand(const QModelIndex &parent)
{
    const bool found = !m_typed->text().trimmed().isEmpty();
    const QSignalBlocker quiet(m_list);
    for (int row = 0; row < m_filtered->rowCount(parent); ++row) {
        const QModelIndex index = m_filtered->index(row, 0, parent);
        if (m_filtered->rowCount(index) == 0)
            continue;
        m_list->setExpanded(index,
                            found || !m_closed.contains(index.data(SubscriptionModel::Key).toString()));
        expand(index);
    }
}

void SubscriptionsDialog::showWords()
{
    QStringList words;
    if (m_model->folderCount() == 0 && m_model->goneCount() == 0)
        words << (m_asking ? tr("Asking the server…") : tr("There are no folders yet."));
    else if (m_filtered->rowCount() == 0)
        words << tr("No folder has all of these words.");
    else
        words << subscribedWords(m_model->subscribedCount(), m_model->folderCount());
    if (m_tree->connectionOf(m_accountId).state != imap::ConnectionState::Online)
        words << tr("Not connected: what you mark is sent later.");
    m_field->setHint(words.join(QLatin1Char(' ')));
    m_field->setProblem(m_problem);
}

} // namespace ui
