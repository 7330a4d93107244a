#pragma once

#include "store/journalnotes.h"
#include "types/flag.h"
#include "types/mailboxname.h"
#include "types/messageset.h"
#include "types/metadata.h"
#include "types/quota.h"

#include <QDataStream>
#include <QIODevice>

namespace imap
{

// How operations are written into the journal: a version in front, and nothing is believed when it is read.

constexpr quint32 CodecListLimit = 1'000'000;

void encode(QDataStream &stream, const MailboxName &name);
void decode(QDataStream &stream, MailboxName &name);
void encode(QDataStream &stream, const UidSet &uids);
void decode(QDataStream &stream, UidSet &uids);
void encode(QDataStream &stream, const FlagSet &flags);
void decode(QDataStream &stream, FlagSet &flags);
void encode(QDataStream &stream, const store::Place &place);
void decode(QDataStream &stream, store::Place &place);
void encode(QDataStream &stream, const MetadataEntry &entry);
void decode(QDataStream &stream, MetadataEntry &entry);
void encode(QDataStream &stream, const QuotaLimit &limit);
void decode(QDataStream &stream, QuotaLimit &limit);
inline void encode(QDataStream &stream, const QString &text)
{
    stream << text;
}
inline void decode(QDataStream &stream, QString &text)
{
    stream >> text;
}
template <class Tag, class T>
void encode(QDataStream &stream, StrongNumber<Tag, T> number)
{
    stream << number.value;
}
template <class Tag, class T>
void decode(QDataStream &stream, StrongNumber<Tag, T> &number)
{
    stream >> number.value;
}

template <class T>
void encode(QDataStream &stream, const QList<T> &list)
{
    stream << quint32(list.size());
    for (const T &one : list)
        encode(stream, one);
}
template <class T>
void decode(QDataStream &stream, QList<T> &list)
{
    quint32 count = 0;
    stream >> count;
    if (count > CodecListLimit)
        stream.setStatus(QDataStream::ReadCorruptData);
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        T one{};
        decode(stream, one);
        list.append(std::move(one));
    }
}

/// What `write(stream)` writes, behind the version.
template <class Write>
QByteArray encodePayload(quint8 version, Write write)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << version;
    write(stream);
    return bytes;
}

/// Whether `read(stream)` read exactly what is there, and the version is right.
template <class Read>
bool decodePayload(const QByteArray &bytes, quint8 version, Read read)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint8 found = 0;
    stream >> found;
    if (stream.status() != QDataStream::Ok || found != version)
        return false;
    read(stream);
    return stream.status() == QDataStream::Ok && stream.atEnd();
}

} // namespace imap
