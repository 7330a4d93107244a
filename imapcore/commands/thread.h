#pragma once

#include "commands/searchcriteria.h"

namespace imap
{

/// THREAD or UID THREAD, RFC 5256: conversations among what the criteria find.
struct Thread {
    using Result = Threads;
    QByteArray algorithm = "REFERENCES"; ///< as offered behind THREAD=; also REFS, ORDEREDSUBJECT
    SearchKey criteria{};
    bool byUid = true;
    QByteArray charset{}; ///< empty: UTF-8 where a string is not ASCII

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

} // namespace imap
