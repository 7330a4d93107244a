#include "commands/id.h"

#include "wire/reader.h"

namespace imap
{

static_assert(Command<Id>);

/// id_response = "ID" SP id_params_list
/// id_params_list = "(" #(string SP nstring) ")" / nil                  (RFC 2971 §4)
IdResponse IdResponse::parse(wire::Reader &reader)
{
    IdResponse id;
    if (reader.atEnd() || reader.takeNil())
        return id;
    reader.expectList([&] {
        const OptionalBytes name = reader.expectNString();
        reader.takeSp();
        // A name without value, as the last of an odd list, has none.
        const OptionalBytes value = reader.peek() == ')' ? OptionalBytes() : reader.expectNString();
        if (name)
            id.fields.append({*name, value});
    });
    return id;
}

void Id::encode(wire::Writer &writer) const
{
    writer.atom("ID");
    if (fields.isEmpty()) {
        writer.atom("NIL");
        return;
    }
    writer.open();
    for (const auto &[name, value] : fields)
        writer.string(name).nstring(value);
    writer.close();
}

bool Id::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<IdResponse>(&untagged);
    if (!response)
        return false;
    result = response->fields;
    return true;
}

} // namespace imap
