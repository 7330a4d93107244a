// What decodes is a whole name that can be written and read again; what is written always decodes.
#include "check.h"
#include "wire/mutf7.h"

#include <algorithm>
#include <cstring>

using namespace imap::wire;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    if (const auto name = decodeMutf7(bytes)) {
        FUZZ_CHECK(name->isValidUtf16());
        FUZZ_CHECK(decodeMutf7(encodeMutf7(*name)) == name);
    }
    QString any(qsizetype(size / 2), QChar());
    if (size >= 2)
        std::memcpy(any.data(), data, size / 2 * 2);
    const QByteArray encoded = encodeMutf7(any);
    FUZZ_CHECK(std::all_of(encoded.begin(), encoded.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
    const auto again = decodeMutf7(encoded);
    FUZZ_CHECK(again.has_value() != any.contains(QChar(u'\0')));
    if (again && any.isValidUtf16())
        FUZZ_CHECK(*again == any);
    return 0;
}
