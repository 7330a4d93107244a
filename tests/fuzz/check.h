#pragma once

#include "commands/response.h"
#include "wire/framer.h"

#include <QByteArray>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sanitizer/allocator_interface.h>
#include <vector>

/// Stops the fuzzer where a property does not hold; assert() would be compiled out.
#define FUZZ_CHECK(condition)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                             \
            std::abort();                                                                                    \
        }                                                                                                    \
    } while (false)

/// What every fuzzer of responses holds the core to. (Crashes, leaks and endless loops are seen by
/// libFuzzer.)
namespace imap::fuzz
{

/// Limits that short inputs can reach.
inline wire::Limits narrowLimits()
{
    wire::Limits limits;
    limits.memoryBase = 4 * 1024;
    limits.depth = 20;
    return limits;
}

/// Reads a frame. What it becomes takes no more memory than the limits allow, twice that for lists that grow,
/// and is the same when read again.
inline Response read(QByteArrayView frame)
{
    const wire::Limits limits = narrowLimits();
    const size_t before = __sanitizer_get_current_allocated_bytes();
    Response response = parseResponse(frame, limits);
    const size_t after = __sanitizer_get_current_allocated_bytes();
    FUZZ_CHECK(after <= before + 2 * size_t(limits.memoryBase + limits.memoryFactor * frame.size()));
    if (const auto *malformed = std::get_if<Malformed>(&response)) {
        FUZZ_CHECK(malformed->offset >= 0 && malformed->offset <= frame.size());
        FUZZ_CHECK(malformed->beginning.size() <= 200);
        FUZZ_CHECK(!malformed->expected.isEmpty());
    }
    FUZZ_CHECK(parseResponse(frame, limits) == response);
    return response;
}

/// All responses of a stream that comes in pieces of this size.
inline std::vector<Response> readAll(QByteArrayView stream, qsizetype piece)
{
    std::vector<Response> responses;
    wire::Framer framer;
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        framer.push(stream.sliced(at, std::min(piece, stream.size() - at)));
        while (const auto item = framer.next()) {
            if (const auto *frame = std::get_if<wire::Frame>(&*item))
                responses.push_back(read(frame->bytes));
        }
    }
    return responses;
}

/// "* 1 FETCH (NAME value)", whatever the value is, then another response. Both are read, the first may be
/// malformed; gives it if it is not.
inline std::optional<FetchResponse> readItem(const QByteArray &name, const QByteArray &value)
{
    const QByteArray stream = "* 1 FETCH (" + name + ' ' + value + ")\r\n* 2 EXPUNGE\r\n";
    const std::vector<Response> responses = readAll(stream, stream.size());
    FUZZ_CHECK(readAll(stream, 7) == responses);
    // A literal that the value announces may swallow what follows.
    if (!value.contains('{')) {
        FUZZ_CHECK(!responses.empty());
        const auto *last = std::get_if<Untagged>(&responses.back());
        FUZZ_CHECK(last && std::holds_alternative<ExpungeResponse>(*last));
    }
    const auto *untagged = responses.empty() ? nullptr : std::get_if<Untagged>(&responses.front());
    const auto *fetch = untagged ? std::get_if<FetchResponse>(untagged) : nullptr;
    return fetch ? std::optional(*fetch) : std::nullopt;
}

} // namespace imap::fuzz
