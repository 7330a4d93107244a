#include "store/summarycodec.h"

#include "store/varint.h"

#include <QHash>
#include <algorithm>
#include <array>

namespace imap::store
{

namespace
{

constexpr quint64 Version = 1;

/// Part of the format: words may be added behind the last, never moved.
const std::array<QByteArray, 44> &words()
{
    static const std::array<QByteArray, 44> list{QByteArray(""),
                                                 "text",
                                                 "plain",
                                                 "html",
                                                 "charset",
                                                 "utf-8",
                                                 "us-ascii",
                                                 "iso-8859-1",
                                                 "UTF-8",
                                                 "US-ASCII",
                                                 "ISO-8859-1",
                                                 "iso-8859-15",
                                                 "windows-1252",
                                                 "7bit",
                                                 "8bit",
                                                 "base64",
                                                 "quoted-printable",
                                                 "binary",
                                                 "multipart",
                                                 "mixed",
                                                 "alternative",
                                                 "related",
                                                 "signed",
                                                 "encrypted",
                                                 "report",
                                                 "boundary",
                                                 "type",
                                                 "name",
                                                 "filename",
                                                 "format",
                                                 "flowed",
                                                 "delsp",
                                                 "inline",
                                                 "attachment",
                                                 "application",
                                                 "pdf",
                                                 "octet-stream",
                                                 "image",
                                                 "png",
                                                 "jpeg",
                                                 "gif",
                                                 "message",
                                                 "rfc822",
                                                 "pgp-signature"};
    return list;
}

const QHash<QByteArray, int> &wordNumbers()
{
    static const QHash<QByteArray, int> numbers = [] {
        QHash<QByteArray, int> made;
        for (size_t i = 0; i < words().size(); ++i)
            made.insert(words()[i], int(i));
        return made;
    }();
    return numbers;
}

// string: 0 is NIL; 2n+1 is word n; 2n+2 is n octets, which follow

void put(ByteWriter &out, const QByteArray &bytes)
{
    if (bytes.size() <= 16) {
        const auto word = wordNumbers().constFind(bytes);
        if (word != wordNumbers().constEnd()) {
            out.number(quint64(*word) * 2 + 1);
            return;
        }
    }
    out.number(quint64(bytes.size()) * 2 + 2);
    out.raw(bytes);
}

void put(ByteWriter &out, const OptionalBytes &bytes)
{
    if (bytes)
        put(out, *bytes);
    else
        out.number(0);
}

OptionalBytes takeOptional(ByteReader &in)
{
    const quint64 head = in.number();
    if (head == 0)
        return std::nullopt;
    if (head % 2 == 0)
        return in.raw(head / 2 - 1).toByteArray();
    if (head / 2 < words().size())
        return words()[size_t(head / 2)];
    in.fail();
    return std::nullopt;
}

QByteArray take(ByteReader &in)
{
    OptionalBytes bytes = takeOptional(in);
    if (bytes)
        return std::move(*bytes);
    in.fail();
    return {};
}

// list of items that take `least` octets at least: the count, then the items

template <class Item>
QList<Item> takeList(ByteReader &in, quint64 count, quint64 least, Item (*item)(ByteReader &))
{
    QList<Item> list;
    if (count > quint64(in.left()) / least) {
        in.fail();
        return list;
    }
    list.reserve(qsizetype(count));
    for (quint64 i = 0; i < count && !in.failed(); ++i)
        list.append(item(in));
    return list;
}

Address takeAddress(ByteReader &in)
{
    Address address;
    address.name = takeOptional(in);
    address.adl = takeOptional(in);
    address.mailbox = takeOptional(in);
    address.host = takeOptional(in);
    return address;
}

// addresses: 0 is "as From", else the count plus one

void putAddresses(ByteWriter &out, const QList<Address> &list, const QList<Address> *from)
{
    if (from && list == *from) {
        out.number(0);
        return;
    }
    out.number(quint64(list.size()) + 1);
    for (const Address &address : list) {
        put(out, address.name);
        put(out, address.adl);
        put(out, address.mailbox);
        put(out, address.host);
    }
}

QList<Address> takeAddresses(ByteReader &in, const QList<Address> *from)
{
    const quint64 head = in.number();
    if (head > 0)
        return takeList<Address>(in, head - 1, 4, takeAddress);
    if (from)
        return *from;
    in.fail();
    return {};
}

void putBody(ByteWriter &out, const Envelope &envelope)
{
    put(out, envelope.date);
    put(out, envelope.subject);
    putAddresses(out, envelope.from, nullptr);
    putAddresses(out, envelope.sender, &envelope.from);
    putAddresses(out, envelope.replyTo, &envelope.from);
    putAddresses(out, envelope.to, nullptr);
    putAddresses(out, envelope.cc, nullptr);
    putAddresses(out, envelope.bcc, nullptr);
    put(out, envelope.inReplyTo);
    put(out, envelope.messageId);
}

Envelope takeEnvelope(ByteReader &in)
{
    Envelope envelope;
    envelope.date = takeOptional(in);
    envelope.subject = takeOptional(in);
    envelope.from = takeAddresses(in, nullptr);
    envelope.sender = takeAddresses(in, &envelope.from);
    envelope.replyTo = takeAddresses(in, &envelope.from);
    envelope.to = takeAddresses(in, nullptr);
    envelope.cc = takeAddresses(in, nullptr);
    envelope.bcc = takeAddresses(in, nullptr);
    envelope.inReplyTo = takeOptional(in);
    envelope.messageId = takeOptional(in);
    return envelope;
}

void putParameters(ByteWriter &out, const ParameterList &list)
{
    out.number(quint64(list.size()));
    for (const auto &[name, value] : list) {
        put(out, name);
        put(out, value);
    }
}

std::pair<QByteArray, QByteArray> takeParameter(ByteReader &in)
{
    QByteArray name = take(in);
    return {std::move(name), take(in)};
}

ParameterList takeParameters(ByteReader &in)
{
    return takeList<std::pair<QByteArray, QByteArray>>(in, in.number(), 2, takeParameter);
}

constexpr quint64 HasDisposition = 1;
constexpr quint64 HasEnvelope = 2;
constexpr quint64 HasLanguage = 4;
constexpr quint64 HasParts = 8;

void putNode(ByteWriter &out, const BodyStructure &node, int depth)
{
    const bool parts = !node.parts.isEmpty() && depth < MaxStructureDepth;
    quint64 extras = parts ? HasParts : 0;
    extras |= node.disposition ? HasDisposition : 0;
    extras |= node.envelope ? HasEnvelope : 0;
    extras |= node.language.isEmpty() ? 0 : HasLanguage;
    out.number(extras);
    put(out, node.type);
    put(out, node.subtype);
    putParameters(out, node.parameters);
    put(out, node.id);
    put(out, node.description);
    put(out, node.encoding);
    out.number(node.size);
    out.number(node.lines);
    put(out, node.md5);
    put(out, node.location);
    if (node.disposition) {
        put(out, node.disposition->type);
        putParameters(out, node.disposition->parameters);
    }
    if (node.envelope)
        putBody(out, *node.envelope);
    if (!node.language.isEmpty()) {
        out.number(quint64(node.language.size()));
        for (const QByteArray &language : node.language)
            put(out, language);
    }
    if (parts) {
        out.number(quint64(node.parts.size()));
        for (const BodyStructure &part : node.parts)
            putNode(out, part, depth + 1);
    }
}

BodyStructure takeNode(ByteReader &in, int depth)
{
    BodyStructure node;
    const quint64 extras = in.number(15);
    node.type = take(in);
    node.subtype = take(in);
    node.parameters = takeParameters(in);
    node.id = takeOptional(in);
    node.description = takeOptional(in);
    node.encoding = take(in);
    node.size = in.number();
    node.lines = in.number();
    node.md5 = takeOptional(in);
    node.location = takeOptional(in);
    if (extras & HasDisposition) {
        QByteArray type = take(in);
        node.disposition = Disposition{std::move(type), takeParameters(in)};
    }
    if (extras & HasEnvelope)
        node.envelope = std::make_shared<Envelope>(takeEnvelope(in));
    if (extras & HasLanguage)
        node.language = takeList<QByteArray>(in, in.number(), 1, take);
    if (extras & HasParts) {
        const quint64 count = in.number(quint64(in.left()) / 10); // a node takes ten octets at least
        if (depth >= MaxStructureDepth)
            in.fail();
        for (quint64 i = 0; i < count && !in.failed(); ++i)
            node.parts.append(takeNode(in, depth + 1));
    }
    return node;
}

} // namespace

QByteArray encodeEnvelope(const Envelope &envelope)
{
    ByteWriter out;
    out.number(Version);
    putBody(out, envelope);
    return out.bytes();
}

std::optional<Envelope> decodeEnvelope(QByteArrayView bytes)
{
    ByteReader in(bytes);
    if (in.number() != Version)
        return std::nullopt;
    Envelope envelope = takeEnvelope(in);
    if (!in.finished())
        return std::nullopt;
    return envelope;
}

QByteArray encodeStructure(const BodyStructure &structure)
{
    ByteWriter out;
    out.number(Version);
    putNode(out, structure, 0);
    return out.bytes();
}

std::optional<BodyStructure> decodeStructure(QByteArrayView bytes)
{
    ByteReader in(bytes);
    if (in.number() != Version)
        return std::nullopt;
    BodyStructure structure = takeNode(in, 0);
    if (!in.finished())
        return std::nullopt;
    return structure;
}

} // namespace imap::store
