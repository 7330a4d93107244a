#include "sync/copies.h"

#include "commands/status.h"
#include "sync/operationcodec.h"

#include <QHash>
#include <algorithm>

namespace imap
{

namespace
{

/// Messages of one question, so that little is in memory at a time.
constexpr quint64 SliceMessages = 5000;

} // namespace

void encode(QDataStream &stream, const MessagePrint &print)
{
    encode(stream, print.uid);
    stream << print.messageId << print.size << print.date;
}

void decode(QDataStream &stream, MessagePrint &print)
{
    decode(stream, print.uid);
    stream >> print.messageId >> print.size >> print.date;
}

void encode(QDataStream &stream, const FolderMark &mark)
{
    encode(stream, mark.validity);
    encode(stream, mark.next);
}

void decode(QDataStream &stream, FolderMark &mark)
{
    decode(stream, mark.validity);
    decode(stream, mark.next);
}

void encode(QDataStream &stream, const CopiedUids &copied)
{
    encode(stream, copied.uidValidity);
    stream << quint32(copied.runs.size());
    for (const CopiedUids::Run &run : copied.runs)
        stream << run.source.value << run.destination.value << run.count;
}

void decode(QDataStream &stream, CopiedUids &copied)
{
    decode(stream, copied.uidValidity);
    quint32 count = 0;
    stream >> count;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        CopiedUids::Run run;
        stream >> run.source.value >> run.destination.value >> run.count;
        const quint64 end = quint64(std::max(run.source.value, run.destination.value)) + run.count;
        if (run.count == 0 || end > UidSet::Star)
            stream.setStatus(QDataStream::ReadCorruptData);
        copied.runs.append(run);
    }
}

// ---------------------------------------------------------------- sets

UidSet sourcesOf(const CopiedUids &copied)
{
    UidSet set;
    for (const CopiedUids::Run &run : copied.runs)
        set.addRange(run.source.value, run.source.value + run.count - 1);
    return set;
}

UidSet destinationsOf(const CopiedUids &copied)
{
    UidSet set;
    for (const CopiedUids::Run &run : copied.runs)
        set.addRange(run.destination.value, run.destination.value + run.count - 1);
    return set;
}

CopiedUids copiedFrom(UidValidity validity, QList<std::pair<Uid, Uid>> pairs)
{
    std::sort(pairs.begin(), pairs.end());
    CopiedUids copied{validity, {}};
    for (const auto &[source, destination] : pairs) {
        CopiedUids::Run *last = copied.runs.isEmpty() ? nullptr : &copied.runs.last();
        if (last && last->source.value + last->count == source.value &&
            last->destination.value + last->count == destination.value)
            ++last->count;
        else
            copied.runs.append({source, destination, 1});
    }
    return copied;
}

// ---------------------------------------------------------------- looking

QCoro::Task<FolderMark> markOf(RemotePtr remote, MailboxName folder)
{
    Status status;
    status.mailbox = folder;
    status.items.uidNext = true;
    status.items.uidValidity = true;
    auto asking = ask(remote, std::move(status));
    const MailboxStatus found = co_await asking;
    FolderMark mark;
    mark.validity = found.uidValidity.value_or(UidValidity());
    mark.next = found.uidNext.value_or(Uid());
    co_return mark;
}

QCoro::Task<UidSet> stillThere(RemotePtr remote, UidSet uids)
{
    UidSet there;
    while (!uids.isEmpty()) {
        Fetch fetch;
        fetch.messages = takeLowest(uids, SliceMessages);
        fetch.items.uid = true;
        auto asking = askInPieces(remote, std::move(fetch));
        const QList<FetchResponse> found = co_await asking;
        for (const FetchResponse &message : found) {
            if (message.uid)
                there.add(*message.uid);
        }
    }
    co_return there;
}

QCoro::Task<QList<MessagePrint>> fetchPrints(RemotePtr remote, UidSet uids)
{
    QList<MessagePrint> prints;
    if (uids.isEmpty())
        co_return prints;
    Fetch fetch;
    fetch.messages = uids;
    fetch.items.envelope = true;
    fetch.items.size = true;
    fetch.items.internalDate = true;
    auto asking = askInPieces(remote, std::move(fetch));
    const QList<FetchResponse> found = co_await asking;
    for (const FetchResponse &message : found) {
        if (!message.uid)
            continue;
        MessagePrint print;
        print.uid = *message.uid;
        if (message.envelope)
            print.messageId = message.envelope->messageId.value_or(QByteArray()).trimmed();
        print.size = message.size.value_or(0);
        print.date = message.internalDate ? message.internalDate->toSecsSinceEpoch() : 0;
        prints.append(print);
    }
    co_return prints;
}

QList<MessagePrint> storedPrints(store::Store &store, const store::Place &place)
{
    QList<MessagePrint> prints;
    const auto folder = store.mailboxes().folder(place.folder);
    if (!folder)
        return prints;
    const QList<Uid> uids = place.uids.toList();
    for (const Uid uid : uids) {
        const auto message = place.validity.isValid()
                                 ? store.messages().loadUnder(folder->id, place.validity, uid)
                                 : store.messages().load(folder->id, uid, store::Include::AlsoRemoved);
        if (message)
            prints.append({uid, message->envelope.messageId.value_or(QByteArray()).trimmed(), message->size,
                           message->internalDate.isValid() ? message->internalDate.toSecsSinceEpoch() : 0});
    }
    return prints;
}

QList<std::pair<Uid, Uid>> matchPrints(const QList<MessagePrint> &sources,
                                       const QList<MessagePrint> &candidates)
{
    QList<std::pair<Uid, Uid>> pairs;
    QSet<Uid> found;
    QSet<Uid> taken;
    const auto round = [&](const std::function<QByteArray(const MessagePrint &)> &keyOf) {
        QHash<QByteArray, QList<Uid>> byKey;
        for (auto at = candidates.crbegin(); at != candidates.crend(); ++at) {
            if (const QByteArray key = keyOf(*at); !key.isEmpty() && !taken.contains(at->uid))
                byKey[key].append(at->uid); // the first to be taken stands last
        }
        for (const MessagePrint &source : sources) {
            const auto at = found.contains(source.uid) ? byKey.end() : byKey.find(keyOf(source));
            if (at == byKey.end() || at->isEmpty())
                continue;
            const Uid uid = at->takeLast();
            found.insert(source.uid);
            taken.insert(uid);
            pairs.append({source.uid, uid});
        }
    };
    round([](const MessagePrint &print) {
        return print.messageId + ' ' + QByteArray::number(print.size) + ' ' + QByteArray::number(print.date);
    });
    round([](const MessagePrint &print) { return print.messageId; });
    return pairs;
}

QCoro::Task<CopiedUids> findCopies(RemotePtr remote, MailboxName target, FolderMark mark,
                                   QList<MessagePrint> sources)
{
    CopiedUids none{mark.validity, {}};
    if (sources.isEmpty())
        co_return none;
    auto entering = remote->enter(target);
    co_await entering;
    const UidValidity validity = remote->mailbox().uidValidity;
    if (mark.validity.isValid() && mark.validity != validity)
        co_return none;
    const Uid first = mark.next.isValid() ? mark.next : Uid(1);
    // "n:*" means the last message, too, where none is behind n (RFC 9051 §9).
    auto looking = fetchPrints(remote, UidSet::from(first));
    QList<MessagePrint> candidates = co_await looking;
    candidates.removeIf([first](const MessagePrint &print) { return print.uid < first; });
    std::sort(candidates.begin(), candidates.end(),
              [](const MessagePrint &a, const MessagePrint &b) { return a.uid < b.uid; });
    co_return copiedFrom(validity, matchPrints(sources, candidates));
}

} // namespace imap
