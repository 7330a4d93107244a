#pragma once

#include "account/accountconfig.h"
#include "account/events.h"
#include "types/message.h"
#include "types/messageset.h"
#include "types/serversearch.h"

#include <QDate>
#include <QFuture>
#include <QObject>
#include <functional>

namespace imap
{

/// The thread-safe door to one account: every call returns at once, the work happens in the account's
/// thread, results come as futures and as batches of events. Lives in the GUI thread.
class AccountHandle : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// As last set.
    virtual AccountConfig config() const = 0;

    /// Shows the cache, then connects. Events: FoldersChanged, ConnectionChanged, ...
    virtual void start() = 0;
    /// Connects now instead of waiting for the next try, or comes back from goOffline.
    virtual void retryNow() = 0;
    virtual void goOffline() = 0;
    /// Changed settings or a certificate that was accepted: disconnects and connects with them.
    virtual void reconfigure(const AccountConfig &config) = 0;

    /// Makes `folder` the open one: FolderReset from the cache at once where it has something, then from
    /// the server, then changes as they happen. FolderFailed when it cannot be opened.
    /// The one that is open already is told anew only behind leaveFolder().
    virtual void openFolder(const MailboxName &folder) = 0;
    /// Nobody looks at the open folder any more. It stays open, and what happens there is told.
    virtual void leaveFolder() = 0;
    /// The rows that are on the screen, by message number, so that they come first. The latest call
    /// counts; numbers outside the folder are ignored. Answers are MessagesChanged.
    virtual void showRows(const MailboxName &folder, SeqNum first, SeqNum last) = 0;

    /// Puts the rows of the open folder in another order, or in its own again: ArrangementStarted as long as
    /// that takes, then ArrangementReset or ArrangementFailed, then ArrangementMoved as things happen. Ends
    /// an order that is still being made; asking for the one that is there is how to stop that. A folder
    /// that is opened has its own order.
    virtual void arrange(const MailboxName &folder, const Arrangement &arrangement) = 0;
    /// The messages on the screen of an arranged list, instead of showRows. The latest call counts. Answers
    /// are MessagesShown from the cache and MessagesChanged from the server.
    virtual void showMessages(const MailboxName &folder, const QList<Uid> &uids) = 0;

    /// Which messages these rows of the open folder are, also where nobody has looked ("select all" in a
    /// million): what is not known here the server is asked for, in as few flights as it allows. The numbers
    /// are those of the batch with this `revision`. Fails with LocalError when rows moved since, or when the
    /// folder is not open or there is no connection to ask.
    virtual QFuture<UidSet> resolve(const MailboxName &folder, const SeqSet &numbers, quint64 revision) = 0;
    /// The number of the first message of the open folder that arrived on `day` or later, by the server's
    /// clock; 0: there is none. Offline among the messages that are here.
    virtual QFuture<SeqNum> findDate(const MailboxName &folder, QDate day) = 0;

    /// Parts of a message of any folder, from the cache or the server, without setting `\Seen`. Fails with
    /// AbortError when offline and not cached, CommandError when the message is gone.
    virtual QFuture<MessageBody> fetchSections(const MailboxName &folder, Uid uid,
                                               const QList<QByteArray> &sections) = 0;

    /// Adds and removes flags: shown at once, journalled, sent when connected, taken back if refused
    /// (OperationFailed). The result is the journal entry's number, which `undo` takes.
    virtual QFuture<quint64> changeFlags(const MailboxName &folder, const QList<Uid> &uids,
                                         const FlagSet &add, const FlagSet &remove) = 0;
    /// Any change: journalled and shown at once, sent when connected, taken back if refused. The result is
    /// the journal entry's number, 0 where nothing would change. Fails with LocalError when it cannot be
    /// entered (a folder that nobody knows, a disk that is full).
    virtual QFuture<quint64> change(const Change &change) = 0;
    /// Takes an entry back by a new one, whose number is the result; 0 where the entry was not sent yet and
    /// is just dropped. Fails with LocalError and a sentence where there is no way back.
    virtual QFuture<quint64> undo(quint64 operation) = 0;
    /// Sends a failed entry again.
    virtual void retryOperation(quint64 operation) = 0;
    /// Gives up an entry that failed, or was not sent yet.
    virtual void dropOperation(quint64 operation) = 0;
    /// The newest first. Events: JournalChanged.
    virtual QFuture<QList<JournalEntry>> journal(int limit) = 0;

    /// Asks for news of all folders now.
    virtual void checkNow() = 0;
    /// The computer came to another network: connections may be dead and nobody told. Looks within seconds
    /// whether they are, and where there is none does not wait any longer with the next try.
    virtual void networkChanged() = 0;

    /// What is fetched unasked, from now on; the same as in the settings. How far it is: FillProgress.
    virtual void setFillPolicy(const FillPolicy &policy) = 0;
    /// Until `false`, or the program's end.
    virtual void pauseFill(bool paused) = 0;
    /// The last part of the wire log, redacted: lines with time, direction, bytes and cause.
    virtual QFuture<QString> wireLog() = 0;

    /// Has the server search a folder, open or not, over a connection besides where there may be one; also
    /// what is not kept here is found. Fails with AbortError when offline, InvalidCriteriaError when the
    /// server does not take the criteria.
    virtual QFuture<ServerHits> searchServer(const ServerSearch &search) = 0;
    /// The number of a message of the open folder, for showRows; 0: it is not there. Offline among the
    /// messages that are here. Fails with LocalError when the folder is not open.
    virtual QFuture<SeqNum> findMessage(const MailboxName &folder, Uid uid) = 0;

Q_SIGNALS:
    void eventsReady(const imap::EventBatch &batch);
};

/// What a try of an account's settings found.
struct AccountCheck {
    QByteArray greeting;
    QList<QByteArray> capabilities;
    QString mechanism; ///< how it signed in
    QString tls;       ///< "TLSv1.3, TLS_AES_256_GCM_SHA384", empty when not encrypted
    quint32 folders = 0;
    bool operator==(const AccountCheck &) const = default;
};

/// Connects, signs in and lists folders once. Fails with the error that a real connection would show.
/// Cancelling the future ends it; called from the GUI thread.
using CheckAccount = std::function<QFuture<AccountCheck>(const AccountConfig &, const Secret &)>;

} // namespace imap
