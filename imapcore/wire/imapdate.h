#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDate>
#include <QDateTime>
#include <optional>

namespace imap::wire
{

/// date-time without its quotes: "17-Jul-1996 02:44:25 -0700" (RFC 9051 §9); day may be padded by a space
/// or not at all. The result keeps the offset.
std::optional<QDateTime> parseDateTime(QByteArrayView text);
QByteArray formatDateTime(const QDateTime &time);
/// date of SEARCH: "1-Feb-1994".
QByteArray formatDate(QDate date);

} // namespace imap::wire
