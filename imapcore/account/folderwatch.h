#pragma once

#include "account/connectionpool.h"

#include <QHash>

namespace imap
{

/// Hears of news in folders that are not open, from a server that pushes only those of the selected one:
/// spare connections are in IDLE in INBOX and in the folders that people use most; where there are more
/// folders than connections, the last one takes turns. One connection stays free for what people ask for.
class FolderWatch : public QObject
{
    Q_OBJECT
public:
    static constexpr int TurnMs = 2 * 60'000;

    explicit FolderWatch(ConnectionPool *pool, QObject *parent = nullptr);
    ~FolderWatch() override;

    /// Most important first, without the open one.
    void watch(const QList<MailboxName> &folders);
    void stop();
    /// Those that are watched now.
    QList<MailboxName> watched() const;
    /// The next folder has its turn.
    void turn();

Q_SIGNALS:
    /// Something happened in it.
    void changed(const imap::MailboxName &folder);

private:
    struct Watch {
        Lease lease;
        QMetaObject::Connection listening;
    };

    void arrange();
    QCoro::Task<> begin(MailboxName folder);
    void end(const MailboxName &folder);

    ConnectionPool *m_pool;
    QList<MailboxName> m_folders;
    QHash<MailboxName, std::shared_ptr<Watch>> m_watches;
    int m_turn = 0;
    QTimer m_timer;
};

} // namespace imap
