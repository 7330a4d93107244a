#pragma once

#include "types/flag.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>
#include <optional>

namespace imap::store
{

/// How flags are stored: the six of RFC 9051 §2.3.2 as bits, so that SQL can count them, all others as
/// words with spaces between. The bits are part of the file format.
struct FlagColumns {
    static constexpr int Seen = 1; ///< the index of unseen messages in 001.sql names this value
    int mask = 0;
    QByteArray words;
};

/// Flags that are no atoms (empty, or with a space or control character) are left out.
FlagColumns toColumns(const FlagSet &flags);
FlagSet fromColumns(int mask, QByteArrayView words);
/// All flags as words; for attributes, which are never counted.
QByteArray wordsOf(const FlagSet &flags);

/// Gmail's labels, one a line; what would be several lines is left out. None: nullopt.
std::optional<QString> labelsToColumn(const QStringList &labels);
QStringList labelsFromColumn(const QString &column);

} // namespace imap::store
