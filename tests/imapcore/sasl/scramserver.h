#pragma once

#include <QByteArray>
#include <QCryptographicHash>

/// The server's side of SCRAM (RFC 5802, RFC 7677), written from the RFC and checked
/// against its examples, so that the client is not tested with its own library.
class ScramServer
{
public:
    ScramServer(QCryptographicHash::Algorithm hash, QByteArray password, QByteArray salt, int iterations);

    void setNonce(const QByteArray &nonce) { m_nonce = nonce; }
    /// What this side knows of the TLS connection; for the -PLUS forms.
    void setBinding(const QByteArray &data) { m_binding = data; }
    /// client-first-message → server-first-message
    QByteArray first(const QByteArray &clientFirst);
    /// client-final-message → server-final-message; empty when the proof is wrong.
    QByteArray final(const QByteArray &clientFinal) const;
    /// The value of "n=" as it was sent.
    const QByteArray &userName() const { return m_userName; }
    const QByteArray &gs2Header() const { return m_gs2Header; }

private:
    QByteArray hmac(const QByteArray &key, const QByteArray &text) const;

    QCryptographicHash::Algorithm m_hash;
    QByteArray m_salt;
    int m_iterations;
    QByteArray m_saltedPassword;
    QByteArray m_nonce = "3rfcNHYJY1ZVvWVs7j";
    QByteArray m_gs2Header;
    QByteArray m_binding;
    QByteArray m_userName;
    QByteArray m_clientFirstBare;
    QByteArray m_serverFirst;
};
