#include "commands/response.h"

#include "commands/grammar.h"
#include "wire/reader.h"

#include <concepts>
#include <type_traits>
#include <utility>

namespace imap
{

namespace
{

constexpr qsizetype beginningSize = 200;

/// How far the reading of a frame came, for Malformed.
struct Progress {
    QByteArrayView tag;
    QByteArrayView keyword;
};

template <class T>
concept Keyed = requires
{
    &T::parse;
};

template <class T>
concept Numbered = Keyed<T> && T::numbered;

struct Line {
    wire::Reader &reader;
    QByteArrayView keyword;
    std::optional<quint32> number;
};

/// Makes a T where the variant wants it: some responses are large, and moving them costs as much as reading
/// a part of them.
template <class Make>
struct InPlace {
    Make make;
    operator std::invoke_result_t<Make>() const { return make(); } // NOLINT(google-explicit-constructor)
};
template <class Make>
InPlace(Make) -> InPlace<Make>;

/// Parses the line as a T if that is what its keyword says.
template <class T>
bool parseAs(const Line &line, Untagged &result)
{
    if constexpr (Keyed<T>) {
        if (!isKeyword(line.keyword, T::keyword))
            return false;
        if constexpr (Numbered<T>) {
            if (!line.number)
                line.reader.fail("a number in front of the keyword");
            result.emplace<T>(InPlace{[&] { return T::parse(line.reader, *line.number); }});
        } else {
            if (line.number)
                return false;
            result.emplace<T>(InPlace{[&] { return T::parse(line.reader); }});
        }
        line.reader.expectEnd();
        return true;
    } else {
        return false;
    }
}

template <size_t... I>
bool dispatch(const Line &line, Untagged &result, std::index_sequence<I...>)
{
    return (parseAs<std::variant_alternative_t<I, Untagged>>(line, result) || ...);
}

std::optional<StatusResponse::Kind> statusKind(QByteArrayView keyword)
{
    using Kind = StatusResponse::Kind;
    if (isKeyword(keyword, "OK"))
        return Kind::Ok;
    if (isKeyword(keyword, "NO"))
        return Kind::No;
    if (isKeyword(keyword, "BAD"))
        return Kind::Bad;
    if (isKeyword(keyword, "BYE"))
        return Kind::Bye;
    if (isKeyword(keyword, "PREAUTH"))
        return Kind::Preauth;
    return {};
}

StatusResponse parseStatus(wire::Reader &reader, StatusResponse::Kind kind)
{
    StatusResponse status{.kind = kind, .code = {}, .text = {}};
    reader.takeSp();
    parseResponseText(reader, status.code, status.text);
    return status;
}

/// response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data /
///                 capability-data / enable-data / ...) CRLF                        (RFC 9051 §9)
void parseUntagged(wire::Reader &reader, Progress &progress, Untagged &result)
{
    std::optional<quint32> number;
    if (const char c = reader.peek(); c >= '0' && c <= '9') {
        number = reader.expectNumber32();
        reader.expectSp();
    }
    progress.keyword = reader.expectAtom("[]");
    if (!reader.atEnd() && reader.peek() != ' ' && reader.peek() != '(')
        reader.fail("a space behind the keyword");

    if (const auto kind = statusKind(progress.keyword); kind && !number) {
        result = parseStatus(reader, *kind);
        return;
    }
    reader.takeSp();
    if (dispatch({reader, progress.keyword, number}, result,
                 std::make_index_sequence<std::variant_size_v<Untagged>>()))
        return;
    if (number && isKeyword(progress.keyword, "UIDFETCH")) {
        result = FetchResponse::parseByUid(reader, *number);
        reader.expectEnd();
        return;
    }
    result = UnknownResponse{
        .keyword = progress.keyword.toByteArray().toUpper(), .number = number, .arguments = reader.tokens()};
    reader.expectEnd();
}

/// response-tagged = tag SP resp-cond-state CRLF
/// tag             = 1*<any ASTRING-CHAR except "+">
TaggedResponse parseTagged(wire::Reader &reader, Progress &progress)
{
    progress.tag = reader.expectAtom("[]");
    reader.expectSp();
    progress.keyword = reader.expectAtom("[]");
    const auto kind = statusKind(progress.keyword);
    if (!kind || *kind == StatusResponse::Kind::Bye || *kind == StatusResponse::Kind::Preauth)
        reader.fail("OK, NO or BAD");
    if (!reader.atEnd() && reader.peek() != ' ')
        reader.fail("a space behind the keyword");
    return {.tag = progress.tag.toByteArray(), .status = parseStatus(reader, *kind)};
}

void parseFrame(wire::Reader &reader, Progress &progress, Response &result)
{
    reader.takeSp();
    if (reader.take('*')) {
        reader.expectSp();
        parseUntagged(reader, progress, result.emplace<Untagged>());
    } else if (reader.take('+')) {
        // continue-req = "+" SP (resp-text / base64) CRLF; some servers leave out the space.
        reader.take(' ');
        result = ContinuationResponse{.text = reader.text()};
    } else {
        result = parseTagged(reader, progress);
    }
}

Malformed malformed(QByteArrayView frame, const Progress &progress, qsizetype offset, QByteArray expected)
{
    return {.expected = std::move(expected),
            .offset = offset,
            .beginning = frame.first(std::min(frame.size(), beginningSize)).toByteArray(),
            .keyword = progress.keyword.toByteArray().toUpper(),
            .tag = progress.tag.toByteArray()};
}

} // namespace

Response parseResponse(QByteArrayView frame, const wire::Limits &limits, bool utf8,
                       const QList<wire::SpilledLiteral> *spilled)
{
    wire::Reader reader(frame, limits, utf8, spilled);
    Progress progress;
    Response result;
    try {
        parseFrame(reader, progress, result);
    } catch (const wire::SyntaxError &error) {
        result = malformed(frame, progress, error.offset(), error.expected());
    } catch (const std::exception &error) {
        // Memory: the limits keep one response within bounds, but the machine may have less than they allow.
        result = malformed(frame, progress, reader.offset(), error.what());
    }
    return result;
}

QByteArray commandTag(const Untagged &response)
{
    const auto *esearch = std::get_if<EsearchResponse>(&response);
    return esearch ? esearch->tag : QByteArray();
}

} // namespace imap
