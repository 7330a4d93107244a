#pragma once

#include "types/acl.h"
#include "types/arrangement.h"
#include "types/error.h"
#include "types/folderrole.h"
#include "types/journalentry.h"
#include "types/mailbox.h"
#include "types/message.h"
#include "types/messageset.h"
#include "types/quota.h"

#include <QList>
#include <QString>
#include <functional>
#include <memory>
#include <variant>

namespace imap
{

enum class FolderOwner { Personal, OtherUsers, Shared };

/// A folder as the tree shows it.
struct FolderInfo {
    MailboxName name;
    std::optional<QChar> delimiter;
    FlagSet attributes;
    FolderRole role = FolderRole::None;
    FolderOwner owner = FolderOwner::Personal;
    bool selectable = true;
    bool subscribed = true;
    std::optional<quint32> total;
    std::optional<quint32> unseen;
    std::optional<Rights> myRights{}; ///< nullopt: no ACL, or not known (yet)
    bool operator==(const FolderInfo &) const = default;

    /// False only where the server said that this right is missing.
    bool allows(char right) const { return !myRights || myRights->allows(right); }
};

/// The folder list as a whole, in the server's order.
struct FoldersChanged {
    QList<FolderInfo> folders;
    bool fromCache = false;
    bool gmailLabels = false; ///< their messages have Gmail's labels (X-GM-EXT-1)
    bool operator==(const FoldersChanged &) const = default;
};

struct FolderStatusChanged {
    MailboxName folder;
    std::optional<quint32> total;
    std::optional<quint32> unseen;
    bool operator==(const FolderStatusChanged &) const = default;
};

/// A message and where it stands: `number` counts from 1 (oldest) at this point of the event stream.
struct MessageRow {
    SeqNum number;
    MessageSummaryPtr message;
    bool operator==(const MessageRow &) const = default;
};

/// The open folder begins anew: it has `total` messages, of which `rows` are known now.
struct FolderReset {
    MailboxName folder;
    quint32 total = 0;
    QList<MessageRow> rows;
    bool fromCache = false; ///< the server has not been asked yet
    bool readOnly = false;
    bool keywordsAllowed = true; ///< PERMANENTFLAGS has `\*`
    FlagSet permanentFlags;
    bool operator==(const FolderReset &) const = default;
};

/// `count` more messages; their contents follow as MessagesChanged. New ones come behind the last one; one
/// that was hidden and shows again may come anywhere.
struct MessagesInserted {
    MailboxName folder;
    quint32 count = 0;
    SeqNum first{}; ///< the number of the first of them from now on; 0: behind the last one
    bool operator==(const MessagesInserted &) const = default;
};

/// Messages that became known or changed.
struct MessagesChanged {
    MailboxName folder;
    QList<MessageRow> rows;
    bool operator==(const MessagesChanged &) const = default;
};

/// Positions that went away, each counted after those before it in the list were removed, as EXPUNGE does.
struct MessagesRemoved {
    MailboxName folder;
    QList<SeqNum> numbers;
    bool operator==(const MessagesRemoved &) const = default;
};

/// The folder could not be opened, or went away on the server.
struct FolderFailed {
    MailboxName folder;
    std::shared_ptr<const Error> error;
    bool operator==(const FolderFailed &) const = default;
};

enum class ConnectionState {
    Offline, ///< by choice
    Connecting,
    SigningIn,
    Online,             ///< signed in; `live` says whether changes are pushed
    Waiting,            ///< the connection failed or broke; retried in `retryInMs`
    LoginRefused,       ///< not retried by itself: needs a password
    CertificateRefused, ///< not retried by itself: needs a decision
};

struct ConnectionChanged {
    ConnectionState state = ConnectionState::Offline;
    bool live = false; ///< the open folder's changes arrive by themselves
    int retryInMs = 0;
    std::shared_ptr<const Error> error; ///< why, in Waiting and the refused states
    bool operator==(const ConnectionChanged &) const = default;
};

/// Something the server wants people to read ([ALERT], RFC 9051 §7.1), or that we could not do.
struct AlertRaised {
    QString text;
    bool operator==(const AlertRaised &) const = default;
};

/// A change of the user was refused and taken back.
struct OperationFailed {
    quint64 operation = 0;
    std::shared_ptr<const Error> error;
    bool operator==(const OperationFailed &) const = default;
};

/// While changes of the user waited to be sent, the server's side changed, too.
struct ChangesConflicted {
    MailboxName folder;
    UidSet removed; ///< gone there, and so here: what was changed of them is lost
    UidSet merged;  ///< flags changed on both sides: the user's stand, for the flags that the user touched
    bool operator==(const ChangesConflicted &) const = default;
};

/// Entries of the journal that are new or went on, each as it is now.
struct JournalChanged {
    QList<JournalEntry> entries;
    bool operator==(const JournalChanged &) const = default;
};

/// The open folder is as the server has it; `fetched` summaries were taken from the server for that.
struct FolderSynchronised {
    MailboxName folder;
    quint32 total = 0;
    quint32 fetched = 0;
    bool operator==(const FolderSynchronised &) const = default;
};

/// How far the fetching of what nobody has asked for yet has come; see FillPolicy.
struct FillProgress {
    enum class Waiting {
        Nothing,    ///< it is at work, or done
        Connection, ///< there is none, or none to spare
        Person,     ///< somebody is waiting for something else
    };
    MailboxName folder; ///< which is being filled; empty: none, all is there
    quint64 done = 0;   ///< messages of the whole account
    quint64 total = 0;
    bool paused = false; ///< by a person
    Waiting waitingFor = Waiting::Nothing;
    bool operator==(const FillProgress &) const = default;
};

/// The order that was asked for is being made; `done` of `total` messages, both 0 where the server is at it.
struct ArrangementStarted {
    MailboxName folder;
    Arrangement arrangement;
    quint32 done = 0;
    quint32 total = 0;
    bool operator==(const ArrangementStarted &) const = default;
};

/// From here on the rows of the open folder are those of `messages`, whose contents are had by
/// AccountHandle::showMessages. With a plain arrangement `messages` is null and they are the folder's own.
struct ArrangementReset {
    MailboxName folder;
    Arrangement arrangement;
    ArrangementSource source = ArrangementSource::Cache;
    std::shared_ptr<const ArrangedMessages> messages;
    bool operator==(const ArrangementReset &) const = default;
};

/// The order could not be made; the rows stay as they were.
struct ArrangementFailed {
    MailboxName folder;
    Arrangement arrangement;
    std::shared_ptr<const Error> error;
    bool operator==(const ArrangementFailed &) const = default;
};

/// Messages that left the arranged rows, and then those that came in, one after the other.
struct ArrangementMoved {
    MailboxName folder;
    QList<Uid> removed;
    QList<ArrangedMessages::Addition> added;
    bool operator==(const ArrangementMoved &) const = default;
};

/// Contents of arranged rows, wherever they stand.
struct MessagesShown {
    MailboxName folder;
    QList<MessageSummaryPtr> messages;
    bool operator==(const MessagesShown &) const = default;
};

/// What limits INBOX, as the server said after sign-in and says now and then; told when it is another one.
struct QuotaChanged {
    QList<Quota> quotas; ///< of all its roots; empty: nothing limits it, or the server does not tell
    bool operator==(const QuotaChanged &) const = default;
};

using Event =
    std::variant<FoldersChanged, FolderStatusChanged, FolderReset, MessagesInserted, MessagesChanged,
                 MessagesRemoved, FolderFailed, ConnectionChanged, AlertRaised, OperationFailed,
                 ChangesConflicted, FolderSynchronised, FillProgress, ArrangementStarted, ArrangementReset,
                 ArrangementFailed, ArrangementMoved, MessagesShown, JournalChanged, QuotaChanged>;

/// Where the parts of an account put their events; they arrive in order.
using EventSink = std::function<void(Event)>;

} // namespace imap
