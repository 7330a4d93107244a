#pragma once

#include "sasl/mechanism.h"

#include <memory>

namespace imap
{

/// Mechanisms of one message and no secret: EXTERNAL (RFC 4422, appendix A), where the certificate that the
/// client showed in the TLS handshake says who it is, and ANONYMOUS (RFC 4505), where `user` is a trace that
/// the server may write down and may be empty. Null for any other name.
std::unique_ptr<SaslMechanism> makeSimpleMechanism(const QByteArray &name,
                                                   const SaslCredentials &credentials);

} // namespace imap
