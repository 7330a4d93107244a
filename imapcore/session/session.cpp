#include "session/session.h"

#include "commands/connection.h"
#include "session/pipeline.h"
#include "session/preconditions.h"
#include "session/promises.h"

#include <QPointer>

namespace imap
{

Session::Session(std::unique_ptr<Transport> transport, SessionOptions options, WireLog *log, QObject *parent)
    : QObject(parent)
    , m_transport(std::move(transport))
    , m_options(std::move(options))
    , m_log(log)
    , m_framer(m_options.limits)
    , m_outlet(m_transport.get(), log)
    , m_sender(&m_outlet, log)
{
    m_framer.setSpillOpener(
        [this](QByteArrayView response, qint64 octets) { return openSpill(response, octets); });
    m_readTimer.setSingleShot(true);
    m_byeTimer.setSingleShot(true);
    connect(&m_byeTimer, &QTimer::timeout, this, &Session::onClosed);
    m_idleTimer.setSingleShot(true);
    connect(&m_readTimer, &QTimer::timeout, this, [this] {
        abort(aborted(
            AbortError::Reason::ReadTimeout,
            m_state.phase == SessionState::Phase::Connecting
                ? QStringLiteral("The server accepted the connection but said nothing for %1 s.")
                      .arg(m_options.greetingTimeoutMs / 1000)
                : QStringLiteral("The server did not answer for %1 s.").arg(m_options.readTimeoutMs / 1000)));
    });
    connect(&m_idleTimer, &QTimer::timeout, this, [this] {
        if (m_idle == Idle::Running)
            leaveIdle(); // renewal: the queue is empty, so IDLE begins again behind its answer
        else
            enterIdle();
    });
    connect(m_transport.get(), &Transport::opened, this, [this] {
        m_state.encrypted = m_transport->info().encrypted;
        m_log->note("connected to " + m_transport->info().peer.toUtf8());
        m_readTimer.start(m_options.greetingTimeoutMs);
    });
    connect(m_transport.get(), &Transport::encrypted, this, [this] {
        m_state.encrypted = true;
        if (std::exchange(m_upgrading, false)) {
            m_log->note("TLS: " + m_transport->info().protocol.toUtf8());
            finishPromise(m_tls, Nothing{});
            pump();
        }
    });
    connect(m_transport.get(), &Transport::drained, this, &Session::onDrained);
    connect(m_transport.get(), &Transport::received, this, &Session::onReceived);
    connect(m_transport.get(), &Transport::closed, this, &Session::onClosed);
    connect(m_transport.get(), &Transport::failed, this,
            [this](const std::shared_ptr<AbortError> &error) { abort(error); });
}

Session::~Session()
{
    close();
}

QFuture<StatusResponse> Session::open()
{
    m_greeting.start();
    m_opening = true;
    m_transport->open();
    return m_greeting.future();
}

QFuture<Nothing> Session::startTls()
{
    m_tls = QPromise<Nothing>();
    m_tls.start();
    const auto refuse = [this](const QString &why) {
        QFuture<Nothing> future = m_tls.future();
        const auto error = aborted(AbortError::Reason::TlsStripped, why);
        failPromise(m_tls, exceptionFrom(error));
        abort(error);
        return future;
    };
    if (m_state.greeting.kind == StatusResponse::Kind::Preauth)
        return refuse(
            QStringLiteral("The server began a session without encryption (PREAUTH), so STARTTLS cannot "
                           "protect it any more."));
    if (!m_state.capabilities.has("STARTTLS"))
        return refuse(QStringLiteral("The server does not offer STARTTLS."));
    m_upgrading = true;
    QFuture<Nothing> future = m_tls.future();
    run(StartTls{}, "sign in");
    return future;
}

void Session::setKeepLive(bool on)
{
    m_options.keepLive = on;
    if (on)
        scheduleIdle();
    else if (m_idle == Idle::Running)
        leaveIdle();
}

void Session::probe(int milliseconds)
{
    if (m_ended || m_state.phase == SessionState::Phase::Connecting)
        return; // that has a limit of its own
    m_probeMs = milliseconds;
    if (m_idle == Idle::Running)
        leaveIdle(); // and, when it answers, into it again
    else if (m_running.empty() && m_queue.empty() && m_idle == Idle::Off)
        run(Noop{}, "probe");
    else
        awaitAnswer();
}

void Session::close()
{
    if (std::exchange(m_ended, true))
        return;
    m_readTimer.stop();
    m_byeTimer.stop();
    m_idleTimer.stop();
    m_sender.drop();
    m_transport->disconnect(this);
    m_transport->close();
    m_end = aborted(AbortError::Reason::Stopped, QStringLiteral("The connection was closed."));
    failAll(m_end);
}

// ---------------------------------------------------------------- out

void Session::submit(std::unique_ptr<PendingCommand> command)
{
    if (std::exception_ptr error = objection(*command)) {
        command->fail(error);
        return;
    }
    if (command->stop.stop_requested()) {
        command->fail(cancelled());
        return;
    }
    command->serial = ++m_lastSerial;
    watchStop(command.get());
    m_queue.push_back(std::move(command));
    pump();
}

/// The token may be asked in another thread, and while the command is being finished here; only its number
/// travels, to be looked up.
void Session::watchStop(PendingCommand *command)
{
    if (!command->stop.stop_possible())
        return;
    command->onStop.emplace(command->stop, [this, serial = command->serial] {
        QMetaObject::invokeMethod(
            this, [this, serial] { stop(serial); }, Qt::QueuedConnection);
    });
}

void Session::stop(quint64 serial)
{
    const auto queued =
        std::find_if(m_queue.begin(), m_queue.end(), [&](const auto &one) { return one->serial == serial; });
    if (queued != m_queue.end()) {
        const std::unique_ptr<PendingCommand> dropped = std::move(*queued);
        m_queue.erase(queued);
        const QPointer<Session> alive(this);
        dropped->fail(cancelled());
        if (alive && !m_ended)
            pump();
    } else if (serial == m_sending && m_sender.hasSource()) {
        abort(aborted(AbortError::Reason::Stopped, QStringLiteral("The sending was stopped.")));
    } else if (std::any_of(m_running.begin(), m_running.end(),
                           [&](const auto &one) { return one->serial == serial && one->takesLiterals(); })) {
        abort(aborted(AbortError::Reason::Stopped, QStringLiteral("The download was stopped.")));
    }
}

std::exception_ptr Session::objection(const PendingCommand &command) const
{
    if (m_ended)
        return exceptionFrom(m_end);
    std::vector<Requirements> ahead;
    for (const auto &running : m_running)
        ahead.push_back(running->requirements);
    for (const auto &queued : m_queue)
        ahead.push_back(queued->requirements);
    return imap::objection(m_state, ahead, command);
}

void Session::pump()
{
    if (m_ended || m_state.phase == SessionState::Phase::Connecting)
        return;
    while (!m_queue.empty()) {
        if (m_idle == Idle::Running) {
            leaveIdle();
            continue;
        }
        if (m_idle == Idle::Starting)
            return; // DONE may only be said after "+"
        // A literal that waits for "+", or is on its way, holds the line.
        if (m_sender.isBusy())
            return;
        if (m_upgrading && m_queue.front()->requirements.name != "STARTTLS")
            return;
        std::vector<Requirements> running;
        running.reserve(m_running.size() + 1);
        for (const auto &one : m_running)
            running.push_back(one->requirements);
        if (m_idle == Idle::Leaving)
            running.push_back({.name = "IDLE"});
        if (!mayStart(m_queue.front()->requirements, running))
            return;
        auto next = std::move(m_queue.front());
        m_queue.pop_front();
        start(std::move(next));
    }
    scheduleIdle();
}

void Session::start(std::unique_ptr<PendingCommand> command)
{
    m_idleTimer.stop();
    command->tag = "A" + QByteArray::number(m_nextTag++);
    wire::WriterOptions options;
    options.literalPlus = m_state.capabilities.has("LITERAL+");
    options.literalMinus = m_state.capabilities.has("LITERAL-");
    options.utf8 = m_state.isUtf8();
    QList<wire::Chunk> chunks;
    try {
        wire::Writer writer(options);
        command->encode(writer);
        chunks = writer.finish(command->tag);
    } catch (const std::exception &) {
        // An argument that cannot be put on the wire: nothing was sent.
        command->fail(std::current_exception());
        return;
    }
    reduceSent(m_state, command->requirements, command->mailbox());
    PendingCommand &running = *command;
    m_running.push_back(std::move(command));
    m_sending = running.serial;
    CommandSender::Report report;
    if (running.progress) {
        report = [progress = running.progress](quint64 sent, quint64 total) {
            progress({.kind = Progress::Kind::Sending, .done = sent, .total = total});
        };
    }
    m_sender.begin(chunks, running.cause, std::move(report));
    afterSending();
}

void Session::afterSending()
{
    if (m_ended)
        return;
    if (m_sender.failure().isEmpty())
        awaitAnswer();
    else
        abort(aborted(AbortError::Reason::Stopped, m_sender.failure()));
}

void Session::onDrained()
{
    // As long as bytes go out, the other side is there.
    if (m_readTimer.isActive() && m_state.phase != SessionState::Phase::Connecting)
        m_readTimer.start();
    const bool wasBusy = m_sender.isBusy();
    m_sender.continueLiteral();
    if (!wasBusy)
        return;
    afterSending();
    if (!m_ended && !m_sender.isBusy())
        pump();
}

void Session::send(const QByteArray &bytes, const QByteArray &logged, const QByteArray &cause)
{
    m_log->client(logged, bytes.size(), cause);
    m_outlet.write(bytes);
}

void Session::awaitAnswer()
{
    if (m_running.empty() && m_idle != Idle::Starting && m_idle != Idle::Leaving)
        m_readTimer.stop();
    else
        m_readTimer.start(m_probeMs > 0 ? m_probeMs : m_options.readTimeoutMs);
}

// ---------------------------------------------------------------- IDLE
void Session::scheduleIdle()
{
    if (m_ended || !m_options.keepLive || m_sender.isBusy() || m_idle != Idle::Off || !m_queue.empty() ||
        !m_running.empty() || m_state.phase != SessionState::Phase::Selected || m_idleTimer.isActive())
        return;
    m_idleTimer.start(canIdle() ? m_options.idleDelayMs : m_options.pollMs);
}

bool Session::canIdle() const
{
    return !m_idleRefused && m_state.capabilities.has("IDLE");
}

void Session::enterIdle()
{
    if (m_ended || m_sender.isBusy() || !m_queue.empty() || !m_running.empty() ||
        m_state.phase != SessionState::Phase::Selected)
        return;
    if (!canIdle()) {
        run(Noop{}, "poll");
        return;
    }
    m_idle = Idle::Starting;
    m_idleTag = "A" + QByteArray::number(m_nextTag++);
    const QByteArray line = m_idleTag + " IDLE\r\n";
    send(line, line, "idle");
    awaitAnswer();
}

void Session::leaveIdle()
{
    m_idleTimer.stop();
    m_idle = Idle::Leaving;
    send("DONE\r\n", "DONE\r\n", m_queue.empty() ? QByteArray("idle") : m_queue.front()->cause);
    awaitAnswer();
}

// ---------------------------------------------------------------- the end
void Session::abort(std::shared_ptr<const Error> error)
{
    if (std::exchange(m_ended, true))
        return;
    m_end = error;
    m_log->note("ended: " + QByteArray(error->what()));
    m_readTimer.stop();
    m_byeTimer.stop();
    m_idleTimer.stop();
    m_sender.drop();
    m_transport->disconnect(this);
    m_transport->close();
    const QPointer<Session> alive(this);
    failAll(error);
    if (alive)
        Q_EMIT ended(error);
}

MailboxName Session::selectionBehind() const
{
    for (auto at = m_queue.rbegin(); at != m_queue.rend(); ++at) {
        if ((*at)->requirements.changesSelection)
            return (*at)->mailbox().value_or(MailboxName());
    }
    return m_state.mailbox ? m_state.mailbox->name : MailboxName();
}

std::optional<Deflate::Counts> Session::compression() const
{
    if (!m_deflate)
        return {};
    return m_deflate->counts();
}

void Session::failAll(const std::shared_ptr<const Error> &error)
{
    const std::exception_ptr exception = exceptionFrom(error);
    if (std::exchange(m_opening, false))
        failPromise(m_greeting, exception);
    if (std::exchange(m_upgrading, false) && !m_tls.future().isFinished())
        failPromise(m_tls, exception);
    auto running = std::move(m_running);
    auto queue = std::move(m_queue);
    m_running.clear();
    m_queue.clear();
    for (const auto &command : running)
        command->fail(exception);
    for (const auto &command : queue)
        command->fail(exception);
}

void Session::dropExtensions(const QList<QByteArray> &names)
{
    for (const QByteArray &name : names) {
        if (m_state.capabilities.has(name) && !m_dropped.contains(name)) {
            m_log->note("the server does not do what it announces: " + name);
            m_dropped.append(name);
        }
    }
    filterCapabilities();
}

void Session::filterCapabilities()
{
    const bool signedIn = m_state.stateMask() & AuthenticatedOrSelected;
    const QList<QByteArray> dropped = m_options.withoutExtensions + m_dropped + m_state.quirks.without +
                                      (signedIn ? m_state.quirks.withoutSignedIn : QList<QByteArray>());
    for (const QByteArray &name : dropped)
        m_state.capabilities.remove(name);
}

/// When more is known of who the server is.
void Session::findQuirks()
{
    const QuirkEffects found = quirksOf({m_options.host, m_state.greeting.text, m_state.serverId});
    for (const QByteArray &name : found.names) {
        if (!m_state.quirks.names.contains(name))
            m_log->note("quirk: " + name);
    }
    m_state.quirks = found;
    filterCapabilities();
}

} // namespace imap
