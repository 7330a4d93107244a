#include "wire/commonwords.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace imap::wire
{

namespace
{

/// Any word may stand here; those of BODYSTRUCTURE and FLAGS that servers send most do.
/// Any word may stand here; those of BODYSTRUCTURE and FLAGS that servers send most do. Those with capitals
/// come last.
constexpr std::array<std::string_view, 75> words{
    // types and subtypes
    "text", "plain", "html", "calendar", "multipart", "mixed", "alternative", "related", "signed", "report",
    "digest", "encrypted", "message", "rfc822", "delivery-status", "application", "octet-stream", "pdf",
    "zip", "msword", "pgp-signature", "pkcs7-signature", "pgp-encrypted", "vnd.ms-excel",
    "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image", "jpeg", "jpg", "png", "gif", "audio",
    "video",
    // parameters and their values
    "charset", "utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "iso-2022-jp", "gb2312",
    "koi8-r", "format", "flowed", "delsp", "yes", "boundary", "name", "filename", "filename*", "size", "type",
    "method", "protocol", "micalg", "x-unix-mode",
    // encodings, dispositions, keywords; the system flags are in types/flag.h
    "7bit", "8bit", "binary", "base64", "quoted-printable", "inline", "attachment", "$label1",
    // with capitals
    "UTF-8", "US-ASCII", "ISO-8859-1", "Windows-1252", "$Forwarded", "$MDNSent", "$Junk", "$NotJunk", "Junk",
    "NonJunk", "NotJunk"};

constexpr bool hasCapital(std::string_view word)
{
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
constexpr size_t lowerWords = size_t(std::find_if(words.begin(), words.end(), hasCapital) - words.begin());

constexpr size_t longest = 64;
constexpr size_t slotCount = 256; // a power of two, and far more than words, so that few collide

constexpr size_t slotOf(const char *text, size_t size)
{
    const auto at = [text](size_t i) { return size_t(static_cast<unsigned char>(text[i])); };
    return (size * 37 + at(0) * 7 + at(size / 2) * 31 + at(size - 1) * 113) % slotCount;
}

/// Where each word stands in `words`, from 1, in an open hash table.
constexpr std::array<quint8, slotCount> makeSlots()
{
    std::array<quint8, slotCount> made{};
    for (size_t i = 0; i < words.size(); ++i) {
        size_t slot = slotOf(words[i].data(), words[i].size());
        while (made[slot] != 0)
            slot = (slot + 1) % slotCount;
        made[slot] = static_cast<quint8>(i + 1);
    }
    return made;
}
constexpr std::array<quint8, slotCount> slotTable = makeSlots();

/// Where the word stands in `words`; words.size() where it does not.
size_t indexOf(QByteArrayView word)
{
    const auto size = size_t(word.size());
    if (size == 0 || size > longest)
        return words.size();
    for (size_t slot = slotOf(word.data(), size); slotTable[slot] != 0; slot = (slot + 1) % slotCount) {
        const size_t index = slotTable[slot] - 1U;
        if (words[index].size() == size && std::memcmp(words[index].data(), word.data(), size) == 0)
            return index;
    }
    return words.size();
}

/// A literal: it is there for ever, and has a NUL behind it.
QByteArray withoutCopy(std::string_view word)
{
    return QByteArray::fromRawData(word.data(), qsizetype(word.size()));
}

} // namespace

QByteArray commonWord(QByteArrayView word)
{
    const size_t index = indexOf(word);
    return index < words.size() ? withoutCopy(words[index]) : QByteArray();
}

QByteArray shared(QByteArrayView word)
{
    QByteArray common = commonWord(word);
    return common.isNull() ? word.toByteArray() : common;
}

QByteArray sharedLower(QByteArrayView word)
{
    // Most servers send most words in lower case.
    if (const size_t index = indexOf(word); index < lowerWords)
        return withoutCopy(words[index]);
    if (word.size() > qsizetype(longest))
        return word.toByteArray().toLower();
    std::array<char, longest> lower{};
    for (qsizetype i = 0; i < word.size(); ++i) {
        const char c = word[i];
        lower[size_t(i)] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return shared({lower.data(), word.size()});
}

} // namespace imap::wire
