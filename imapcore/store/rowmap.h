#pragma once

#include <QByteArray>
#include <QList>
#include <optional>

namespace imap::store
{

/// `count` messages with consecutive sequence numbers and consecutive UIDs.
struct RowRun {
    quint32 firstSeq = 0;
    quint32 firstUid = 0;
    quint32 count = 0;
    bool operator==(const RowRun &) const = default;
};

/// The known part of a folder's sequence numbers. Runs ascend in both numbers and lie within 1..total.
struct RowMap {
    quint32 total = 0;
    QList<RowRun> runs;

    /// Whether runs ascend, do not overlap, stay within `total` and hold no 0.
    bool isValid() const;
    bool operator==(const RowMap &) const = default;
};

/// Differences from the run before as variable-length numbers, deflated when that makes it shorter. Runs
/// that continue each other become one.
QByteArray encodeRowMap(const RowMap &map);
/// nullopt for anything that encodeRowMap could not have made of a valid map.
std::optional<RowMap> decodeRowMap(const QByteArray &bytes);

} // namespace imap::store
