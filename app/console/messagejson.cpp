#include "app/console/messagejson.h"

#include "app/console/bytesjson.h"

#include <QJsonArray>

namespace app
{

namespace
{

QJsonValue addressesJson(const QList<imap::Address> &addresses)
{
    if (addresses.isEmpty())
        return QJsonValue();
    QJsonArray array;
    for (const imap::Address &address : addresses)
        array.append(QJsonArray{optionalJson(address.name), optionalJson(address.adl),
                                optionalJson(address.mailbox), optionalJson(address.host)});
    return array;
}

/// Names become text even where they are not UTF-8: JSON has no other names.
QJsonObject parametersJson(const imap::ParameterList &parameters)
{
    QJsonObject object;
    for (const auto &[name, value] : parameters)
        object.insert(QString::fromUtf8(name), bytesJson(value));
    return object;
}

QJsonValue dispositionJson(const std::optional<imap::Disposition> &disposition)
{
    if (!disposition)
        return QJsonValue();
    return QJsonObject{{QStringLiteral("type"), bytesJson(disposition->type)},
                       {QStringLiteral("params"), parametersJson(disposition->parameters)}};
}

} // namespace

QJsonObject envelopeJson(const imap::Envelope &envelope)
{
    return {{QStringLiteral("date"), optionalJson(envelope.date)},
            {QStringLiteral("subject"), optionalJson(envelope.subject)},
            {QStringLiteral("from"), addressesJson(envelope.from)},
            {QStringLiteral("sender"), addressesJson(envelope.sender)},
            {QStringLiteral("reply_to"), addressesJson(envelope.replyTo)},
            {QStringLiteral("to"), addressesJson(envelope.to)},
            {QStringLiteral("cc"), addressesJson(envelope.cc)},
            {QStringLiteral("bcc"), addressesJson(envelope.bcc)},
            {QStringLiteral("in_reply_to"), optionalJson(envelope.inReplyTo)},
            {QStringLiteral("message_id"), optionalJson(envelope.messageId)}};
}

QJsonObject bodyJson(const imap::BodyStructure &body)
{
    QJsonObject object{{QStringLiteral("type"), bytesJson(body.mimeType())},
                       {QStringLiteral("params"), parametersJson(body.parameters)},
                       {QStringLiteral("disposition"), dispositionJson(body.disposition)},
                       {QStringLiteral("language"), bytesListJson(body.language)},
                       {QStringLiteral("location"), optionalJson(body.location)}};
    if (body.isMultipart()) {
        QJsonArray parts;
        for (const imap::BodyStructure &part : body.parts)
            parts.append(bodyJson(part));
        object.insert(QStringLiteral("parts"), parts);
        return object;
    }
    object.insert(QStringLiteral("id"), optionalJson(body.id));
    object.insert(QStringLiteral("desc"), optionalJson(body.description));
    object.insert(QStringLiteral("enc"), bytesJson(body.encoding));
    object.insert(QStringLiteral("size"), numberJson(body.size));
    object.insert(QStringLiteral("md5"), optionalJson(body.md5));
    if (body.lines > 0 || body.type == "text" || body.envelope)
        object.insert(QStringLiteral("lines"), numberJson(body.lines));
    if (body.envelope)
        object.insert(QStringLiteral("envelope"), envelopeJson(*body.envelope));
    if (!body.parts.isEmpty())
        object.insert(QStringLiteral("body"), bodyJson(body.parts.first()));
    return object;
}

} // namespace app
