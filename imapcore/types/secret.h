#pragma once

#include <QByteArray>
#include <QString>

namespace imap
{

/// A password or token. It has no stream operator and no implicit conversion, so it cannot be printed by
/// accident; `reveal()` is the one way to the bytes.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    explicit Secret(const QString &text)
        : m_bytes(text.toUtf8())
    {
    }

    const QByteArray &reveal() const { return m_bytes; }
    bool isEmpty() const { return m_bytes.isEmpty(); }
    bool operator==(const Secret &) const = default;

private:
    QByteArray m_bytes;
};

} // namespace imap
