// What is done in SharingDialog: by menu, key and button.
#include "ui/dialogs/sharewithdialog.h"
#include "ui/dialogs/sharingdialog.h"
#include "ui/support/confirmation.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/views/acldelegate.h"
#include "ui/views/noticeline.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>

namespace ui
{

using imap::Rights;

QRect SharingDialog::roleRect(int row) const
{
    const QModelIndex index = m_model->index(row);
    QStyleOptionViewItem option;
    option.initFrom(m_list);
    option.font = m_list->font();
    option.rect = m_list->visualRect(index);
    return m_delegate->roleRect(option, index);
}

bool SharingDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress)
        return listKey(static_cast<QKeyEvent *>(event));
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const QModelIndex index = m_list->indexAt(mouse->pos());
        const bool onRole = index.isValid() && roleRect(index.row()).contains(mouse->pos());
        if (mouse->button() == Qt::LeftButton && onRole)
            openRoleMenu(index);
    }
    // Words below take room, and the row that they are about must not slip out.
    if (watched == m_list->viewport() && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(
            m_list, [list = m_list] { list->scrollTo(list->currentIndex()); }, Qt::QueuedConnection);
    if (watched == m_list->viewport() && event->type() == QEvent::ContextMenu)
        openRoleMenu(m_list->indexAt(static_cast<QContextMenuEvent *>(event)->pos()));
    return QDialog::eventFilter(watched, event);
}

/// Who comes back may have changed something elsewhere, and others may have.
void SharingDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    if (m_wasActive)
        m_model->ask();
    m_wasActive = true;
}

bool SharingDialog::listKey(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
    case Qt::Key_Menu:
        openRoleMenu(m_list->currentIndex());
        return true;
    case Qt::Key_Delete:
        removeCurrent();
        return true;
    default:
        return false;
    }
}

void SharingDialog::openRoleMenu(const QModelIndex &index)
{
    const AclWho who = m_model->whoAt(index.row());
    if (!index.isValid() || !m_model->canChange() || who.kind == AclKind::Global)
        return;
    m_list->setCurrentIndex(index);
    const imap::AclEntry entry = m_model->entryAt(index.row());
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("roleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *choice = new QActionGroup(menu); // one of them is so: they are marked like that
    const AccessRole now = roleOf(entry.rights);
    const QList<AccessRole> roles = who.negative ? QList<AccessRole>{AccessRole::All} : accessRoles();
    for (const AccessRole role : roles) {
        QAction *action = menu->addAction(
            who.negative ? tr("Everything") : tr("%1 — %2").arg(accessRoleName(role), accessRoleHint(role)));
        action->setData(int(role));
        action->setActionGroup(choice);
        action->setCheckable(true);
        action->setChecked(role == now);
        connect(action, &QAction::triggered, this, [this, role, entry] {
            const imap::GrantableRights *known = m_model->grantable(entry.identifier);
            const Rights wanted = role == AccessRole::All && known && !entry.isNegative() ? allRights(*known)
                                                                                          : roleRights(role);
            change(entry.identifier, entry.isNegative() ? wanted : fittingRights(wanted, known));
        });
    }
    if (!roles.contains(now)) {
        QAction *special = menu->addAction(
            tr("%1 — %2").arg(accessRoleName(now), QString::fromLatin1(entry.rights.toByteArray())));
        special->setActionGroup(choice);
        special->setCheckable(true);
        special->setChecked(true);
        special->setEnabled(false);
    }
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("list-remove")), tr("&Remove"), this, &SharingDialog::removeCurrent);
    menu->popup(m_list->viewport()->mapToGlobal(roleRect(index.row()).bottomLeft()));
}

void SharingDialog::add()
{
    auto *dialog = new ShareWithDialog(
        m_folder, [this](const QByteArray &identifier) { return m_model->addProblem(identifier); }, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QByteArray identifier = dialog->identifier();
        change(identifier, dialog->rights());
        const int row = m_model->rowOf(identifier);
        if (row >= 0)
            m_list->setCurrentIndex(m_model->index(row));
        m_list->setFocus();
    });
    dialog->open();
}

void SharingDialog::removeCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid() && m_model->canChange() && m_model->whoAt(index.row()).kind != AclKind::Global)
        change(m_model->entryAt(index.row()).identifier, {});
}

void SharingDialog::change(const QByteArray &identifier, Rights rights)
{
    if (identifier.isEmpty())
        return;
    if (!m_model->givesUpOwnRights(identifier, rights)) {
        m_model->change(identifier, rights);
        return;
    }
    // The check mark that was pressed shows what is, until the answer.
    showEntry();
    Confirmation question{
        .name = QStringLiteral("giveUpQuestion"),
        .title = tr("Give Up Your Rights"),
        .text = tr("Give up the right to decide who may do what in “%1”?").arg(m_folder),
        .more =
            tr("You cannot count on taking this back yourself: others who have the right a here would have "
               "to give it to you again."),
        .verb = tr("&Give It Up"),
        .icon = QMessageBox::Warning,
    };
    if (rights.isEmpty()) {
        question.title = tr("Remove Yourself");
        question.text = tr("Give up all your access to “%1”?").arg(m_folder);
        question.more =
            tr("You could no longer open it or read what is in it. You cannot count on taking this "
               "back yourself: others who have the right a here would have to let you in again.");
        question.verb = tr("&Give Up All Access");
    }
    confirm(this, this, question, [this, identifier, rights] {
        m_gaveUp = rights.isEmpty();
        m_model->change(identifier, rights);
    });
}

void SharingDialog::sayChange()
{
    m_said.words = changeWords(!m_model->isOnline() && m_model->isUnderWay(m_said.identifier));
    m_notice->say(m_said.words, m_said.operation);
}

QString SharingDialog::changeWords(bool waits) const
{
    const AclWho who = whoIs(m_said.identifier, m_model->ownUser());
    QString words;
    if (waits)
        words = m_said.gone ? tr("%1 will be removed when there is a connection again.")
                            : tr("The rights of %1 will be changed when there is a connection again.");
    else if (who.negative)
        words = m_said.gone    ? tr("Nothing is taken away from %1 any more.")
                : m_said.isNew ? tr("Rights were taken away from %1.")
                               : tr("What is taken away from %1 was changed.");
    else
        words = m_said.gone    ? tr("%1 was removed.")
                : m_said.isNew ? tr("%1 was added.")
                               : tr("The rights of %1 were changed.");
    return words.arg(who.name);
}

void SharingDialog::sayMadeOtherwise(const QByteArray &identifier, Rights left, Rights missing)
{
    const auto named = [](Rights rights) {
        QStringList names;
        for (const char right : rights.toByteArray())
            names << tr("“%1”").arg(rightText(right));
        return listText(names);
    };
    const QString name = whoIs(identifier, m_model->ownUser()).name;
    QStringList words;
    if (!left.isEmpty())
        words << tr("The server leaves %1 this right: %2.").arg(name, named(left));
    if (!missing.isEmpty())
        words << tr("The server did not give %1 this right: %2.").arg(name, named(missing));
    m_notice->complain(words.join(QLatin1Char(' ')));
}

} // namespace ui
