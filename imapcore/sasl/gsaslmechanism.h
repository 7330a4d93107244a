#pragma once

#include "sasl/mechanism.h"

#include <memory>

namespace imap
{

/// PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, NTLM and GSSAPI through GNU SASL. Null for any other name, or when the
/// library was built without the mechanism. GSSAPI takes the ticket that is there, and may ask a ticket
/// server for more while the caller waits.
std::unique_ptr<SaslMechanism> makeGsaslMechanism(const QByteArray &name, const SaslCredentials &credentials);

} // namespace imap
