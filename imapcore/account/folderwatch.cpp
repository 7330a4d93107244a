#include "account/folderwatch.h"

#include "commands/responses.h"

#include <QPointer>

namespace imap
{

FolderWatch::FolderWatch(ConnectionPool *pool, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_timer(this)
{
    m_timer.setInterval(TurnMs);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FolderWatch::turn);
}

FolderWatch::~FolderWatch()
{
    stop();
}

void FolderWatch::watch(const QList<MailboxName> &folders)
{
    if (m_folders != folders)
        m_turn = 0;
    m_folders = folders;
    m_timer.start();
    arrange();
}

void FolderWatch::stop()
{
    m_timer.stop();
    m_folders.clear();
    const QList<MailboxName> all = m_watches.keys();
    for (const MailboxName &folder : all)
        end(folder);
}

QList<MailboxName> FolderWatch::watched() const
{
    QList<MailboxName> folders;
    for (auto at = m_watches.cbegin(); at != m_watches.cend(); ++at) {
        if (at.value()->lease.session())
            folders.append(at.key());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

void FolderWatch::turn()
{
    ++m_turn;
    arrange();
}

void FolderWatch::arrange()
{
    // The main connection, and one for what people ask for.
    const qsizetype slots = std::max(0, m_pool->limit() - 2);
    QList<MailboxName> wanted = m_folders.mid(0, slots);
    if (slots > 0 && m_folders.size() > slots)
        wanted.last() = m_folders.at(slots - 1 + m_turn % (m_folders.size() - slots + 1));
    const QList<MailboxName> all = m_watches.keys();
    for (const MailboxName &folder : all) {
        if (!wanted.contains(folder))
            end(folder);
    }
    for (const MailboxName &folder : std::as_const(wanted)) {
        const auto known = m_watches.value(folder);
        if (!known)
            begin(folder);
    }
}

QCoro::Task<> FolderWatch::begin(MailboxName folder)
{
    const QPointer<FolderWatch> self(this);
    const auto watch = std::make_shared<Watch>();
    m_watches.insert(folder, watch);
    try {
        Lease lease = co_await m_pool->lease(folder, Priority::Watch, true);
        // Meanwhile it may be another folder's turn.
        if (!self || m_watches.value(folder) != watch)
            co_return;
        watch->lease = std::move(lease);
    } catch (const Error &) {
        // The folder or the connections are gone; the next turn tries again.
    }
    if (!self)
        co_return;
    Session *session = watch->lease.session();
    if (!session) {
        if (m_watches.value(folder) == watch)
            end(folder);
        co_return;
    }
    watch->listening = connect(session, &Session::untagged, this, [this, folder](const Untagged &response) {
        if (std::holds_alternative<ExistsResponse>(response) ||
            std::holds_alternative<ExpungeResponse>(response) ||
            std::holds_alternative<VanishedResponse>(response) ||
            std::holds_alternative<FetchResponse>(response))
            Q_EMIT changed(folder);
    });
    // Until the next turn somebody else has it.
    watch->lease.onWanted([this, folder] {
        QMetaObject::invokeMethod(
            this, [this, folder] { end(folder); }, Qt::QueuedConnection);
    });
    session->setKeepLive(true);
}

void FolderWatch::end(const MailboxName &folder)
{
    if (const auto watch = m_watches.take(folder))
        disconnect(watch->listening);
}

} // namespace imap
