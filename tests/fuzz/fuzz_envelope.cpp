// Whatever stands where an envelope should, the stream goes on behind it; what was read can be written as a
// server would, and is read as the same.
#include "check.h"
#include "support/serverform.h"

using namespace imap;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray value(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto fetch = fuzz::readItem("ENVELOPE", value);
    if (!fetch || !fetch->envelope)
        return 0;
    const QByteArray written = "* 1 FETCH (ENVELOPE " + test::serverEnvelope(*fetch->envelope) + ')';
    const Response response = parseResponse(written);
    const auto *untagged = std::get_if<Untagged>(&response);
    FUZZ_CHECK(untagged);
    const auto *again = std::get_if<FetchResponse>(untagged);
    FUZZ_CHECK(again && again->envelope == fetch->envelope);
    return 0;
}
