#pragma once

#include "types/error.h"

#include <QPromise>
#include <exception>

namespace app
{

/// A promise that ends: with a result, an error, or, if it is dropped, with a LocalError. Made once, shared
/// by those who may answer; the first answer counts.
template <class T>
class Answer
{
public:
    Answer() { m_promise.start(); }
    ~Answer() { fail(imap::LocalError(QStringLiteral("the program is closing"))); }
    Q_DISABLE_COPY_MOVE(Answer)

    QFuture<T> future() const { return m_promise.future(); }

    template <class... Value>
    void give(Value &&...value)
    {
        if (m_given)
            return;
        m_given = true;
        if constexpr (sizeof...(Value) > 0)
            m_promise.addResult(std::forward<Value>(value)...);
        m_promise.finish();
    }

    template <class Error>
    void fail(const Error &error)
    {
        fail(std::make_exception_ptr(error));
    }
    void fail(std::exception_ptr error)
    {
        if (m_given)
            return;
        m_given = true;
        m_promise.setException(std::move(error));
        m_promise.finish();
    }

private:
    QPromise<T> m_promise;
    bool m_given = false;
};

} // namespace app
