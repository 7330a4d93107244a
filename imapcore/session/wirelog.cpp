#include "session/wirelog.h"

namespace imap
{

namespace
{

/// What it takes in memory, about: each text is a block of its own, with a head and what the heap adds.
qsizetype sizeOf(const WireLog::Entry &entry)
{
    constexpr qsizetype block = 32;
    return qsizetype(sizeof(WireLog::Entry)) + entry.text.size() + entry.cause.size() + 2 * block;
}

} // namespace

void WireLog::client(const QByteArray &redacted, qsizetype bytes, const QByteArray &cause)
{
    if (!std::exchange(m_clientSpokeLast, true)) {
        ++m_roundTrips;
        m_flight = m_whole ? ++m_whole->m_roundTrips : m_roundTrips;
    }
    add({QDateTime::currentDateTime(), Direction::Client, cause, redacted.left(MaxText), bytes, m_flight});
}

void WireLog::server(QByteArrayView frame, const QByteArray &cause)
{
    m_clientSpokeLast = false;
    if (m_whole && leaveOut(frame))
        return;
    add({QDateTime::currentDateTime(), Direction::Server, cause,
         frame.first(qMin(frame.size(), MaxText)).toByteArray(), frame.size() + 2, m_flight});
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
    add({QDateTime::currentDateTime(), Direction::Note, {}, text.left(MaxText), 0, m_flight});
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

void WireLog::add(Entry entry)
{
    if (m_whole) {
        entry.cause = entry.cause.isEmpty() ? m_label : m_label + ": " + entry.cause;
        m_whole->add(std::move(entry));
        return;
    }
    while (entry.text.endsWith('\n') || entry.text.endsWith('\r'))
        entry.text.chop(1);
    m_held += sizeOf(entry);
    m_entries.push_back(std::move(entry));
    while (m_held > m_maxBytes && m_entries.size() > 1) {
        m_held -= sizeOf(m_entries.front());
        m_entries.pop_front();
    }
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
    for (const Entry &entry : m_entries)
        all += toText(entry) + QLatin1Char('\n');
    return all;
}

} // namespace imap
