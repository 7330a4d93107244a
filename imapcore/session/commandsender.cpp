#include "session/commandsender.h"

#include <algorithm>
#include <utility>

namespace imap
{

namespace
{

constexpr qint64 pieceSize = 64 * 1024;
/// So much may wait in the transport: enough for a fast network between two turns of the event loop.
constexpr qint64 mostWaiting = 512 * 1024;

} // namespace

void CommandSender::begin(const QList<wire::Chunk> &chunks, QByteArray cause, Report report)
{
    m_chunks.assign(chunks.cbegin(), chunks.cend());
    m_cause = std::move(cause);
    m_report = std::move(report);
    m_offset = m_sent = m_reported = m_total = 0;
    m_answered = false;
    for (const wire::Chunk &chunk : chunks)
        m_total += chunk.source ? chunk.source->size() : 0;
    send();
}

void CommandSender::proceed()
{
    if (!awaitsContinuation())
        return;
    m_chunks.front().waits = false;
    send();
}

void CommandSender::continueLiteral()
{
    if (m_sending)
        return;
    if (isBusy() && !awaitsContinuation())
        send();
    else if (m_total > 0)
        report();
}

void CommandSender::answered()
{
    m_answered = true;
    m_report = {};
    if (awaitsContinuation())
        m_chunks.clear();
}

bool CommandSender::hasSource() const
{
    return std::any_of(m_chunks.begin(), m_chunks.end(),
                       [](const wire::Chunk &chunk) { return chunk.source != nullptr; });
}

void CommandSender::send()
{
    m_sending = true;
    while (isBusy() && !awaitsContinuation() && m_failure.isEmpty()) {
        const wire::Chunk chunk = m_chunks.front();
        if (chunk.source) {
            if (!sendPieces(chunk))
                break;
            m_offset = 0;
        } else {
            m_log->client(chunk.logged, chunk.bytes.size(), m_cause);
            m_outlet->write(chunk.bytes);
        }
        m_chunks.pop_front();
        if (m_answered && awaitsContinuation())
            m_chunks.clear();
    }
    m_sending = false;
    if (m_total > 0)
        report();
}

/// True when all of the source was given to the transport; false when there is no room, or the source failed.
bool CommandSender::sendPieces(const wire::Chunk &chunk)
{
    const qint64 size = chunk.source->size();
    if (m_offset == 0)
        m_log->client(chunk.logged, 0, m_cause);
    while (m_offset < size) {
        if (m_outlet->bytesToWrite() >= mostWaiting)
            return false;
        const QByteArray piece = chunk.source->read(m_offset, std::min(pieceSize, size - m_offset));
        if (piece.isEmpty() || piece.size() > size - m_offset) {
            m_failure = QStringLiteral("What was to be sent could not be read to its end.");
            return false;
        }
        if (!chunk.nulAllowed && piece.contains('\0')) {
            m_failure = QStringLiteral("What was to be sent holds a NUL octet, which only BINARY allows.");
            return false;
        }
        m_offset += piece.size();
        m_sent += piece.size();
        m_outlet->write(piece);
    }
    return true;
}

void CommandSender::report()
{
    if (!m_report)
        return;
    const qint64 taken = std::max<qint64>(0, m_sent - m_outlet->bytesToWrite());
    if (taken != std::exchange(m_reported, taken))
        m_report(quint64(taken), quint64(m_total));
}

} // namespace imap
