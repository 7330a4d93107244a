#pragma once

#include "types/secret.h"

#include <QString>
#include <optional>

namespace app
{

/// Asks the person at the terminal, without showing what is typed. nullopt where standard input or error is
/// no terminal. Throws UsageError on Ctrl-C.
std::optional<imap::Secret> askPassword(const QString &question);

} // namespace app
