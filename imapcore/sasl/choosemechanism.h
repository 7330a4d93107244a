#pragma once

#include <QByteArray>
#include <QList>

namespace imap
{

/// What decides between mechanisms.
struct MechanismWishes {
    bool encrypted = false;      ///< the connection is
    bool allowClearText = false; ///< a person's explicit wish, or a local stream
    bool token = false;          ///< the secret is an OAuth access token, not a password
    bool certificate = false;    ///< a client certificate was shown and there is no password: it signs in
    bool canBind = false;        ///< the TLS connection gives a channel binding: -PLUS can be done
    QByteArray forced{};         ///< the one to use; empty: choose
};

/// Which of the offered mechanisms to try, the best first. Names compare without regard to case (RFC 4422,
/// section 3.1); the result is in upper case.
///
/// For a password: SCRAM with SHA-512, SHA-256 and SHA-1, each with -PLUS before it, then CRAM-MD5, PLAIN,
/// LOGIN. For a token: OAUTHBEARER, XOAUTH2, OAUTH2. For a certificate: EXTERNAL. DIGEST-MD5, NTLM, GSSAPI
/// and ANONYMOUS only by force: the first two are broken, the third needs a ticket, the last is nobody.
///
/// What shows the secret to who listens (PLAIN, LOGIN, tokens) is left out unless the connection is encrypted
/// or clear text is allowed. A forced one obeys the same conditions.
QList<QByteArray> mechanismOrder(const QList<QByteArray> &offered, const MechanismWishes &wishes);

/// Whether a mechanism signs in with a password or token; "" (none forced) does.
bool needsSecret(const QByteArray &mechanism);

} // namespace imap
