#include "app/console/fetchjson.h"

#include "app/console/bytesjson.h"
#include "app/console/flagorder.h"
#include "app/console/messagejson.h"

#include <QJsonArray>

namespace app
{

namespace
{

using namespace imap;

/// The items without a name of their own in JSON, as tokens: what has a type in the core reads as if it were
/// still what came on the wire, and numbers of 64 bits are digits.
QMap<QString, QJsonValue> tokenItems(const FetchResponse &fetch)
{
    QMap<QString, QJsonValue> items;
    const auto number = [&](const QString &name, const std::optional<quint64> &value) {
        if (value)
            items.insert(name, QString::number(*value));
    };
    const auto objectId = [&](const QString &name, const std::optional<QByteArray> &id) {
        if (id)
            items.insert(name, id->isEmpty() ? QJsonValue() : QJsonArray{bytesJson(*id)});
    };
    if (fetch.preview)
        items.insert(QStringLiteral("PREVIEW"), optionalJson(*fetch.preview));
    objectId(QStringLiteral("EMAILID"), fetch.emailId);
    objectId(QStringLiteral("THREADID"), fetch.threadId);
    number(QStringLiteral("X-GM-MSGID"), fetch.gmailMessageId);
    number(QStringLiteral("X-GM-THRID"), fetch.gmailThreadId);
    for (auto size = fetch.binarySizes.begin(); size != fetch.binarySizes.end(); ++size)
        number(QStringLiteral("BINARY.SIZE[%1]").arg(keyText(size.key())), size.value());
    for (auto item = fetch.others.begin(); item != fetch.others.end(); ++item)
        items.insert(keyText(item.key()), tokenJson(item.value()));
    return items;
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
    if (fetch.gmailLabels)
        data.insert(QStringLiteral("labels"), QJsonArray::fromStringList(*fetch.gmailLabels));
    return data;
}

void addSections(QJsonObject &object, const FetchResponse &fetch)
{
    const QList<QByteArray> keys = fetch.sections.keys() + fetch.spilled.keys();
    for (const QByteArray &key : keys)
        object.insert(sectionName(fetch, key), optionalJson(fetch.section(key)));
}

} // namespace

QJsonObject fetchDataJson(const FetchResponse &fetch, QByteArrayView frame)
{
    QJsonObject data = namedJson(fetch, frame);
    if (fetch.structure)
        data.insert(QStringLiteral("body"), bodyJson(*fetch.structure));
    QJsonObject items;
    addSections(items, fetch);
    const QMap<QString, QJsonValue> tokens = tokenItems(fetch);
    for (auto item = tokens.begin(); item != tokens.end(); ++item)
        items.insert(item.key(), item.value());
    if (!items.isEmpty())
        data.insert(QStringLiteral("items"), items);
    return data;
}

QJsonObject messageJson(const FetchResponse &message)
{
    QJsonObject object = namedJson(message, {});
    if (message.number.isValid())
        object.insert(QStringLiteral("seq"), qint64(message.number.value));
    if (message.size)
        object.insert(QStringLiteral("rfc822.size"), numberJson(*message.size));
    if (message.structure)
        object.insert(QStringLiteral("bodystructure"), bodyJson(*message.structure));
    addSections(object, message);
    const QMap<QString, QJsonValue> tokens = tokenItems(message);
    for (auto item = tokens.begin(); item != tokens.end(); ++item)
        object.insert(item.key().toLower(), item.value());
    if (message.saveDate && message.saveDate->isValid())
        object.insert(QStringLiteral("savedate"), message.saveDate->toString(Qt::ISODate));
    if (message.gmailLabels)
        object.insert(QStringLiteral("x-gm-labels"), object.value(QStringLiteral("labels")));
    return object;
}

} // namespace app
