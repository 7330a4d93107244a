#pragma once

#include "store/journalnotes.h"
#include "store/operationlog.h"
#include "sync/folderlist.h"
#include "types/change.h"

#include <QCoro/QCoroTask>
#include <functional>
#include <memory>

namespace imap
{

class Remote;
using RemotePtr = std::shared_ptr<Remote>;

using store::Place;

/// A folder, and all below it, has another name.
struct FolderRename {
    MailboxName from{};
    MailboxName to{};
    std::optional<QChar> delimiter{};

    /// The new name of a folder, or the old one if this is none of its business.
    MailboxName of(const MailboxName &name) const;
    /// The same for a name that no folder has, but one is to have: it goes along with those above it. A
    /// folder that happened to have it takes only itself away.
    MailboxName ofFree(const MailboxName &name) const { return name == from ? name : of(name); }
};

/// What the local half of operations does to what people see, told once it is committed.
struct LocalChanges {
    struct Counts {
        MailboxName folder{};
        qint64 total = 0; ///< so many more, or fewer
        qint64 unseen = 0;
    };
    QList<std::pair<MailboxName, UidSet>> flags{};  ///< their flags or labels are others now
    QList<std::pair<MailboxName, UidSet>> hidden{}; ///< they went from this folder
    QList<std::pair<MailboxName, UidSet>> shown{};  ///< they stay after all
    QList<Counts> counts{};                         ///< what arrives in folders, or does not after all
    QList<FolderRename> renames{};                  ///< folders have other names
};

/// Where the local half happens: inside the transaction of the entry.
struct LocalHalf {
    store::Store *store = nullptr;
    FolderList *folders = nullptr;
    LocalChanges changes{};
};

class Operation;
using OperationPtr = std::shared_ptr<Operation>;

/// One change of the user as the journal works on it. It has a local half, which is seen at once; a remote
/// half, which happens when there is a connection and may be repeated after a cut; a back-out where the
/// server refuses; and a way back, made from what was true before.
class Operation
{
public:
    virtual ~Operation() = default;

    virtual QByteArray kind() const = 0;
    /// As people know it.
    virtual Change change() const = 0;
    /// Everything there is to be kept of it goes into kind, folder, uidValidity, uids and payload.
    virtual void write(store::LoggedOperation &entry) const = 0;

    /// Folders whose messages it names: operations that share one keep their order.
    virtual QList<MailboxName> touches() const = 0;
    /// It waits for all others, and all others for it: names of folders are about to change.
    virtual bool isExclusive() const { return false; }
    /// Messages that it names, as they were numbered when it was made.
    virtual QList<Place> places() const { return {}; }
    /// Names them by the numbers they have now.
    virtual void locate(const store::JournalNotes &) {}
    /// Leaves out messages that are where it would put them, but not those that are about to leave there.
    /// What was shown of it is taken back.
    virtual void leaveOutArrived(const std::function<UidSet(const MailboxName &)> &, LocalHalf &) {}
    virtual void renameFolder(const FolderRename &rename) = 0;

    /// Nothing would change.
    virtual bool isEmpty() const { return false; }
    /// Throws LocalError with a sentence where it makes no sense.
    virtual void check(const LocalHalf &) const {}
    /// Called once, when it has its number.
    virtual void entered(quint64, store::Store &) {}
    virtual void apply(LocalHalf &half) = 0;
    virtual void backOut(LocalHalf &half) = 0;
    /// What is hidden in a folder while the server still has it there.
    virtual UidSet hides(const MailboxName &) const { return {}; }
    /// What it makes of the flags that the server tells.
    virtual FlagSet overlay(const MailboxName &, Uid, FlagSet flags) const { return flags; }
    /// What it makes of Gmail's labels as the server has them.
    virtual QStringList overlayLabels(const MailboxName &, Uid, QStringList labels) const { return labels; }
    /// What it makes of the list of folders that the server tells.
    virtual void overlayFolders(QList<FolderInfo> &) const {}

    /// The remote half. Calls `Remote::begin` before the first command that changes something. Throws the
    /// error of the server that refuses; AbortError when the connection went.
    virtual QCoro::Task<> send(RemotePtr remote) = 0;
    /// Takes out what the server did before it refused the rest, with its way back; null: nothing. What is
    /// left is what was refused.
    virtual OperationPtr splitDone() { return {}; }
    /// The server did it, or a part of it before it refused, and need not tell (`.SILENT`): what is stored as
    /// its word follows.
    virtual void confirmed(store::Store &) const {}
    /// Once it is done the server has other folders than these.
    virtual bool changesList(const FolderList &) const { return isExclusive(); }
    /// The way back as far as it is known; null: there is none (yet).
    virtual OperationPtr inverse() const = 0;
    /// The way back is known before the server has answered, and sending it behind this one is right.
    virtual bool knowsInverseEarly() const { return false; }
    /// Forgets what was noted while sending, to be sent once more as if it were new.
    virtual void startAnew() {}
};

/// The operation that makes a change. Throws LocalError where there is no such folder.
OperationPtr operationFor(const Change &change, const LocalHalf &half);
/// Null for what this program did not write.
OperationPtr readOperation(const store::LoggedOperation &entry);

/// An operation as bytes, to be kept as the way back of another; empty for null.
QByteArray encodeInverse(const OperationPtr &operation);
/// The way back of an entry; null: there is none, or it cannot be read.
OperationPtr readInverse(const store::LoggedOperation &entry);

} // namespace imap
