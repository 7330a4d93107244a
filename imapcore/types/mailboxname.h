#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

namespace imap
{

/// The name of a mailbox, as people read it. `INBOX` is one name in whatever case it is written
/// (RFC 9051 §5.1). A name that came from the server and does not decode as modified UTF-7 keeps its
/// bytes, so that it can be sent back unchanged.
class MailboxName
{
public:
    MailboxName() = default;
    explicit MailboxName(const QString &name)
        : m_name(canonical(name))
    {
    }
    /// `wireBytes`: the name as the server spelled it, when encoding `name` again would not give it back.
    MailboxName(const QString &name, QByteArray wireBytes)
        : m_name(canonical(name))
        , m_wire(std::move(wireBytes))
    {
    }

    const QString &toString() const { return m_name; }
    /// Empty unless the name must be sent as these bytes.
    const QByteArray &wireBytes() const { return m_wire; }
    bool isEmpty() const { return m_name.isEmpty(); }
    bool isInbox() const { return m_name == QLatin1String("INBOX"); }

    friend bool operator==(const MailboxName &a, const MailboxName &b) { return a.m_name == b.m_name; }
    friend bool operator<(const MailboxName &a, const MailboxName &b) { return a.m_name < b.m_name; }
    friend size_t qHash(const MailboxName &name, size_t seed = 0) { return ::qHash(name.m_name, seed); }

private:
    static QString canonical(const QString &name)
    {
        return name.compare(QLatin1String("INBOX"), Qt::CaseInsensitive) == 0 ? QStringLiteral("INBOX")
                                                                              : name;
    }

    QString m_name;
    QByteArray m_wire;
};

} // namespace imap
