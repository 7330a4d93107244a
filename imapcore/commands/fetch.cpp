#include "commands/fetch.h"

#include <algorithm>
#include <stdexcept>

namespace imap
{

static_assert(Command<Fetch>);
static_assert(Command<FetchStream>);

namespace
{

/// Text that goes between the brackets of a section, or a field name, must not end them early.
void requireSectionText(const QByteArray &text, QByteArrayView forbidden)
{
    for (const char c : text) {
        if (c <= ' ' || c >= 0x7f || forbidden.contains(c))
            throw std::invalid_argument("not a section of a message");
    }
}

/// fetch-att =/ "BODY" ["." "PEEK"] section ["<" number "." nz-number ">"]          (RFC 9051 §9)
QByteArray sectionItem(const FetchSection &item)
{
    // Words of the section and its parentheses have single spaces between them: "HEADER.FIELDS (TO CC)".
    for (const QByteArray &word : item.section.split(' '))
        requireSectionText(word, "[]{}\"\\<>%*");
    QByteArray text = item.binary ? QByteArrayLiteral("BINARY") : QByteArrayLiteral("BODY");
    if (item.peek)
        text += ".PEEK";
    text += '[' + item.section + ']';
    if (item.partial)
        text += '<' + QByteArray::number(item.partial->first) + '.' +
                QByteArray::number(item.partial->second) + '>';
    return text;
}

/// fetch-att =/ "PREVIEW" [SP "(" "LAZY" ")"]                            (RFC 8970 §6)
/// fetch-att =/ "SAVEDATE" (RFC 8514), "EMAILID" / "THREADID" (RFC 8474), and Gmail's
void encodeExtensions(wire::Writer &writer, const FetchItems &items)
{
    using Preview = FetchItems::Preview;
    const auto item = [&](bool wanted, QByteArrayView name) {
        if (wanted)
            writer.atom(name);
    };
    item(items.preview != Preview::None, "PREVIEW");
    if (items.preview == Preview::Lazy)
        writer.open().atom("LAZY").close();
    item(items.saveDate, "SAVEDATE");
    item(items.emailId, "EMAILID");
    item(items.threadId, "THREADID");
    item(items.gmailMessageId, "X-GM-MSGID");
    item(items.gmailThreadId, "X-GM-THRID");
    item(items.gmailLabels, "X-GM-LABELS");
}

void checkExtensions(const FetchItems &items, const Capabilities &capabilities, QByteArrayView command)
{
    const auto need = [&](bool wanted, QByteArrayView capability) {
        if (wanted)
            requireCapability(capabilities, capability, command);
    };
    const bool binary = !items.binarySizes.isEmpty() ||
                        std::any_of(items.sections.begin(), items.sections.end(),
                                    [](const FetchSection &section) { return section.binary; });
    need(binary && !capabilities.has("IMAP4rev2"), "BINARY");
    need(items.preview != FetchItems::Preview::None, "PREVIEW");
    need(items.saveDate, "SAVEDATE");
    need(items.emailId || items.threadId, "OBJECTID");
    need(items.gmailMessageId || items.gmailThreadId || items.gmailLabels, "X-GM-EXT-1");
}

void encodeItems(wire::Writer &writer, const FetchItems &items)
{
    const auto item = [&](bool wanted, QByteArrayView name) {
        if (wanted)
            writer.atom(name);
    };
    writer.open();
    item(items.uid, "UID");
    item(items.flags, "FLAGS");
    item(items.internalDate, "INTERNALDATE");
    item(items.size, "RFC822.SIZE");
    item(items.envelope, "ENVELOPE");
    item(items.bodyStructure, "BODYSTRUCTURE");
    item(items.modSeq, "MODSEQ");
    for (const QList<QByteArray> &names : items.headerFields) {
        for (const QByteArray &name : names)
            requireSectionText(name, "[](){}\"\\%*:");
        writer.raw("BODY.PEEK[HEADER.FIELDS (" + names.join(' ') + ")]");
    }
    for (const FetchSection &section : items.sections)
        writer.raw(sectionItem(section));
    for (const QByteArray &part : items.binarySizes) {
        requireSectionText(part, "[]{}()\"\\<>%*");
        writer.raw("BINARY.SIZE[" + part + ']');
    }
    encodeExtensions(writer, items);
    for (const QByteArray &extra : items.extra)
        writer.raw(extra);
    writer.close();
}

/// fetch          = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att /
///                  "(" fetch-att *(SP fetch-att) ")") [fetch-modifiers]       (RFC 9051 §9, RFC 4466 §6)
/// fetch-modifier =/ "CHANGEDSINCE" SP mod-sequence-value / "VANISHED"         (RFC 7162 §7)
/// fetch-modifier =/ "PARTIAL" SP partial-range                                (RFC 9394 §4)
/// partial-range  = nz-number ":" nz-number / "-" nz-number ":-" nz-number
template <class C>
void encodeFetch(const C &command, wire::Writer &writer)
{
    if (command.items.isEmpty() && std::holds_alternative<SeqSet>(command.messages))
        throw std::invalid_argument("FETCH of nothing");
    if (command.partial && std::holds_alternative<SeqSet>(command.messages))
        throw std::invalid_argument("PARTIAL goes with UID FETCH only");
    if (command.partial && !PartialRange::parse(command.partial->toByteArray()))
        throw std::invalid_argument("not a range");
    if (std::holds_alternative<UidSet>(command.messages))
        writer.atom("UID");
    writer.atom("FETCH").set(command.messages);
    if (command.items.isEmpty())
        writer.open().atom("UID").close();
    else
        encodeItems(writer, command.items);
    if (!command.changedSince && !command.partial && command.modifiers.isEmpty())
        return;
    writer.open();
    if (command.changedSince) {
        writer.atom("CHANGEDSINCE").number(command.changedSince->value);
        if (command.vanished)
            writer.atom("VANISHED");
    }
    if (command.partial)
        writer.atom("PARTIAL").raw(command.partial->toByteArray());
    for (const QByteArray &modifier : command.modifiers)
        writer.raw(modifier);
    writer.close();
}

template <class C>
Requirements fetchRequirements(const C &command)
{
    const bool numbers = std::holds_alternative<SeqSet>(command.messages);
    return {.name = numbers ? "FETCH" : "UID FETCH",
            .states = Selected,
            .usesSequenceNumbers = numbers,
            .mayCauseExpunge = !numbers,
            .readsFlags = command.items.flags,
            .writesFlags = command.items.setsSeen()};
}

template <class C>
void checkFetch(const C &command, const Capabilities &capabilities)
{
    const Requirements requirements = fetchRequirements(command);
    const QByteArrayView name(requirements.name.data(), qsizetype(requirements.name.size()));
    if (command.changedSince || command.items.modSeq)
        requireCapability(capabilities, "CONDSTORE", name);
    if (command.vanished)
        requireCapability(capabilities, "QRESYNC", name);
    if (command.partial)
        requireCapability(capabilities, "PARTIAL", name);
    checkExtensions(command.items, capabilities, name);
}

/// Whether a set names the message. `*` stands for a message whose number is not known here, so any may
/// be the one.
template <class Id>
bool names(const NumberSet<Id> &set, Id id)
{
    return set.hasStar() || set.contains(id);
}

template <class C>
bool answers(const C &command, const FetchResponse &response)
{
    if (const auto *numbers = std::get_if<SeqSet>(&command.messages))
        return names(*numbers, response.number);
    return response.uid && names(std::get<UidSet>(command.messages), *response.uid);
}

} // namespace

bool FetchItems::isEmpty() const
{
    return *this == FetchItems();
}

bool FetchItems::setsSeen() const
{
    const auto marks = [](const QByteArray &item) {
        const QByteArray upper = item.toUpper();
        return upper.startsWith("BODY[") || upper.startsWith("BINARY[") || upper == "RFC822" ||
               upper == "RFC822.TEXT";
    };
    return std::any_of(sections.begin(), sections.end(), [](const auto &section) { return !section.peek; }) ||
           std::any_of(extra.begin(), extra.end(), marks);
}

QByteArray headerFieldsKey(const QList<QByteArray> &names)
{
    return "HEADER.FIELDS (" + names.join(' ').toUpper() + ')';
}

Requirements Fetch::requirements() const
{
    return fetchRequirements(*this);
}

void Fetch::check(const Capabilities &capabilities) const
{
    checkFetch(*this, capabilities);
}

void Fetch::encode(wire::Writer &writer) const
{
    encodeFetch(*this, writer);
}

bool Fetch::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<FetchResponse>(&untagged);
    if (!response || !answers(*this, *response))
        return false;
    const bool byUid = std::holds_alternative<UidSet>(messages);
    const auto before = [byUid](const FetchResponse &a, const FetchResponse &b) {
        return byUid ? a.uid < b.uid : a.number < b.number;
    };
    // The usual order, ascending, costs one comparison.
    auto at = result.isEmpty() || before(result.constLast(), *response)
                  ? result.end()
                  : std::lower_bound(result.begin(), result.end(), *response, before);
    if (at != result.end() && !before(*response, *at))
        mergeFetch(*at, *response);
    else
        result.insert(at, *response);
    return true;
}

Requirements FetchStream::requirements() const
{
    Requirements result = fetchRequirements(*this);
    result.followsSelect = behindSelect && std::holds_alternative<UidSet>(messages);
    return result;
}

void FetchStream::check(const Capabilities &capabilities) const
{
    checkFetch(*this, capabilities);
}

void FetchStream::encode(wire::Writer &writer) const
{
    encodeFetch(*this, writer);
}

bool FetchStream::collect(const Untagged &untagged, Result &) const
{
    const auto *response = std::get_if<FetchResponse>(&untagged);
    return response && answers(*this, *response);
}

void mergeFetch(FetchResponse &into, const FetchResponse &from)
{
    const auto take = [](auto &field, const auto &other) {
        if (other)
            field = other;
    };
    into.number = from.number;
    take(into.uid, from.uid);
    take(into.flags, from.flags);
    take(into.modSeq, from.modSeq);
    take(into.internalDate, from.internalDate);
    take(into.size, from.size);
    take(into.envelope, from.envelope);
    take(into.structure, from.structure);
    take(into.preview, from.preview);
    take(into.saveDate, from.saveDate);
    take(into.emailId, from.emailId);
    take(into.threadId, from.threadId);
    take(into.gmailMessageId, from.gmailMessageId);
    take(into.gmailThreadId, from.gmailThreadId);
    take(into.gmailLabels, from.gmailLabels);
    const auto insertAll = [](auto &map, const auto &other) {
        for (auto item = other.begin(); item != other.end(); ++item)
            map.insert(item.key(), item.value());
    };
    // A section is in one place only: where it came last.
    for (auto item = from.sections.begin(); item != from.sections.end(); ++item)
        into.spilled.remove(item.key());
    for (auto item = from.spilled.begin(); item != from.spilled.end(); ++item)
        into.sections.remove(item.key());
    insertAll(into.sections, from.sections);
    insertAll(into.spilled, from.spilled);
    insertAll(into.origins, from.origins);
    insertAll(into.binarySizes, from.binarySizes);
    insertAll(into.others, from.others);
}

} // namespace imap
