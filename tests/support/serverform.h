#pragma once

#include "types/bodystructure.h"
#include "types/envelope.h"

#include <QByteArray>
#include <algorithm>

/// Values as a server writes them (RFC 9051 §9), to read them again in tests.
namespace imap::test
{

/// string: quoted where it can be, else a literal.
inline QByteArray serverString(const QByteArray &bytes)
{
    const bool quotable =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!quotable)
        return '{' + QByteArray::number(bytes.size()) + "}\r\n" + bytes;
    QByteArray quoted = bytes;
    return '"' + quoted.replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

inline QByteArray serverNString(const OptionalBytes &bytes)
{
    return bytes ? serverString(*bytes) : "NIL";
}

/// "(" item *(SP item) ")", or NIL for none.
template <class List, class Item>
QByteArray serverList(const List &list, const char *between, Item item)
{
    QByteArray bytes;
    for (const auto &value : list)
        bytes += (bytes.isEmpty() ? "(" : between) + item(value);
    return bytes.isEmpty() ? QByteArray("NIL") : bytes + ')';
}

inline QByteArray serverAddresses(const QList<Address> &list)
{
    return serverList(list, "", [](const Address &address) {
        return '(' + serverNString(address.name) + ' ' + serverNString(address.adl) + ' ' +
               serverNString(address.mailbox) + ' ' + serverNString(address.host) + ')';
    });
}

inline QByteArray serverEnvelope(const Envelope &envelope)
{
    QByteArray bytes = '(' + serverNString(envelope.date) + ' ' + serverNString(envelope.subject);
    for (const auto *list :
         {&envelope.from, &envelope.sender, &envelope.replyTo, &envelope.to, &envelope.cc, &envelope.bcc})
        bytes += ' ' + serverAddresses(*list);
    return bytes + ' ' + serverNString(envelope.inReplyTo) + ' ' + serverNString(envelope.messageId) + ')';
}

inline QByteArray serverParameters(const ParameterList &list)
{
    return serverList(list, " ", [](const auto &parameter) {
        return serverString(parameter.first) + ' ' + serverString(parameter.second);
    });
}

/// Disposition, languages and location, which end both kinds of body.
inline QByteArray serverTail(const BodyStructure &body)
{
    const QByteArray disposition = body.disposition ? '(' + serverString(body.disposition->type) + ' ' +
                                                          serverParameters(body.disposition->parameters) + ')'
                                                    : "NIL";
    return ' ' + disposition + ' ' + serverList(body.language, " ", serverString) + ' ' +
           serverNString(body.location) + ')';
}

inline QByteArray serverBody(const BodyStructure &body)
{
    if (body.isMultipart()) {
        QByteArray parts;
        for (const BodyStructure &part : body.parts)
            parts += serverBody(part);
        return '(' + parts + ' ' + serverString(body.subtype) + ' ' + serverParameters(body.parameters) +
               serverTail(body);
    }
    QByteArray bytes = '(' + serverString(body.type) + ' ' + serverString(body.subtype) + ' ' +
                       serverParameters(body.parameters) + ' ' + serverNString(body.id) + ' ' +
                       serverNString(body.description) + ' ' + serverString(body.encoding) + ' ' +
                       QByteArray::number(body.size);
    if (body.envelope)
        bytes += ' ' + serverEnvelope(*body.envelope) + ' ' +
                 (body.parts.isEmpty() ? QByteArray("NIL") : serverBody(body.parts.first()));
    if (body.envelope || body.lines != 0 || body.type == "text")
        bytes += ' ' + QByteArray::number(body.lines);
    return bytes + ' ' + serverNString(body.md5) + serverTail(body);
}

/// Whether the grammar has a form for this body. What is read from servers that break it may have none: a
/// multipart without parts, a message without its envelope.
inline bool hasServerForm(const BodyStructure &body)
{
    if (body.isMultipart() ? body.parts.isEmpty() : body.type.isEmpty())
        return false;
    if (body.isMessage() ? !body.envelope : !body.isMultipart() && (body.envelope || !body.parts.isEmpty()))
        return false;
    return std::all_of(body.parts.begin(), body.parts.end(), hasServerForm);
}

} // namespace imap::test
