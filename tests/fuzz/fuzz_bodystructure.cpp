// Whatever stands where a body structure should, the stream goes on behind it; what was read has sections
// that can be asked for, can be written as a server would, and is read as the same.
#include "check.h"
#include "support/serverform.h"

#include <QSet>

using namespace imap;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray value(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto fetch = fuzz::readItem("BODYSTRUCTURE", value);
    if (!fetch || !fetch->structure)
        return 0;
    const BodyStructure &body = *fetch->structure;
    QSet<QByteArray> sections;
    forEachPart(body, [&](const BodyStructure &, const QByteArray &section) {
        FUZZ_CHECK(!section.isEmpty() && !sections.contains(section));
        sections.insert(section);
    });
    hasAttachments(body);
    if (!test::hasServerForm(body))
        return 0;
    const Response response = parseResponse("* 1 FETCH (BODYSTRUCTURE " + test::serverBody(body) + ')');
    const auto *untagged = std::get_if<Untagged>(&response);
    FUZZ_CHECK(untagged);
    const auto *again = std::get_if<FetchResponse>(untagged);
    FUZZ_CHECK(again && again->structure == body);
    return 0;
}
