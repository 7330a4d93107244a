#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace imap
{

/// What the server says it can do (RFC 9051 §7.2.2). Names are compared without regard to case.
class Capabilities
{
public:
    Capabilities() = default;
    explicit Capabilities(const QList<QByteArray> &names);

    /// Knows what implies what: IMAP4rev2 brings what RFC 9051 folds in, QRESYNC brings CONDSTORE,
    /// LITERAL+ covers LITERAL-.
    bool has(QByteArrayView name) const;
    /// The mechanisms of `AUTH=...`, upper case, in the server's order.
    QList<QByteArray> authMechanisms() const;
    /// The value behind `NAME=`, e.g. of APPENDLIMIT=, or empty.
    QByteArray value(QByteArrayView name) const;
    bool isEmpty() const { return m_names.isEmpty(); }
    const QList<QByteArray> &names() const { return m_names; }
    /// Acts as if the server had not offered `name`, whatever implies it.
    void remove(QByteArrayView name);
    bool operator==(const Capabilities &) const = default;

private:
    bool listed(QByteArrayView name) const;

    QList<QByteArray> m_names; // as the server spelled them, in its order
    QList<QByteArray> m_removed;
};

} // namespace imap
