#pragma once

#include "types/error.h"

#include <QFuture>
#include <QPromise>
#include <memory>

namespace imap
{

/// A promise that is always kept: when the last copy goes without an answer (the account was closed before
/// it got to the work) it ends with AbortError. May be copied into functors and finished in any thread.
template <class T>
class Pledge
{
public:
    Pledge()
        : m_state(std::make_shared<State>())
    {
    }

    QFuture<T> future() const { return m_state->promise.future(); }
    void succeed(T value) const
    {
        if (std::exchange(m_state->done, true))
            return;
        m_state->promise.addResult(std::move(value));
        m_state->promise.finish();
    }
    void fail(std::exception_ptr error) const { m_state->fail(error); }
    /// How far the work is, for who watches the future; false: nobody wants it any more.
    bool progress(int done, int all) const
    {
        m_state->promise.setProgressRange(0, all);
        m_state->promise.setProgressValue(done);
        return !m_state->promise.isCanceled();
    }

private:
    struct State {
        State() { promise.start(); }
        ~State()
        {
            fail(std::make_exception_ptr(
                AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."))));
        }
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        void fail(std::exception_ptr error)
        {
            if (std::exchange(done, true))
                return;
            promise.setException(error);
            promise.finish();
        }
        QPromise<T> promise;
        bool done = false;
    };
    std::shared_ptr<State> m_state;
};

} // namespace imap
