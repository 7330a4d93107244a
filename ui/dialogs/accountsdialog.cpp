#include "ui/dialogs/accountsdialog.h"

#include "mime/cleantext.h"
#include "ui/dialogs/checktext.h"
#include "ui/dialogs/formfield.h"
#include "ui/models/roles.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"
#include "ui/views/folderdelegate.h"
#include "ui/views/rowcolors.h"

#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr int iconSize = 22;

/// Name over address and state, with the dot of the folder pane.
class AccountDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, QFontMetrics(option.font).height() +
                         QFontMetrics(scaledFont(option.font, smallType)).height() + 2 * gap + grid};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override
    {
        QStyleOptionViewItem option(given);
        // In the folder pane accounts cannot be selected; here the current one is.
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        option.state.setFlag(QStyle::State_Selected, view && view->currentIndex() == index);
        const RowColors colors = rowColors(option);
        painter->save();
        paintRowGround(painter, option, colors);
        const QRect row = option.rect.adjusted(gap + grid, gap, -gap - grid, -gap);
        const auto place = [&](const QRect &logical) {
            return QStyle::visualRect(option.direction, option.rect, logical);
        };
        paintIcon(painter, place({row.left(), row.center().y() - iconSize / 2 + 1, iconSize, iconSize}),
                  QStringLiteral("account"), colors.muted);
        const int left = row.left() + iconSize + gap + grid;
        const QFont small = scaledFont(option.font, smallType);
        const int upper = QFontMetrics(option.font).height();
        const QRect first(left, row.top(), row.right() - left + 1, upper);
        const QRect second(left, row.top() + upper + grid, first.width(), QFontMetrics(small).height());
        const int dot = 2 * gap;
        const int used = paintLine(painter, place(first.adjusted(0, 0, -dot, 0)), index.data().toString(),
                                   semibold(option.font), colors.text, option.direction);
        const QRect dotPlace(first.left() + used + gap, first.top() - 1, gap, first.height());
        const auto state = State(index.data(FolderRoles::State).toInt());
        // The colours of states are for the pane's ground and hardly seen on the highlight.
        paintStateDot(painter, first.translated(0, -1), place(dotPlace).left(), state,
                      colors.highlighted ? colors.text : stateColor(state, option.palette));
        paintLine(painter, place(second), secondLine(index), small, colors.muted, option.direction);
        painter->restore();
    }

private:
    /// Another account of the same user differs in the port only.
    static bool needsPort(const FolderTreeModel &tree, const imap::AccountConfig &config)
    {
        for (int row = 0; row < tree.rowCount(); ++row) {
            const imap::AccountHandle *account = tree.accountOf(tree.index(row, 0));
            const imap::AccountConfig other = account ? account->config() : imap::AccountConfig();
            if (!config.connection.host.isEmpty() && other.id != config.id && other.user == config.user &&
                other.connection.host == config.connection.host &&
                other.connection.port != config.connection.port)
                return true;
        }
        return false;
    }
    static QString secondLine(const QModelIndex &index)
    {
        const auto *tree = static_cast<const FolderTreeModel *>(index.model());
        const imap::AccountHandle *account = tree->accountOf(index);
        if (!account)
            return {};
        const imap::AccountConfig config = account->config();
        QString server =
            config.connection.host.isEmpty() ? config.connection.command : config.connection.host;
        if (needsPort(*tree, config))
            server += QLatin1Char(':') + QString::number(config.connection.port);
        const QString state = index.data(FolderRoles::StateText).toString().section(QLatin1Char('\n'), 0, 0);
        return imap::mime::cleanLine(AccountsDialog::tr("%1 on %2").arg(config.user, server), 200) +
               QStringLiteral(" \u00b7 ") + state;
    }
};

} // namespace

AccountsDialog::AccountsDialog(FolderTreeModel *tree, imap::CheckAccount check, KnownPassword known,
                               QWidget *parent)
    : QDialog(parent)
    , m_tree(tree)
    , m_check(std::move(check))
    , m_known(std::move(known))
    , m_list(new QListView(this))
    , m_field(new FormField(m_list, this))
{
    setObjectName(QStringLiteral("accounts"));
    setWindowTitle(tr("Accounts"));
    build();
    connect(m_add, &QPushButton::clicked, this, &AccountsDialog::addWanted);
    connect(m_edit, &QPushButton::clicked, this, [this] {
        if (current())
            Q_EMIT editWanted(current());
    });
    connect(m_list, &QListView::activated, m_edit, [this] { m_edit->click(); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (current())
            Q_EMIT removeWanted(current());
    });
    connect(m_test, &QPushButton::clicked, this, &AccountsDialog::test);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &AccountsDialog::showButtons);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(tree, signal, this, [this](const QModelIndex &above) {
            if (!above.isValid())
                showButtons();
        });
    connect(tree, &QAbstractItemModel::rowsMoved, this, &AccountsDialog::showButtons);
    m_list->setCurrentIndex(tree->index(0, 0));
    showButtons();
}

AccountsDialog::~AccountsDialog()
{
    m_underWay.cancel();
}

void AccountsDialog::build()
{
    m_list->setObjectName(QStringLiteral("accountList"));
    m_list->setAccessibleName(windowTitle());
    m_list->setModel(m_tree);
    m_list->setItemDelegate(new AccountDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);

    const auto button = [this](const QString &text, const char *name) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    m_add = button(tr("&Add…"), "add");
    m_edit = button(tr("&Edit…"), "edit");
    m_test = button(tr("&Test"), "test");
    m_remove = button(tr("&Remove…"), "remove");
    m_up = button(tr("Move &Up"), "up");
    m_down = button(tr("Move &Down"), "down");
    addKey(m_up, QKeySequence(Qt::ALT | Qt::Key_Up));
    addKey(m_down, QKeySequence(Qt::ALT | Qt::Key_Down));
    m_up->setToolTip(tr("Alt+Up"));
    m_down->setToolTip(tr("Alt+Down"));

    auto *column = new QVBoxLayout;
    column->setSpacing(gap);
    for (QPushButton *one : {m_add, m_edit, m_test, m_remove})
        column->addWidget(one);
    column->addSpacing(gap);
    column->addWidget(m_up);
    column->addWidget(m_down);
    column->addStretch(1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(2 * gap);
    middle->addWidget(m_field, 1);
    middle->addLayout(column);
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(2 * gap);
    layout->addLayout(middle, 1);
    layout->addWidget(buttons);
    resize(580, 380);
    m_list->setFocus();
}

void AccountsDialog::select(const QString &accountId)
{
    m_list->setCurrentIndex(m_tree->accountIndex(accountId));
}

imap::AccountHandle *AccountsDialog::current() const
{
    return m_tree->accountOf(m_list->currentIndex());
}

void AccountsDialog::move(int rows)
{
    const QModelIndex index = m_list->currentIndex();
    const int row = index.row() + rows;
    if (!index.isValid() || row < 0 || row >= m_tree->rowCount())
        return;
    Q_EMIT moveWanted(index.data(FolderRoles::AccountId).toString(), row);
    m_list->scrollTo(m_list->currentIndex());
}

void AccountsDialog::test()
{
    if (m_testing) {
        ++m_run;
        m_underWay.cancel();
        endTest({}, {});
        return;
    }
    if (!current())
        return;
    const imap::AccountConfig config = current()->config();
    const quint64 run = ++m_run;
    m_testing = true;
    m_field->setProblem({});
    m_field->setHint(tr("Testing %1…").arg(config.displayName));
    showButtons();
    if (!m_known) {
        testWith(config, imap::Secret(), run);
        return;
    }
    onFinished(
        m_known(config), this,
        [this, config, run](const imap::Secret &secret) { testWith(config, secret, run); },
        [this, config, run](const imap::Error &error) {
            if (run == m_run)
                endTest({}, tr("%1: %2").arg(config.displayName, errorText(error).what));
        });
}

void AccountsDialog::testWith(const imap::AccountConfig &config, const imap::Secret &secret, quint64 run)
{
    if (run != m_run)
        return;
    m_underWay = m_check(config, secret);
    onFinished(
        m_underWay, this,
        [this, config, run](const imap::AccountCheck &found) {
            if (run != m_run)
                return;
            const QString safety =
                found.tls.isEmpty() ? tr("not encrypted") : tr("encrypted with %1").arg(found.tls);
            const QString folders =
                found.folders == 1 ? tr("1 folder") : tr("%1 folders").arg(countText(found.folders));
            endTest(tr("%1 works: signed in (%2), %3, %4.")
                        .arg(config.displayName, found.mechanism, safety, folders),
                    {});
        },
        [this, config, run](const imap::Error &error) {
            if (run != m_run)
                return;
            const ErrorText text = checkErrorText(error, config.connection.host);
            endTest({}, tr("%1: %2 %3").arg(config.displayName, text.what, text.advice).trimmed());
        });
}

void AccountsDialog::endTest(const QString &result, const QString &problem)
{
    m_testing = false;
    m_field->setHint(result);
    m_field->setProblem(problem);
    showButtons();
}

void AccountsDialog::showButtons()
{
    const QModelIndex index = m_list->currentIndex();
    for (QPushButton *button : {m_edit, m_remove})
        button->setEnabled(index.isValid());
    m_test->setEnabled(index.isValid() || m_testing);
    m_test->setText(m_testing ? tr("S&top") : tr("&Test"));
    m_up->setEnabled(index.isValid() && index.row() > 0);
    m_down->setEnabled(index.isValid() && index.row() + 1 < m_tree->rowCount());
    const bool empty = m_tree->rowCount() == 0;
    if (empty != m_empty)
        m_field->setHint(empty ? tr("There is no account yet.") : QString());
    m_empty = empty;
}

} // namespace ui
