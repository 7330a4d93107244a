#pragma once

#include "types/bodystructure.h"

namespace test
{

/// A leaf of a structure: "text/plain" and so on.
inline imap::BodyStructure leaf(const QByteArray &mimeType, const QByteArray &encoding = "7bit",
                                quint64 size = 1000)
{
    imap::BodyStructure part;
    part.type = mimeType.left(mimeType.indexOf('/'));
    part.subtype = mimeType.mid(mimeType.indexOf('/') + 1);
    part.encoding = encoding;
    part.size = size;
    if (part.type == "text")
        part.parameters = {{"charset", "utf-8"}};
    return part;
}

inline imap::BodyStructure multipart(const QByteArray &subtype, const QList<imap::BodyStructure> &parts)
{
    imap::BodyStructure node;
    node.type = "multipart";
    node.subtype = subtype;
    node.parts = parts;
    return node;
}

inline imap::BodyStructure attached(imap::BodyStructure part, const QByteArray &fileName)
{
    part.disposition = imap::Disposition{"attachment", {{"filename", fileName}}};
    return part;
}

inline imap::BodyStructure withId(imap::BodyStructure part, const QByteArray &id)
{
    part.id = '<' + id + '>';
    return part;
}

inline imap::BodyStructure message(const QByteArray &subject, const imap::BodyStructure &body)
{
    imap::BodyStructure node = leaf("message/rfc822");
    node.envelope = std::make_shared<imap::Envelope>();
    node.envelope->subject = subject;
    node.envelope->date = "Mon, 23 Nov 2020 10:00:00 +0100";
    node.envelope->from = {{QByteArray("Ann"), std::nullopt, QByteArray("ann"), QByteArray("example.org")}};
    node.parts = {body};
    return node;
}

} // namespace test
