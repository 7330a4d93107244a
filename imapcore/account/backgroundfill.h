#pragma once

#include "account/connectionpool.h"
#include "store/store.h"
#include "sync/filljob.h"
#include "sync/folderlist.h"
#include "types/events.h"
#include "types/fillpolicy.h"

#include <QHash>
#include <QSet>

namespace imap
{

/// Fetches what the policy wants and nobody has asked for yet: the open folder first, then INBOX, then those
/// that people use, then the others. One folder at a time, over a connection of the pool. It waits while a
/// person waits for anything, and tells how far it is.
class BackgroundFill : public QObject
{
    Q_OBJECT
public:
    /// After something that a person did nothing is asked for, for so long.
    static constexpr int QuietMs = 400;
    /// FillProgress is told at most so often.
    static constexpr int TellMs = 250;

    BackgroundFill(store::Store *store, FolderList *folders, ConnectionPool *pool, FlagOverlay overlay,
                   EventSink sink, QObject *parent = nullptr);
    ~BackgroundFill() override;

    void setPolicy(const FillPolicy &policy);
    void pause(bool paused);
    /// There is a connection, and what a person waited for is there.
    void start();
    void stop();
    void setOpenFolder(const MailboxName &folder);
    /// Somebody clicked; `waits` says for how long they do.
    void personActed();
    void setPersonWaits(std::function<bool()> waits) { m_personWaits = std::move(waits); }
    /// Whether somebody follows a folder, and tells of flags that change there.
    void setFollowed(std::function<bool(const MailboxName &)> followed)
    {
        m_isFollowed = std::move(followed);
    }
    /// Folders have other counts than before: soon it looks which.
    void countsChanged();
    /// There may be other folders.
    void foldersChanged();

Q_SIGNALS:
    /// As RowFill::filled.
    void filled(const imap::MailboxName &folder, const imap::StoredRows &rows);

private:
    class Gate;
    struct Counts {
        quint32 total = 0;
        quint32 unseen = 0;
        bool operator==(const Counts &) const = default;
    };
    /// That a folder was done: by which policy, and with how many messages in it.
    struct Mark {
        quint32 policy = 0;
        Counts counts;
    };
    enum class Outcome { Done, Later, Refused, Lost };

    bool mayWork() const;
    bool personWaits() const;
    QCoro::Task<> work();
    QCoro::Task<> workThrough();
    QCoro::Task<Outcome> fill(FolderInfo folder);
    QCoro::Task<bool> fillOver(FillJob job);
    QList<FolderInfo> inOrder() const;
    std::optional<FolderInfo> next() const;
    static Counts countsOf(const FolderInfo &folder);
    bool isDone(const FolderInfo &folder) const;
    quint32 policyNumber() const;
    Mark markOf(const MailboxName &folder) const;
    void noteDone(const FolderInfo &folder);
    void count();
    void readUses();
    void tellSoon();
    void tell();
    void wakeUp();

    store::Store *m_store;
    FolderList *m_folders;
    ConnectionPool *m_pool;
    FlagOverlay m_overlay;
    EventSink m_sink;
    FillPolicy m_policy;
    std::function<bool()> m_personWaits;
    std::function<bool(const MailboxName &)> m_isFollowed;
    MailboxName m_open;
    MailboxName m_current; ///< is being filled
    bool m_paused = false;
    bool m_started = false;
    bool m_working = false;
    bool m_hasConnection = false;
    QSet<MailboxName> m_refused;          ///< until the account connects again
    QHash<MailboxName, Counts> m_checked; ///< done on this connection, and what was said of them then
    mutable QHash<MailboxName, Mark> m_marks;
    QHash<MailboxName, int> m_uses;      ///< place among those that people opened, 0: the latest
    QHash<MailboxName, quint64> m_there; ///< rows that are stored, of folders that are not done
    quint64 m_extra = 0;                 ///< beyond the rows of all folders: what is to fetch besides
    quint64 m_extraDone = 0;
    QTimer m_quietTimer;
    QTimer m_tellTimer;
    QTimer m_lookTimer;
    std::vector<QPromise<Nothing>> m_turns;
    std::function<void()> m_giveUp; ///< makes the gate of the work under way close
    FillProgress m_told;
};

} // namespace imap
