#pragma once

#include "session/session.h"
#include "store/store.h"
#include "sync/uidsets.h"

#include <QCoro/QCoroTask>
#include <QPointer>
#include <functional>
#include <memory>

namespace imap
{

/// Tells a filling when it may go on. Belongs to whoever lends it the connection.
class FillGate
{
public:
    virtual ~FillGate() = default;
    /// Give the connection back: something more urgent waits, or a person has paused it.
    virtual bool mustStop() const = 0;
    /// Finishes when nobody waits for anything else, or it must stop.
    virtual QFuture<Nothing> turn() = 0;
};

/// Rows of a folder of `exists` messages that are stored now; they stand from number `first` on.
struct StoredRows {
    SeqNum first;
    QList<Uid> uids;
    quint32 exists = 0;
    Uid uidNext;
};

/// Flags of a message as they should be shown: with the changes that have not reached the server yet.
using FlagOverlay = std::function<FlagSet(const MailboxName &, Uid, const FlagSet &)>;

/// One folder to fill over one connection, which has it selected.
struct FillJob {
    store::Store *store = nullptr;
    QPointer<Session> session;
    std::shared_ptr<FillGate> gate;
    MailboxName folder;
    store::FolderId id;
    FlagOverlay overlay{};
    /// Whether somebody follows the flags of its stored messages, and tells of them: then they are left
    /// alone.
    std::function<bool()> isFollowed{};
    /// It is the connection that people wait at: little at a time.
    bool small = false;
    /// So many rows are stored now, and so much of what was expected besides is done.
    std::function<void(quint64 rows, quint64 extra)> progress{};
    /// So many messages are to be fetched besides the rows of the whole folder.
    std::function<void(quint64 extra)> expect{};

    /// Whether the next command may be sent. Throws AbortError when the connection has gone.
    static QCoro::Task<bool> mayGoOn(FillJob job);
    /// UIDs of the messages that arrived within so many days.
    static QCoro::Task<UidSet> recent(FillJob job, int days);
    /// Messages in the folder now.
    quint32 exists() const;
};

/// Takes the `count` highest numbers, which are not `*`, out of `set`.
UidSet takeHighest(UidSet &set, quint64 count);

} // namespace imap
