#pragma once

#include "commands/command.h"
#include "session/errors.h"
#include "session/runoptions.h"

#include <QFuture>
#include <QPromise>

namespace imap
{

/// A command on its way, whatever its type. Finished exactly once: by `finish` or by `fail`.
class PendingCommand
{
public:
    explicit PendingCommand(Requirements what, RunOptions how)
        : requirements(what)
        , cause(std::move(how.cause))
        , stop(std::move(how.stop))
        , progress(std::move(how.progress))
    {
    }
    virtual ~PendingCommand() = default;
    PendingCommand(const PendingCommand &) = delete;
    PendingCommand &operator=(const PendingCommand &) = delete;

    /// Throws CapabilityError where the server cannot do what the arguments ask for.
    virtual void check(const Capabilities &capabilities) const = 0;
    virtual void encode(wire::Writer &writer) const = 0;
    virtual void collect(const Untagged &untagged) = 0;
    virtual std::optional<wire::Chunk> respond(const QByteArray &continuation) = 0;
    /// Whether it is of a kind that takes large literals for itself, and one of them.
    virtual bool takesLiterals() const = 0;
    virtual std::shared_ptr<wire::Spill> spill(QByteArrayView response, qint64 octets) = 0;
    virtual void finish(const Completion &completion) = 0;
    virtual void fail(std::exception_ptr error) = 0;
    /// The mailbox that SELECT and EXAMINE open.
    virtual std::optional<MailboxName> mailbox() const { return {}; }

    /// Lets the command collect the response, unless that says that it answers another one.
    void offer(const Untagged &untagged)
    {
        const QByteArray answered = commandTag(untagged);
        if (answered.isEmpty() || answered == tag)
            collect(untagged);
    }

    const Requirements requirements;
    const QByteArray cause; ///< the span for the wire log
    const std::stop_token stop;
    const std::function<void(const Progress &)> progress; ///< may be empty
    /// Calls back, in whatever thread, when `stop` is asked for.
    std::optional<std::stop_callback<std::function<void()>>> onStop;
    /// What was expected in an answer that could not be read: without it the result would be a wrong one.
    QByteArray spoiled;
    quint64 serial = 0; ///< tells it from others that lived at its address
    QByteArray tag;
};

template <Command C>
class PendingCommandOf final : public PendingCommand
{
public:
    PendingCommandOf(C command, RunOptions how)
        : PendingCommand(command.requirements(), std::move(how))
        , m_command(std::move(command))
    {
        m_promise.start();
    }
    ~PendingCommandOf() override
    {
        if (!m_done)
            fail(std::make_exception_ptr(
                AbortError(AbortError::Reason::Stopped, QStringLiteral("The connection was closed."))));
    }

    QFuture<typename C::Result> future() { return m_promise.future(); }

    void check(const Capabilities &capabilities) const override
    {
        if constexpr (requires { m_command.check(capabilities); })
            m_command.check(capabilities);
    }
    void encode(wire::Writer &writer) const override { m_command.encode(writer); }
    void collect(const Untagged &untagged) override { m_command.collect(untagged, m_result); }
    std::optional<wire::Chunk> respond(const QByteArray &continuation) override
    {
        if constexpr (requires { m_command.respond(continuation); })
            return m_command.respond(continuation);
        else
            return {};
    }
    bool takesLiterals() const override
    {
        return requires(const C &command)
        {
            command.spill(QByteArrayView(), qint64());
        };
    }
    std::shared_ptr<wire::Spill> spill(QByteArrayView response, qint64 octets) override
    {
        if constexpr (requires { m_command.spill(response, octets); })
            return m_command.spill(response, octets);
        else
            return {};
    }
    void finish(const Completion &completion) override
    {
        if (completion.status != Completion::Status::Ok) {
            std::exception_ptr error;
            if constexpr (requires { m_command.error(completion); })
                error = m_command.error(completion);
            fail(error ? error : usualError(requirements, completion));
            return;
        }
        if (!spoiled.isEmpty()) {
            fail(unreadable(requirements, spoiled));
            return;
        }
        try {
            if constexpr (requires { m_command.complete(completion, m_result); })
                m_command.complete(completion, m_result);
            m_done = true;
            m_promise.addResult(std::move(m_result));
            m_promise.finish();
        } catch (...) {
            fail(std::current_exception());
        }
    }
    void fail(std::exception_ptr error) override
    {
        if (std::exchange(m_done, true))
            return;
        m_promise.setException(error);
        m_promise.finish();
    }
    std::optional<MailboxName> mailbox() const override
    {
        if constexpr (requires { MailboxName(m_command.mailbox); })
            return m_command.mailbox;
        else
            return {};
    }

private:
    C m_command;
    typename C::Result m_result{};
    QPromise<typename C::Result> m_promise;
    bool m_done = false;
};

} // namespace imap
