// Criteria as typed are understood or refused with a word to blame; what was understood is written as text
// that means the same.
#include "check.h"
#include "types/error.h"
#include "types/searchkey.h"

using namespace imap;

namespace
{

void check(const SearchKey &key)
{
    FUZZ_CHECK(key.depth() <= SearchKey::maxDepth);
    FUZZ_CHECK(SearchKey::parse(key.toText()) == key);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString line = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    try {
        check(SearchKey::parse(line));
    } catch (const InvalidCriteriaError &error) {
        FUZZ_CHECK(!error.message().isEmpty());
    }
    try {
        check(SearchKey::parse(line.split(u'\n')));
    } catch (const InvalidCriteriaError &error) {
        FUZZ_CHECK(error.fault().word <= line.count(u'\n'));
    }
    return 0;
}
