#pragma once

#include "commands/responses.h"
#include "commands/statusresponse.h"

#include <variant>

namespace imap
{

/// Every untagged response that is understood. A new one is one line here; dispatch folds over the
/// alternatives by `keyword` (response.cpp).
using Untagged =
    std::variant<UnknownResponse, StatusResponse, CapabilityResponse, EnabledResponse, FlagsResponse,
                 ExistsResponse, RecentResponse, ExpungeResponse, VanishedResponse, FetchResponse,
                 ListResponse, LsubResponse, XlistResponse, MailboxStatusResponse, NamespaceResponse,
                 IdResponse, AclResponse, ListRightsResponse, MyRightsResponse, QuotaResponse,
                 QuotaRootResponse, MetadataResponse, LanguageResponse, ComparatorResponse,
                 JmapAccessResponse, SearchResponse, SortResponse, EsearchResponse, ThreadResponse>;

} // namespace imap
