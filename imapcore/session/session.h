#pragma once

#include "net/deflate.h"
#include "net/transport.h"
#include "session/commandsender.h"
#include "session/pendingcommand.h"
#include "session/sessionstate.h"
#include "session/wirelog.h"
#include "wire/framer.h"

#include <QFuture>
#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <vector>

namespace imap
{

/// How a session behaves; times in milliseconds.
struct SessionOptions {
    int greetingTimeoutMs = 20'000; ///< from the open connection to the server's first words
    int readTimeoutMs = 60'000;     ///< silence while the server owes an answer
    int byeGraceMs = 5'000;         ///< from BYE until the server has closed the connection
    int idleDelayMs = 200;          ///< quiet time before IDLE begins
    int idleRenewMs = 24 * 60'000;  ///< below the 29 minutes of RFC 9051 §6.3.13
    int pollMs = 60'000;            ///< NOOP where there is no IDLE
    bool keepLive = false;          ///< IDLE (or poll) whenever a mailbox is selected and nothing is queued
    QList<QByteArray> withoutExtensions; ///< act as if the server had not offered these
    QString host;                        ///< the server's name, by which some quirks are known
    /// What a FETCH brings in literals over `limits.spillOver` goes to temporary files; larger ones than this
    /// are refused, unless the command has a place for them.
    qint64 longestTemporary = 2LL * 1024 * 1024 * 1024;
    /// The longest line that is sent when a set of messages can be cut (`runInPieces`): what RFC 7162 §4 asks
    /// servers to take.
    qsizetype lineOctets = 8000;
    wire::Limits limits;
};

/// One connection: sends commands in order, as many at a time as RFC 9051 §5.5 allows, applies every
/// response to the state first, and then lets the running commands look. One use: after `ended` it is dead.
/// All in the thread that made it.
class Session : public QObject
{
    Q_OBJECT
public:
    /// `log` must outlive the session.
    Session(std::unique_ptr<Transport> transport, SessionOptions options, WireLog *log,
            QObject *parent = nullptr);
    ~Session() override;

    /// Connects; finishes with the greeting (OK or PREAUTH) or the error.
    QFuture<StatusResponse> open();
    /// STARTTLS and the handshake. Refuses (TlsStripped) when the server does not offer it, greeted with
    /// PREAUTH, or sent anything behind its OK. Capabilities from before are forgotten.
    QFuture<Nothing> startTls();

    /// Queues a command. What is wrong before a byte is sent (capability, state, read-only) fails the
    /// future at once. `cause` is what the wire log shows as the reason.
    template <Command C>
    QFuture<typename C::Result> run(C command, QByteArray cause = {})
    {
        return run(std::move(command), RunOptions{.cause = std::move(cause)});
    }
    template <Command C>
    QFuture<typename C::Result> run(C command, RunOptions options)
    {
        auto pending = std::make_unique<PendingCommandOf<C>>(std::move(command), std::move(options));
        QFuture<typename C::Result> future = pending->future();
        submit(std::move(pending));
        return future;
    }

    const SessionState &state() const { return m_state; }
    /// What is selected for the next command given to `run`: what is queued before it may change that. Empty:
    /// nothing.
    MailboxName selectionBehind() const;
    TransportInfo transportInfo() const { return m_transport->info(); }
    /// What compression has done so far; nothing where COMPRESS (RFC 4978) was not agreed. It begins by
    /// itself when somebody runs that command with success.
    std::optional<Deflate::Counts> compression() const;
    /// These count as not offered from now on: the server announced them and refused to do them.
    void dropExtensions(const QList<QByteArray> &names);
    const QList<QByteArray> &droppedExtensions() const { return m_dropped; }
    bool isOpen() const { return !m_ended && m_state.phase != SessionState::Phase::Connecting; }
    qsizetype lineOctets() const { return m_options.lineOctets; }
    bool isIdling() const { return m_idle == Idle::Running; }
    /// Finds out within so many milliseconds whether the other side is still there; `ended` with ReadTimeout
    /// if it is not. For after the computer slept or its network changed.
    void probe(int milliseconds);
    /// IDLE now if nothing else is to do, and stay in it between commands.
    void setKeepLive(bool on);
    /// Ends at once: all pending commands fail with AbortError (Stopped). `ended` is not emitted.
    void close();

Q_SIGNALS:
    /// After the state took it in, in the order of the wire.
    void untagged(const imap::Untagged &response);
    void malformed(const QString &what);
    /// The server wants a person to read this: an [ALERT], wherever it stands (RFC 9051 §7.1).
    void alerted(const QByteArray &text);
    /// Pushed updates begin or stop coming.
    void liveChanged(bool live);
    /// The connection is gone: an AbortError, CertificateError or ProtocolError.
    void ended(std::shared_ptr<const imap::Error> error);

private:
    enum class Idle { Off, Starting, Running, Leaving };

    void submit(std::unique_ptr<PendingCommand> command);
    std::exception_ptr objection(const PendingCommand &command) const;
    void pump();
    void start(std::unique_ptr<PendingCommand> command);
    void afterSending();
    void watchStop(PendingCommand *command);
    void stop(quint64 serial);
    void send(const QByteArray &bytes, const QByteArray &logged, const QByteArray &cause);

    void onDrained();
    void onReceived(const QByteArray &bytes);
    void readFrames();
    void beginCompression();
    void endCompression();
    void onFrame(const wire::Frame &frame);
    std::shared_ptr<wire::Spill> openSpill(QByteArrayView response, qint64 octets);
    void onGreeting(const Response &response);
    void onUntagged(const Untagged &response);
    void reportProgress(const ResponseCode &code);
    void onTagged(const TaggedResponse &response);
    void onContinuation(const ContinuationResponse &response);
    void onMalformed(const Malformed &what);
    void onClosed();

    bool canIdle() const;
    void enterIdle();
    void leaveIdle();
    void scheduleIdle();
    void awaitAnswer();
    void abort(std::shared_ptr<const Error> error);
    void failAll(const std::shared_ptr<const Error> &error);
    void filterCapabilities();
    void findQuirks();
    bool tellAlert(const StatusResponse &status);
    bool isDeadSignIn(const Completion &completion) const;

    std::unique_ptr<Transport> m_transport;
    SessionOptions m_options;
    WireLog *m_log;
    std::unique_ptr<Deflate> m_deflate; ///< between transport and framer, once COMPRESS was agreed
    QList<QByteArray> m_dropped;
    wire::Framer m_framer;
    SessionState m_state;
    Outlet m_outlet;
    CommandSender m_sender;
    quint64 m_sending = 0; ///< serial of the command whose chunks the sender has; 0 once it was answered
    quint64 m_lastSerial = 0;
    std::deque<std::unique_ptr<PendingCommand>> m_queue;
    std::vector<std::unique_ptr<PendingCommand>> m_running; ///< in the order sent
    QPromise<StatusResponse> m_greeting;
    QPromise<Nothing> m_tls;
    bool m_opening = false;
    bool m_upgrading = false;
    bool m_ended = false;
    std::shared_ptr<const Error> m_end; ///< why
    unsigned m_nextTag = 1;
    int m_malformedInARow = 0;
    Idle m_idle = Idle::Off;
    bool m_idleRefused = false;
    QByteArray m_idleTag;
    int m_probeMs = 0; ///< until the server says anything, it owes that within this time
    QTimer m_readTimer;
    QTimer m_byeTimer;
    QTimer m_idleTimer; ///< delay before IDLE, and its renewal
};

} // namespace imap
