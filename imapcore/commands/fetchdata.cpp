#include "commands/fetchdata.h"

#include "commands/bodystructureparser.h"
#include "commands/envelopeparser.h"
#include "commands/grammar.h"
#include "wire/imapdate.h"
#include "wire/mutf7.h"
#include "wire/reader.h"

namespace imap
{

namespace
{

constexpr qsizetype mapNode = 128;      ///< what an entry of a map takes in memory
constexpr qsizetype labelOverhead = 64; ///< what a QString in a list takes beside its characters

/// The item's name up to a bracket, a space or a parenthesis, in whatever case.
QByteArrayView parseName(wire::Reader &reader)
{
    return reader.expectAtom("]\\%*");
}

/// section      = "[" [section-spec] "]"
/// section-spec = section-msgtext / (section-part ["." section-text])
/// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"   (RFC 9051 §9)
///
/// Gives the text between the brackets in one form, whatever quotes and spaces the server used.
QByteArray parseSection(wire::Reader &reader)
{
    QByteArray section;
    reader.expect('[');
    while (!reader.take(']')) {
        if (reader.peek() == '(') {
            QList<QByteArray> names;
            reader.expectList([&] { names.append(reader.expectAString().toUpper()); });
            section += " (" + names.join(' ') + ')';
        } else if (!reader.takeSp()) {
            section += reader.expectAtom().toByteArray().toUpper();
        }
    }
    return section;
}

/// "<" number ">" behind a section; the length that some servers repeat ("<0.100>") is skipped.
std::optional<quint64> takeOrigin(wire::Reader &reader)
{
    if (!reader.take('<'))
        return {};
    const quint64 origin = reader.expectNumber64();
    if (reader.take('.'))
        reader.expectNumber64();
    reader.expect('>');
    return origin;
}

void takeSection(wire::Reader &reader, const QByteArray &key, FetchResponse &response)
{
    if (const auto literal = reader.takeSpilled())
        response.spilled.insert(key, {literal->size, literal->octets});
    else
        response.sections.insert(key, reader.expectNString());
}

/// "BODY" section ["<" number ">"] SP nstring / "BINARY" section-binary SP (nstring / literal8) /
/// "BINARY.SIZE" section-binary SP number
void parseSectionItem(wire::Reader &reader, QByteArrayView word, FetchResponse &response)
{
    const QByteArray name = word.toByteArray().toUpper();
    const QByteArray section = parseSection(reader);
    reader.claim(mapNode + name.size() + section.size());
    const std::optional<quint64> origin = takeOrigin(reader);
    reader.expectSp();
    if (name == "BINARY.SIZE") {
        response.binarySizes.insert(section, reader.expectNumber64());
        return;
    }
    if (name != "BODY" && name != "BODY.PEEK" && name != "BINARY" && name != "BINARY.PEEK") {
        response.others.insert(name + '[' + section + ']', reader.expectToken());
        return;
    }
    QByteArray key = name.startsWith("BODY") ? section : "BINARY[" + section + ']';
    if (origin) {
        if (response.sections.contains(key) || response.spilled.contains(key))
            key += '<' + QByteArray::number(*origin) + '>';
        response.origins.insert(key, *origin);
    }
    takeSection(reader, key, response);
}

/// "MODSEQ" SP "(" permsg-modsequence ")"                               (RFC 7162 §7)
ModSeq parseModSeq(wire::Reader &reader)
{
    const bool open = reader.take('(');
    reader.takeSp();
    const ModSeq modSeq(reader.expectNumber64());
    reader.takeSp();
    if (open)
        reader.expect(')');
    return modSeq;
}

/// "(" objectid ")" or NIL, which is empty                              (RFC 8474 §7)
QByteArray parseObjectId(wire::Reader &reader)
{
    if (reader.takeNil())
        return {};
    const bool open = reader.take('(');
    reader.takeSp();
    const QByteArray id = reader.expectAString();
    reader.takeSp();
    if (open)
        reader.expect(')');
    return id;
}

/// Gmail: "(" [label *(SP label)] ")", label = astring / "\" atom; modified UTF-7, or UTF-8 once that is
/// enabled.
QStringList parseGmailLabels(wire::Reader &reader)
{
    QStringList labels;
    if (reader.takeNil())
        return labels;
    reader.expectList([&] {
        const QByteArray label =
            reader.atString() ? reader.expectString() : reader.expectAtom("\\[]%*").toByteArray();
        reader.claim(labelOverhead + 2 * label.size());
        labels.append(wire::decodeMutf7(label).value_or(QString::fromUtf8(label)));
    });
    return labels;
}

/// Items of extensions that have a field; false for others.
bool parseExtensionItem(wire::Reader &reader, QByteArrayView name, FetchResponse &response)
{
    if (isKeyword(name, "PREVIEW")) {
        response.preview = reader.expectNString();
    } else if (isKeyword(name, "SAVEDATE")) {
        // What was said stays as well: who shows it in the words of the wire has no other way to them.
        const Token said = reader.expectToken();
        response.saveDate = wire::parseDateTime(said.text()).value_or(QDateTime());
        reader.claim(mapNode);
        response.others.insert("SAVEDATE", said);
    } else if (isKeyword(name, "EMAILID")) {
        response.emailId = parseObjectId(reader);
    } else if (isKeyword(name, "THREADID")) {
        response.threadId = parseObjectId(reader);
    } else if (isKeyword(name, "X-GM-MSGID")) {
        response.gmailMessageId = reader.expectNumber64();
    } else if (isKeyword(name, "X-GM-THRID")) {
        response.gmailThreadId = reader.expectNumber64();
    } else if (isKeyword(name, "X-GM-LABELS")) {
        response.gmailLabels = parseGmailLabels(reader);
    } else {
        return false;
    }
    return true;
}

/// The items with a field; false for others.
bool parseKnownItem(wire::Reader &reader, QByteArrayView name, FetchResponse &response)
{
    if (isKeyword(name, "UID")) {
        response.uid = reader.expectUid();
        if (!response.uid->isValid())
            reader.fail("a UID from 1");
    } else if (isKeyword(name, "FLAGS")) {
        response.flags = reader.takeNil() ? FlagSet() : reader.expectFlagList();
    } else if (isKeyword(name, "MODSEQ")) {
        response.modSeq = parseModSeq(reader);
    } else if (isKeyword(name, "INTERNALDATE")) {
        response.internalDate = reader.expectDateTime();
    } else if (isKeyword(name, "RFC822.SIZE")) {
        if (!reader.takeNil())
            response.size = reader.expectNumber64();
    } else if (isKeyword(name, "ENVELOPE")) {
        parseEnvelope(reader, response.envelope.emplace());
    } else if (isKeyword(name, "BODY") || isKeyword(name, "BODYSTRUCTURE")) {
        if (!reader.takeNil())
            parseBodyStructure(reader, response.structure.emplace());
    } else if (isKeyword(name, "RFC822") || isKeyword(name, "RFC822.HEADER") ||
               isKeyword(name, "RFC822.TEXT")) {
        takeSection(reader, name.toByteArray().toUpper(), response);
    } else {
        return parseExtensionItem(reader, name, response);
    }
    return true;
}

} // namespace

/// msg-att-dynamic = "FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"
/// msg-att-static  = "ENVELOPE" SP envelope / "INTERNALDATE" SP date-time / "RFC822.SIZE" SP number64 /
///                   "BODY" ["STRUCTURE"] SP body / "BODY" section ["<" number ">"] SP nstring /
///                   "BINARY" section-binary SP (nstring / literal8) /
///                   "BINARY.SIZE" section-binary SP number / "UID" SP uniqueid    (RFC 9051 §9)
/// and RFC822, RFC822.HEADER, RFC822.TEXT SP nstring                      (RFC 3501 §9)
/// and "PREVIEW" SP nstring (RFC 8970), "SAVEDATE" SP (date-time / nil) (RFC 8514),
/// "EMAILID" SP "(" objectid ")", "THREADID" SP ("(" objectid ")" / nil) (RFC 8474), and Gmail's.
void parseFetchItem(wire::Reader &reader, FetchResponse &response)
{
    const QByteArrayView name = parseName(reader);
    if (reader.peek() == '[') {
        parseSectionItem(reader, name, response);
        return;
    }
    reader.takeSp();
    if (parseKnownItem(reader, name, response))
        return;
    reader.claim(mapNode + name.size());
    response.others.insert(name.toByteArray().toUpper(), reader.expectToken());
}

namespace
{

/// Parentheses where an item should begin: some servers put items in a list of their own, others say more of
/// a BODYSTRUCTURE than belongs there. The first are read, the second left out.
void parseStrayList(wire::Reader &reader, FetchResponse &response)
{
    wire::Reader ahead = reader;
    FetchResponse more = response;
    try {
        ahead.expectList([&] { parseFetchItem(ahead, more); });
    } catch (const wire::SyntaxError &) {
        reader.expectToken();
        return;
    }
    reader = ahead;
    response = std::move(more);
}

} // namespace

OptionalBytes FetchResponse::section(const QByteArray &key) const
{
    const auto large = spilled.constFind(key);
    if (large == spilled.constEnd())
        return sections.value(key);
    if (!large->octets)
        return {};
    const QByteArray bytes = large->octets->read(0, large->size);
    return bytes.size() == large->size ? OptionalBytes(bytes) : std::nullopt;
}

/// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
/// msg-att      = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"
FetchResponse FetchResponse::parse(wire::Reader &reader, quint32 number)
{
    // Some servers answer UID STORE with the number 0; the UID tells which message it is.
    FetchResponse response;
    response.number = SeqNum(number);
    reader.expectList([&] {
        if (reader.peek() == '(')
            parseStrayList(reader, response);
        else
            parseFetchItem(reader, response);
    });
    if (number == 0 && !response.uid)
        reader.fail("a message number from 1");
    return response;
}

/// message-data =/ uniqueid SP "UIDFETCH" SP msg-att                     (RFC 9586 §4)
FetchResponse FetchResponse::parseByUid(wire::Reader &reader, quint32 uid)
{
    if (uid == 0)
        reader.fail("a UID from 1");
    FetchResponse response = parse(reader, uid);
    response.number = SeqNum();
    response.uid = Uid(uid);
    return response;
}

} // namespace imap
