#pragma once

#include "net/connectionsettings.h"

#include <variant>

namespace imap
{

/// An account as one line: where, how, and who.
///
///     imaps://user@host               TLS from the first byte, port 993
///     imap+starttls://user@host:1143  TLS after STARTTLS, port 143 unless said
///     imap+plain://user@[::1]         no encryption at all
///     imap+exec:COMMAND               a command's standard input and output; all behind the colon is for
///     /bin/sh
///
/// The user is percent-encoded UTF-8 and may be missing. "@" in it may stand as it is: the last one ends it.
struct AccountUrl {
    ConnectionSettings settings;
    QString user;
    bool operator==(const AccountUrl &) const = default;
};

/// The account, or a sentence that says what is wrong. Passwords in a URL are refused, for they would be seen
/// in lists of processes and histories; the sentence does not repeat them.
std::variant<AccountUrl, QString> parseAccountUrl(const QString &text);

/// The shortest URL that parses to the same place and user. Files, pins and time limits are not part of it.
QString accountUrlText(const AccountUrl &account);

/// 993 for TLS, 143 for the others, 0 for a command.
quint16 defaultPort(ConnectionSettings::Security security);

} // namespace imap
