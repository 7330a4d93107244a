#include "commands/inprogress.h"
#include "session/promises.h"
#include "session/session.h"
#include "session/spills.h"

#include <QPointer>

// What comes in: bytes to frames, frames to responses, responses to the state and to the commands.

namespace imap
{

namespace
{

/// More malformed responses than this without a good one between: this is no IMAP server any more.
constexpr int MalformedLimit = 50;

/// Whether this response, which could not be read, may have been the command's answer.
bool maySpoil(const QByteArray &keyword, const Requirements &command)
{
    if (command.answer.empty())
        return false;
    return keyword == "ESEARCH" ||
           keyword == QByteArrayView(command.answer.data(), qsizetype(command.answer.size()));
}

} // namespace

void Session::onReceived(const QByteArray &bytes)
{
    m_log->countIn(bytes.size());
    if (std::exchange(m_probeMs, 0) > 0)
        awaitAnswer(); // it is there
    if (m_deflate)
        m_deflate->push(bytes);
    else
        m_framer.push(bytes);
    const QPointer<Session> alive(this);
    readFrames();
    // One piece at a time: what a few bytes inflate to never stands in memory as a whole.
    while (alive && !m_ended && m_deflate) {
        const std::optional<QByteArray> piece = m_deflate->next();
        if (!piece)
            break;
        m_log->countInflated(piece->size());
        m_framer.push(*piece);
        readFrames();
    }
    if (!alive || m_ended)
        return;
    if (m_deflate && m_deflate->isBroken()) {
        abort(std::make_shared<const ProtocolError>(
            QStringLiteral("The server sent something that cannot be decompressed.")));
        return;
    }
    // Bytes are a sign of life; before the greeting only a whole line is.
    if (m_readTimer.isActive() && m_state.phase != SessionState::Phase::Connecting)
        m_readTimer.start();
}

void Session::readFrames()
{
    const QPointer<Session> alive(this);
    while (alive && !m_ended) {
        const auto next = m_framer.next();
        if (!next)
            break;
        if (const auto *frame = std::get_if<wire::Frame>(&*next)) {
            m_log->server(frame->bytes, m_running.empty() ? QByteArray() : m_running.front()->cause);
            onFrame(*frame);
        } else {
            const auto &broken = std::get<wire::FrameError>(*next);
            m_log->server(broken.beginning, "refused: " + broken.message.toUtf8());
            onMalformed(Malformed{broken.message.toUtf8(), 0, broken.beginning, {}, {}});
        }
    }
}

/// A command's own place comes first. A temporary file is for what a FETCH asked for: else a server could
/// fill the disk by itself.
std::shared_ptr<wire::Spill> Session::openSpill(QByteArrayView response, qint64 octets)
{
    bool fetching = false;
    for (const auto &command : m_running) {
        if (auto spill = command->spill(response, octets))
            return reportingSpill(std::move(spill), octets, command->progress);
        fetching = fetching || command->requirements.name.ends_with("FETCH");
    }
    if (!fetching || octets > m_options.longestTemporary)
        return {};
    return TemporarySpill::open();
}

void Session::onFrame(const wire::Frame &frame)
{
    const Response response = parseResponse(frame.bytes, m_options.limits, m_state.isUtf8(), &frame.spilled);
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
    findQuirks();
    if (!tellAlert(m_state.greeting))
        return;
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
    if (std::holds_alternative<IdResponse>(response))
        findQuirks();
    // Who says farewell hangs up (RFC 9051 §7.1.5); one who does not must not be waited for.
    const bool leaving = std::any_of(m_running.begin(), m_running.end(),
                                     [](const auto &one) { return one->requirements.name == "LOGOUT"; });
    if (m_state.bye && !leaving && !m_byeTimer.isActive())
        m_byeTimer.start(m_options.byeGraceMs);
    for (const auto &command : m_running)
        command->offer(response);
    const QPointer<Session> alive(this);
    const auto *status = std::get_if<StatusResponse>(&response);
    if (status)
        reportProgress(status->code);
    if (alive && (!status || tellAlert(*status)))
        Q_EMIT untagged(response);
}

/// False when whoever heard of it has ended the session.
bool Session::tellAlert(const StatusResponse &status)
{
    const QPointer<Session> alive(this);
    if (status.code.name == "ALERT")
        Q_EMIT alerted(status.text);
    return alive && !m_ended;
}

void Session::reportProgress(const ResponseCode &code)
{
    const auto told = inProgress(code);
    if (!told || m_running.empty())
        return;
    // Without a tag it is about the command that the server works on: the first.
    const auto at = told->tag.isEmpty()
                        ? m_running.begin()
                        : std::find_if(m_running.begin(), m_running.end(),
                                       [&](const auto &one) { return one->tag == told->tag; });
    if (at == m_running.end() || !(*at)->progress)
        return;
    const auto progress = (*at)->progress; // the command may end meanwhile
    progress({.kind = Progress::Kind::Server, .done = told->done.value_or(0), .total = told->total});
}

void Session::onTagged(const TaggedResponse &response)
{
    // Gmail's reason for refusing a password is one, and stands in the tagged line.
    if (!tellAlert(response.status))
        return;
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
        if (m_running.empty())
            reduceQuiet(m_state);
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
    if (m_sending == command->serial) {
        m_sending = 0;
        m_sender.answered();
    }
    reduceCompletion(m_state, command->requirements, completion);
    if (m_running.empty() && m_idle == Idle::Off)
        reduceQuiet(m_state);
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
    if (isDeadSignIn(completion)) {
        const QPointer<Session> alive(this);
        command->finish(completion);
        if (!alive)
            return;
        abort(aborted(AbortError::Reason::Other,
                      QStringLiteral("The server let the user in but not to the mailbox."), completion.text,
                      completion.code));
        return;
    }
    // Before anybody hears of it and says more: from here on both sides speak compressed.
    if (command->requirements.name == "COMPRESS" && completion.status == Completion::Status::Ok && !m_deflate)
        beginCompression();
    if (command->requirements.name == "UNAUTHENTICATE" && completion.status == Completion::Status::Ok)
        endCompression();
    const QPointer<Session> alive(this);
    command->finish(completion);
    if (alive && !m_ended)
        pump();
}

bool Session::isDeadSignIn(const Completion &completion) const
{
    const QByteArray &text = m_state.quirks.deadSignIn;
    return completion.status != Completion::Status::Ok && !text.isEmpty() && completion.text.contains(text);
}

/// RFC 4978: the server's compressed stream begins right behind the CRLF of its OK.
void Session::beginCompression()
{
    m_deflate = std::make_unique<Deflate>();
    m_outlet.compress(m_deflate.get());
    m_deflate->push(m_framer.takeRest());
    m_log->note("compression: DEFLATE");
}

/// RFC 8437 §4.1: both streams end with UNAUTHENTICATE, the server's behind its OK. Nothing was sent since.
void Session::endCompression()
{
    if (!m_deflate)
        return;
    m_outlet.compress(nullptr);
    m_deflate.reset();
    m_log->note("compression: none");
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
    if (m_sender.isBusy()) {
        if (!m_sender.awaitsContinuation())
            return; // "+" in the middle of a literal: nobody asked
        m_sender.proceed();
        afterSending();
        if (!m_ended)
            pump();
        return;
    }
    if (m_running.empty())
        return; // nobody asked; harmless
    PendingCommand &command = *m_running.back();
    if (const auto answer = command.respond(response.text))
        send(answer->bytes, answer->logged, command.cause);
}

void Session::onMalformed(const Malformed &what)
{
    m_log->note("malformed: expected " + what.expected + " in " + what.beginning.left(120));
    const bool answersUs = std::any_of(m_running.begin(), m_running.end(), [&](const auto &one) {
        return !what.tag.isEmpty() && one->tag == what.tag;
    });
    for (const auto &command : m_running) {
        if (maySpoil(what.keyword, command->requirements))
            command->spoiled = what.expected;
    }
    // A server that has something of its own in each message still speaks IMAP.
    if (what.keyword != "FETCH" && what.keyword != "UIDFETCH")
        ++m_malformedInARow;
    if (answersUs || m_malformedInARow > MalformedLimit) {
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

} // namespace imap
