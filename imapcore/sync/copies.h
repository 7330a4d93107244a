#pragma once

#include "commands/uidplus.h"
#include "sync/remote.h"
#include "sync/uidsets.h"

namespace imap
{

/// By what a message is known again in another folder.
struct MessagePrint {
    Uid uid{};
    QByteArray messageId{};
    quint64 size = 0;
    qint64 date = 0; ///< INTERNALDATE, seconds since 1970 UTC
    bool operator==(const MessagePrint &) const = default;
};
void encode(QDataStream &stream, const MessagePrint &print);
void decode(QDataStream &stream, MessagePrint &print);

/// What a folder was like before something was put into it.
struct FolderMark {
    UidValidity validity{};
    Uid next{}; ///< 0: the server does not say
    bool operator==(const FolderMark &) const = default;
};
void encode(QDataStream &stream, const FolderMark &mark);
void decode(QDataStream &stream, FolderMark &mark);

/// Asks for the mark with STATUS; throws CommandError where there is no such folder. Enters no folder.
QCoro::Task<FolderMark> markOf(RemotePtr remote, MailboxName folder);

/// Which of these messages of the selected folder there still are.
QCoro::Task<UidSet> stillThere(RemotePtr remote, UidSet uids);
/// The prints of messages of the selected folder; those that are gone are missing.
QCoro::Task<QList<MessagePrint>> fetchPrints(RemotePtr remote, UidSet uids);
/// The prints that the cache knows, of messages that are there or were.
QList<MessagePrint> storedPrints(store::Store &store, const store::Place &place);

/// Copies of these messages that came into `target` behind the mark, each source with its copy. Enters the
/// target. Nothing where the target was made anew since then.
QCoro::Task<CopiedUids> findCopies(RemotePtr remote, MailboxName target, FolderMark mark,
                                   QList<MessagePrint> sources);
/// Which candidate is which source: Message-ID, size and date first, then Message-ID alone; a message without
/// one by size and date. Each candidate once, in ascending order.
QList<std::pair<Uid, Uid>> matchPrints(const QList<MessagePrint> &sources,
                                       const QList<MessagePrint> &candidates);
CopiedUids copiedFrom(UidValidity validity, QList<std::pair<Uid, Uid>> pairs);

UidSet sourcesOf(const CopiedUids &copied);
UidSet destinationsOf(const CopiedUids &copied);
void encode(QDataStream &stream, const CopiedUids &copied);
void decode(QDataStream &stream, CopiedUids &copied);

} // namespace imap
