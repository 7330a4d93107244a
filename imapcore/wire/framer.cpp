#include "wire/framer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace imap::wire
{

namespace
{

/// An announcement is looked for in this many octets at the end of a line: "{" 20 digits "+}" CR fits.
constexpr qsizetype tailSize = 32;
constexpr qsizetype beginningSize = 200;
/// A buffer that grew beyond this is given back once it is empty.
constexpr qsizetype keptCapacity = 128 * 1024;

QByteArrayView withoutCr(QByteArrayView line)
{
    return line.endsWith('\r') ? line.chopped(1) : line;
}

/// The octets that the end of `line` announces: `{n}`, `{n+}` or, for literal8, `~{n}`; -1 where it
/// announces none. Numbers beyond all bounds count as the largest one.
qint64 announcement(QByteArrayView line)
{
    line = withoutCr(line.size() > tailSize ? line.last(tailSize) : line);
    if (!line.endsWith('}'))
        return -1;
    qsizetype at = line.size() - 1;
    if (at > 0 && line[at - 1] == '+')
        --at;
    const qsizetype digitsEnd = at;
    while (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9')
        --at;
    const qsizetype digits = digitsEnd - at;
    if (digits == 0 || digits > 20 || at == 0 || line[at - 1] != '{')
        return -1;
    quint64 value = 0;
    constexpr quint64 largest = quint64(std::numeric_limits<qint64>::max());
    for (; at < digitsEnd; ++at) {
        const quint64 digit = quint64(line[at] - '0');
        if (value > (largest - digit) / 10)
            return qint64(largest);
        value = value * 10 + digit;
    }
    return qint64(value);
}

QByteArrayView takeWord(QByteArrayView &line)
{
    const qsizetype space = line.indexOf(' ');
    const QByteArrayView word = space < 0 ? line : line.first(space);
    line = space < 0 ? QByteArrayView() : line.sliced(space);
    while (line.startsWith(' '))
        line = line.sliced(1);
    return word;
}

/// What stands behind the first words of `response` where it is a continuation request or a status response
/// (RFC 9051 §7.1), which end in text for people; nullopt for others.
std::optional<QByteArrayView> statusText(QByteArrayView response)
{
    static constexpr std::array<QByteArrayView, 5> kinds{"OK", "NO", "BAD", "BYE", "PREAUTH"};
    QByteArrayView line = response;
    while (line.startsWith(' '))
        line = line.sliced(1);
    if (line.startsWith('+'))
        return line.sliced(1);
    const QByteArrayView tag = takeWord(line);
    const QByteArrayView kind = withoutCr(takeWord(line));
    const auto count = tag == "*" ? kinds.size() : 3;
    if (std::none_of(kinds.begin(), kinds.begin() + count,
                     [&](QByteArrayView one) { return kind.compare(one, Qt::CaseInsensitive) == 0; }))
        return {};
    return line;
}

/// Whether "{12}" at the end of `response` is text: only a code that is still open can hold a literal there.
bool endsInText(QByteArrayView response)
{
    const auto text = statusText(response);
    return text && (!text->startsWith('[') || text->contains(']'));
}

} // namespace

void Framer::push(QByteArrayView bytes)
{
    if (m_start > 0 && m_start >= m_buffer.size() - m_start) {
        // Moves no more than was delivered since the last move.
        const qsizetype rest = m_buffer.size() - m_start;
        std::memmove(m_buffer.data(), m_buffer.constData() + m_start, size_t(rest));
        m_buffer.resize(rest);
        m_base += quint64(m_start);
        m_segment -= m_start;
        m_scan -= m_start;
        m_start = 0;
    }
    m_buffer.append(bytes);
}

std::optional<std::variant<Frame, FrameError>> Framer::next()
{
    if (m_start == m_buffer.size() && m_buffer.capacity() > keptCapacity) {
        // Not with the next push: after a long answer a server may be silent for hours.
        m_base += quint64(m_start);
        m_buffer = QByteArray();
        m_segment -= m_start;
        m_scan -= m_start;
        m_start = 0;
    }
    if (m_skipping && !skip())
        return {};
    if (m_spill) {
        if (auto error = spill())
            return *std::move(error);
        if (m_spill)
            return {};
    }
    while (m_segment <= m_buffer.size()) {
        const char *data = m_buffer.constData();
        const qint64 room = budget();
        const auto *lf = static_cast<const char *>(
            m_scan < m_buffer.size() ? std::memchr(data + m_scan, '\n', size_t(m_buffer.size() - m_scan))
                                     : nullptr);
        const qsizetype end = lf ? lf - data + 1 : m_buffer.size();
        if (end - m_segment > room)
            return refuse(QStringLiteral("the response is too long"), m_segment + room, 0);
        m_scan = end;
        if (!lf)
            return {};
        const qint64 literal = announced({data + m_segment, end - 1 - m_segment});
        if (literal >= 0) {
            m_lineOctets += end - m_segment;
            m_segment = end;
            if (auto error = takeLiteral(literal))
                return *std::move(error);
            if (m_spill) {
                if (auto error = spill())
                    return *std::move(error);
                if (m_spill)
                    return {};
            }
            continue;
        }
        // A CR that belongs to a literal is not the line's.
        Frame frame = frameTo(m_segment + withoutCr({data + m_segment, end - 1 - m_segment}).size());
        startAfter(end);
        return frame;
    }
    return {};
}

/// The current response, which ends at buffer position `end`.
Frame Framer::frameTo(qsizetype end)
{
    const QByteArrayView bytes(m_buffer.constData() + m_start, end - m_start);
    if (m_held.isEmpty())
        return {bytes, m_base + quint64(m_start), {}};
    m_frame = std::exchange(m_held, {});
    m_frame.append(bytes);
    return {m_frame, m_heldOffset, std::exchange(m_spilled, {})};
}

void Framer::reset()
{
    m_base += quint64(m_buffer.size());
    m_buffer = QByteArray();
    m_held.clear();
    m_spilled.clear();
    m_spill.reset();
    m_skipping = false;
    m_skipLiteral = 0;
    m_skipTail.clear();
    startAfter(0);
}

QByteArray Framer::takeRest()
{
    const QByteArray rest = m_buffer.sliced(m_start);
    reset();
    return rest;
}

/// What the line that ends in `segment` announces, or -1.
qint64 Framer::announced(QByteArrayView segment) const
{
    const qint64 octets = announcement(segment);
    if (octets < 0)
        return -1;
    if (!m_held.isEmpty())
        return octets; // no status response, as it has a spilled literal
    const QByteArrayView response(m_buffer.constData() + m_start, segment.constData() + segment.size());
    return endsInText(response) ? -1 : octets;
}

/// How long the current segment may become.
qint64 Framer::budget() const
{
    const qint64 before = m_held.size() + qint64(m_segment - m_start);
    return std::max<qint64>(0, std::min(m_limits.line - m_lineOctets, m_limits.response - before));
}

/// Makes room for an announced literal, behind which the next segment starts, or refuses it.
std::optional<FrameError> Framer::takeLiteral(qint64 octets)
{
    if (octets > m_limits.spillOver && octets <= m_limits.spilled && m_openSpill &&
        m_literals < m_limits.literals && openSpill(octets)) {
        ++m_literals;
        return {};
    }
    if (octets > m_limits.literal)
        return refuse(QStringLiteral("a literal of %1 octets is too large").arg(octets), m_segment, octets);
    if (octets > m_limits.response - m_held.size() - qint64(m_segment - m_start))
        return refuse(QStringLiteral("the response is too long"), m_segment, octets);
    if (++m_literals > m_limits.literals)
        return refuse(QStringLiteral("the response has too many literals"), m_segment, octets);
    m_segment += octets;
    m_scan = m_segment;
    return {};
}

/// Asks who takes a literal. If somebody does, what came before it is set aside, so that its octets can pass
/// through the buffer.
bool Framer::openSpill(qint64 octets)
{
    QByteArrayView response(m_buffer.constData() + m_start, m_segment - m_start);
    if (m_held.isEmpty() && statusText(response))
        return false;
    const quint64 offset = this->offset();
    if (!m_held.isEmpty()) {
        m_held.append(response);
        m_start = m_segment;
        response = m_held;
    }
    m_spill = m_openSpill(response, octets);
    if (!m_spill)
        return false;
    if (m_held.isEmpty()) {
        m_held = response.toByteArray();
        m_start = m_segment;
    }
    m_heldOffset = offset;
    m_spillSize = m_spillLeft = octets;
    return true;
}

/// Passes on what has come of the literal that is being spilled.
std::optional<FrameError> Framer::spill()
{
    const qint64 octets = std::min<qint64>(m_spillLeft, m_buffer.size() - m_start);
    if (octets > 0 && !m_spill->write({m_buffer.constData() + m_start, octets})) {
        m_spill.reset();
        return refuse(QStringLiteral("a literal of %1 octets could not be kept").arg(m_spillSize), m_start,
                      m_spillLeft);
    }
    m_spillLeft -= octets;
    m_start += octets;
    m_segment = m_scan = m_start;
    if (m_spillLeft == 0)
        m_spilled.append({m_held.size(), m_spillSize, std::exchange(m_spill, {})->finish()});
    return {};
}

/// Gives up the current response. What is before buffer position `at` has been looked at; then come
/// `literal` octets that are not looked at. Everything here depends on the stream alone, not on how much
/// of it has arrived.
FrameError Framer::refuse(const QString &message, qsizetype at, qint64 literal)
{
    const char *data = m_buffer.constData();
    const QByteArrayView rest(data + m_start, at - m_start);
    FrameError error{message, offset(), m_held.left(beginningSize)};
    error.beginning.append(rest.first(std::min(rest.size(), beginningSize - error.beginning.size())));
    m_skipping = true;
    m_skipText = m_held.isEmpty() && endsInText(rest);
    m_held.clear();
    m_spilled.clear();
    m_skipLiteral = literal;
    const qsizetype tail = std::min(at - m_segment, tailSize);
    m_skipTail = QByteArray(data + at - tail, tail);
    startAfter(at);
    return error;
}

/// Drops what belongs to the refused response; true once its end was seen.
bool Framer::skip()
{
    while (true) {
        if (m_skipLiteral > 0) {
            const qint64 octets = std::min<qint64>(m_skipLiteral, pending());
            m_skipLiteral -= octets;
            startAfter(m_start + octets);
        }
        if (pending() == 0)
            return false;
        const QByteArrayView bytes(m_buffer.constData() + m_start, pending());
        const qsizetype lf = bytes.indexOf('\n');
        const QByteArrayView line = lf < 0 ? bytes : bytes.first(lf);
        m_skipTail.append(line.size() > tailSize ? line.last(tailSize) : line);
        if (m_skipTail.size() > tailSize)
            m_skipTail = m_skipTail.last(tailSize);
        startAfter(m_start + line.size() + (lf < 0 ? 0 : 1));
        if (lf < 0)
            return false;
        const qint64 literal = m_skipText ? -1 : announcement(m_skipTail);
        m_skipTail.clear();
        if (literal < 0) {
            m_skipping = false;
            return true;
        }
        m_skipLiteral = literal;
    }
}

/// The next response, or what is left of a refused one, starts at this position of the buffer.
void Framer::startAfter(qsizetype at)
{
    m_start = at;
    m_segment = at;
    m_scan = at;
    m_lineOctets = 0;
    m_literals = 0;
}

} // namespace imap::wire
