#pragma once

#include <QByteArray>
#include <memory>

namespace imap::wire
{

/// Octets of a literal that need not be in memory: they are read in pieces while the connection takes them.
/// May be read again from the start, as when a command is repeated.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// Octets in all; stays the same. It is announced before the first of them is read.
    virtual qint64 size() const = 0;
    /// At most `most` octets from `offset` on. Empty: they cannot be read, or the source has become shorter.
    virtual QByteArray read(qint64 offset, qint64 most) const = 0;
};

using ByteSourcePointer = std::shared_ptr<const ByteSource>;

/// Octets that are in memory.
class MemorySource final : public ByteSource
{
public:
    explicit MemorySource(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    qint64 size() const override { return m_bytes.size(); }
    QByteArray read(qint64 offset, qint64 most) const override
    {
        return m_bytes.mid(qsizetype(offset), qsizetype(most));
    }

private:
    QByteArray m_bytes;
};

} // namespace imap::wire
