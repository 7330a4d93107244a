#pragma once

#include "net/connectionsettings.h"

#include <QSslConfiguration>
#include <variant>

namespace imap
{

/// The TLS side of the settings: TLS 1.2 or later, the system's authorities and those of `caFile`, the
/// client's certificate. A file that cannot be used gives a sentence that names it.
std::variant<QSslConfiguration, QString> tlsConfiguration(const ConnectionSettings &settings);

} // namespace imap
