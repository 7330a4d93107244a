#include "commands/jmapaccess.h"

#include "wire/reader.h"

namespace imap
{

static_assert(Command<GetJmapAccess>);

/// resp-jmapaccess = "JMAPACCESS" SP quoted                             (RFC 9698 §4)
JmapAccessResponse JmapAccessResponse::parse(wire::Reader &reader)
{
    return {.url = reader.expectNString().value_or(QByteArray())};
}

void GetJmapAccess::encode(wire::Writer &writer) const
{
    writer.atom("GETJMAPACCESS");
}

bool GetJmapAccess::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<JmapAccessResponse>(&untagged);
    if (!response)
        return false;
    result = response->url;
    return true;
}

} // namespace imap
