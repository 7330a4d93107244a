#pragma once

#include <QPromise>
#include <exception>
#include <utility>

namespace imap
{

/// A promise ends exactly once, by one of these.
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

} // namespace imap
