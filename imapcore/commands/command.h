#pragma once

#include "commands/response.h"
#include "types/capability.h"
#include "types/error.h"
#include "wire/writer.h"

#include <concepts>
#include <optional>
#include <string_view>

namespace imap
{

/// The states of RFC 9051 §3, as a mask of where a command is allowed.
enum States : unsigned {
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,
    AuthenticatedOrSelected = Authenticated | Selected,
    AnyState = NotAuthenticated | AuthenticatedOrSelected,
};

/// What a command needs, and how it behaves in a pipeline. Checked before a byte is written.
struct Requirements {
    std::string_view name;            ///< as on the wire, for errors and the log: "UID FETCH"
    std::string_view capability = {}; ///< must be offered; empty: none
    unsigned states = AuthenticatedOrSelected;
    bool barrier = false;          ///< runs alone: STARTTLS, AUTHENTICATE, COMPRESS, LOGOUT
    bool changesSelection = false; ///< SELECT, CLOSE, ...: no command for the mailbox may overtake it
    bool followsSelect = false;    ///< may be sent while SELECT has not been answered: it reads by UID, and
                                   ///< whoever asks takes the answer only if SELECT succeeds
    bool usesSequenceNumbers = false; ///< must not run beside one that may cause EXPUNGE (RFC 9051 §5.5)
    bool mayCauseExpunge = true;      ///< false only for FETCH, STORE and SEARCH by sequence number
    bool modifiesMailbox = false;     ///< refused where the mailbox is open read-only
    bool readsFlags = false;
    bool writesFlags = false; ///< order against readsFlags and writesFlags is kept
    /// The untagged response that answers it, where nothing in that says whose it is: two commands with the
    /// same one must not run together (RFC 9051 §5.5). Empty: no such ambiguity.
    std::string_view answer = {};
};

/// The end of a command: its tagged line.
struct Completion {
    enum class Status { Ok, No, Bad };
    Status status = Status::Ok;
    ResponseCode code;
    QByteArray text;
};

/// A command is its arguments. `encode` writes name and arguments without tag; `collect` looks at an
/// untagged response that came while it ran and takes what is its own (pure; the session has already
/// applied it). Optional members, found by `requires`:
///   void complete(const Completion &, Result &) const       the code of a successful tagged line
///   std::optional<wire::Chunk> respond(const QByteArray &continuation) const   answers a "+" (SASL, IDLE)
///                                                            with a whole line, CRLF included; nullopt:
///                                                            nothing to send now
///   std::shared_ptr<wire::Spill> spill(QByteArrayView response, qint64 octets) const
///                                                            takes a large literal for itself, see
///                                                            wire::SpillOpener; null: it is another's
///   void check(const Capabilities &) const                   further preconditions; throws CapabilityError
///   std::exception_ptr error(const Completion &) const       a typed error for NO and BAD, or null for the
///   usual one
template <class C>
concept Command = requires(const C &command, wire::Writer &writer, const Untagged &untagged,
                           typename C::Result &result)
{
    {
        command.requirements()
        } -> std::same_as<Requirements>;
    {
        command.encode(writer)
        } -> std::same_as<void>;
    {
        command.collect(untagged, result)
        } -> std::same_as<bool>;
};

/// Throws CapabilityError unless the server offers `capability`.
void requireCapability(const Capabilities &capabilities, QByteArrayView capability, QByteArrayView command);

/// The Result of commands that give none.
struct Nothing {
    bool operator==(const Nothing &) const = default;
};

} // namespace imap
