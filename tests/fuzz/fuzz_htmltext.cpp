// HTML of anybody becomes bounded, clean blocks whose links lead to http, https and mailto only.
#include "check.h"
#include "mime/htmltext.h"
#include "mime/plaintext.h"

using namespace imap::mime;

namespace
{

bool isClean(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u < 0x20 && u != u'\n' && u != u'\t') || (u >= 0x7f && u < 0xa0) || u == 0x202e;
    });
}

void checkBlock(const Block &block)
{
    FUZZ_CHECK(block.text.size() <= maximumBlockLength && isClean(block.text));
    FUZZ_CHECK(block.quoteLevel >= 0 && block.quoteLevel <= maximumQuoteLevel);
    qsizetype end = 0;
    for (const Link &link : block.links) {
        FUZZ_CHECK(link.start >= end && link.length > 0);
        end = link.start + link.length;
        FUZZ_CHECK(end <= block.text.size());
        FUZZ_CHECK(link.target.startsWith(QLatin1String("http://"), Qt::CaseInsensitive) ||
                   link.target.startsWith(QLatin1String("https://"), Qt::CaseInsensitive) ||
                   link.target.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive));
    }
    end = 0;
    for (const Span &span : block.spans) {
        FUZZ_CHECK(span.start >= end && span.length > 0);
        end = span.start + span.length;
        FUZZ_CHECK(end <= block.text.size());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    // The first octet says whether the rest is HTML or plain text, and how that is formatted.
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    const BlockList list =
        data[0] % 2 == 0 ? htmlBlocks(text)
                         : plainBlocks(text, {.flowed = data[0] % 4 == 1, .deleteSpace = data[0] % 8 == 1});
    FUZZ_CHECK(list.blocks.size() <= maximumBlocks);
    for (const Block &block : list.blocks)
        checkBlock(block);
    return 0;
}
