#pragma once

#include "commands/responses.h"

#include <QJsonArray>
#include <QJsonObject>

namespace app
{

/// What an ESEARCH response says, sets of numbers as text.
QJsonObject esearchJson(const imap::EsearchResponse &response);
/// The whole threads of [from, to) as nested arrays: [3, 6, [4, 23], [44, 7, 96]]. Where they nest deeper
/// than JSON readers go, the text of the wire.
QJsonValue threadJson(const imap::Threads &threads, qsizetype from, qsizetype to);
QJsonArray threadsJson(const imap::Threads &threads);
/// One object of all that a search or sort found.
QJsonObject searchResultJson(const imap::SearchResult &result);
QJsonObject sortResultJson(const imap::SortResult &result);

} // namespace app
