#pragma once

#include "sasl/mechanism.h"

#include <memory>

namespace imap
{

/// PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1 and SCRAM-SHA-256 through GNU SASL, which prepares names and passwords
/// (RFC 4013) where the mechanism asks for it. Null for any other name, or when the library was built without
/// the mechanism.
std::unique_ptr<SaslMechanism> makeGsaslMechanism(const QByteArray &name, const SaslCredentials &credentials);

} // namespace imap
