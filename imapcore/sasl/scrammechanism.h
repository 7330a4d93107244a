#pragma once

#include "sasl/mechanism.h"

#include <memory>

namespace imap
{

/// SCRAM-SHA-1 (RFC 5802), SCRAM-SHA-256 (RFC 7677), SCRAM-SHA-512 and their -PLUS forms, which tie the
/// exchange to the TLS connection. Null for any other name, and for a -PLUS form without a channel binding.
///
/// Without -PLUS the server is told whether we could have bound the channel ("y") or not ("n"), so that one
/// that offers -PLUS and is answered "y" knows that somebody has taken it from its list.
///
/// `nonce` is the client's part of it, empty for a random one; only examples need the same one twice.
std::unique_ptr<SaslMechanism> makeScramMechanism(const QByteArray &name, const SaslCredentials &credentials,
                                                  const QByteArray &nonce = {});

} // namespace imap
