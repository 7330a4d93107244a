#pragma once

#include <QByteArray>
#include <optional>

namespace imap
{

/// What SASLprep (RFC 4013) makes of a name or password in UTF-8, so that both sides compute with the same
/// bytes; nullopt where it has characters that are not allowed. `query`: code points that Unicode did not
/// know in 2002 are left in, which names may have and passwords must not (RFC 5802, section 5.1).
std::optional<QByteArray> saslPrep(const QByteArray &text, bool query);

} // namespace imap
