#include "session/wirelog.h"

namespace imap
{

void WireLog::client(const QByteArray &redacted, qsizetype bytes, const QByteArray &cause)
{
    if (!m_clientSpokeLast)
        ++m_roundTrips;
    m_clientSpokeLast = true;
    add({QDateTime::currentDateTime(), Direction::Client, cause, redacted.left(MaxText), bytes,
         m_roundTrips});
}

void WireLog::server(QByteArrayView frame, const QByteArray &cause)
{
    m_clientSpokeLast = false;
    add({QDateTime::currentDateTime(), Direction::Server, cause,
         frame.first(qMin(frame.size(), MaxText)).toByteArray(), frame.size() + 2, m_roundTrips});
}

void WireLog::note(const QByteArray &text)
{
    add({QDateTime::currentDateTime(), Direction::Note, {}, text.left(MaxText), 0, m_roundTrips});
}

void WireLog::add(Entry entry)
{
    while (entry.text.endsWith('\n') || entry.text.endsWith('\r'))
        entry.text.chop(1);
    m_held += entry.text.size() + 64;
    m_entries.push_back(std::move(entry));
    while (m_held > m_maxBytes && m_entries.size() > 1) {
        m_held -= m_entries.front().text.size() + 64;
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
