// A server's stream, whatever it holds, becomes responses; parseResponse never throws.
#include "check.h"
#include "commands/response.h"
#include "wire/framer.h"

using namespace imap;

namespace
{

/// A thread is written as it can be read again.
void check(const Threads &threads)
{
    const Response again = parseResponse("* THREAD " + threads.toByteArray());
    const auto *untagged = std::get_if<Untagged>(&again);
    const auto *response = untagged ? std::get_if<ThreadResponse>(untagged) : nullptr;
    FUZZ_CHECK(response && response->threads == threads);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wire::Framer framer;
    framer.push(QByteArrayView(data, qsizetype(size)));
    framer.push("\r\n");
    while (const auto item = framer.next()) {
        const auto *frame = std::get_if<wire::Frame>(&*item);
        if (!frame)
            continue;
        const Response response = parseResponse(frame->bytes);
        if (const auto *malformed = std::get_if<Malformed>(&response)) {
            FUZZ_CHECK(malformed->offset >= 0 && malformed->offset <= frame->bytes.size());
            FUZZ_CHECK(malformed->beginning.size() <= 200);
        }
        FUZZ_CHECK(parseResponse(frame->bytes) == response);
        const auto *untagged = std::get_if<Untagged>(&response);
        if (const auto *threads = untagged ? std::get_if<ThreadResponse>(untagged) : nullptr)
            check(threads->threads);
    }
    return 0;
}
