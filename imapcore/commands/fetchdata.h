#pragma once

#include "commands/responses.h"

namespace imap
{

/// One msg-att item of FETCH, name and value, into its field. Items without a field go to `others`.
void parseFetchItem(wire::Reader &reader, FetchResponse &response);

} // namespace imap
