// The account and its journal: connections for it, and what people see of it.

#include "account/account.h"

namespace imap
{

namespace
{

/// A lease as the journal knows it.
class HeldLease final : public HeldSession
{
public:
    explicit HeldLease(Lease lease)
        : m_lease(std::move(lease))
    {
    }
    Session *session() const override { return m_lease.session(); }
    bool isShared() const override { return m_lease.isShared(); }

private:
    Lease m_lease;
};

QCoro::Task<std::shared_ptr<HeldSession>> leaseFor(QPointer<ConnectionPool> pool, MailboxName folder,
                                                   bool beside)
{
    if (!pool)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
    auto leasing = pool->lease(folder, Priority::Journal, false, beside);
    Lease lease = co_await std::move(leasing);
    co_return std::make_shared<HeldLease>(std::move(lease));
}

bool takesOrGivesRoom(const Change &change)
{
    return !std::holds_alternative<FlagChange>(change) && !std::holds_alternative<LabelChange>(change) &&
           !std::holds_alternative<SubscribeChange>(change) && !std::holds_alternative<AclChange>(change);
}

} // namespace

void Account::listenToJournal()
{
    Journal *journal = m_journal.get();
    m_folders->setHiddenUids([journal](const MailboxName &folder) { return journal->hiddenIn(folder); });
    m_folders->setOverlay([journal](QList<FolderInfo> &folders) { journal->overlayFolders(folders); });
    connect(journal, &Journal::changed, this, [this](const MailboxName &folder, const UidSet &uids) {
        if (m_open && m_open->name() == folder)
            m_open->showAgain(uids);
    });
    connect(journal, &Journal::hidden, this,
            [this](const MailboxName &folder, const UidSet &uids) { onHidden(folder, uids, true); });
    connect(journal, &Journal::shown, this,
            [this](const MailboxName &folder, const UidSet &uids) { onHidden(folder, uids, false); });
    connect(journal, &Journal::arriving, this,
            [this](const MailboxName &folder, qint64 total, qint64 unseen) {
                // The open folder hears of its messages one by one.
                if (!m_open || m_open->name() != folder || !m_open->isAttached())
                    m_folders->addCounts(folder, total, unseen);
            });
    connect(journal, &Journal::renamed, this, &Account::onFolderRenamed);
    connect(journal, &Journal::done, this, &Account::onJournalDone);
    connect(journal, &Journal::miscounted, this, [this](const MailboxName &folder) {
        if (m_ready && m_folders->find(folder))
            onFolderChanged(folder); // counted when the main connection is back
    });
}

void Account::sendJournal()
{
    // Dovecot 2.3.19 ends a session that has asked for news (NOTIFY) and moves messages, now and then (an
    // assertion in cmd-copy.c), and would again at each new try.
    m_journal->setSource(
        [this, pool = QPointer<ConnectionPool>(&m_pool)](const MailboxName &folder, bool moving) {
            return leaseFor(pool, folder, moving && m_newsPushed);
        });
}

void Account::onHidden(const MailboxName &folder, const UidSet &uids, bool hidden)
{
    if (m_open && m_open->name() == folder) {
        if (hidden)
            m_open->hide(uids);
        else
            m_open->unhide(uids);
        return;
    }
    const auto stored = m_store->mailboxes().folder(folder);
    const qint64 unseen = stored ? m_store->messages().unseen(stored->id, uids) : 0;
    const qint64 sign = hidden ? -1 : 1;
    m_folders->addCounts(folder, sign * qint64(uids.count()), sign * unseen);
}

void Account::onFolderRenamed(const FolderRename &rename)
{
    m_labelsStale = m_store->mailboxes().hasGmailLabels();
    const MailboxName name = rename.of(m_wanted);
    if (m_wanted.isEmpty() || name == m_wanted)
        return;
    // Its rows go on under the new name; the server is asked for it when it knows that name.
    m_wanted = name;
    if (m_open)
        makeOpenFolder();
}

void Account::onJournalDone(const QList<MailboxName> &folders, bool listChanged)
{
    if (!m_ready)
        return;
    quotaMoved();
    if (listChanged) {
        if (m_open && !m_open->isAttached() && !m_opening && !m_lent)
            reopen();
        else if (m_open && m_labelsStale)
            m_open->recheckMarks();
        m_labelsStale = false;
        refreshFolders();
        return;
    }
    for (const MailboxName &folder : folders) {
        const bool isOpen = m_open && m_open->name() == folder;
        if (!isOpen && m_folders->find(folder) && !m_lent)
            m_folders->recount(m_session.get(), folder);
    }
}

Journal &Account::requireJournal()
{
    if (!m_journal)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    return *m_journal;
}

quint64 Account::changeFlags(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                             const FlagSet &remove)
{
    return requireJournal().change(FlagChange{folder, UidSet::fromList(uids), add, remove});
}

quint64 Account::change(const Change &change)
{
    const quint64 operation = requireJournal().change(change);
    m_quotaStale = m_quotaStale || (operation && takesOrGivesRoom(change));
    const auto *deletion = std::get_if<DeleteFolderChange>(&change);
    if (operation && deletion && deletion->name == m_wanted) {
        m_wanted = {};
        m_open.reset();
    }
    return operation;
}

quint64 Account::undo(quint64 operation)
{
    m_quotaStale = true;
    return requireJournal().undo(operation);
}

void Account::retryOperation(quint64 operation)
{
    if (m_journal)
        m_journal->retry(operation);
}

void Account::dropOperation(quint64 operation)
{
    if (m_journal)
        m_journal->drop(operation);
}

QList<JournalEntry> Account::journal(int limit) const
{
    return m_journal ? m_journal->entries(limit) : QList<JournalEntry>();
}

} // namespace imap
