#include "session/wirelog.h"

#include <cstring>

namespace imap
{

namespace
{

constexpr qsizetype blockSize = 16 * 1024;

} // namespace

void WireLog::client(const QByteArray &redacted, qsizetype bytes, const QByteArray &cause)
{
    if (!std::exchange(m_clientSpokeLast, true)) {
        ++m_roundTrips;
        m_flight = m_whole ? ++m_whole->m_roundTrips : m_roundTrips;
    }
    add(Direction::Client, cause, redacted, bytes, m_flight);
}

void WireLog::server(QByteArrayView frame, const QByteArray &cause)
{
    m_clientSpokeLast = false;
    if (m_whole && leaveOut(frame))
        return;
    add(Direction::Server, cause, frame, frame.size() + 2, m_flight);
}

bool WireLog::leaveOut(QByteArrayView frame)
{
    if (!frame.startsWith("* ") || frame.first(qMin<qsizetype>(frame.size(), 24)).indexOf(" FETCH ") < 0) {
        if (const qsizetype more = std::exchange(m_messages, 0) - MostMessages; more > 0)
            note(QByteArray::number(more) + " more messages, " + QByteArray::number(m_left) + " octets");
        m_left = 0;
        return false;
    }
    if (++m_messages <= MostMessages)
        return false;
    m_left += frame.size() + 2;
    return true;
}

void WireLog::note(const QByteArray &text)
{
    add(Direction::Note, {}, text, 0, m_flight);
}

void WireLog::countIn(qsizetype bytes)
{
    m_bytesIn += quint64(bytes);
    if (m_whole)
        m_whole->countIn(bytes);
}

void WireLog::countOut(qsizetype bytes)
{
    m_bytesOut += quint64(bytes);
    if (m_whole)
        m_whole->countOut(bytes);
}

void WireLog::countInflated(qsizetype bytes)
{
    m_inflated += quint64(bytes);
    if (m_whole)
        m_whole->countInflated(bytes);
}

void WireLog::add(Direction direction, QByteArrayView cause, QByteArrayView text, qsizetype bytes,
                  quint64 flight)
{
    if (m_whole) {
        m_whole->add(direction, cause.isEmpty() ? m_label : m_label + ": " + cause.toByteArray(), text, bytes,
                     flight);
        return;
    }
    cause = cause.first(qMin(cause.size(), MaxText));
    text = text.first(qMin(text.size(), MaxText));
    while (text.endsWith('\n') || text.endsWith('\r'))
        text.chop(1);
    const Head head{QDateTime::currentMSecsSinceEpoch(),
                    flight,
                    bytes,
                    quint32(cause.size()),
                    quint32(text.size()),
                    direction};
    if (m_blocks.empty() || m_blocks.back().capacity() - m_blocks.back().size() < head.size()) {
        QByteArray block;
        block.reserve(qMax(qMin(blockSize, m_maxBytes), head.size()));
        m_blocks.push_back(std::move(block));
    }
    m_blocks.back().append(reinterpret_cast<const char *>(&head), sizeof head).append(cause).append(text);
    m_held += head.size();
    ++m_count;
    while (m_held > m_maxBytes && m_count > 1)
        dropFirst();
}

WireLog::Head WireLog::headAt(const QByteArray &block, qsizetype at)
{
    Head head;
    std::memcpy(&head, block.constData() + at, sizeof head);
    return head;
}

void WireLog::dropFirst()
{
    const qsizetype size = headAt(m_blocks.front(), m_first).size();
    m_held -= size;
    --m_count;
    m_first += size;
    if (m_first < m_blocks.front().size())
        return;
    m_blocks.pop_front();
    m_first = 0;
}

void WireLog::each(const std::function<void(const Entry &)> &look) const
{
    qsizetype at = m_first;
    for (const QByteArray &block : m_blocks) {
        while (at < block.size()) {
            const Head head = headAt(block, at);
            const qsizetype cause = at + qsizetype(sizeof head);
            look({QDateTime::fromMSecsSinceEpoch(head.time), head.direction, block.mid(cause, head.cause),
                  block.mid(cause + head.cause, head.text), qsizetype(head.bytes), head.roundTrip});
            at += head.size();
        }
        at = 0;
    }
}

qsizetype WireLog::memory() const
{
    qsizetype all = 0;
    for (const QByteArray &block : m_blocks)
        all += block.capacity();
    return all;
}

QString WireLog::toText(const Entry &entry)
{
    const QChar who = entry.direction == Direction::Client   ? QLatin1Char('C')
                      : entry.direction == Direction::Server ? QLatin1Char('S')
                                                             : QLatin1Char('-');
    QString text = QString::fromUtf8(entry.text);
    text.replace(QLatin1Char('\r'), QString()).replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    if (entry.bytes > MaxText)
        text += QStringLiteral(" … (%1 bytes)").arg(entry.bytes);
    return QStringLiteral("%1  #%2  %3  %4%5")
        .arg(entry.time.toString(QStringLiteral("HH:mm:ss.zzz")))
        .arg(entry.roundTrip)
        .arg(who)
        .arg(entry.cause.isEmpty()
                 ? QString()
                 : QLatin1Char('[') + QString::fromUtf8(entry.cause) + QStringLiteral("]  "))
        .arg(text);
}

QString WireLog::toText() const
{
    QString all;
    each([&all](const Entry &entry) { all += toText(entry) + QLatin1Char('\n'); });
    return all;
}

} // namespace imap
