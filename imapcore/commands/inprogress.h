#pragma once

#include "types/responsecode.h"

#include <optional>

namespace imap
{

/// How far the server has come with a command (INPROGRESS, RFC 9585).
struct InProgress {
    QByteArray tag; ///< of the command; empty: the server does not say which
    std::optional<quint64> done;
    std::optional<quint64> total;
    bool operator==(const InProgress &) const = default;
};

/// The code as INPROGRESS, or nullopt. What is no number counts as not told.
std::optional<InProgress> inProgress(const ResponseCode &code);

} // namespace imap
