// A server's stream, whatever it holds and however it is cut, becomes the same responses, within the limits.
#include "check.h"

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
    const QByteArray stream = QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)) + "\r\n";
    const std::vector<Response> responses = fuzz::readAll(stream, stream.size());
    FUZZ_CHECK(fuzz::readAll(stream, 1 + qsizetype(size) % 13) == responses);
    for (const Response &response : responses) {
        const auto *untagged = std::get_if<Untagged>(&response);
        if (const auto *threads = untagged ? std::get_if<ThreadResponse>(untagged) : nullptr)
            check(threads->threads);
    }
    return 0;
}
