#pragma once

#include <QByteArray>
#include <QList>
#include <optional>

namespace imap
{

using OptionalBytes = std::optional<QByteArray>; ///< nullopt is NIL

/// One address of an ENVELOPE, raw (RFC 9051 §7.5.2). `host` NIL and `mailbox` set starts a group of that
/// name, both NIL ends it.
struct Address {
    OptionalBytes name; ///< phrase, RFC 2047 encoded as it came
    OptionalBytes adl;  ///< source route, obsolete
    OptionalBytes mailbox;
    OptionalBytes host;

    bool isGroupStart() const { return !host && mailbox; }
    bool isGroupEnd() const { return !host && !mailbox; }
    bool operator==(const Address &) const = default;
};

/// Headers as the server parsed them: bytes, nothing decoded. NIL lists are empty lists.
struct Envelope {
    OptionalBytes date; ///< the Date header
    OptionalBytes subject;
    QList<Address> from;
    QList<Address> sender;
    QList<Address> replyTo;
    QList<Address> to;
    QList<Address> cc;
    QList<Address> bcc;
    OptionalBytes inReplyTo;
    OptionalBytes messageId;
    bool operator==(const Envelope &) const = default;
};

} // namespace imap

Q_DECLARE_TYPEINFO(imap::Address, Q_RELOCATABLE_TYPE);
