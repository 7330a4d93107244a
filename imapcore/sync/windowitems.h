#pragma once

#include "commands/fetch.h"
#include "types/capability.h"
#include "types/message.h"

namespace imap
{

/// Whether messages have Gmail's labels.
bool hasGmailLabels(const Capabilities &capabilities);
/// What a row of the list needs, as far as the server has it: one FETCH item list for all windows.
/// `condstore`: it keeps mod-sequences in this folder.
FetchItems windowItems(bool condstore, const Capabilities &capabilities);
/// The same as words, for NOTIFY.
QList<QByteArray> windowItemNames(const Capabilities &capabilities);
/// What may have changed of a known message.
FetchItems flagItems(bool condstore, const Capabilities &capabilities);
/// The labels of X-GM-LABELS as rows have them; nullopt: it does not tell.
std::optional<QStringList> gmailLabelsFrom(const FetchResponse &response);
/// Whether it tells what a row cannot be without. Others on the same connection ask for less: the journal,
/// for what a message is known by again.
bool isWholeRow(const FetchResponse &response);
/// The summary that an answer to windowItems holds.
MessageSummary summaryFrom(const FetchResponse &response, Uid uid);

} // namespace imap
