#pragma once

#include "types/message.h"

#include <QByteArrayView>
#include <QDateTime>
#include <optional>

namespace imap::mime
{

/// The date of a Date header (RFC 5322 §3.3, §4.3), with the sender's offset kept, so that its wall clock can
/// be shown. Takes what people send: comments, missing week days and seconds, two-digit years, named zones,
/// asctime and ISO 8601 forms. An unknown or absurd zone is UTC. nullopt if no date can be made of it.
/// Looks at 256 bytes at most. Any thread.
std::optional<QDateTime> parseDate(QByteArrayView rfc5322);

/// When a message was written by its Date header, unless that is missing, absurd or later than its arrival:
/// then when it arrived.
QDateTime writtenDate(const MessageSummary &message);

} // namespace imap::mime
