#pragma once

#include "session/session.h"
#include "types/secret.h"

#include <QCoro/QCoroTask>
#include <QString>
#include <functional>
#include <memory>

namespace imap
{

class SaslMechanism;
struct SaslCredentials;

/// Who signs in, and what is allowed for it.
struct SignInOptions {
    bool startTls = false;       ///< encrypt first, or give up
    bool allowClearText = false; ///< passwords without encryption: a person said so, or the stream is local
    QString user{};
    QString authorizationId{};
    QString mechanism{};            ///< forced; empty: the best offered
    Secret secret{};                ///< empty where none is needed: EXTERNAL, GSSAPI, ANONYMOUS
    bool token = false;             ///< the secret is an OAuth access token
    bool clientCertificate = false; ///< one was set up; without a secret it signs in (EXTERNAL)
    QString vendor{};               ///< a field of XOAUTH2 and OAUTH2
    QString host{};                 ///< the server's name and port, for mechanisms that say them
    quint16 port = 0;
    bool compress = false; ///< COMPRESS once signed in, where the server offers it: one flight more
    /// A mechanism of the caller's own, made once for the attempt. Its name must be among those offered.
    std::function<std::unique_ptr<SaslMechanism>(const SaslCredentials &)> ownMechanism{};
};

/// Takes a session that has greeted to the authenticated state: STARTTLS, capabilities, SASL or LOGIN.
/// Returns how it signed in ("PLAIN", "LOGIN", "PREAUTH"); the capabilities of the new state are known
/// then. Throws AbortError, LoginError or CapabilityError. The session must outlive the task, or end first.
///
/// Over TLS, PLAIN goes before SCRAM: it takes one round trip in place of three, and the password is
/// protected by a verified server. Without TLS only mechanisms that hide the password are used.
///
/// Another mechanism is tried only while that can help: not once the server has seen the password or token,
/// not where it failed to prove itself, and not where it said that the account is the matter (RFC 5530).
QCoro::Task<QString> signIn(Session *session, SignInOptions options);

} // namespace imap
