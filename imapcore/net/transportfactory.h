#pragma once

#include "net/connectionsettings.h"
#include "net/transport.h"

#include <memory>

namespace imap
{

/// The transport that the settings ask for, not yet opened.
std::unique_ptr<Transport> makeTransport(const ConnectionSettings &settings, QObject *parent = nullptr);

} // namespace imap
