#pragma once

#include "wire/limits.h"
#include "wire/spill.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <optional>
#include <variant>

namespace imap::wire
{

/// One whole response as the server sent it, without the final CRLF. Literals stand inside, each as
/// `{n}` CRLF and n octets, so that the reader finds them in place; of a spilled literal only the
/// announcement stands there. A view into the framer's buffer: valid until the next call of `push` or `next`.
struct Frame {
    QByteArrayView bytes;
    quint64 offset = 0;              ///< of its first byte in the stream
    QList<SpilledLiteral> spilled{}; ///< ascending
};

/// A response that was not delivered because it broke a limit or the framing; the framer has skipped to
/// the next line that can start a response.
struct FrameError {
    QString message;
    quint64 offset = 0;
    QByteArray beginning; ///< its first bytes, at most 200
};

/// Cuts the stream into responses before any grammar is looked at (RFC 9051 §2.2): lines, and literals by
/// their count. It never loses its place: how the bytes were cut into pushes makes no difference.
/// Accepts a bare LF as a line end and `{n+}` from servers that send it.
class Framer
{
public:
    explicit Framer(Limits limits = {})
        : m_limits(limits)
    {
    }

    /// Where large literals may go, if not into memory. Status responses keep theirs. How the stream was cut
    /// into pushes makes no difference to when it is asked and what it is given in all.
    void setSpillOpener(SpillOpener opener) { m_openSpill = std::move(opener); }

    void push(QByteArrayView bytes);
    /// The next response, or nothing until more bytes come. Call until it returns nothing.
    std::optional<std::variant<Frame, FrameError>> next();

    /// Bytes that were pushed and not yet delivered: after STARTTLS there must be none.
    qsizetype pending() const { return m_held.size() + m_buffer.size() - m_start; }
    /// Whether the stream stands inside a response.
    bool midResponse() const { return pending() > 0 || m_skipping; }
    /// Gives up what is pending and starts afresh (after TLS).
    void reset();
    /// The same, and returns what was pending: behind the answer to COMPRESS it is compressed.
    QByteArray takeRest();

private:
    qint64 announced(QByteArrayView segment) const;
    qint64 budget() const;
    std::optional<FrameError> takeLiteral(qint64 octets);
    bool openSpill(qint64 octets);
    std::optional<FrameError> spill();
    Frame frameTo(qsizetype end);
    quint64 offset() const { return m_held.isEmpty() ? m_base + quint64(m_start) : m_heldOffset; }
    FrameError refuse(const QString &message, qsizetype at, qint64 literal);
    bool skip();
    void startAfter(qsizetype at);

    Limits m_limits;
    QByteArray m_buffer;
    qsizetype m_start = 0;   ///< first byte of the current response, or of its part behind m_held
    qsizetype m_segment = 0; ///< first byte behind its last literal; beyond the buffer while that comes in
    qsizetype m_scan = 0;    ///< the segment holds no line end before this
    qint64 m_lineOctets = 0; ///< of the current response, outside literals, before the segment
    int m_literals = 0;
    quint64 m_base = 0; ///< stream offset of m_buffer[0]
    SpillOpener m_openSpill;
    std::shared_ptr<Spill> m_spill; ///< takes what comes now
    qint64 m_spillSize = 0;
    qint64 m_spillLeft = 0;
    QByteArray m_held; ///< of the current response, what is in front of its last spilled literal
    quint64 m_heldOffset = 0;
    QList<SpilledLiteral> m_spilled;
    QByteArray m_frame;       ///< the response last delivered, where it had spilled literals
    bool m_skipping = false;  ///< inside a refused response
    bool m_skipText = false;  ///< which is a status line: what looks like an announcement is text
    qint64 m_skipLiteral = 0; ///< octets of a refused literal still to come
    QByteArray m_skipTail;    ///< the end of the refused line so far, to see a literal's announcement
};

} // namespace imap::wire
