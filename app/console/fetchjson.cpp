#include "app/console/fetchjson.h"

#include "app/console/bytesjson.h"
#include "app/console/flagorder.h"
#include "app/console/messagejson.h"
#include "wire/mutf7.h"

#include <QJsonArray>

namespace app
{

namespace
{

using namespace imap;

/// Gmail spells its labels as it spells folders.
QJsonValue labelJson(const Token &token)
{
    const QByteArray bytes = token.text();
    const auto name = wire::decodeMutf7(bytes);
    return name ? QJsonValue(*name) : bytesJson(bytes);
}

QJsonArray labelsJson(const Token &labels)
{
    QJsonArray array;
    for (const Token &label : labels.list())
        array.append(labelJson(label));
    return array;
}

QString sectionName(const FetchResponse &fetch, const QByteArray &key)
{
    if (key == "RFC822" || key == "RFC822.HEADER" || key == "RFC822.TEXT")
        return QString::fromLatin1(key);
    // A second piece of a section has its origin in the key already.
    const qsizetype angle = key.endsWith('>') ? key.lastIndexOf('<') : -1;
    const QByteArray section = angle < 0 ? key : key.first(angle);
    QByteArray name = section.startsWith("BINARY[") ? section : "BODY[" + section + ']';
    if (const auto origin = fetch.origins.constFind(key); origin != fetch.origins.constEnd())
        name += '<' + QByteArray::number(*origin) + '>';
    return keyText(name);
}

/// What both forms call by the same name.
QJsonObject namedJson(const FetchResponse &fetch, QByteArrayView frame)
{
    QJsonObject data;
    if (fetch.uid)
        data.insert(QStringLiteral("uid"), qint64(fetch.uid->value));
    if (fetch.flags)
        data.insert(QStringLiteral("flags"), flagsJson(*fetch.flags, frame));
    if (fetch.size)
        data.insert(QStringLiteral("size"), numberJson(*fetch.size));
    if (fetch.internalDate)
        data.insert(QStringLiteral("internaldate"),
                    fetch.internalDate->isValid() ? fetch.internalDate->toString(Qt::ISODate) : QJsonValue());
    if (fetch.modSeq)
        data.insert(QStringLiteral("modseq"), numberJson(fetch.modSeq->value));
    if (fetch.envelope)
        data.insert(QStringLiteral("envelope"), envelopeJson(*fetch.envelope));
    return data;
}

} // namespace

QJsonObject fetchDataJson(const FetchResponse &fetch, QByteArrayView frame)
{
    QJsonObject data = namedJson(fetch, frame);
    if (fetch.structure)
        data.insert(QStringLiteral("body"), bodyJson(*fetch.structure));
    QJsonObject items;
    for (auto section = fetch.sections.begin(); section != fetch.sections.end(); ++section)
        items.insert(sectionName(fetch, section.key()), optionalJson(section.value()));
    for (auto item = fetch.others.begin(); item != fetch.others.end(); ++item) {
        if (item.key() == "X-GM-LABELS")
            data.insert(QStringLiteral("labels"), labelsJson(item.value()));
        else
            items.insert(keyText(item.key()), tokenJson(item.value()));
    }
    if (!items.isEmpty())
        data.insert(QStringLiteral("items"), items);
    return data;
}

QJsonObject messageJson(const FetchResponse &message)
{
    QJsonObject object = namedJson(message, {});
    object.insert(QStringLiteral("seq"), qint64(message.number.value));
    if (message.size)
        object.insert(QStringLiteral("rfc822.size"), numberJson(*message.size));
    if (message.structure)
        object.insert(QStringLiteral("bodystructure"), bodyJson(*message.structure));
    for (auto section = message.sections.begin(); section != message.sections.end(); ++section)
        object.insert(sectionName(message, section.key()), optionalJson(section.value()));
    for (auto item = message.others.begin(); item != message.others.end(); ++item)
        object.insert(keyText(item.key()).toLower(), tokenJson(item.value()));
    if (const auto item = message.others.constFind("X-GM-LABELS"); item != message.others.constEnd()) {
        const QJsonArray labels = labelsJson(item.value());
        object.insert(QStringLiteral("labels"), labels);
        object.insert(QStringLiteral("x-gm-labels"), labels);
    }
    return object;
}

} // namespace app
