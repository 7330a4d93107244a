#include "store/rowmap.h"

#include "store/compression.h"
#include "store/varint.h"

#include <limits>

namespace imap::store
{

namespace
{

constexpr quint64 Version = 1;
constexpr quint64 Plain = 0;
constexpr quint64 Packed = 1;
constexpr qsizetype MaxPlain = 64 * 1024 * 1024; // some ten million runs
constexpr quint64 Max32 = std::numeric_limits<quint32>::max();

/// Sees only what follows on `run` without a gap in both numbers.
bool continues(const RowRun &run, const RowRun &next)
{
    return quint64(run.firstSeq) + run.count == next.firstSeq &&
           quint64(run.firstUid) + run.count == next.firstUid;
}

QList<RowRun> merged(const QList<RowRun> &runs)
{
    QList<RowRun> result;
    result.reserve(runs.size());
    for (const RowRun &run : runs) {
        if (!result.isEmpty() && continues(result.last(), run))
            result.last().count += run.count;
        else
            result.append(run);
    }
    return result;
}

QByteArray plainBytes(const RowMap &map)
{
    ByteWriter out;
    const QList<RowRun> runs = merged(map.runs);
    out.number(map.total);
    out.number(quint64(runs.size()));
    quint32 seq = 1;
    quint32 uid = 1;
    for (const RowRun &run : runs) {
        out.number(run.firstSeq - seq);
        out.number(run.firstUid - uid);
        out.number(run.count);
        seq = run.firstSeq + run.count;
        uid = run.firstUid + run.count;
    }
    return out.bytes();
}

std::optional<RowMap> fromPlain(QByteArrayView bytes)
{
    ByteReader in(bytes);
    RowMap map;
    map.total = quint32(in.number(Max32));
    const quint64 count = in.number(quint64(in.left()) / 3); // a run takes three octets at least
    map.runs.reserve(qsizetype(count));
    quint64 seq = 1;
    quint64 uid = 1;
    for (quint64 i = 0; i < count && !in.failed(); ++i) {
        seq += in.number(Max32);
        uid += in.number(Max32);
        const quint64 length = in.number(Max32);
        if (seq + length > Max32 + 1 || uid + length > Max32 + 1)
            return std::nullopt;
        map.runs.append(RowRun{quint32(seq), quint32(uid), quint32(length)});
        seq += length;
        uid += length;
    }
    if (!in.finished() || !map.isValid())
        return std::nullopt;
    return map;
}

} // namespace

bool RowMap::isValid() const
{
    quint64 seq = 1;
    quint64 uid = 1;
    for (const RowRun &run : runs) {
        if (run.count == 0 || run.firstSeq < seq || run.firstUid < uid)
            return false;
        seq = quint64(run.firstSeq) + run.count;
        uid = quint64(run.firstUid) + run.count;
        if (seq > quint64(total) + 1 || uid > Max32 + 1)
            return false;
    }
    return true;
}

QByteArray encodeRowMap(const RowMap &map)
{
    const QByteArray plain = plainBytes(map);
    const QByteArray packed = plain.size() > 64 ? compress(plain) : QByteArray();
    ByteWriter out;
    out.number(Version);
    if (!packed.isEmpty() && packed.size() < plain.size()) {
        out.number(Packed);
        out.number(quint64(plain.size()));
        out.raw(packed);
    } else {
        out.number(Plain);
        out.raw(plain);
    }
    return out.bytes();
}

std::optional<RowMap> decodeRowMap(const QByteArray &bytes)
{
    ByteReader in(bytes);
    if (in.number() != Version)
        return std::nullopt;
    const quint64 form = in.number(Packed);
    if (form == Packed) {
        const quint64 size = in.number(quint64(MaxPlain));
        if (in.failed())
            return std::nullopt;
        const std::optional<QByteArray> plain = uncompress(in.rest(), qsizetype(size));
        return plain ? fromPlain(*plain) : std::nullopt;
    }
    return in.failed() ? std::nullopt : fromPlain(in.rest());
}

} // namespace imap::store
