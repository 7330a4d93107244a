#pragma once

#include <QByteArray>
#include <functional>
#include <optional>
#include <stop_token>

namespace imap
{

/// How far a command has come.
struct Progress {
    enum class Kind {
        Sending,   ///< octets of literals that the connection has taken
        Receiving, ///< octets of a literal that goes to the command's own sink
        Server,    ///< what the server counts: messages, as a rule (RFC 9585)
    };
    Kind kind = Kind::Sending;
    quint64 done = 0;
    std::optional<quint64> total{};
    bool operator==(const Progress &) const = default;
};

/// How one command is run.
struct RunOptions {
    QByteArray cause{}; ///< what the wire log shows as the reason
    /// Asked to stop (from any thread), a command that was not sent yet ends with CancelledError, and the
    /// connection goes on. While a literal from a source or into a sink is under way the connection ends
    /// (AbortError, Stopped): the protocol has no other way out. Any other command that was sent is answered
    /// as if nobody had asked.
    std::stop_token stop{};
    /// Called in the session's thread. It must not delete the session.
    std::function<void(const Progress &)> progress{};
};

} // namespace imap
