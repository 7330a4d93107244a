#pragma once

#include "commands/command.h"
#include "commands/response.h"

#include <QByteArray>
#include <QtTest>

/// What tests of commands share: bytes to values, commands to bytes.
namespace testing
{

/// The untagged response of type T in `bytes`, or nothing.
template <class T>
std::optional<T> untagged(const QByteArray &bytes)
{
    const imap::Response response = imap::parseResponse(bytes);
    const auto *untagged = std::get_if<imap::Untagged>(&response);
    const auto *value = untagged ? std::get_if<T>(untagged) : nullptr;
    return value ? std::optional<T>(*value) : std::nullopt;
}

inline imap::Untagged anyUntagged(const QByteArray &bytes)
{
    const imap::Response response = imap::parseResponse(bytes);
    const auto *untagged = std::get_if<imap::Untagged>(&response);
    return untagged ? *untagged : imap::Untagged{};
}

inline bool isMalformed(const QByteArray &bytes, const imap::wire::Limits &limits = {})
{
    return std::holds_alternative<imap::Malformed>(imap::parseResponse(bytes, limits));
}

template <class C>
imap::wire::Writer written(const C &command, imap::wire::WriterOptions options = {})
{
    imap::wire::Writer writer(options);
    command.encode(writer);
    return writer;
}

/// The command with tag "A" and without CRLF, its chunks one after the other.
template <class C>
QByteArray encoded(const C &command, imap::wire::WriterOptions options = {})
{
    QByteArray bytes;
    for (const imap::wire::Chunk &chunk : written(command, options).finish("A"))
        bytes += chunk.bytes;
    return bytes.chopped(2);
}

/// The same as the log shows it.
template <class C>
QByteArray logged(const C &command, imap::wire::WriterOptions options = {})
{
    QByteArray bytes;
    for (const imap::wire::Chunk &chunk : written(command, options).finish("A"))
        bytes += chunk.logged;
    return bytes.chopped(2);
}

/// What the command makes of these responses and, at the end, of this tagged line.
template <class C>
typename C::Result run(const C &command, const QList<QByteArray> &responses,
                       const imap::Completion &completion = {})
{
    typename C::Result result;
    for (const QByteArray &bytes : responses)
        command.collect(anyUntagged(bytes), result);
    if constexpr (requires { command.complete(completion, result); })
        command.complete(completion, result);
    return result;
}

/// The Completion that a tagged line makes.
inline imap::Completion completion(const QByteArray &line)
{
    const imap::Response response = imap::parseResponse(line);
    imap::Completion completion;
    if (const auto *tagged = std::get_if<imap::TaggedResponse>(&response)) {
        using Kind = imap::StatusResponse::Kind;
        using Status = imap::Completion::Status;
        completion.status = tagged->status.kind == Kind::Ok   ? Status::Ok
                            : tagged->status.kind == Kind::No ? Status::No
                                                              : Status::Bad;
        completion.code = tagged->status.code;
        completion.text = tagged->status.text;
    }
    return completion;
}

/// Every beginning of a response is hostile input as well: it must give a value or Malformed and stay
/// within bounds, which the sanitizers watch.
inline void feedTruncated(const QByteArray &bytes)
{
    for (qsizetype size = 0; size <= bytes.size(); ++size) {
        // A copy of exact size, so that reading behind its end is seen.
        const std::vector<char> copy(bytes.begin(), bytes.begin() + size);
        const imap::Response response =
            imap::parseResponse(QByteArrayView(copy.data(), qsizetype(copy.size())));
        if (const auto *malformed = std::get_if<imap::Malformed>(&response)) {
            QVERIFY(malformed->offset >= 0 && malformed->offset <= size);
            QVERIFY(malformed->beginning.size() <= 200);
        }
    }
}

inline imap::Token atom(const char *text)
{
    return {imap::Token::Atom{text}};
}

inline imap::Token string(const char *bytes)
{
    return {imap::Token::String{bytes}};
}

} // namespace testing
