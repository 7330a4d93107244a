#pragma once

#include "commands/command.h"
#include "types/searchkey.h"

namespace imap
{

/// What SEARCH, SORT, THREAD and ESEARCH have in common: criteria, the charset of their strings, and what
/// may go wrong with them. A charset is empty where none was asked for.

/// The charset that strings are in: the one asked for, else UTF-8 where one of them is not ASCII, else none
/// (empty). In UTF-8 mode it is always UTF-8, and not said: RFC 6855 §3 forbids CHARSET there.
QByteArray charsetOf(const SearchKey &criteria, const QByteArray &asked);

/// search-key *(SP search-key). Throws InvalidCriteriaError naming a word that has no form in the charset.
void encodeCriteria(wire::Writer &writer, const SearchKey &criteria, const QByteArray &charset);

/// [SP "CHARSET" SP charset] SP criteria (RFC 9051 §9, search-program).
void encodeSearchProgram(wire::Writer &writer, const SearchKey &criteria, const QByteArray &asked);
/// SP charset SP criteria (RFC 5256 §5), where the charset must be said.
void encodeSortProgram(wire::Writer &writer, const SearchKey &criteria, const QByteArray &asked);

/// Throws CapabilityError for the first criterion that the server does not offer.
void checkCriteria(const SearchKey &criteria, const Capabilities &capabilities, QByteArrayView command);

/// Whether a criterion names messages by number (RFC 9051 §5.5).
bool usesSequenceNumbers(const SearchKey &criteria);

/// InvalidCriteriaError where the server refused the criteria or their charset; null where its answer is
/// about something else, such as [UNAVAILABLE]. `charset`: what strings were sent in.
std::exception_ptr criteriaError(const Completion &completion, QByteArrayView command,
                                 const QByteArray &charset);

} // namespace imap
