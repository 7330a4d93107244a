#pragma once

#include "session/session.h"
#include "types/secret.h"

#include <QCoro/QCoroTask>
#include <QString>

namespace imap
{

/// Who signs in, and what is allowed for it.
struct SignInOptions {
    bool startTls = false;       ///< encrypt first, or give up
    bool allowClearText = false; ///< passwords without encryption: a person said so, or the stream is local
    QString user;
    QString authorizationId;
    QString mechanism; ///< forced; empty: the best offered
    Secret secret;
};

/// Takes a session that has greeted to the authenticated state: STARTTLS, capabilities, SASL or LOGIN.
/// Returns how it signed in ("PLAIN", "LOGIN", "PREAUTH"); the capabilities of the new state are known
/// then. Throws AbortError, LoginError or CapabilityError. The session must outlive the task, or end first.
///
/// Over TLS, PLAIN goes before SCRAM: it takes one round trip in place of three, and the password is
/// protected by a verified server. Without TLS only mechanisms that hide the password are used.
QCoro::Task<QString> signIn(Session *session, SignInOptions options);

} // namespace imap
