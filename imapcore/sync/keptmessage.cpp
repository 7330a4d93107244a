#include "sync/keptmessage.h"

#include "sync/operationcodec.h"
#include "sync/remote.h"

namespace imap
{

namespace
{

/// What one FETCH may bring, so that little is in memory at a time.
constexpr quint64 FetchOctets = 2 * 1024 * 1024;
constexpr int FetchMessages = 50;
/// Messages that are described at a time, with envelopes.
constexpr quint64 SliceMessages = 1000;

} // namespace

void encode(QDataStream &stream, const KeptMessage &message)
{
    encode(stream, message.folder);
    encode(stream, message.validity);
    encode(stream, message.uid);
    encode(stream, message.flags);
    stream << message.date << message.messageId << message.size << message.kept;
}

void decode(QDataStream &stream, KeptMessage &message)
{
    decode(stream, message.folder);
    decode(stream, message.validity);
    decode(stream, message.uid);
    decode(stream, message.flags);
    stream >> message.date >> message.messageId >> message.size >> message.kept;
}

QCoro::Task<QList<KeptMessage>> describeMessages(RemotePtr remote, UidSet uids)
{
    QList<KeptMessage> list;
    const MailboxName folder = remote->mailbox().name;
    const UidValidity validity = remote->mailbox().uidValidity;
    while (!uids.isEmpty()) {
        Fetch fetch;
        // How many `*` stands for only the server knows.
        fetch.messages = uids.hasStar() ? std::exchange(uids, UidSet()) : takeLowest(uids, SliceMessages);
        fetch.items.flags = true;
        fetch.items.internalDate = true;
        fetch.items.size = true;
        fetch.items.envelope = true;
        auto asking = askInPieces(remote, std::move(fetch));
        const QList<FetchResponse> found = co_await asking;
        for (const FetchResponse &message : found) {
            if (!message.uid)
                continue;
            KeptMessage one;
            one.folder = folder;
            one.validity = validity;
            one.uid = *message.uid;
            one.flags = message.flags.value_or(FlagSet());
            one.flags.remove(flags::Recent); // nobody can set it
            one.date = message.internalDate.value_or(QDateTime());
            if (message.envelope)
                one.messageId = message.envelope->messageId.value_or(QByteArray()).trimmed();
            one.size = message.size.value_or(0);
            list.append(one);
        }
    }
    co_return list;
}

QCoro::Task<QList<KeptMessage>> keepMessages(RemotePtr remote, QList<KeptMessage> messages, quint32 firstItem)
{
    quint64 total = 0;
    for (const KeptMessage &message : std::as_const(messages))
        total += message.kept ? message.size : 0;
    for (qsizetype next = 0; next < messages.size();) {
        QHash<Uid, qsizetype> asked;
        UidSet uids;
        quint64 octets = 0;
        for (; next < messages.size() && asked.size() < FetchMessages && octets < FetchOctets; ++next) {
            const KeptMessage &message = messages.at(next);
            if (message.kept || message.size > LongestKept || total + message.size > MostKept)
                continue;
            octets += message.size;
            total += message.size;
            uids.add(message.uid);
            asked.insert(message.uid, next);
        }
        if (asked.isEmpty())
            continue;
        Fetch fetch;
        fetch.messages = uids;
        fetch.items.sections = {FetchSection{}};
        auto asking = askInPieces(remote, std::move(fetch));
        const QList<FetchResponse> found = co_await asking;
        for (const FetchResponse &message : found) {
            const auto at = message.uid ? asked.constFind(*message.uid) : asked.constEnd();
            const OptionalBytes text = message.section(QByteArray());
            if (at == asked.constEnd() || !text)
                continue;
            remote->store().notes().keep(remote->operation(), firstItem + quint32(at.value()), *text);
            messages[at.value()].kept = true;
        }
    }
    co_return messages;
}

} // namespace imap
