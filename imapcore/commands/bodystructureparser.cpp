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

/// What the parts of one body share.
using Parameters = Repeated<ParameterList>;

void parseBody(wire::Reader &reader, Parameters &parameters, BodyStructure &body);

bool atDigit(const wire::Reader &reader)
{
    return reader.peek() >= '0' && reader.peek() <= '9';
}

/// A field that is most often one of a few words; missing and NIL are the empty word.
QByteArray parseWord(wire::Reader &reader, QByteArray (wire::Reader::*expectWord)())
{
    if (!moreFields(reader))
        return {};
    if (reader.peek() != '(')
        return (reader.*expectWord)();
    reader.expectToken();
    return {};
}

QByteArray parseLower(wire::Reader &reader)
{
    return parseWord(reader, &wire::Reader::expectLowerWord);
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
ParameterList parseParameterList(wire::Reader &reader)
{
    ParameterList list;
    if (reader.peek() != '(') {
        reader.expectNString();
        return list;
    }
    list.reserve(1);
    reader.expectList([&] {
        reader.claim(sizeof(ParameterList::value_type));
        QByteArray name = parseLower(reader);
        QByteArray value = parseWord(reader, &wire::Reader::expectWord);
        if (!name.isEmpty())
            list.emplaceBack(std::move(name), std::move(value));
    });
    return list;
}

ParameterList parseParameters(wire::Reader &reader, Parameters &parameters)
{
    return moreFields(reader) ? parameters.read(reader, parseParameterList) : ParameterList();
}

/// body-fld-dsp = "(" string SP body-fld-param ")" / nil; old servers send only the string
std::optional<Disposition> parseDisposition(wire::Reader &reader, Parameters &parameters)
{
    if (!moreFields(reader))
        return {};
    Disposition disposition;
    if (reader.take('(')) {
        disposition.type = parseLower(reader);
        disposition.parameters = parseParameters(reader, parameters);
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
        OptionalBytes language;
        parseField(reader, language);
        if (language && !language->isEmpty())
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
void parseTail(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    // As most parts end.
    if (reader.takeBytes(" NIL NIL NIL)"))
        return;
    body.disposition = parseDisposition(reader, parameters);
    body.language = parseLanguage(reader);
    parseField(reader, body.location);
    skipToClose(reader);
}

/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
void parseMultipartEnd(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    body.type = QByteArrayLiteral("multipart");
    body.parameters = parseParameters(reader, parameters);
    parseTail(reader, parameters, body);
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
void parseMessage(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    if (!moreFields(reader) || !envelopeFollows(reader)) {
        if (atDigit(reader))
            body.lines = reader.expectNumber64();
        return;
    }
    reader.claim(sizeof(Envelope));
    body.envelope = std::make_shared<Envelope>();
    parseEnvelope(reader, *body.envelope);
    if (!moreFields(reader))
        return;
    if (!reader.takeNil()) {
        body.parts.reserve(1);
        parseBody(reader, parameters, body.parts.emplaceBack());
    }
    body.lines = parseNumber(reader);
}

/// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
/// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
/// body-type-text  = media-text SP body-fields SP body-fld-lines
/// body-ext-1part  = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
///                   *(SP body-extension)]]]
void parseSinglePart(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    body.parameters = parseParameters(reader, parameters);
    parseField(reader, body.id);
    parseField(reader, body.description);
    body.encoding = parseLower(reader);
    body.size = parseNumber(reader);
    if (body.isMessage()) {
        parseMessage(reader, parameters, body);
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
        parseField(reader, body.md5);
    parseTail(reader, parameters, body);
}

bool atNil(const wire::Reader &reader)
{
    wire::Reader ahead = reader;
    return ahead.takeNil();
}

bool isMultipartSubtype(QByteArrayView subtype)
{
    static constexpr std::array<QByteArrayView, 8> subtypes{"mixed",  "alternative", "related", "digest",
                                                            "signed", "encrypted",   "report",  "parallel"};
    return std::find(subtypes.begin(), subtypes.end(), subtype) != subtypes.end();
}

bool isTopLevelType(QByteArrayView type)
{
    static constexpr std::array<QByteArrayView, 9> types{
        "text", "image", "audio", "video", "application", "model", "message", "font", "multipart"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// The ways to send a multipart without parts: only its subtype, then the parameters where the subtype of
/// others stands; or NIL for the parts, then the subtype. `first` is what stood first, in lower case, or
/// nullptr for NIL.
bool takeEmptyMultipart(wire::Reader &reader, Parameters &parameters, const QByteArray *first,
                        BodyStructure &body)
{
    const bool more = moreFields(reader);
    if (first) {
        if (isTopLevelType(*first) || (more && reader.peek() != '(' && !atNil(reader)))
            return false;
        body.subtype = *first;
    } else {
        wire::Reader ahead = reader;
        const QByteArray word = parseLower(ahead);
        if (!isMultipartSubtype(word))
            return false;
        reader = ahead;
        body.subtype = word;
    }
    parseMultipartEnd(reader, parameters, body);
    return true;
}

/// 1*body SP media-subtype [SP body-ext-mpart], from the first body on
void parseMultipart(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    body.parts.reserve(2);
    while (moreFields(reader) && reader.peek() == '(')
        parseBody(reader, parameters, body.parts.emplaceBack());
    body.subtype = parseLower(reader);
    parseMultipartEnd(reader, parameters, body);
}

/// body = "(" (body-type-1part / body-type-mpart) ")"                   (RFC 9051 §9)
void parseBody(wire::Reader &reader, Parameters &parameters, BodyStructure &body)
{
    reader.claim(sizeof(BodyStructure));
    body.type = QByteArrayLiteral("text");
    body.subtype = QByteArrayLiteral("plain");
    if (reader.takeNil())
        return;
    reader.expect('(');
    const wire::Reader::Nesting nesting(reader);
    if (!moreFields(reader)) {
        reader.expect(')');
        return;
    }
    if (reader.peek() == '(') {
        parseMultipart(reader, parameters, body);
        return;
    }
    const bool nil = reader.takeNil();
    const QByteArray first = nil ? QByteArray() : reader.expectLowerWord();
    if (takeEmptyMultipart(reader, parameters, nil ? nullptr : &first, body))
        return;
    const QByteArray subtype = parseLower(reader);
    if (!first.isEmpty()) {
        body.type = first;
        body.subtype = subtype;
    }
    parseSinglePart(reader, parameters, body);
}

} // namespace

void parseBodyStructure(wire::Reader &reader, BodyStructure &body)
{
    Parameters parameters;
    parseBody(reader, parameters, body);
}

} // namespace imap
