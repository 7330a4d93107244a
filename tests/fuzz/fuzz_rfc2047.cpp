// Headers, parameters, names and dates of anybody become clean, short text (RFC 2047, RFC 2231).
#include "check.h"
#include "mime/headertext.h"
#include "mime/maildate.h"
#include "mime/people.h"

#include <array>

using namespace imap;
using namespace imap::mime;

namespace
{

/// One line, without control characters and what turns text around.
bool isClean(const QString &text)
{
    return text.isValidUtf16() && std::none_of(text.begin(), text.end(), [](QChar c) {
               return c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0) ||
                      c.unicode() == 0x202e;
           });
}

void checkHeader(QByteArrayView raw, QByteArrayView charset)
{
    const QString text = decodeHeader(raw, charset);
    FUZZ_CHECK(isClean(text) && text.size() <= maximumHeaderLength);
}

/// Lines of "name=value".
void checkParameters(const QByteArray &raw, QByteArrayView charset)
{
    ParameterList parameters;
    for (const QByteArray &line : raw.split('\n')) {
        const qsizetype at = line.indexOf('=');
        parameters.append({line.first(std::max<qsizetype>(at, 0)).toLower(), line.sliced(at + 1)});
    }
    const QString text = decodeParameter(parameters, "filename", charset);
    FUZZ_CHECK(isClean(text) && text.size() <= maximumHeaderLength);
    const QString name = safeFileName(text, raw.first(std::min<qsizetype>(raw.size(), 20)));
    FUZZ_CHECK(isClean(name) && !name.isEmpty() && !name.contains(QLatin1Char('/')) &&
               !name.contains(QLatin1Char('\\')) && !name.startsWith(QLatin1Char('.')));
    FUZZ_CHECK(name.toUtf8().size() <= maximumFileNameBytes);
}

/// Each line is an address: name, mailbox and host by tabs, any of them missing.
void checkPeople(const QByteArray &raw)
{
    QList<Address> addresses;
    for (const QByteArray &line : raw.split('\n')) {
        const QByteArrayList fields = line.split('\t');
        const auto field = [&](qsizetype i) {
            return i < fields.size() ? OptionalBytes(fields[i]) : OptionalBytes();
        };
        addresses.append({.name = field(0), .adl = {}, .mailbox = field(1), .host = field(2)});
    }
    const QList<Person> list = people(addresses);
    FUZZ_CHECK(list.size() <= maximumPeople);
    FUZZ_CHECK(isClean(correspondents(addresses)) && isClean(correspondents(list)));
    for (const Person &person : list) {
        FUZZ_CHECK(isClean(person.full()) && isClean(person.display()) && isClean(initials(person)));
        FUZZ_CHECK(colourIndex(person) >= 0 && colourIndex(person) < colourCount);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static constexpr std::array<QByteArrayView, 8> charsets{"",        "utf-8", "iso-2022-jp", "koi8-r",
                                                            "gb18030", "utf-7", "big5",        "x-none"};
    if (size < 1)
        return 0;
    // The first octet says what the rest is, and the charset.
    const QByteArrayView charset = charsets[data[0] / 4 % charsets.size()];
    const QByteArray raw(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    switch (data[0] % 4) {
    case 0:
        checkHeader(raw, charset);
        break;
    case 1:
        checkParameters(raw, charset);
        break;
    case 2:
        checkPeople(raw);
        break;
    default:
        if (const auto date = parseDate(raw))
            FUZZ_CHECK(date->isValid() && date->date().year() <= 9999);
        break;
    }
    return 0;
}
