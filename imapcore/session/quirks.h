#pragma once

#include "commands/responses.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <span>

namespace imap
{

/// How a server shows who it is. Any of it may be missing.
struct ServerIdentity {
    QString host;        ///< as the person named it
    QByteArray greeting; ///< its text
    /// What it answers to ID (RFC 2971).
    QList<std::pair<QByteArray, OptionalBytes>> id;
    bool operator==(const ServerIdentity &) const = default;
};

/// What is done differently, all quirks of a server together.
struct QuirkEffects {
    QList<QByteArray> names;           ///< of the quirks, for the log and for people
    QList<QByteArray> without;         ///< capabilities that count as not offered
    QList<QByteArray> withoutSignedIn; ///< the same, once signed in
    bool endPointBinding = true;       ///< SCRAM-…-PLUS with tls-server-end-point can be tried
    bool keywords = true;              ///< keywords are kept, if it says so
    int connections = 0;               ///< the most that it bears from one account; 0: not known
    /// A refusal with this text means that signing in led nowhere; the connection is of no use.
    QByteArray deadSignIn;
    bool operator==(const QuirkEffects &) const = default;
};

/// One known peculiarity: by what a server is known that has it, and what is done about it. A row matches
/// when one of its marks does, and the version, where one is given, is found behind the mark and lower.
struct Quirk {
    QByteArrayView name;
    QByteArrayView reason{};   ///< what goes wrong otherwise
    QByteArrayView seen{};     ///< on which version, and who says so
    QByteArrayView host{};     ///< the end of the host's name
    QByteArrayView greeting{}; ///< words of the greeting
    QByteArrayView id{};       ///< the beginning of "name" or "vendor" in the answer to ID
    QByteArrayView below{};    ///< only versions before this one: "3.7"
    void (*apply)(QuirkEffects &effects) = nullptr;
};

/// All that are known.
std::span<const Quirk> knownQuirks();
/// What the known quirks of such a server add up to.
QuirkEffects quirksOf(const ServerIdentity &server);

} // namespace imap
