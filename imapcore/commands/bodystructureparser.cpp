#include "commands/bodystructureparser.h"

#include "commands/envelopeparser.h"
#include "commands/grammar.h"
#include "wire/reader.h"

#include <algorithm>
#include <array>

namespace imap
{

namespace
{

/// A node takes a hundred times the memory of the two octets it can be sent in.
constexpr int mostParts = 100'000;

BodyStructure parseBody(wire::Reader &reader, int &parts);

bool atDigit(const wire::Reader &reader)
{
    return reader.peek() >= '0' && reader.peek() <= '9';
}

/// A string field; missing and NIL are one.
OptionalBytes parseField(wire::Reader &reader)
{
    if (!moreFields(reader))
        return {};
    if (reader.peek() != '(')
        return reader.expectNString();
    reader.expectToken();
    return {};
}

QByteArray parseLower(wire::Reader &reader)
{
    return parseField(reader).value_or(QByteArray()).toLower();
}

/// A number field. NIL, a quoted number and -1 have been seen; what is no number counts as 0, but one that
/// is too large is an error, since what is behind it cannot be trusted.
quint64 parseNumber(wire::Reader &reader)
{
    if (!moreFields(reader))
        return 0;
    if (atDigit(reader))
        return reader.expectNumber64();
    return reader.expectToken().text().toULongLong();
}

/// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil           (RFC 9051 §9)
ParameterList parseParameters(wire::Reader &reader)
{
    ParameterList parameters;
    if (!moreFields(reader))
        return parameters;
    if (reader.peek() != '(') {
        reader.expectNString();
        return parameters;
    }
    reader.expectList([&] {
        const QByteArray name = parseLower(reader);
        const QByteArray value = parseField(reader).value_or(QByteArray());
        if (!name.isEmpty())
            parameters.append({name, value});
    });
    return parameters;
}

/// body-fld-dsp = "(" string SP body-fld-param ")" / nil; old servers send only the string
std::optional<Disposition> parseDisposition(wire::Reader &reader)
{
    if (!moreFields(reader))
        return {};
    Disposition disposition;
    if (reader.take('(')) {
        disposition.type = parseLower(reader);
        disposition.parameters = parseParameters(reader);
        skipToClose(reader);
    } else {
        disposition.type = parseLower(reader);
    }
    if (disposition.type.isEmpty() && disposition.parameters.isEmpty())
        return {};
    return disposition;
}

/// body-fld-lang = nstring / "(" string *(SP string) ")"
QList<QByteArray> parseLanguage(wire::Reader &reader)
{
    QList<QByteArray> languages;
    if (!moreFields(reader))
        return languages;
    const auto append = [&] {
        if (auto language = parseField(reader); language && !language->isEmpty())
            languages.append(*language);
    };
    if (reader.peek() == '(')
        reader.expectList(append);
    else
        append();
    return languages;
}

/// What both extension data end with: body-fld-dsp [SP body-fld-lang [SP body-fld-loc
/// *(SP body-extension)]], and the ")" of the body.
void parseTail(wire::Reader &reader, BodyStructure &body)
{
    body.disposition = parseDisposition(reader);
    body.language = parseLanguage(reader);
    body.location = parseField(reader);
    skipToClose(reader);
}

/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
void parseMultipartEnd(wire::Reader &reader, BodyStructure &body)
{
    body.type = QByteArrayLiteral("multipart");
    body.parameters = parseParameters(reader);
    parseTail(reader, body);
}

/// "NIL body lines" stands here, and not the md5 and disposition of a body without envelope.
bool envelopeFollows(const wire::Reader &reader)
{
    if (reader.peek() == '(')
        return true;
    wire::Reader ahead = reader;
    if (!ahead.takeNil() || !moreFields(ahead))
        return false;
    ahead.expectToken();
    return moreFields(ahead) && atDigit(ahead);
}

/// media-message = "MESSAGE" SP ("RFC822" / "GLOBAL")
/// body-type-msg = media-message SP body-fields SP envelope SP body SP body-fld-lines
void parseMessage(wire::Reader &reader, BodyStructure &body, int &parts)
{
    if (!moreFields(reader) || !envelopeFollows(reader)) {
        if (atDigit(reader))
            body.lines = reader.expectNumber64();
        return;
    }
    body.envelope = std::make_shared<Envelope>(parseEnvelope(reader));
    if (!moreFields(reader))
        return;
    if (!reader.takeNil())
        body.parts.append(parseBody(reader, parts));
    body.lines = parseNumber(reader);
}

/// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
/// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
/// body-type-text  = media-text SP body-fields SP body-fld-lines
/// body-ext-1part  = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
void parseSinglePart(wire::Reader &reader, BodyStructure &body, int &parts)
{
    body.parameters = parseParameters(reader);
    body.id = parseField(reader);
    body.description = parseField(reader);
    body.encoding = parseLower(reader);
    body.size = parseNumber(reader);
    if (body.isMessage()) {
        parseMessage(reader, body, parts);
    } else if (moreFields(reader)) {
        // Some servers count the lines of everything, and some do not even count those of text.
        // NIL cannot be told from an md5 that is NIL; then the fields behind it are one off, and harmless.
        if (atDigit(reader))
            body.lines = reader.expectNumber64();
        else if (reader.peek() == '-')
            reader.expectToken();
    }
    // md5 is never a list: it was left out.
    if (moreFields(reader) && reader.peek() != '(')
        body.md5 = parseField(reader);
    parseTail(reader, body);
}

bool atNil(const wire::Reader &reader)
{
    wire::Reader ahead = reader;
    return ahead.takeNil();
}

bool isMultipartSubtype(const QByteArray &subtype)
{
    static constexpr std::array<const char *, 8> subtypes{"mixed",  "alternative", "related", "digest",
                                                          "signed", "encrypted",   "report",  "parallel"};
    return std::find(subtypes.begin(), subtypes.end(), subtype) != subtypes.end();
}

bool isTopLevelType(const QByteArray &type)
{
    static constexpr std::array<const char *, 9> types{"text",  "image",   "audio", "video",    "application",
                                                       "model", "message", "font",  "multipart"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// The ways to send a multipart without parts: only its subtype, then the parameters where the subtype of
/// others stands; or NIL for the parts, then the subtype. `first` is what stood first.
bool takeEmptyMultipart(wire::Reader &reader, const OptionalBytes &first, BodyStructure &body)
{
    const bool more = moreFields(reader);
    if (first) {
        const QByteArray word = first->toLower();
        if (isTopLevelType(word) || (more && reader.peek() != '(' && !atNil(reader)))
            return false;
        body.subtype = word;
    } else {
        wire::Reader ahead = reader;
        const QByteArray word = parseLower(ahead);
        if (!isMultipartSubtype(word))
            return false;
        reader = ahead;
        body.subtype = word;
    }
    parseMultipartEnd(reader, body);
    return true;
}

/// body = "(" (body-type-1part / body-type-mpart) ")"                   (RFC 9051 §9)
BodyStructure parseBody(wire::Reader &reader, int &parts)
{
    BodyStructure body;
    body.type = QByteArrayLiteral("text");
    body.subtype = QByteArrayLiteral("plain");
    if (++parts > mostParts)
        reader.fail("fewer parts");
    if (reader.takeNil())
        return body;
    reader.expect('(');
    const wire::Reader::Nesting nesting(reader);
    if (!moreFields(reader)) {
        reader.expect(')');
        return body;
    }
    if (reader.peek() == '(') {
        while (moreFields(reader) && reader.peek() == '(')
            body.parts.append(parseBody(reader, parts));
        body.subtype = parseLower(reader);
        parseMultipartEnd(reader, body);
        return body;
    }
    const OptionalBytes first = parseField(reader);
    if (takeEmptyMultipart(reader, first, body))
        return body;
    const QByteArray subtype = parseLower(reader);
    if (first && !first->isEmpty()) {
        body.type = first->toLower();
        body.subtype = subtype;
    }
    parseSinglePart(reader, body, parts);
    return body;
}

} // namespace

BodyStructure parseBodyStructure(wire::Reader &reader)
{
    int parts = 0;
    return parseBody(reader, parts);
}

} // namespace imap
