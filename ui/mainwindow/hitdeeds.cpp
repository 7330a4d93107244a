#include "ui/mainwindow/hitdeeds.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailsearch.h"
#include "ui/models/gmaillabels.h"
#include "ui/support/formatting.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"

#include <QSet>
#include <algorithm>

namespace ui
{

using imap::FolderRole;

HitDeeds::HitDeeds(MailSearch *search, const ReaderPane *reader, const FolderTreeModel *tree,
                   Operations *operations, SpecialFolders *special, MailQuestions *questions, QObject *parent)
    : Deeds(parent)
    , m_search(search)
    , m_tree(tree)
    , m_operations(operations)
    , m_special(special)
    , m_questions(questions)
{
    const MessageListView *list = m_search->results();
    connect(list, &MessageListView::flagToggleRequested, this,
            [this](const QItemSelection &rows, const imap::Flag &flag, bool on) {
                setFlag(m_search->hitsOf(rows), flag, on);
            });
    connect(list, &MessageListView::archiveRequested, this,
            [this](const QItemSelection &rows) { moveToRole(m_search->hitsOf(rows), FolderRole::Archive); });
    connect(list, &MessageListView::removeRequested, this,
            [this](const QItemSelection &rows) { removeHits(m_search->hitsOf(rows)); });
    connect(reader, &ReaderPane::starToggled, this, [this](bool on) {
        if (m_search->isActive())
            star(on);
    });
    connect(reader, &ReaderPane::readToggled, this, [this](bool read) {
        if (m_search->isActive())
            markRead(read);
    });
}

// ---------------------------------------------------------------- how

QList<HitDeeds::Part> HitDeeds::partsOf(const Hits &hits)
{
    QList<Part> parts;
    for (const SearchHit &hit : hits) {
        if (!hit.account)
            continue; // it went while a question was open
        auto part = std::find_if(parts.begin(), parts.end(), [&hit](const Part &one) {
            return one.account == hit.account && one.folder == hit.folder;
        });
        if (part == parts.end())
            part = parts.insert(parts.end(), {hit.account, hit.folder});
        part->uids.add(hit.message->uid);
    }
    return parts;
}

void HitDeeds::change(const Hits &hits, const MakeChange &make)
{
    QList<Operations::Deed> deeds;
    const QList<Part> parts = partsOf(hits);
    for (const Part &part : parts)
        deeds.append({part.account, make(part)});
    m_operations->changeAll(deeds);
}

/// A change that takes them away.
void HitDeeds::take(const Hits &hits, const MakeChange &make)
{
    QItemSelection rows;
    const SearchModel *model = m_search->model();
    for (const SearchHit &hit : hits) {
        if (const int row = model->rowOf(hit.key()); row >= 0)
            rows.select(model->index(row, 0), model->index(row, model->columnCount() - 1));
    }
    m_search->leave(rows);
    change(hits, make);
}

void HitDeeds::setFlag(const Hits &hits, const imap::Flag &flag, bool on)
{
    const imap::FlagSet one{flag};
    change(hits, [&](const Part &part) {
        return imap::FlagChange{part.folder, part.uids, on ? one : imap::FlagSet(),
                                on ? imap::FlagSet() : one};
    });
}

void HitDeeds::moveTo(const Hits &hits, const FolderChoice &target, bool copy)
{
    Hits elsewhere = hits;
    if (!copy)
        elsewhere.removeIf([&target](const SearchHit &hit) { return hit.folder == target.folder; });
    if (elsewhere.isEmpty() || !elsewhere.first().account || target.folder.isEmpty())
        return;
    if (target.isNew)
        m_operations->change(elsewhere.first().account,
                             imap::CreateFolderChange{target.folder, FolderRole::None}, true);
    if (copy)
        change(elsewhere, [&](const Part &part) {
            return imap::CopyChange{part.folder, part.uids, target.folder};
        });
    else
        take(elsewhere, [&](const Part &part) {
            return imap::MoveChange{part.folder, part.uids, target.folder};
        });
}

/// Each into the folder of its own account; where one has none, it is asked for.
void HitDeeds::moveToRole(const Hits &hits, FolderRole role)
{
    Hits known;
    QList<QPair<imap::AccountHandle *, Hits>> unknown;
    for (const SearchHit &hit : hits) {
        const imap::MailboxName target = m_special->find(hit.account->config().id, role);
        if (!target.isEmpty()) {
            if (!(target == hit.folder))
                known << hit;
            continue;
        }
        auto same = std::find_if(unknown.begin(), unknown.end(),
                                 [&hit](const auto &one) { return one.first == hit.account; });
        if (same == unknown.end())
            same = unknown.insert(unknown.end(), {hit.account, {}});
        same->second << hit;
    }
    take(known, [this, role](const Part &part) {
        return imap::MoveChange{part.folder, part.uids, m_special->find(part.account->config().id, role)};
    });
    if (unknown.isEmpty())
        return;
    // One question at a time: for other accounts a person asks again.
    const Hits first = unknown.first().second;
    const QString account = unknown.first().first->config().id;
    m_questions->askRole(account, role, [this, first, account, role](FolderChoice choice) {
        if (!first.first().account)
            return;
        m_special->choose(account, role, choice.folder);
        if (choice.isNew)
            m_operations->change(first.first().account, imap::CreateFolderChange{choice.folder, role}, true);
        choice.isNew = false;
        moveTo(first, choice, false);
    });
}

// ---------------------------------------------------------------- what

void HitDeeds::setFlag(const imap::Flag &flag, bool on)
{
    setFlag(m_search->selected(), flag, on);
}

HitDeeds::Chosen HitDeeds::chosen() const
{
    const Hits hits = m_search->selected();
    Chosen chosen{hits.size(), {}, hits.size() <= MostLookedAt};
    for (const SearchHit &hit : hits.first(qMin<qsizetype>(hits.size(), MostLookedAt))) {
        chosen.known << hit.message;
        ++chosen.places[hit.folder.toString()];
    }
    return chosen;
}

/// What a folder keeps is known of the open one only; what its server refuses is taken back.
QString HitDeeds::flagReason(const imap::Flag &) const
{
    return m_search->selected().isEmpty() ? tr("Choose a message first.") : QString();
}

void HitDeeds::setLabel(const QString &label, bool on)
{
    if (label.isEmpty() || !labelReason(label).isEmpty())
        return;
    const QStringList one{label};
    change(m_search->selected(), [&](const Part &part) {
        return imap::LabelChange{part.folder, part.uids, on ? one : QStringList(), on ? QStringList() : one};
    });
}

/// Of all their accounts; each makes what it lacks.
std::optional<QStringList> HitDeeds::gmailLabels() const
{
    const Hits hits = m_search->selected();
    QSet<QString> accounts;
    for (const SearchHit &hit : hits) {
        if (hit.account)
            accounts.insert(hit.account->config().id);
    }
    QStringList labels;
    for (const QString &account : std::as_const(accounts)) {
        const std::optional<QStringList> more = ui::gmailLabels(*m_tree, account);
        if (!more)
            return {};
        labels << *more;
    }
    labels.removeDuplicates();
    return accounts.isEmpty() ? std::nullopt : std::optional(labels);
}

QString HitDeeds::labelReason(const QString &label) const
{
    const Hits hits = m_search->selected();
    if (hits.isEmpty())
        return tr("Choose a message first.");
    const bool within = std::any_of(hits.cbegin(), hits.cend(), [&label](const SearchHit &hit) {
        return hit.folder.toString() == label;
    });
    return within ? tr("Some are in the folder of this label. Move them away to take it off.") : QString();
}

void HitDeeds::markRead(bool read)
{
    setFlag(m_search->selected(), imap::flags::Seen, read);
}

void HitDeeds::star(bool on)
{
    setFlag(m_search->selected(), imap::flags::Flagged, on);
}

bool HitDeeds::wouldStar() const
{
    const Hits hits = m_search->selected();
    return std::any_of(hits.cbegin(), hits.cend(), [](const SearchHit &hit) {
        return !hit.message->flags.contains(imap::flags::Flagged);
    });
}

void HitDeeds::toggleStar()
{
    star(wouldStar());
}

void HitDeeds::archive()
{
    moveToRole(m_search->selected(), FolderRole::Archive);
}

void HitDeeds::junk(bool isJunk)
{
    moveToRole(m_search->selected(), isJunk ? FolderRole::Junk : FolderRole::Inbox);
}

void HitDeeds::remove()
{
    removeHits(m_search->selected());
}

void HitDeeds::removeHits(const Hits &hits)
{
    Hits trashed;
    Hits others;
    for (const SearchHit &hit : hits)
        (isIn(hit, FolderRole::Trash) ? trashed : others) << hit;
    if (!others.isEmpty())
        moveToRole(others, FolderRole::Trash);
    else
        purgeHits(trashed);
}

void HitDeeds::purge()
{
    purgeHits(m_search->selected());
}

void HitDeeds::purgeHits(const Hits &hits)
{
    if (hits.isEmpty())
        return;
    m_questions->askPurge(hits.size(), [this, hits] {
        take(hits, [](const Part &part) { return imap::DeleteChange{part.folder, part.uids}; });
    });
}

void HitDeeds::chooseTarget(bool copy)
{
    const Hits hits = m_search->selected();
    if (hits.isEmpty())
        return;
    const QString what = hits.size() == 1 ? tr("message") : tr("%1 messages").arg(countText(hits.size()));
    const QString account = hits.first().account->config().id;
    const bool oneFolder = partsOf(hits).size() == 1;
    m_questions->askTarget(account, copy ? tr("Copy %1 to").arg(what) : tr("Move %1 to").arg(what),
                           oneFolder ? hits.first().folder : imap::MailboxName(), copy,
                           [this, hits, account, copy](const FolderChoice &target) {
                               m_special->noteTarget(account, target.folder);
                               moveTo(hits, target, copy);
                           });
}

// ---------------------------------------------------------------- why not

bool HitDeeds::isIn(const SearchHit &hit, FolderRole role) const
{
    return m_special->isWithin(hit.account->config().id, hit.folder, role);
}

void HitDeeds::explain(Actions *actions) const
{
    const Hits hits = m_search->selected();
    const auto allIn = [&](FolderRole role) {
        return !hits.isEmpty() &&
               std::all_of(hits.cbegin(), hits.cend(), [&](const SearchHit &hit) { return isIn(hit, role); });
    };
    const QString none = hits.isEmpty() ? tr("Choose a message first.") : QString();
    for (QAction *action : {actions->markRead, actions->markUnread, actions->star, actions->labels,
                            actions->remove, actions->purge, actions->junk, actions->notJunk})
        Actions::setReason(action, none);
    const auto first = [](const QString &a, const QString &b) { return a.isEmpty() ? b : a; };
    Actions::setReason(
        actions->archive,
        first(none, allIn(FolderRole::Archive) ? tr("These messages are there already.") : QString()));
    const bool several = std::any_of(hits.cbegin(), hits.cend(), [&hits](const SearchHit &hit) {
        return hit.account != hits.first().account;
    });
    const QString accounts = several ? tr("These messages are of several accounts.") : QString();
    Actions::setReason(actions->moveTo, first(none, accounts));
    Actions::setReason(actions->copyTo, first(none, accounts));
    actions->star->setChecked(!hits.isEmpty() && !wouldStar());
    const bool inJunk = allIn(FolderRole::Junk);
    actions->junk->setVisible(!inJunk);
    actions->notJunk->setVisible(inJunk);
    const bool inTrash = allIn(FolderRole::Trash);
    actions->remove->setText(inTrash ? tr("&Delete for Good…") : tr("&Delete"));
    actions->purge->setVisible(!inTrash);
}

} // namespace ui
