#include "commands/gmail.h"

#include "wire/mutf7.h"

namespace imap
{

static_assert(Command<StoreGmailLabels>);

namespace
{

/// Gmail's own are written like system flags; any other name, though it has a backslash, is a string.
void encodeLabel(wire::Writer &writer, const QString &label)
{
    const QByteArray ascii = label.toLatin1();
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (ascii.size() > 1 && ascii.startsWith('\\') && std::all_of(ascii.begin() + 1, ascii.end(), letter))
        writer.flag(Flag(ascii));
    else
        writer.astring(writer.options().utf8 ? label.toUtf8() : wire::encodeMutf7(label));
}

} // namespace

Requirements StoreGmailLabels::requirements() const
{
    Requirements requirements = Store{.messages = messages}.requirements();
    requirements.capability = "X-GM-EXT-1";
    return requirements;
}

/// store-att-flags =/ ["+" / "-"] "X-GM-LABELS" [".SILENT"] SP "(" [astring *(SP astring)] ")"
void StoreGmailLabels::encode(wire::Writer &writer) const
{
    if (std::holds_alternative<UidSet>(messages))
        writer.atom("UID");
    QByteArray item = action == Store::Add ? "+" : action == Store::Remove ? "-" : "";
    item += silent ? "X-GM-LABELS.SILENT" : "X-GM-LABELS";
    writer.atom("STORE").set(messages).atom(item).open();
    for (const QString &label : labels)
        encodeLabel(writer, label);
    writer.close();
}

bool StoreGmailLabels::collect(const Untagged &untagged, Result &result) const
{
    return Store{.messages = messages, .silent = silent}.collect(untagged, result);
}

} // namespace imap
