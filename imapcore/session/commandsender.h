#pragma once

#include "session/outlet.h"
#include "wire/writer.h"

#include <deque>
#include <functional>

namespace imap
{

/// Sends the chunks of one command: stops where "+" must be awaited, and gives literals from a source to the
/// transport piece by piece as it drains, so that little of them is in memory at any time.
class CommandSender
{
public:
    /// Octets of a literal, all literals of the command together: taken by the transport, and in all.
    using Report = std::function<void(quint64 sent, quint64 total)>;

    CommandSender(Outlet *outlet, WireLog *log)
        : m_outlet(outlet)
        , m_log(log)
    {
    }

    void begin(const QList<wire::Chunk> &chunks, QByteArray cause, Report report);
    /// "+" came.
    void proceed();
    /// The transport drained.
    void continueLiteral();
    /// The command was answered before all of it was sent. What waits for "+" is dropped; a literal that was
    /// announced without waiting, or was begun, must be sent to its end, or the server would take the next
    /// command for the rest of it.
    void answered();
    /// Nothing more is sent (the connection ends).
    void drop() { m_chunks.clear(); }

    /// Whether chunks are left: no other command may be sent.
    bool isBusy() const { return !m_chunks.empty(); }
    bool awaitsContinuation() const { return isBusy() && m_chunks.front().waits; }
    /// Whether a literal from a source is announced or under way.
    bool hasSource() const;
    /// Why a source could not be sent; the connection must end then. Empty: all is well.
    const QString &failure() const { return m_failure; }

private:
    void send();
    bool sendPieces(const wire::Chunk &chunk);
    void report();

    Outlet *m_outlet;
    WireLog *m_log;
    std::deque<wire::Chunk> m_chunks;
    QByteArray m_cause;
    Report m_report;
    qint64 m_offset = 0; ///< in the source of the front chunk
    qint64 m_sent = 0;   ///< octets from sources, given to the transport
    qint64 m_reported = 0;
    qint64 m_total = 0;
    bool m_answered = false;
    bool m_sending = false;
    QString m_failure;
};

} // namespace imap
