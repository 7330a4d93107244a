#pragma once

#include "net/transport.h"

#include <deque>
#include <functional>

namespace imap::test
{

/// A transport without a socket. The test plays the server: what it `says` reaches the client from the event
/// loop and in order, one step a turn, never from within a call of the client's.
///
///     auto *server = new ScriptedTransport;         // the session under test owns it
///     server->says("* OK hello\r\n");               // delivered once the client has opened
///     ...
///     QTRY_COMPARE(server->takeWritten(), "A1 CAPABILITY\r\n");
///     server->says("* CAPABILITY IMAP4rev1\r\nA1 OK done\r\n");
///
/// Keep a QPointer: the client deletes it when it likes.
class ScriptedTransport final : public Transport
{
    Q_OBJECT
public:
    explicit ScriptedTransport(QObject *parent = nullptr);

    // The server's part.

    /// Bytes for the client, as they are: lines need their CR LF.
    void says(const QByteArray &bytes);
    /// The end of the stream in good order, after all that was said before.
    void closes();
    /// The stream breaks, after all that was said before. Before `open`: the attempt to connect fails.
    void fails(std::shared_ptr<AbortError> error);
    void fails(AbortError::Reason reason, const QString &message);

    /// Cuts what the server says into pieces of so many bytes, one a turn of the event loop. 0: as it was
    /// said.
    void setPieceSize(qsizetype size) { m_pieceSize = size; }
    /// From now on the answer to startTls() is this error. Null: it succeeds.
    void setTlsError(std::shared_ptr<AbortError> error) { m_tlsError = std::move(error); }
    void setCanStartTls(bool can) { m_canStartTls = can; }
    /// What info() says. A successful startTls() sets `encrypted` and `protocol` in it.
    void setInfo(const TransportInfo &info) { m_info = info; }
    /// Takes at most so many octets of what the client writes until `drains` is called again: a slow
    /// connection. -1, as at first: all at once.
    void setRoom(qint64 octets) { m_room = octets; }
    /// The connection takes so many octets more.
    void drains(qint64 octets);

    /// Called after each write, with what was written; a place for a server that answers by itself.
    void setOnWrite(std::function<void(const QByteArray &)> reaction) { m_onWrite = std::move(reaction); }

    // What the client did.

    /// All that was written since the last call.
    QByteArray takeWritten();
    const QByteArray &allWritten() const { return m_allWritten; }
    /// What was written while the stream was not encrypted.
    const QByteArray &writtenInClear() const { return m_writtenInClear; }
    bool isOpen() const { return m_phase == Phase::Open; }
    bool wasOpened() const { return m_phase != Phase::Idle; }
    bool wasClosedByClient() const { return m_closedByClient; }
    int startTlsCount() const { return m_startTlsCount; }
    /// Whether all that the server said has been delivered.
    bool isIdle() const { return m_steps.empty(); }

    // Transport
    void open() override;
    void write(const QByteArray &bytes) override;
    qint64 bytesToWrite() const override { return m_room < 0 ? 0 : m_undrained; }
    void startTls() override;
    void close() override;
    bool canStartTls() const override;
    TransportInfo info() const override { return m_info; }

private:
    enum class Phase { Idle, Opening, Open, Handshaking, Dead };
    using Step = std::function<void()>;

    void append(Step step);
    void prepend(Step step);
    void schedule();
    void runOne();
    void die(const std::shared_ptr<AbortError> &error);

    std::deque<Step> m_steps;
    bool m_scheduled = false;
    Phase m_phase = Phase::Idle;
    bool m_closedByClient = false;
    bool m_canStartTls = true;
    int m_startTlsCount = 0;
    qint64 m_room = -1;
    qint64 m_undrained = 0;
    qsizetype m_pieceSize = 0;
    std::shared_ptr<AbortError> m_openError;
    std::shared_ptr<AbortError> m_tlsError;
    TransportInfo m_info;
    QByteArray m_written;
    QByteArray m_allWritten;
    QByteArray m_writtenInClear;
    std::function<void(const QByteArray &)> m_onWrite;
};

} // namespace imap::test
