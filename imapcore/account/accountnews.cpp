// What an Account hears of by itself, and whether it would.
#include "account/account.h"

#include "commands/notify.h"

#include <QPointer>

namespace imap
{

namespace
{

/// Between two IDLEs a command runs for a moment; that is not worth a word.
constexpr int LivePauseMs = 3'000;
/// News of folders come in groups.
constexpr int NewsMs = 1'000;
/// Folders that are watched besides the open one, at most, in turns.
constexpr qsizetype WatchLimit = 8;

} // namespace

void Account::tellLive()
{
    if (m_session && m_session->isIdling()) {
        m_liveTimer.stop();
        m_probing = false;
        setLive(true);
    } else if (m_state.live && !m_liveTimer.isActive()) {
        m_liveTimer.start(LivePauseMs);
    }
}

void Account::setLive(bool live)
{
    if (m_state.live == live || m_state.state != ConnectionState::Online)
        return;
    m_state.live = live;
    m_batcher.add(m_state);
}

void Account::probe()
{
    if (!m_online)
        return;
    if (m_ready) {
        m_probing = true;
        m_log.note("was asleep, or elsewhere: is the connection still there?");
        setLive(false); // until it has answered
        m_session->probe(ProbeMs);
        m_pool.probe(ProbeMs);
    } else if (m_state.state == ConnectionState::Waiting) {
        m_backoff.succeeded();
        connectNow();
    }
}

void Account::onUntagged(const Untagged &response)
{
    if (const auto *counts = std::get_if<MailboxStatusResponse>(&response)) {
        if (m_refreshing)
            return;
        MailboxStatus known;
        known.unseen = counts->status.unseen;
        // How many messages the open folder has is said by EXISTS and EXPUNGE, in the order of the list.
        if (counts->mailbox != mainFolder())
            known.messages = counts->status.messages;
        m_folders->setServerCounts(counts->mailbox, known);
        if (m_newsPushed && !counts->status.unseen)
            onFolderChanged(counts->mailbox);
    } else if (std::holds_alternative<ListResponse>(response)) {
        // Nobody asked: a folder came, went or changed its name (RFC 5465 §5.4).
        if (m_newsPushed && !m_refreshing) {
            m_listNews = true;
            m_newsTimer.start(NewsMs);
        }
    } else if (m_newsPushed && isNotificationOverflow(response)) {
        // From now on it is as if it had never agreed.
        m_newsPushed = false;
        if (m_open)
            m_open->setNewsPushed(false);
        startSweeping();
        watchFolders();
        m_listNews = true;
        m_newsTimer.start(NewsMs);
    }
}

void Account::onFolderChanged(const MailboxName &folder)
{
    m_news.insert(folder);
    if (!m_newsTimer.isActive())
        m_newsTimer.start(NewsMs);
}

/// Asks for what the news did not say.
QCoro::Task<> Account::followNews()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    if (m_lent || m_opening) {
        m_newsTimer.start(NewsMs);
        co_return;
    }
    if (std::exchange(m_listNews, false)) {
        m_news.clear();
        co_await refreshFolders();
        co_return;
    }
    const QSet<MailboxName> folders = std::exchange(m_news, {});
    for (const MailboxName &folder : folders) {
        if (!self || attempt != m_attempt || !m_ready)
            co_return;
        co_await m_folders->recount(m_session.get(), folder, folder != mainFolder());
    }
}

/// Where only the open folder is pushed, others are watched over spare connections.
void Account::watchFolders()
{
    if (!m_ready || m_newsPushed) {
        m_watch.stop();
        return;
    }
    QList<MailboxName> folders;
    const auto add = [&](const MailboxName &name) {
        const FolderInfo *info = m_folders->find(name);
        if (info && info->selectable && name != m_wanted && !folders.contains(name) &&
            folders.size() < WatchLimit)
            folders.append(name);
    };
    add(MailboxName(QStringLiteral("INBOX")));
    const QList<store::FolderId> used = m_store->fills().recentlyUsed();
    for (const store::FolderId id : used) {
        if (const auto folder = m_store->mailboxes().folder(id))
            add(folder->name);
    }
    m_watch.watch(folders);
}

} // namespace imap
