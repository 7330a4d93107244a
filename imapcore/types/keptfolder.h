#pragma once

#include <QtGlobal>

namespace imap
{

/// A folder that is deleted can be made again with all that was in it, if that is not more than this.
struct KeptFolder {
    static constexpr quint32 messages = 1000;
    static constexpr quint64 octets = 100 * 1024 * 1024;
};

} // namespace imap
