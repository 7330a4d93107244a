#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

namespace imap::store
{

/// zlib format (RFC 1950), at the fastest level: what is cached is read soon or never.
QByteArray compress(QByteArrayView bytes);
/// nullopt unless `bytes` unpack to exactly `size` octets; never takes more memory than that.
std::optional<QByteArray> uncompress(QByteArrayView bytes, qsizetype size);
quint32 checksum(QByteArrayView bytes);

} // namespace imap::store
