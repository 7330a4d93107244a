#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <deque>
#include <functional>

namespace imap
{

/// The conversation, redacted at the source: commands come with secrets already replaced. Always on, so it
/// is bounded: long texts are cut, the oldest lines go first. Lines stand one behind the other in a few
/// blocks: thousands of small pieces, each for a while, would keep the memory around them from being given
/// back.
class WireLog
{
public:
    enum class Direction { Client, Server, Note };
    struct Entry {
        QDateTime time;
        Direction direction = Direction::Note;
        QByteArray cause;      ///< the span: "open INBOX", "scroll", "idle", ...
        QByteArray text;       ///< at most MaxText bytes, CRLF removed
        qsizetype bytes = 0;   ///< before cutting
        quint64 roundTrip = 0; ///< number of the flight it belongs to
    };
    static constexpr qsizetype MaxText = 2000;

    explicit WireLog(qsizetype maxBytes = 1024 * 1024)
        : m_maxBytes(maxBytes)
    {
    }

    /// Of another connection beside: what is written here stands in `whole`, which must outlive it, with
    /// `label` before the cause, and counts there. Its flights are told apart from those of others. Of the
    /// messages that come in one flight only the first few stand there: what is fetched ahead must not drive
    /// out what somebody did.
    WireLog(WireLog *whole, QByteArray label)
        : m_maxBytes(0)
        , m_whole(whole)
        , m_label(std::move(label))
    {
    }

    /// We speak. The first words after the server spoke begin a new flight.
    void client(const QByteArray &redacted, qsizetype bytes, const QByteArray &cause);
    void server(QByteArrayView frame, const QByteArray &cause);
    void note(const QByteArray &text);

    /// On the wire; with compression that is not what they mean.
    void countIn(qsizetype bytes);
    void countOut(qsizetype bytes);
    /// What compressed bytes meant.
    void countInflated(qsizetype bytes);

    quint64 roundTrips() const { return m_roundTrips; }
    quint64 bytesIn() const { return m_bytesIn; }
    quint64 bytesOut() const { return m_bytesOut; }
    /// Of those bytes in that were compressed: what they meant.
    quint64 inflatedBytes() const { return m_inflated; }
    /// Those that are kept, the oldest first.
    qsizetype count() const { return m_count; }
    void each(const std::function<void(const Entry &)> &look) const;
    /// What it takes in memory, octets.
    qsizetype memory() const;
    /// A line per entry: "12:03:04.125  #7  C  open INBOX  A3 SELECT ...".
    QString toText() const;
    static QString toText(const Entry &entry);

private:
    /// What stands in front of cause and text.
    struct Head {
        qint64 time = 0; ///< milliseconds since 1970
        quint64 roundTrip = 0;
        qint64 bytes = 0;
        quint32 cause = 0; ///< octets
        quint32 text = 0;
        Direction direction = Direction::Note;
        qsizetype size() const { return qsizetype(sizeof(Head) + cause + text); }
    };

    void add(Direction direction, QByteArrayView cause, QByteArrayView text, qsizetype bytes, quint64 flight);
    void dropFirst();
    static Head headAt(const QByteArray &block, qsizetype at);
    bool leaveOut(QByteArrayView frame);

    /// Messages that a flight of another connection shows.
    static constexpr qsizetype MostMessages = 3;
    qsizetype m_maxBytes;
    WireLog *m_whole = nullptr;
    QByteArray m_label;
    std::deque<QByteArray> m_blocks;
    qsizetype m_first = 0; ///< where the oldest line begins in the first block
    qsizetype m_held = 0;  ///< octets of all lines that are kept
    qsizetype m_count = 0;
    quint64 m_roundTrips = 0;
    qsizetype m_messages = 0; ///< FETCH responses of this flight
    qsizetype m_left = 0;     ///< octets of those that were left out
    quint64 m_flight = 0;     ///< the number of our own latest
    quint64 m_bytesIn = 0;
    quint64 m_bytesOut = 0;
    quint64 m_inflated = 0;
    bool m_clientSpokeLast = false;
};

} // namespace imap
