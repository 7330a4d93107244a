#include "scramserver.h"

#include <QList>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>

namespace
{

QByteArray attribute(const QByteArray &message, char name)
{
    for (const QByteArray &part : message.split(',')) {
        if (part.startsWith(QByteArray(1, name) + '='))
            return part.mid(2);
    }
    return {};
}

QByteArray exclusiveOr(QByteArray left, const QByteArray &right)
{
    for (qsizetype i = 0; i < left.size() && i < right.size(); ++i)
        left[i] = static_cast<char>(left.at(i) ^ right.at(i));
    return left;
}

} // namespace

ScramServer::ScramServer(QCryptographicHash::Algorithm hash, QByteArray password, QByteArray salt,
                         int iterations)
    : m_hash(hash)
    , m_salt(std::move(salt))
    , m_iterations(iterations)
{
    const auto size = static_cast<quint64>(QCryptographicHash::hashLength(hash));
    m_saltedPassword = QPasswordDigestor::deriveKeyPbkdf2(hash, password, m_salt, iterations, size);
}

QByteArray ScramServer::hmac(const QByteArray &key, const QByteArray &text) const
{
    return QMessageAuthenticationCode::hash(text, key, m_hash);
}

QByteArray ScramServer::first(const QByteArray &clientFirst)
{
    // gs2-header is "n," [authzid] ","
    const qsizetype bare = clientFirst.indexOf(',', clientFirst.indexOf(',') + 1) + 1;
    m_gs2Header = clientFirst.left(bare);
    m_clientFirstBare = clientFirst.mid(bare);
    m_userName = attribute(m_clientFirstBare, 'n');
    m_serverFirst = "r=" + attribute(m_clientFirstBare, 'r') + m_nonce + ",s=" + m_salt.toBase64() +
                    ",i=" + QByteArray::number(m_iterations);
    return m_serverFirst;
}

QByteArray ScramServer::final(const QByteArray &clientFinal) const
{
    const qsizetype proofAt = clientFinal.lastIndexOf(",p=");
    const QByteArray withoutProof = clientFinal.left(proofAt);
    const QByteArray proof = QByteArray::fromBase64(clientFinal.mid(proofAt + 3));
    if (attribute(withoutProof, 'c') != (m_gs2Header + m_binding).toBase64() ||
        attribute(withoutProof, 'r') != attribute(m_serverFirst, 'r'))
        return {};
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + withoutProof;
    const QByteArray storedKey = QCryptographicHash::hash(hmac(m_saltedPassword, "Client Key"), m_hash);
    const QByteArray clientKey = exclusiveOr(proof, hmac(storedKey, authMessage));
    if (QCryptographicHash::hash(clientKey, m_hash) != storedKey)
        return {};
    return "v=" + hmac(hmac(m_saltedPassword, "Server Key"), authMessage).toBase64();
}
