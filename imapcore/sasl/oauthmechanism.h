#pragma once

#include "sasl/mechanism.h"

#include <memory>

namespace imap
{

/// Access tokens of OAuth 2.0 as bearer tokens: OAUTHBEARER (RFC 7628), XOAUTH2 (Google's and Microsoft's
/// form from before it) and OAUTH2 (the same under the name that some servers give it). The secret is the
/// token; `vendor` goes with XOAUTH2 and OAUTH2 only. Null for any other name.
///
/// A refused token is told as a challenge with JSON. It is answered with what the mechanism wants there, so
/// that the exchange ends in the server's NO, and kept as `tokenProblem()`.
std::unique_ptr<SaslMechanism> makeOAuthMechanism(const QByteArray &name, const SaslCredentials &credentials);

/// What the JSON of a refusal says; fields that it has not, or has as something else, are empty.
TokenProblem tokenProblemFrom(const QByteArray &json);

} // namespace imap
