#include "ui/dialogs/quotadialog.h"

#include "account/serverhandle.h"
#include "ui/dialogs/quotalimits.h"
#include "ui/models/quotawords.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/turnpage.h"
#include "ui/views/noticeline.h"
#include "ui/views/quotadelegate.h"
#include "ui/views/statepage.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui
{

namespace
{

/// From so many folders and roots on they can be searched.
constexpr qsizetype manyRows = 15;
/// Milliseconds; a refresh that takes longer tells how far it is.
constexpr qint64 unnoticed = 500;

} // namespace

QuotaDialog::QuotaDialog(imap::AccountHandle *account, const imap::ConnectionChanged &connection,
                         QWidget *parent)
    : QDialog(parent)
    , m_account(account)
    , m_connection(connection)
    , m_model(new QuotaModel(this))
    , m_filtered(new QSortFilterProxyModel(this))
{
    setWindowTitle(tr("Quota of %1").arg(account->config().displayName));
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setRecursiveFilteringEnabled(true);
    build();
    connect(account, &imap::AccountHandle::eventsReady, this, &QuotaDialog::apply);
    connect(account, &QObject::destroyed, this, &QDialog::reject);
    connect(&m_question, &QFutureWatcherBase::progressValueChanged, this, &QuotaDialog::showProgress);
    resize(640, 480);
    ask();
}

QuotaDialog::~QuotaDialog()
{
    m_question.cancel(); // folders that nobody waits for are not asked
}

void QuotaDialog::build()
{
    m_state = new StatePage(this);
    connect(m_state, &StatePage::acted, this, &QuotaDialog::ask);

    auto *content = new QWidget(this);
    m_filter = new QLineEdit(content);
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(tr("Find a folder or a limit"));
    m_filter->setClearButtonEnabled(true);
    m_filter->hide();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text);
        expand();
    });
    m_tree = new QTreeView(content);
    m_tree->setObjectName(QStringLiteral("limits"));
    m_tree->setModel(m_filtered);
    m_tree->setItemDelegate(new QuotaDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->setAccessibleName(tr("Limits"));
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(QuotaModel::Name, 240);
    m_tree->header()->setSectionsMovable(false);
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (index.parent().isValid() && m_filter->text().isEmpty())
            m_open.insert(index.data(QuotaRoles::Root).toByteArray());
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (index.parent().isValid())
            m_open.remove(index.data(QuotaRoles::Root).toByteArray());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &QuotaDialog::rowChosen);
    m_limits = new QuotaLimits(content);
    m_limits->hide();
    connect(m_limits, &QuotaLimits::applied, this, &QuotaDialog::applyLimits);
    connect(m_limits, &QuotaLimits::cancelled, this, &QuotaDialog::closeEditor);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    column->addWidget(m_filter);
    column->addWidget(m_tree, 1);
    column->addWidget(m_limits);

    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_state);
    m_pages->addWidget(content);
    m_notice = new NoticeLine(this);
    connect(m_notice, &NoticeLine::undoWanted, this, [this](quint64 operation) {
        m_undoing = operation;
        Q_EMIT undoWanted(operation);
    });
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    m_change = buttons->addButton(tr("Change &Limits…"), QDialogButtonBox::ActionRole);
    m_change->setObjectName(QStringLiteral("changeLimits"));
    m_refresh = buttons->addButton(tr("&Refresh"), QDialogButtonBox::ActionRole);
    m_refresh->setObjectName(QStringLiteral("refresh"));
    addKey(m_refresh, QKeySequence::Refresh);
    for (QPushButton *button : {m_change, m_refresh, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false);
    connect(m_change, &QPushButton::clicked, this, &QuotaDialog::openEditor);
    connect(m_refresh, &QPushButton::clicked, this, &QuotaDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(gap + grid);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
}

imap::ServerHandle *QuotaDialog::server() const
{
    return dynamic_cast<imap::ServerHandle *>(m_account.data());
}

QString QuotaDialog::serverName() const
{
    return m_account ? m_account->config().connection.host : QString();
}

void QuotaDialog::ask()
{
    m_stale = m_asking; // the answer under way may be from before
    if (m_asking || !server())
        return;
    if (!isOnline()) {
        showPage();
        return;
    }
    m_asking = true;
    m_asked.start();
    m_question.setFuture(server()->quotaOverview());
    showPage();
    onFinished(
        m_question.future(), this,
        [this](const imap::QuotaOverview &overview) {
            m_asking = false;
            showProgress();
            if (m_stale)
                ask();
            else
                answered(overview);
        },
        [this](const imap::Error &error) {
            m_asking = false;
            showProgress();
            if (m_stale && isOnline()) {
                ask();
                return;
            }
            const ErrorText text = errorText(error, serverName());
            showPage();
            if (m_known)
                m_notice->complain(text.what, text.details);
            else if (isOnline())
                m_state->setWords({QStringLiteral("dialog-warning"), tr("The limits are not known"),
                                   text.what, text.details, tr("&Try Again")});
        });
}

void QuotaDialog::showProgress()
{
    const int folders = m_question.progressMaximum();
    const QString answers =
        tr("%1 of %2 folders have answered.").arg(countText(m_question.progressValue()), countText(folders));
    if (m_asking && !m_known) {
        m_state->setWords({QStringLiteral("quota"),
                           tr("Asking the server…"),
                           folders > 1 ? answers : tr("Each folder may have limits of its own."),
                           {},
                           {}});
        return;
    }
    if (m_notice->words() != m_progress)
        return; // something that matters more is being said
    m_progress.clear();
    if (m_asking && folders > 1 && m_asked.elapsed() > unnoticed)
        m_progress = tr("Asking the server… %1").arg(answers);
    m_notice->say(m_progress);
}

void QuotaDialog::answered(const imap::QuotaOverview &overview)
{
    m_known = true;
    const QByteArray root = m_tree->currentIndex().data(QuotaRoles::Root).toByteArray();
    const bool chosen = m_tree->currentIndex().isValid();
    m_model->setOverview(overview);
    m_filter->setVisible(overview.folders.size() + overview.roots.size() > manyRows);
    expand();
    if (!m_tree->currentIndex().isValid())
        setRow(chosen ? m_model->rootIndex(root) : m_model->index(0, 0));
    showPage();
}

/// Roots are open, and those folders that a person opened; what is searched for is open, too.
void QuotaDialog::expand()
{
    if (!m_filter->text().isEmpty()) {
        m_tree->expandAll();
        return;
    }
    for (int row = 0; row < m_filtered->rowCount(); ++row) {
        const QModelIndex root = m_filtered->index(row, 0);
        if (QuotaModel::Kind(root.data(QuotaRoles::Kind).toInt()) != QuotaModel::Kind::Root)
            continue;
        m_tree->expand(root);
        const QModelIndex folders = m_filtered->index(m_filtered->rowCount(root) - 1, 0, root);
        m_tree->setExpanded(folders, m_open.contains(root.data(QuotaRoles::Root).toByteArray()));
    }
}

void QuotaDialog::showPage()
{
    const imap::QuotaOverview &overview = m_model->overview();
    const bool empty = m_model->rowCount() == 0;
    turnPage(m_pages, m_known && !empty ? 1 : 0, m_known && !empty ? m_tree : nullptr);
    const QString name = serverName();
    if (m_asking && !m_known)
        showProgress();
    else if (!isOnline() && !m_known)
        m_state->setWords({QStringLiteral("network-offline"),
                           tr("Not connected"),
                           tr("The limits are asked for when there is a connection to %1.").arg(name),
                           {},
                           {}});
    else if (m_known && !overview.offered)
        m_state->setWords({QStringLiteral("quota"),
                           tr("No word of limits"),
                           tr("%1 does not tell whether there are any (it lacks QUOTA, RFC 9208).").arg(name),
                           {},
                           {}});
    else if (m_known && empty)
        m_state->setWords({QStringLiteral("quota"),
                           tr("No folder to ask for"),
                           tr("The account has no folders yet."),
                           {},
                           {}});
    showReasons();
}

void QuotaDialog::showReasons()
{
    const imap::QuotaOverview &overview = m_model->overview();
    const bool content = m_pages->currentIndex() == 1;
    QString reason;
    const QModelIndex current = m_tree->currentIndex();
    const auto kind = QuotaModel::Kind(current.data(QuotaRoles::Kind).toInt());
    const bool folder = kind == QuotaModel::Kind::Folder && !current.parent().parent().isValid();
    if (!isOnline())
        reason = tr("Limits can be changed while there is a connection.");
    else if (!overview.canSet)
        reason = tr("The server does not let anybody change limits (it lacks QUOTASET, RFC 9208).");
    else if (m_pending)
        reason = tr("The last change is still on its way.");
    else if (!current.isValid() || (kind == QuotaModel::Kind::Unlimited))
        reason = tr("Choose a limit, or a folder without one.");
    m_change->setVisible(content && !m_limits->isVisibleTo(m_limits->parentWidget()));
    m_change->setEnabled(reason.isEmpty());
    m_change->setToolTip(!reason.isEmpty() ? reason
                         : folder ? tr("Set a limit for this folder; servers let only administrators do that")
                                  : tr("Servers let only administrators do that"));
    m_limits->setReason(!isOnline() ? reason : QString());
    m_refresh->setVisible(m_known);
    m_refresh->setEnabled(isOnline() && !m_asking && !m_pending);
    m_refresh->setToolTip(isOnline() ? QString() : tr("There is no connection."));
}

} // namespace ui
