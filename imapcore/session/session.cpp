#include "session/session.h"

#include "commands/connection.h"
#include "session/pipeline.h"
#include "session/preconditions.h"

#include <QPointer>

namespace imap
{

namespace
{

/// More malformed responses than this without a good one between: this is no IMAP server any more.
constexpr int MalformedLimit = 50;

template <class T>
void failPromise(QPromise<T> &promise, std::exception_ptr error)
{
    promise.setException(error);
    promise.finish();
}

template <class T>
void finishPromise(QPromise<T> &promise, T value)
{
    promise.addResult(std::move(value));
    promise.finish();
}

} // namespace

Session::Session(std::unique_ptr<Transport> transport, SessionOptions options, WireLog *log, QObject *parent)
    : QObject(parent)
    , m_transport(std::move(transport))
    , m_options(std::move(options))
    , m_log(log)
    , m_framer(m_options.limits)
{
    m_readTimer.setSingleShot(true);
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

void Session::close()
{
    if (std::exchange(m_ended, true))
        return;
    m_readTimer.stop();
    m_idleTimer.stop();
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
    m_queue.push_back(std::move(command));
    pump();
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
        // A literal that waits for "+" holds the line.
        if (!m_running.empty() && !m_running.back()->unsent.empty())
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
    options.utf8 = m_state.isEnabled("UTF8=ACCEPT") || m_state.isEnabled("IMAP4rev2");
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
    sendChunks(running, std::deque<wire::Chunk>(chunks.cbegin(), chunks.cend()));
}

void Session::sendChunks(PendingCommand &command, std::deque<wire::Chunk> chunks)
{
    bool first = true;
    while (!chunks.empty() && (first || !chunks.front().waits)) {
        first = false;
        send(chunks.front().bytes, chunks.front().logged, command.cause);
        chunks.pop_front();
    }
    command.unsent = std::move(chunks);
    awaitAnswer();
}

void Session::send(const QByteArray &bytes, const QByteArray &logged, const QByteArray &cause)
{
    m_log->client(logged, bytes.size(), cause);
    m_transport->write(bytes);
}

void Session::awaitAnswer()
{
    if (m_running.empty() && m_idle != Idle::Starting && m_idle != Idle::Leaving)
        m_readTimer.stop();
    else
        m_readTimer.start(m_options.readTimeoutMs);
}

// ---------------------------------------------------------------- in

void Session::onReceived(const QByteArray &bytes)
{
    m_log->countIn(bytes.size());
    m_framer.push(bytes);
    const QPointer<Session> alive(this);
    while (alive && !m_ended) {
        const auto next = m_framer.next();
        if (!next)
            break;
        if (const auto *frame = std::get_if<wire::Frame>(&*next)) {
            m_log->server(frame->bytes, m_running.empty() ? QByteArray() : m_running.front()->cause);
            onFrame(frame->bytes);
        } else {
            const auto &broken = std::get<wire::FrameError>(*next);
            m_log->server(broken.beginning, "refused: " + broken.message.toUtf8());
            onMalformed(Malformed{broken.message.toUtf8(), 0, broken.beginning, {}, {}});
        }
    }
    // Bytes are a sign of life; before the greeting only a whole line is.
    if (alive && !m_ended && m_readTimer.isActive() && m_state.phase != SessionState::Phase::Connecting)
        m_readTimer.start();
}

void Session::onFrame(QByteArrayView frame)
{
    const Response response = parseResponse(frame, m_options.limits);
    if (const auto *malformedResponse = std::get_if<Malformed>(&response)) {
        if (m_state.phase == SessionState::Phase::Connecting)
            onGreeting(response);
        else
            onMalformed(*malformedResponse);
        return;
    }
    m_malformedInARow = 0;
    if (m_state.phase == SessionState::Phase::Connecting)
        onGreeting(response);
    else if (const auto *untaggedResponse = std::get_if<Untagged>(&response))
        onUntagged(*untaggedResponse);
    else if (const auto *tagged = std::get_if<TaggedResponse>(&response))
        onTagged(*tagged);
    else
        onContinuation(std::get<ContinuationResponse>(response));
}

void Session::onGreeting(const Response &response)
{
    const auto *greeting = std::get_if<Untagged>(&response);
    if (!greeting || !reduceGreeting(m_state, *greeting)) {
        abort(std::make_shared<const ProtocolError>(
            QStringLiteral("The server's first words are not those of an IMAP server."), QByteArray(),
            std::get_if<Malformed>(&response) ? std::get<Malformed>(response).beginning.left(80)
                                              : QByteArray()));
        return;
    }
    filterCapabilities();
    if (m_state.bye) {
        abort(aborted(AbortError::Reason::ServerBye, QStringLiteral("The server refused the connection."),
                      m_state.bye->text, m_state.bye->code));
        return;
    }
    awaitAnswer();
    m_opening = false;
    finishPromise(m_greeting, m_state.greeting);
    pump();
}

void Session::onUntagged(const Untagged &response)
{
    const quint64 revision = m_state.capabilityRevision;
    reduceUntagged(m_state, response);
    if (m_state.capabilityRevision != revision)
        filterCapabilities();
    for (const auto &command : m_running)
        command->collect(response);
    Q_EMIT untagged(response);
}

void Session::onTagged(const TaggedResponse &response)
{
    Completion completion;
    completion.status = response.status.kind == StatusResponse::Kind::Ok   ? Completion::Status::Ok
                        : response.status.kind == StatusResponse::Kind::No ? Completion::Status::No
                                                                           : Completion::Status::Bad;
    completion.code = response.status.code;
    completion.text = response.status.text;
    if (!m_idleTag.isEmpty() && response.tag == m_idleTag) {
        const bool refused = m_idle == Idle::Starting || completion.status != Completion::Status::Ok;
        m_idleTag.clear();
        m_idle = Idle::Off;
        m_idleRefused = m_idleRefused || refused; // poll from now on: it would only be refused again
        Q_EMIT liveChanged(false);
        awaitAnswer();
        pump();
        return;
    }
    const auto at = std::find_if(m_running.begin(), m_running.end(),
                                 [&](const auto &one) { return one->tag == response.tag; });
    if (at == m_running.end()) {
        onMalformed(Malformed{"a tag that is in use", 0, response.tag.left(40), {}, {}});
        return;
    }
    const std::unique_ptr<PendingCommand> command = std::move(*at);
    m_running.erase(at);
    reduceCompletion(m_state, command->requirements, completion);
    filterCapabilities();
    awaitAnswer();
    if (command->requirements.name == "STARTTLS" && m_upgrading) {
        command->finish(completion);
        if (completion.status != Completion::Status::Ok) {
            abort(aborted(AbortError::Reason::TlsStripped, QStringLiteral("The server refused STARTTLS."),
                          completion.text, completion.code));
        } else if (m_framer.pending() > 0) {
            // Somebody put words into the clear part of the stream that would be read as if protected.
            abort(aborted(
                AbortError::Reason::TlsStripped,
                QStringLiteral("Data arrived behind the answer to STARTTLS and before encryption: somebody "
                               "may be tampering with the connection.")));
        } else {
            m_framer.reset();
            m_transport->startTls();
        }
        return;
    }
    const QPointer<Session> alive(this);
    command->finish(completion);
    if (alive && !m_ended)
        pump();
}

void Session::onContinuation(const ContinuationResponse &response)
{
    if (m_idle == Idle::Starting) {
        m_idle = Idle::Running;
        m_readTimer.stop();
        m_idleTimer.start(m_options.idleRenewMs);
        Q_EMIT liveChanged(true);
        pump();
        return;
    }
    if (m_running.empty())
        return; // nobody asked; harmless
    PendingCommand &command = *m_running.back();
    if (!command.unsent.empty()) {
        sendChunks(command, std::move(command.unsent));
        pump();
    } else if (const auto answer = command.respond(response.text)) {
        send(answer->bytes, answer->logged, command.cause);
    }
}

void Session::onMalformed(const Malformed &what)
{
    m_log->note("malformed: expected " + what.expected + " in " + what.beginning.left(120));
    const bool answersUs = std::any_of(m_running.begin(), m_running.end(), [&](const auto &one) {
        return !what.tag.isEmpty() && one->tag == what.tag;
    });
    if (answersUs || ++m_malformedInARow > MalformedLimit) {
        abort(std::make_shared<const ProtocolError>(
            QStringLiteral("The server sent something that is not IMAP (expected %1).")
                .arg(QString::fromUtf8(what.expected)),
            QByteArray(), what.beginning.left(80)));
        return;
    }
    Q_EMIT malformed(QString::fromUtf8(what.expected));
}

void Session::onClosed()
{
    if (m_state.phase == SessionState::Phase::LoggedOut && !m_state.bye && m_running.empty()) {
        close();
        return;
    }
    if (m_state.bye) {
        abort(aborted(AbortError::Reason::ServerBye, QStringLiteral("The server ended the session."),
                      m_state.bye->text, m_state.bye->code));
    } else {
        abort(aborted(AbortError::Reason::ConnectionLost,
                      m_state.phase == SessionState::Phase::Connecting
                          ? QStringLiteral("The server closed the connection at once, without a greeting.")
                          : QStringLiteral("The server closed the connection.")));
    }
}

// ---------------------------------------------------------------- IDLE
void Session::scheduleIdle()
{
    if (m_ended || !m_options.keepLive || m_idle != Idle::Off || !m_queue.empty() || !m_running.empty() ||
        m_state.phase != SessionState::Phase::Selected || m_idleTimer.isActive())
        return;
    m_idleTimer.start(canIdle() ? m_options.idleDelayMs : m_options.pollMs);
}

bool Session::canIdle() const
{
    return !m_idleRefused && m_state.capabilities.has("IDLE");
}

void Session::enterIdle()
{
    if (m_ended || !m_queue.empty() || !m_running.empty() || m_state.phase != SessionState::Phase::Selected)
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
    m_idleTimer.stop();
    m_transport->disconnect(this);
    m_transport->close();
    const QPointer<Session> alive(this);
    failAll(error);
    if (alive)
        Q_EMIT ended(error);
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

void Session::filterCapabilities()
{
    for (const QByteArray &name : std::as_const(m_options.withoutExtensions))
        m_state.capabilities.remove(name);
}

} // namespace imap
