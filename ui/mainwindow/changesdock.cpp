#include "ui/mainwindow/changesdock.h"

#include "ui/dialogs/changedetails.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/views/changespanel.h"

#include <QListView>
#include <QToolButton>

namespace ui
{

ChangesDock::ChangesDock(JournalModel::NameFolder nameOf, Operations *operations, QWidget *window)
    : QDockWidget(tr("Changes"), window)
    , m_journal(new JournalModel(std::move(nameOf), this))
    , m_panel(new ChangesPanel(m_journal, this))
    , m_sign(new QToolButton(window))
{
    setObjectName(QStringLiteral("changes"));
    setAllowedAreas(Qt::BottomDockWidgetArea);
    setFeatures(QDockWidget::DockWidgetClosable);
    // The panel's own line says what it is.
    setTitleBarWidget(new QWidget(this));
    setWidget(m_panel);
    hide();
    m_sign->setObjectName(QStringLiteral("changesSign"));
    m_sign->setAutoRaise(true);
    m_sign->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sign->setIconSize(QSize(16, 16));
    m_sign->hide();
    connect(m_panel, &ChangesPanel::closeWanted, this, &QWidget::hide);
    connect(m_journal, &JournalModel::countsChanged, this, &ChangesDock::showSign);
    connect(m_sign, &QToolButton::clicked, this, [this] {
        m_panel->setShown(m_journal->counts().failed > 0 ? ChangesPanel::Show::Failed
                                                         : ChangesPanel::Show::Waiting);
        Q_EMIT opened();
    });
    connect(m_panel, &ChangesPanel::retryWanted, this,
            [](imap::AccountHandle *account, quint64 operation) { account->retryOperation(operation); });
    connect(m_panel, &ChangesPanel::dropWanted, this,
            [](imap::AccountHandle *account, quint64 operation) { account->dropOperation(operation); });
    connect(m_panel, &ChangesPanel::undoWanted, operations,
            [this, operations](imap::AccountHandle *account, quint64 operation) {
                const QModelIndex index = m_journal->index(m_journal->rowOf(account, operation));
                operations->undo(account, operation, index.data(JournalRole::Words).toString());
            });
    connect(m_panel, &ChangesPanel::detailsWanted, this, &ChangesDock::showDetails);
}

void ChangesDock::showSign()
{
    const JournalModel::Counts counts = m_journal->counts();
    m_sign->setVisible(counts.waiting + counts.failed > 0);
    if (counts.failed > 0) {
        m_sign->setIcon(icon(QStringLiteral("dialog-warning")));
        const QString failed = counts.failed == 1 ? tr("1 change failed")
                                                  : tr("%1 changes failed").arg(countText(counts.failed));
        const QString waiting =
            counts.waiting == 1 ? tr("1 waits") : tr("%1 wait").arg(countText(counts.waiting));
        m_sign->setText(counts.waiting > 0 ? tr("%1, %2").arg(failed, waiting) : failed);
    } else {
        m_sign->setIcon(icon(QStringLiteral("document-history")));
        m_sign->setText(counts.waiting == 1 ? tr("1 change waits")
                                            : tr("%1 changes wait").arg(countText(counts.waiting)));
    }
    m_sign->setToolTip(tr("%1 waiting to be sent, %2 failed. Show them.")
                           .arg(countText(counts.waiting), countText(counts.failed)));
}

void ChangesDock::showDetails(const imap::AccountHandle *account, quint64 operation)
{
    const int row = m_journal->rowOf(account, operation);
    if (row < 0)
        return;
    const QModelIndex index = m_journal->index(row);
    auto *dialog = new ChangeDetails(
        m_journal->entryAt(row),
        {index.data(JournalRole::Words).toString(), index.data(JournalRole::StateWords).toString(),
         account->config().displayName, index.data(JournalRole::Place).toString()},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ui
