#include "commands/fetchinto.h"

#include <stdexcept>

namespace imap
{

static_assert(Command<FetchInto>);

namespace
{

constexpr qint64 pieceSize = 256 * 1024;

FetchStream fetchOf(const FetchInto &command)
{
    FetchStream fetch;
    fetch.messages = command.message;
    fetch.items.sections = {command.section};
    return fetch;
}

/// The section as a response names it.
QByteArray itemName(const FetchSection &section)
{
    return (section.binary ? "BINARY[" : "BODY[") + section.section.toUpper() + ']';
}

/// The key of FetchResponse::sections.
QByteArray keyOf(const FetchSection &section)
{
    return section.binary ? itemName(section) : section.section.toUpper();
}

/// Takes `{n}` CRLF, the spaces before it and `<origin>` off the end of `response`.
QByteArrayView withoutAnnouncement(QByteArrayView response)
{
    response = response.first(qMax<qsizetype>(0, response.lastIndexOf('{')));
    if (response.endsWith('~'))
        response.chop(1);
    while (response.endsWith(' '))
        response.chop(1);
    if (response.endsWith('>'))
        response = response.first(qMax<qsizetype>(0, response.lastIndexOf('<')));
    return response;
}

bool copyAll(const wire::ByteSource &from, qint64 size, wire::Spill &to)
{
    for (qint64 at = 0; at < size;) {
        const QByteArray piece = from.read(at, pieceSize);
        if (piece.isEmpty() || !to.write(piece))
            return false;
        at += piece.size();
    }
    return true;
}

} // namespace

Requirements FetchInto::requirements() const
{
    Requirements requirements = fetchOf(*this).requirements();
    requirements.barrier = true;
    return requirements;
}

void FetchInto::check(const Capabilities &capabilities) const
{
    fetchOf(*this).check(capabilities);
}

void FetchInto::encode(wire::Writer &writer) const
{
    const bool one = std::visit([](const auto &set) { return set.count() == 1; }, message);
    if (!one || !into)
        throw std::invalid_argument("one message and a place for it");
    fetchOf(*this).encode(writer);
}

bool FetchInto::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<FetchResponse>(&untagged);
    if (!response)
        return false;
    const QByteArray key = keyOf(section);
    const auto small = response->sections.constFind(key);
    const auto large = response->spilled.constFind(key);
    if (small == response->sections.constEnd() && large == response->spilled.constEnd())
        return false; // new flags of this or another message
    if (result.message)
        return true; // said twice; one is enough
    if (small != response->sections.constEnd()) {
        if (*small && into->write(**small))
            result.octets = (*small)->size();
    } else if (!large->octets || copyAll(*large->octets, large->size, *into)) {
        result.octets = large->size;
    }
    result.message = *response;
    result.message->sections.clear();
    result.message->spilled.clear();
    return true;
}

void FetchInto::complete(const Completion &, Result &) const
{
    if (const QString failure = into->failure(); !failure.isEmpty())
        throw LocalError(failure);
}

std::shared_ptr<wire::Spill> FetchInto::spill(QByteArrayView response, qint64) const
{
    const QByteArray name = itemName(section);
    const QByteArrayView line = withoutAnnouncement(response);
    if (line.size() <= name.size() || line.last(name.size()).compare(name, Qt::CaseInsensitive) != 0)
        return {};
    const char before = line[line.size() - name.size() - 1];
    return before == ' ' || before == '(' ? into : nullptr;
}

} // namespace imap
