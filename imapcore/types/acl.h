#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace imap
{

/// A set of ACL rights (RFC 4314 §2): one letter or digit each. Knows the virtual rights c and d of RFC 2086,
/// which stood for what is k, x, t and e today.
class Rights
{
public:
    Rights() = default;
    /// Characters that can be no right (RFC 4314 §7) are left out.
    explicit Rights(QByteArrayView letters);

    bool isEmpty() const { return m_bits == 0; }
    /// Exactly this letter.
    bool contains(char right) const;
    /// Whether this set allows what `right` stands for. A c without k and x, or a d without t, e and x, is an
    /// old server's word (RFC 4314 §2.1.1 wants the new letters beside them) and allows all it may mean; and
    /// any of the new letters makes up the old one.
    bool allows(char right) const;
    /// The same in the new letters alone: k and x for c, t and e for d, unless they are there already.
    Rights current() const;
    /// The same for a server of RFC 2086, which announces no RIGHTS=: c for k and x, d for t and e. That the
    /// right to delete a mailbox was c is how Cyrus had it.
    Rights obsolete() const;
    /// In the order of RFC 4314 §2.1, others behind them.
    QByteArray toByteArray() const;

    Rights operator|(Rights other) const { return Rights(m_bits | other.m_bits); }
    Rights operator-(Rights other) const { return Rights(m_bits & ~other.m_bits); }
    bool operator==(const Rights &) const = default;

private:
    explicit Rights(quint64 bits)
        : m_bits(bits)
    {
    }

    quint64 m_bits = 0; // a to z, then 0 to 9
};

/// Who may do what in a mailbox (RFC 4314 §3.6). The identifier is UTF-8: a user, `anyone`, or what the
/// server makes of it (`$group`, `group:staff`); with a hyphen in front the rights are taken away from
/// whoever else gives them.
struct AclEntry {
    QByteArray identifier;
    Rights rights;

    bool isNegative() const { return identifier.startsWith('-'); }
    bool operator==(const AclEntry &) const = default;
};

/// What can be granted to one identifier in a folder (RFC 4314 §3.4).
struct GrantableRights {
    Rights required;        ///< the identifier has them whatever is set
    QList<Rights> optional; ///< each can be granted, those of one set only together
    bool operator==(const GrantableRights &) const = default;
};

} // namespace imap
