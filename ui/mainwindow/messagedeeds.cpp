#include "ui/mainwindow/messagedeeds.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/models/gmaillabels.h"
#include "ui/models/rightswords.h"
#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/onfinished.h"
#include "ui/views/messagelistview.h"
#include "ui/views/messagemime.h"
#include "ui/views/readerpane.h"

namespace ui
{

using imap::FolderRole;

namespace
{

/// What is left of rows that were named before a question was asked: their indexes went with them.
QItemSelection stillThere(const QItemSelection &rows)
{
    QItemSelection left;
    for (const QItemSelectionRange &range : rows) {
        if (range.isValid())
            left << range;
    }
    return left;
}

} // namespace

MessageDeeds::MessageDeeds(const Panes &panes, MailBrowser *browser, Operations *operations,
                           SpecialFolders *special, MailQuestions *questions, QObject *parent)
    : Deeds(parent)
    , m_panes(panes)
    , m_browser(browser)
    , m_operations(operations)
    , m_special(special)
    , m_questions(questions)
{
    connect(m_panes.list, &MessageListView::flagToggleRequested, this,
            qOverload<const QItemSelection &, const imap::Flag &, bool>(&MessageDeeds::setFlag));
    connect(m_panes.list, &MessageListView::archiveRequested, this, &MessageDeeds::archiveRows);
    connect(m_panes.list, &MessageListView::removeRequested, this, &MessageDeeds::removeRows);
    connect(m_browser, &MailBrowser::starWanted, this, &MessageDeeds::star);
    connect(m_browser, &MailBrowser::readWanted, this, &MessageDeeds::markRead);
    connect(m_browser, &MailBrowser::folderChanged, this, &MessageDeeds::offerButtons);
    connect(m_browser, &MailBrowser::rightsChanged, this, &MessageDeeds::offerButtons);
    connect(m_browser->listModel(), &MessageListModel::statusChanged, this, &MessageDeeds::offerButtons);
    m_panes.folders->setDropJudge([this](const QModelIndex &folder, const MessageMime &messages, bool copy) {
        return judgeDrop(folder, messages, copy);
    });
    connect(m_panes.folders, &FolderView::messagesDropped, this, [this](const QModelIndex &index, bool copy) {
        const imap::FolderInfo info = m_browser->folderModel()->folderOf(index);
        moveRows(selection(), {info.name, index.data().toString(), {}, {}, {}}, copy);
    });
}

QString MessageDeeds::accountId() const
{
    return m_browser->account() ? m_browser->account()->config().id : QString();
}

QItemSelection MessageDeeds::selection() const
{
    return m_panes.list->selectionModel()->selection();
}

bool MessageDeeds::isIn(FolderRole role) const
{
    return m_browser->account() && m_special->isWithin(accountId(), m_browser->folder(), role);
}

void MessageDeeds::change(const QItemSelection &rows, const MakeChange &make, bool leaves)
{
    imap::AccountHandle *account = m_browser->account();
    if (!account || rows.isEmpty())
        return;
    const auto messages = m_browser->listModel()->resolve(rows);
    if (leaves)
        m_browser->leave(rows);
    const auto go = [this, make, guarded = QPointer<imap::AccountHandle>(account)](const imap::UidSet &uids) {
        if (guarded && !uids.isEmpty())
            m_operations->change(guarded, make(uids));
    };
    // What is known already is changed in this very turn.
    if (messages.isFinished() && messages.resultCount() == 1)
        go(messages.result());
    else
        onFinished(messages, this, go,
                   [this, guarded = QPointer<imap::AccountHandle>(account)](const imap::Error &error) {
                       Q_EMIT failed(guarded, tr("Nothing was changed"), error);
                   });
}

void MessageDeeds::setFlag(const QItemSelection &rows, const imap::Flag &flag, bool on)
{
    if (!m_browser->flagReason(flag).isEmpty())
        return;
    change(
        rows,
        [folder = m_browser->folder(), flag, on](const imap::UidSet &uids) {
            const imap::FlagSet one{flag};
            return imap::FlagChange{folder, uids, on ? one : imap::FlagSet(), on ? imap::FlagSet() : one};
        },
        false);
}

void MessageDeeds::setFlag(const imap::Flag &flag, bool on)
{
    setFlag(selection(), flag, on);
}

MessageDeeds::Chosen MessageDeeds::chosen() const
{
    const MessageListModel *model = m_browser->listModel();
    Chosen chosen;
    chosen.count = m_browser->selectedCount();
    const QList<imap::Uid> uids = model->uids(selection());
    chosen.all = uids.size() == chosen.count && uids.size() <= MostLookedAt;
    for (const imap::Uid uid : uids.first(qMin<qsizetype>(uids.size(), MostLookedAt))) {
        if (const imap::MessageSummaryPtr message = model->messageOf(uid))
            chosen.known << message;
        else
            chosen.all = false;
    }
    chosen.places.insert(m_browser->folder().toString(), int(chosen.known.size()));
    return chosen;
}

QString MessageDeeds::flagReason(const imap::Flag &flag) const
{
    return m_browser->flagReason(flag);
}

void MessageDeeds::setLabel(const QString &label, bool on)
{
    if (label.isEmpty() || !labelReason(label).isEmpty())
        return;
    change(
        selection(),
        [folder = m_browser->folder(), label, on](const imap::UidSet &uids) {
            const QStringList one{label};
            return imap::LabelChange{folder, uids, on ? one : QStringList(), on ? QStringList() : one};
        },
        false);
}

std::optional<QStringList> MessageDeeds::gmailLabels() const
{
    return ui::gmailLabels(*m_browser->folderModel(), accountId());
}

QString MessageDeeds::labelReason(const QString &label) const
{
    if (const QString reason = m_browser->readOnlyReason(); !reason.isEmpty())
        return reason;
    return label == m_browser->folder().toString()
               ? tr("Messages in this folder have its label. Move them away to take it off.")
               : QString();
}

void MessageDeeds::markRead(bool read)
{
    setFlag(imap::flags::Seen, read);
}

void MessageDeeds::star(bool on)
{
    setFlag(imap::flags::Flagged, on);
}

void MessageDeeds::toggleStar()
{
    star(m_browser->wouldStar());
}

void MessageDeeds::moveRows(const QItemSelection &rows, const FolderChoice &target, bool copy)
{
    const imap::MailboxName folder = m_browser->folder();
    if (rows.isEmpty() || target.folder.isEmpty() || (!copy && !leaveReason().isEmpty()) ||
        !targetReason(target.folder).isEmpty())
        return;
    if (target.isNew)
        m_operations->change(m_browser->account(), imap::CreateFolderChange{target.folder, FolderRole::None},
                             true);
    change(
        rows,
        [folder, copy, name = target.folder](const imap::UidSet &uids) -> imap::Change {
            if (copy)
                return imap::CopyChange{folder, uids, name};
            return imap::MoveChange{folder, uids, name};
        },
        !copy);
}

void MessageDeeds::chooseTarget(bool copy)
{
    const qint64 count = m_browser->selectedCount();
    if (count == 0)
        return;
    const QString what = count == 1 ? tr("message") : tr("%1 messages").arg(countText(count));
    // What is chosen now is meant, also if news comes while the question is open.
    const QString account = accountId();
    m_questions->askTarget(account, copy ? tr("Copy %1 to").arg(what) : tr("Move %1 to").arg(what),
                           m_browser->folder(), copy, [this, copy, account](const FolderChoice &target) {
                               if (account != accountId())
                                   return;
                               m_special->noteTarget(account, target.folder);
                               moveRows(selection(), target, copy);
                           });
}

void MessageDeeds::chooseDate()
{
    // From where one is: the days around are the likeliest ones.
    const QDateTime here = m_panes.list->currentIndex().data(MessageRole::Date).toDateTime();
    m_questions->askDate(here.isValid() ? here.toLocalTime().date() : QDate::currentDate(),
                         [this](QDate day) { m_browser->goToDate(day); });
}

void MessageDeeds::moveToRole(const QItemSelection &rows, FolderRole role)
{
    if (rows.isEmpty() || !leaveReason().isEmpty())
        return;
    const QString account = accountId();
    const imap::MailboxName known = m_special->find(account, role);
    if (!known.isEmpty()) {
        if (!(known == m_browser->folder()))
            moveRows(rows, {known, {}, {}, {}, {}}, false);
        return;
    }
    m_questions->askRole(account, role,
                         [this, account, role, rows, folder = m_browser->folder()](FolderChoice choice) {
                             if (account != accountId() || !(folder == m_browser->folder()))
                                 return;
                             m_special->choose(account, role, choice.folder);
                             if (choice.isNew)
                                 m_operations->change(m_browser->account(),
                                                      imap::CreateFolderChange{choice.folder, role}, true);
                             choice.isNew = false;
                             moveRows(stillThere(rows), choice, false);
                         });
}

void MessageDeeds::archive()
{
    archiveRows(selection());
}

void MessageDeeds::archiveRows(const QItemSelection &rows)
{
    moveToRole(rows, FolderRole::Archive);
}

void MessageDeeds::junk(bool isJunk)
{
    moveToRole(selection(), isJunk ? FolderRole::Junk : FolderRole::Inbox);
}

void MessageDeeds::remove()
{
    removeRows(selection());
}

void MessageDeeds::removeRows(const QItemSelection &rows)
{
    if (isIn(FolderRole::Trash))
        purgeRows(rows);
    else
        moveToRole(rows, FolderRole::Trash);
}

void MessageDeeds::purge()
{
    purgeRows(selection());
}

void MessageDeeds::purgeRows(const QItemSelection &rows)
{
    if (rows.isEmpty() || !leaveReason().isEmpty())
        return;
    const qint64 count = m_browser->listModel()->messageCount(rows);
    m_questions->askPurge(count, [this, rows, folder = m_browser->folder(), account = accountId()] {
        if (account != accountId() || !(folder == m_browser->folder()))
            return;
        change(
            stillThere(rows),
            [folder](const imap::UidSet &uids) {
                return imap::DeleteChange{folder, uids};
            },
            true);
    });
}

FolderView::DropAnswer MessageDeeds::judgeDrop(const QModelIndex &folder, const MessageMime &messages,
                                               bool copy) const
{
    const imap::FolderInfo info = m_browser->folderModel()->folderOf(folder);
    const imap::AccountHandle *account = m_browser->folderModel()->accountOf(folder);
    if (!account || info.name.isEmpty())
        return {{}, tr("Messages can be put into folders only.")};
    if (!info.selectable)
        return {{}, tr("This folder holds folders only.")};
    if (account->config().id != messages.accountId())
        return {{}, tr("This folder belongs to another account.")};
    if (account != m_browser->account() || !(messages.folder() == m_browser->folder()))
        return {{}, tr("Another folder was opened meanwhile.")};
    if (info.name == messages.folder())
        return {{}, tr("They are in this folder already.")};
    if (const QString reason = copy ? QString() : leaveReason(); !reason.isEmpty())
        return {{}, reason};
    if (const QString reason = targetReason(info.name); !reason.isEmpty())
        return {{}, reason};
    const QString count = countText(messages.count());
    return {copy ? tr("Copy %1 here").arg(count) : tr("Move %1 here").arg(count), {}};
}

// Why not.

/// Why messages cannot go from the open folder.
QString MessageDeeds::leaveReason() const
{
    if (!m_browser->account())
        return tr("No folder is open.");
    // Moving is deleting, too: RFC 6851 §3.3.
    const imap::FolderInfo folder = m_browser->folderInfo();
    for (const char right : {'t', 'e'}) {
        if (const QString missing = missingRight(folder, right); !missing.isEmpty())
            return missing;
    }
    if (const QString reason = m_browser->readOnlyReason(); !reason.isEmpty())
        return reason;
    if (!m_browser->listModel()->canKeep(imap::flags::Deleted))
        return tr("The server does not let you take messages out of this folder.");
    return {};
}

QString MessageDeeds::withinReason(FolderRole role) const
{
    if (m_browser->account() && m_special->find(accountId(), role) == m_browser->folder())
        return tr("These messages are there already.");
    return {};
}

/// Why messages cannot be put there.
QString MessageDeeds::targetReason(const imap::MailboxName &target) const
{
    const FolderTreeModel &tree = *m_browser->folderModel();
    const QModelIndex index = tree.folderIndex(accountId(), target);
    return missingRight(tree.folderOf(index), 'i', index.data().toString());
}

/// Why messages cannot go into the folder for `role`; where there is none yet, one is offered.
QString MessageDeeds::roleReason(FolderRole role) const
{
    const imap::MailboxName target =
        m_browser->account() ? m_special->find(accountId(), role) : imap::MailboxName();
    return target.isEmpty() ? QString() : targetReason(target);
}

void MessageDeeds::offerButtons()
{
    const bool can = leaveReason().isEmpty();
    const bool trashes = isIn(FolderRole::Trash) || roleReason(FolderRole::Trash).isEmpty();
    m_panes.list->offerToTakeAway(can && withinReason(FolderRole::Archive).isEmpty() &&
                                      roleReason(FolderRole::Archive).isEmpty(),
                                  can && trashes);
    m_panes.list->offerMarks(m_browser->flagReason(imap::flags::Flagged).isEmpty(),
                             m_browser->flagReason(imap::flags::Seen).isEmpty());
}

void MessageDeeds::explain(Actions *actions) const
{
    const bool any = m_browser->selectedCount() > 0;
    const auto say = [&](QAction *action, const QString &reason) {
        Actions::setReason(action, m_browser->account() && !any ? tr("Choose a message first.") : reason);
    };
    say(actions->markRead, m_browser->flagReason(imap::flags::Seen));
    say(actions->markUnread, m_browser->flagReason(imap::flags::Seen));
    say(actions->star, m_browser->flagReason(imap::flags::Flagged));
    actions->star->setChecked(any && !m_browser->wouldStar());
    const bool keepsNothing = !m_browser->account() || m_browser->listModel()->isReadOnly();
    say(actions->labels, keepsNothing ? m_browser->flagReason(imap::flags::Flagged) : QString());
    const QString stays = leaveReason();
    const auto first = [](const QString &a, const QString &b) { return a.isEmpty() ? b : a; };
    say(actions->archive,
        first(stays, first(withinReason(FolderRole::Archive), roleReason(FolderRole::Archive))));
    const bool inJunk = isIn(FolderRole::Junk);
    actions->junk->setVisible(!inJunk);
    actions->notJunk->setVisible(inJunk);
    say(actions->junk, first(stays, roleReason(FolderRole::Junk)));
    say(actions->notJunk,
        first(stays, inJunk ? roleReason(FolderRole::Inbox) : tr("This is not the folder for junk mail.")));
    say(actions->remove, first(stays, isIn(FolderRole::Trash) ? QString() : roleReason(FolderRole::Trash)));
    say(actions->purge, stays);
    say(actions->moveTo, stays);
    say(actions->copyTo, m_browser->account() ? QString() : tr("No folder is open."));
    actions->remove->setText(isIn(FolderRole::Trash) ? tr("&Delete for Good…") : tr("&Delete"));
    actions->purge->setVisible(!isIn(FolderRole::Trash));
}

} // namespace ui
