#pragma once

#include "net/connectionsettings.h"

#include <QString>

namespace ui
{

/// Where the mail of an address is likely to be found.
struct ServerGuess {
    QString host; ///< empty: the address has no domain yet
    quint16 port = 993;
    imap::ConnectionSettings::Security security = imap::ConnectionSettings::Security::Tls;
    bool userIsAddress = true; ///< else the part before "@"
    bool known = false;        ///< from the table of providers, else "imap." and the domain
    QString hint;              ///< what this provider wants besides the password; may be empty
    bool operator==(const ServerGuess &) const = default;
};

/// Guesses without asking anybody: a table of large providers, else "imap.DOMAIN".
ServerGuess guessServer(const QString &address);

/// The part behind the last "@", in lower case; empty if there is none.
QString domainOf(const QString &address);

/// The usual port of a kind of security; 0 for a command.
quint16 usualPort(imap::ConnectionSettings::Security security);

} // namespace ui
