#include "session/preconditions.h"

namespace imap
{

namespace
{

QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

/// The state in which a command finds the session behind those ahead of it.
unsigned stateBehind(unsigned mask, std::span<const Requirements> ahead)
{
    for (const Requirements &one : ahead) {
        if (one.name == "SELECT" || one.name == "EXAMINE")
            mask = Selected;
        else if (one.name == "LOGIN" || one.name == "AUTHENTICATE" || one.name == "CLOSE" ||
                 one.name == "UNSELECT")
            mask = Authenticated;
        else if (one.name == "UNAUTHENTICATE")
            mask = NotAuthenticated;
        else if (one.name == "LOGOUT")
            mask = 0;
    }
    return mask;
}

} // namespace

std::exception_ptr objection(const SessionState &state, std::span<const Requirements> ahead,
                             const PendingCommand &command)
{
    const Requirements &needs = command.requirements;
    const QByteArray name = bytes(needs.name);
    if (!needs.capability.empty() && !state.capabilities.has(bytes(needs.capability)))
        return std::make_exception_ptr(CapabilityError(
            QStringLiteral("The server does not offer %1.").arg(QString::fromLatin1(bytes(needs.capability))),
            name));
    if (!(needs.states & stateBehind(state.stateMask(), ahead)))
        return std::make_exception_ptr(
            IllegalStateError(QStringLiteral("%1 is not possible in the present state of the connection.")
                                  .arg(QString::fromLatin1(name)),
                              name));
    if (needs.usesSequenceNumbers && state.isEnabled("UIDONLY")) // RFC 9586 §3: BAD [UIDREQUIRED]
        return std::make_exception_ptr(
            IllegalStateError(QStringLiteral("%1 by number is not possible after ENABLE UIDONLY.")
                                  .arg(QString::fromLatin1(name)),
                              name));
    if (needs.modifiesMailbox && state.mailbox && !state.mailbox->selecting && state.mailbox->readOnly)
        return std::make_exception_ptr(ReadOnlyError(QStringLiteral("The folder is open read-only."), name));
    try {
        command.check(state.capabilities);
    } catch (...) {
        return std::current_exception();
    }
    return {};
}

} // namespace imap
