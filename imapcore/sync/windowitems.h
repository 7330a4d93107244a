#pragma once

#include "commands/fetch.h"
#include "types/message.h"

namespace imap
{

/// What a row of the list needs: one FETCH item list for all windows.
FetchItems windowItems(bool condstore);
/// The same as words, for NOTIFY.
QList<QByteArray> windowItemNames(bool condstore);
/// What may have changed of a known message.
FetchItems flagItems(bool condstore);
/// Whether it tells what a row cannot be without. Others on the same connection ask for less: the journal,
/// for what a message is known by again.
bool isWholeRow(const FetchResponse &response);
/// The summary that an answer to windowItems holds.
MessageSummary summaryFrom(const FetchResponse &response, Uid uid);

} // namespace imap
