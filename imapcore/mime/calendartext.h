#pragma once

#include <QString>

namespace imap::mime
{

/// The first event of an iCalendar object (RFC 5545) in a few lines: summary, times as written there, place,
/// organizer, description. For invitations that come without any text. Empty if there is no event.
QString calendarText(const QString &ics);

/// text/enriched (RFC 1896) without its commands.
QString enrichedText(const QString &enriched);

} // namespace imap::mime
