#pragma once

#include <QByteArray>
#include <memory>
#include <optional>

namespace imap
{

/// Both directions of a connection compressed with DEFLATE (RFC 1951) without a header, as COMPRESS=DEFLATE
/// has it (RFC 4978). Each direction is one stream from its first byte to the end of the connection.
class Deflate
{
public:
    /// Octets so far, each way, on the wire and as they mean.
    struct Counts {
        quint64 wireIn = 0;
        quint64 plainIn = 0;
        quint64 wireOut = 0;
        quint64 plainOut = 0;
        bool operator==(const Counts &) const = default;
    };
    /// The most that `next` hands out at once, so that a bomb of zeros is never in memory as a whole.
    static constexpr qsizetype PieceSize = 64 * 1024;

    Deflate();
    ~Deflate();
    Deflate(const Deflate &) = delete;
    Deflate &operator=(const Deflate &) = delete;

    /// Compressed and flushed: the other side can read all of it at once.
    QByteArray compress(const QByteArray &plain);
    /// Bytes from the other side; to be taken out with `next`.
    void push(const QByteArray &compressed);
    /// The next piece of what they mean, 1 to PieceSize octets; nothing until more is pushed.
    std::optional<QByteArray> next();
    /// The other side's bytes made no sense, or went on behind the end of its stream. Nothing more comes.
    bool isBroken() const { return m_broken; }
    const Counts &counts() const { return m_counts; }

private:
    struct Streams;

    std::unique_ptr<Streams> m_streams;
    QByteArray m_input; ///< pushed and not yet inflated, from m_inputAt on
    qsizetype m_inputAt = 0;
    bool m_more = false;  ///< the last piece was full, so there may be more without further input
    bool m_ended = false; ///< the other side ended its stream
    bool m_broken = false;
    Counts m_counts;
};

} // namespace imap
