// How QuotaDialog changes limits, and what it hears of that.
#include "account/serverhandle.h"
#include "ui/dialogs/quotadialog.h"
#include "ui/dialogs/quotalimits.h"
#include "ui/models/quotawords.h"
#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"
#include "ui/views/noticeline.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTreeView>

namespace ui
{

namespace
{

/// What can be limited on a server that does not say.
const QList<QByteArray> usualResources{"STORAGE", "MESSAGE"};

/// The folder of a row that nothing limits; empty: the row is of a quota root.
imap::MailboxName loneFolder(const QModelIndex &row)
{
    const auto kind = QuotaModel::Kind(row.data(QuotaRoles::Kind).toInt());
    return kind != QuotaModel::Kind::Folder || row.parent().parent().isValid()
               ? imap::MailboxName()
               : row.data(QuotaRoles::Folder).value<imap::MailboxName>();
}

} // namespace

void QuotaDialog::openEditor()
{
    const QModelIndex current = m_tree->currentIndex();
    m_lone = loneFolder(current);
    if (m_lone.isEmpty()) {
        editRoot(current.data(QuotaRoles::Root).toByteArray());
        return;
    }
    // A folder that nothing limits becomes a quota root of its own, called as the server calls the folder.
    m_change->setEnabled(false);
    onFinished(
        server()->folderDetails(m_lone), this,
        [this, folder = m_lone](const imap::FolderDetails &details) {
            if (loneFolder(m_tree->currentIndex()) == folder)
                editRoot(details.rawName);
            else
                showReasons(); // another row was chosen meanwhile
        },
        [this](const imap::Error &error) {
            const ErrorText text = errorText(error, serverName());
            m_notice->complain(text.what, text.details);
            showReasons();
        });
}

void QuotaDialog::editRoot(const QByteArray &root)
{
    const imap::QuotaOverview &overview = m_model->overview();
    m_notice->clear();
    m_limits->edit(root, m_model->quotasOf(root),
                   overview.resources.isEmpty() ? usualResources : overview.resources);
    m_limits->show();
    showReasons();
}

bool QuotaDialog::isEdited(const QModelIndex &row) const
{
    if (!m_lone.isEmpty())
        return loneFolder(row) == m_lone;
    const auto kind = QuotaModel::Kind(row.data(QuotaRoles::Kind).toInt());
    return loneFolder(row).isEmpty() && kind != QuotaModel::Kind::Unlimited &&
           row.data(QuotaRoles::Root).toByteArray() == m_limits->root();
}

/// The editor goes with the row that it is for: it never stands below another one.
void QuotaDialog::rowChosen()
{
    const QModelIndex row = m_tree->currentIndex();
    if (!m_settingRow && !m_pending && row.isValid() && !m_limits->isHidden() && !isEdited(row)) {
        if (m_limits->isAncestorOf(focusWidget()))
            m_tree->setFocus();
        m_limits->hide();
    }
    showReasons();
}

void QuotaDialog::closeEditor()
{
    m_limits->hide();
    m_tree->setFocus();
    showReasons();
}

/// Escape leaves the innermost thing: what is edited, and not the whole dialog with it.
void QuotaDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel) && m_limits->isVisible() && m_limits->isEnabled())
        closeEditor();
    else
        QDialog::keyPressEvent(event);
}

/// All limits of a root are sent together: those that were not touched as they are by now.
void QuotaDialog::applyLimits()
{
    if (!server())
        return;
    m_pending = m_limits->root();
    const imap::MailboxName folder = m_model->folderOn(m_limits->root());
    m_limits->setEnabled(false);
    m_notice->say(tr("Sending…"));
    if (folder.isEmpty()) {
        send(m_model->quotasOf(m_limits->root()));
        return;
    }
    onFinished(
        server()->quotaOf({folder}), this,
        [this](const imap::QuotaOverview &now) {
            QList<imap::Quota> present = now.quotas;
            present.removeIf(
                [this](const imap::Quota &quota) { return quota.quotaRoot != m_limits->root(); });
            send(present);
        },
        [this](const imap::Error &error) {
            const ErrorText text = errorText(error, serverName());
            refuse(text.what, text.details);
        });
}

void QuotaDialog::send(const QList<imap::Quota> &present)
{
    const imap::QuotaChange change{m_limits->root(), m_limits->limits(present)};
    m_operation = 0;
    m_sent = true;
    m_model->showPending(change.root, change.limits);
    expand();
    chooseRoot(change.root);
    Q_EMIT changeWanted(change);
}

/// The current row went with the model's rows.
void QuotaDialog::chooseRoot(const QByteArray &root)
{
    const QModelIndex index = m_model->rootIndex(root);
    setRow(index.isValid() ? index : m_model->index(0, 0));
}

void QuotaDialog::setRow(const QModelIndex &row)
{
    const QScopedValueRollback setting(m_settingRow, true);
    m_tree->setCurrentIndex(m_filtered->mapFromSource(row));
}

void QuotaDialog::refuse(const QString &why, const QString &details)
{
    m_pending.reset();
    m_sent = false;
    m_model->takeBack();
    expand();
    if (!m_tree->currentIndex().isValid())
        chooseRoot(m_limits->root());
    m_limits->setEnabled(true);
    m_notice->complain(tr("The limits stay as they were. %1").arg(why), details);
    showReasons();
}

void QuotaDialog::showFailure(const imap::Error &error)
{
    const ErrorText text = errorText(error, serverName());
    if (m_sent && m_operation == 0)
        refuse(text.what, text.details);
    else if (std::exchange(m_undoing, 0) != 0)
        m_notice->complain(tr("The change could not be taken back. %1").arg(text.what), text.details);
}

void QuotaDialog::apply(const imap::EventBatch &batch)
{
    for (const imap::Event &event : batch.events) {
        if (const auto *connection = std::get_if<imap::ConnectionChanged>(&event)) {
            const bool was = isOnline();
            m_connection = *connection;
            if (!was && isOnline() && !m_pending)
                ask();
            else if (was != isOnline())
                showPage();
            if (was && !isOnline() && m_pending)
                m_notice->say(tr("The connection is gone; the change is sent when there is one again."));
        } else if (const auto *quota = std::get_if<imap::QuotaChanged>(&event)) {
            takeFigures(quota->quotas);
        } else if (const auto *journal = std::get_if<imap::JournalChanged>(&event)) {
            for (const imap::JournalEntry &entry : journal->entries)
                onJournal(entry);
        } else if (const auto *failed = std::get_if<imap::OperationFailed>(&event)) {
            if (m_operation != 0 && failed->operation == m_operation && failed->error) {
                const ErrorText text = errorText(*failed->error, serverName());
                refuse(text.what, text.details);
            }
        }
    }
}

/// What the account tells by itself is newer than what was asked for.
void QuotaDialog::takeFigures(const QList<imap::Quota> &quotas)
{
    if (!m_known || m_pending)
        return;
    imap::QuotaOverview overview = m_model->overview();
    for (imap::Quota &known : overview.quotas) {
        for (const imap::Quota &quota : quotas) {
            if (quota.quotaRoot == known.quotaRoot && quota.resource == known.resource)
                known = quota;
        }
    }
    m_model->setOverview(overview);
}

/// Says what became of taking back a change that was made here.
bool QuotaDialog::isUndo(const imap::JournalEntry &entry)
{
    if (m_undoing == 0 || entry.undoes != m_undoing)
        return false;
    if (entry.state == imap::OperationState::Done) {
        m_undoing = 0;
        m_notice->say(tr("The limits are as they were before."));
    } else if (entry.state == imap::OperationState::Failed) {
        m_undoing = 0;
        m_notice->complain(tr("The change could not be taken back. %1").arg(entry.error));
    }
    return true;
}

void QuotaDialog::onJournal(const imap::JournalEntry &entry)
{
    const auto *change = std::get_if<imap::QuotaChange>(&entry.change);
    if (!change)
        return;
    if (isUndo(entry)) {
        if (m_undoing == 0)
            ask();
        return;
    }
    const bool mine = m_sent && m_pending == change->root && (m_operation == 0 || m_operation == entry.id);
    if (mine)
        m_operation = entry.id;
    switch (entry.state) {
    case imap::OperationState::Done:
        if (mine) {
            m_pending.reset();
            m_sent = false;
            m_model->confirmPending();
            m_limits->setEnabled(true);
            closeEditor();
            m_notice->say(tr("The limits of “%1” were changed.").arg(quotaRootName(change->root)),
                          entry.canUndo ? entry.id : 0);
        }
        ask(); // also when it was done, or taken back, elsewhere in the program
        break;
    case imap::OperationState::Failed:
    case imap::OperationState::Undone:
        if (mine)
            refuse(entry.error, {});
        break;
    case imap::OperationState::Waiting:
    case imap::OperationState::Running:
        break;
    }
}

} // namespace ui
