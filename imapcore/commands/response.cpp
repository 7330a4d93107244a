#include "commands/response.h"

#include "wire/reader.h"

#include <array>
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
    QByteArray tag;
    QByteArray keyword;
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
    const QByteArray &keyword;
    std::optional<quint32> number;
    std::optional<Untagged> result;
};

/// Parses the line as a T if that is what its keyword says.
template <class T>
bool parseAs(Line &line)
{
    if constexpr (Keyed<T>) {
        if (line.keyword != QByteArrayView(T::keyword.data(), qsizetype(T::keyword.size())))
            return false;
        if constexpr (Numbered<T>) {
            if (!line.number)
                line.reader.fail("a number in front of the keyword");
            line.result = T::parse(line.reader, *line.number);
        } else {
            if (line.number)
                return false;
            line.result = T::parse(line.reader);
        }
        line.reader.expectEnd();
        return true;
    } else {
        return false;
    }
}

template <size_t... I>
void dispatch(Line &line, std::index_sequence<I...>)
{
    (void)(parseAs<std::variant_alternative_t<I, Untagged>>(line) || ...);
}

std::optional<StatusResponse::Kind> statusKind(const QByteArray &keyword)
{
    using Kind = StatusResponse::Kind;
    if (keyword == "OK")
        return Kind::Ok;
    if (keyword == "NO")
        return Kind::No;
    if (keyword == "BAD")
        return Kind::Bad;
    if (keyword == "BYE")
        return Kind::Bye;
    if (keyword == "PREAUTH")
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

QByteArray expectWord(wire::Reader &reader)
{
    return reader.expectAtom("[]").toByteArray().toUpper();
}

/// response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data /
///                 capability-data / enable-data / ...) CRLF                        (RFC 9051 §9)
Untagged parseUntagged(wire::Reader &reader, Progress &progress)
{
    std::optional<quint32> number;
    if (const char c = reader.peek(); c >= '0' && c <= '9') {
        number = reader.expectNumber32();
        reader.expectSp();
    }
    progress.keyword = expectWord(reader);
    if (!reader.atEnd() && reader.peek() != ' ' && reader.peek() != '(')
        reader.fail("a space behind the keyword");

    if (const auto kind = statusKind(progress.keyword); kind && !number)
        return parseStatus(reader, *kind);
    reader.takeSp();
    Line line{reader, progress.keyword, number, {}};
    dispatch(line, std::make_index_sequence<std::variant_size_v<Untagged>>());
    if (line.result)
        return std::move(*line.result);
    UnknownResponse unknown{.keyword = progress.keyword, .number = number, .arguments = reader.tokens()};
    reader.expectEnd();
    return unknown;
}

/// response-tagged = tag SP resp-cond-state CRLF
/// tag             = 1*<any ASTRING-CHAR except "+">
TaggedResponse parseTagged(wire::Reader &reader, Progress &progress)
{
    const QByteArray tag = reader.expectAtom("[]").toByteArray();
    progress.tag = tag;
    reader.expectSp();
    progress.keyword = expectWord(reader);
    const auto kind = statusKind(progress.keyword);
    if (!kind || *kind == StatusResponse::Kind::Bye || *kind == StatusResponse::Kind::Preauth)
        reader.fail("OK, NO or BAD");
    if (!reader.atEnd() && reader.peek() != ' ')
        reader.fail("a space behind the keyword");
    return {.tag = tag, .status = parseStatus(reader, *kind)};
}

Response parseFrame(wire::Reader &reader, Progress &progress)
{
    reader.takeSp();
    if (reader.take('*')) {
        reader.expectSp();
        return parseUntagged(reader, progress);
    }
    // continue-req = "+" SP (resp-text / base64) CRLF; some servers leave out the space.
    if (reader.take('+')) {
        reader.take(' ');
        return ContinuationResponse{.text = reader.text()};
    }
    return parseTagged(reader, progress);
}

Malformed malformed(QByteArrayView frame, const Progress &progress, qsizetype offset, QByteArray expected)
{
    return {.expected = std::move(expected),
            .offset = offset,
            .beginning = frame.first(std::min(frame.size(), beginningSize)).toByteArray(),
            .keyword = progress.keyword,
            .tag = progress.tag};
}

} // namespace

Response parseResponse(QByteArrayView frame, const wire::Limits &limits)
{
    wire::Reader reader(frame, limits);
    Progress progress;
    try {
        return parseFrame(reader, progress);
    } catch (const wire::SyntaxError &error) {
        return malformed(frame, progress, error.offset(), error.expected());
    } catch (const std::exception &error) {
        // Memory: the limits keep one response within bounds, but the machine may have less than they allow.
        return malformed(frame, progress, reader.offset(), error.what());
    }
}

} // namespace imap
