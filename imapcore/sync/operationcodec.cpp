#include "sync/operationcodec.h"

namespace imap
{

void encode(QDataStream &stream, const MailboxName &name)
{
    stream << name.toString() << name.wireBytes();
}

void decode(QDataStream &stream, MailboxName &name)
{
    QString text;
    QByteArray wire;
    stream >> text >> wire;
    name = MailboxName(text, wire);
}

void encode(QDataStream &stream, const UidSet &uids)
{
    stream << uids.toByteArray();
}

void decode(QDataStream &stream, UidSet &uids)
{
    QByteArray text;
    stream >> text;
    uids = {};
    if (text.isEmpty())
        return;
    const auto set = UidSet::parse(text);
    if (!set || set->hasStar())
        stream.setStatus(QDataStream::ReadCorruptData);
    else
        uids = *set;
}

void encode(QDataStream &stream, const FlagSet &flags)
{
    stream << quint32(flags.size());
    for (const Flag &flag : flags)
        stream << flag.name();
}

void decode(QDataStream &stream, FlagSet &flags)
{
    quint32 count = 0;
    stream >> count;
    QList<Flag> list;
    for (quint32 i = 0; i < count && i < CodecListLimit && stream.status() == QDataStream::Ok; ++i) {
        QByteArray name;
        stream >> name;
        list.append(Flag(name));
    }
    flags = FlagSet(list);
}

void encode(QDataStream &stream, const store::Place &place)
{
    encode(stream, place.folder);
    encode(stream, place.validity);
    encode(stream, place.uids);
}

void decode(QDataStream &stream, store::Place &place)
{
    decode(stream, place.folder);
    decode(stream, place.validity);
    decode(stream, place.uids);
}

void encode(QDataStream &stream, const MetadataEntry &entry)
{
    stream << entry.name << entry.value.has_value() << entry.value.value_or(QByteArray());
}

void decode(QDataStream &stream, MetadataEntry &entry)
{
    bool has = false;
    QByteArray value;
    stream >> entry.name >> has >> value;
    entry.value = has ? OptionalBytes(value) : OptionalBytes();
}

void encode(QDataStream &stream, const QuotaLimit &limit)
{
    stream << limit.resource << limit.limit;
}

void decode(QDataStream &stream, QuotaLimit &limit)
{
    stream >> limit.resource >> limit.limit;
}

} // namespace imap
