#include "store/compression.h"

#include <zlib.h>

namespace imap::store
{

QByteArray compress(QByteArrayView bytes)
{
    uLongf length = compressBound(uLong(bytes.size()));
    QByteArray packed(qsizetype(length), Qt::Uninitialized);
    const int code =
        compress2(reinterpret_cast<Bytef *>(packed.data()), &length,
                  reinterpret_cast<const Bytef *>(bytes.data()), uLong(bytes.size()), Z_BEST_SPEED);
    if (code != Z_OK)
        return {};
    packed.truncate(qsizetype(length));
    return packed;
}

std::optional<QByteArray> uncompress(QByteArrayView bytes, qsizetype size)
{
    // One octet more than expected, so that longer data shows.
    QByteArray plain(size + 1, Qt::Uninitialized);
    uLongf length = uLongf(plain.size());
    uLong used = uLong(bytes.size());
    const int code = uncompress2(reinterpret_cast<Bytef *>(plain.data()), &length,
                                 reinterpret_cast<const Bytef *>(bytes.data()), &used);
    if (code != Z_OK || length != uLongf(size))
        return std::nullopt;
    plain.truncate(size);
    return plain;
}

quint32 checksum(QByteArrayView bytes)
{
    return quint32(crc32_z(0, reinterpret_cast<const Bytef *>(bytes.data()), size_t(bytes.size())));
}

} // namespace imap::store
