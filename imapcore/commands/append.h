#pragma once

#include "commands/command.h"
#include "commands/uidplus.h"
#include "wire/bytesource.h"

namespace imap
{

/// A piece of a message that the server puts together (CATENATE, RFC 4469): octets, or what a URL names,
/// such as "/INBOX;UIDVALIDITY=7/;UID=20/;section=HEADER" of a message that is there already.
struct CatenatePart {
    QByteArray url{}; ///< empty: `text` counts
    wire::ByteSourcePointer text{};
    bool operator==(const CatenatePart &) const = default;
};

/// One message to be put into a mailbox, with what is said of it.
struct AppendMessage {
    enum class Form {
        Literal,  ///< as it is; may not hold NUL
        Literal8, ///< "~{n}", may hold NUL: BINARY (RFC 3516 §4.4) or IMAP4rev2
        Utf8,     ///< "UTF8 (~{n})": its header is in UTF-8 (RFC 6855 §4), after ENABLE UTF8=ACCEPT
    };
    wire::ByteSourcePointer source{};
    FlagSet flags{};                 ///< `\Recent` cannot be set
    std::optional<QDateTime> date{}; ///< INTERNALDATE, with its offset; else the server's clock
    Form form = Form::Literal;
    QList<CatenatePart> parts{}; ///< in place of `source`
    bool operator==(const AppendMessage &) const = default;

    /// Octets that will be sent; what URLs bring is not known.
    qint64 octets() const;
};

struct AppendResult {
    QByteArray text{};                      ///< the server's words, raw
    std::optional<AppendedUids> appended{}; ///< nullopt: no UIDPLUS, or no right to see it (RFC 4315 §3)
    bool operator==(const AppendResult &) const = default;
};

/// APPEND (RFC 9051 §6.3.12); with several messages one command that takes all or none (MULTIAPPEND,
/// RFC 3502). What is larger than the server's APPENDLIMIT fails before anything is sent, with the code
/// TOOBIG; a mailbox that does not exist, with TRYCREATE.
struct Append {
    using Result = AppendResult;
    MailboxName mailbox{};
    QList<AppendMessage> messages{};
    std::optional<quint64> appendLimit{}; ///< of this mailbox, from STATUS (RFC 7889 §4), where known

    Requirements requirements() const { return {.name = "APPEND"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &, Result &) const { return false; }
    void complete(const Completion &completion, Result &result) const;
};

/// REPLACE or UID REPLACE (RFC 8508): puts a message into `mailbox` and removes another one from the selected
/// mailbox, both or neither. Its APPENDUID comes untagged, in front of the EXPUNGE.
struct Replace {
    using Result = AppendResult;
    std::variant<Uid, SeqNum> replaced{};
    MailboxName mailbox{};
    AppendMessage message{};

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

} // namespace imap
