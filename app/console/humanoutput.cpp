#include "app/console/humanoutput.h"

#include "app/console/humanmessage.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QStringList valueTexts(const QJsonArray &array);

/// A value in one line.
QString valueText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().isEmpty() ? QStringLiteral("\"\"") : oneLine(value.toString());
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (value.isArray())
        return valueTexts(value.toArray()).join(QLatin1Char(' '));
    if (value.isObject() && value.toObject().contains(key("b64")))
        return QStringLiteral("(%1 bytes that are not text)")
            .arg(QByteArray::fromBase64(value.toObject().value(key("b64")).toString().toLatin1()).size());
    if (value.isObject()) {
        QStringList parts;
        const QJsonObject object = value.toObject();
        for (auto at = object.begin(); at != object.end(); ++at)
            parts.append(oneLine(at.key()) + QLatin1Char('=') + valueText(at.value()));
        return parts.join(QLatin1Char(' '));
    }
    return QStringLiteral("-");
}

QStringList valueTexts(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue &value : array)
        texts.append(value.isArray() ? QLatin1Char('(') + valueText(value) + QLatin1Char(')')
                                     : valueText(value));
    return texts;
}

/// Keys in the order in which people look for them; the rest by name.
QStringList orderedKeys(const QList<QJsonObject> &items)
{
    QStringList keys;
    const auto add = [&keys](const QString &name) {
        if (!keys.contains(name))
            keys.append(name);
    };
    for (const char *name : {"name", "mailbox", "quota_root", "resource", "identifier", "uid", "seq"}) {
        if (std::any_of(items.begin(), items.end(),
                        [&](const QJsonObject &item) { return item.contains(key(name)); }))
            add(key(name));
    }
    for (const QJsonObject &item : items) {
        for (const QString &name : item.keys())
            add(name);
    }
    return keys;
}

QString table(const QList<QJsonObject> &items, int width)
{
    const QStringList keys = orderedKeys(items);
    QList<QStringList> rows{keys};
    for (const QJsonObject &item : items) {
        QStringList row;
        for (const QString &name : keys)
            row.append(item.contains(name) ? valueText(item.value(name)) : QString());
        rows.append(row);
    }
    return columns(rows, width);
}

QString block(const QJsonObject &item)
{
    QString text;
    for (const QString &name : orderedKeys({item}))
        text += oneLine(name) + QStringLiteral(": ") + valueText(item.value(name)) + QLatin1Char('\n');
    return text;
}

/// 1,2,3,7 as 1:3,7 where they ascend; sorted answers keep their order.
QString idsText(const QJsonObject &item)
{
    const QJsonArray ids = item.value(key("ids")).toArray();
    QString text;
    for (qsizetype i = 0; i < ids.size();) {
        qsizetype end = i;
        while (end + 1 < ids.size() && ids.at(end + 1).toInteger() == ids.at(end).toInteger() + 1)
            ++end;
        text += (text.isEmpty() ? QString() : QStringLiteral(",")) + QString::number(ids.at(i).toInteger());
        if (end > i)
            text += (end == i + 1 ? QLatin1Char(',') : QLatin1Char(':')) +
                    QString::number(ids.at(end).toInteger());
        i = end + 1;
    }
    text = ids.isEmpty() ? QStringLiteral("nothing found\n")
                         : QStringLiteral("%1  (%2 messages)\n").arg(text).arg(ids.size());
    QJsonObject rest = item;
    rest.remove(key("ids"));
    return text + block(rest);
}

QString folders(const QList<QJsonObject> &items, int width)
{
    QList<QStringList> rows;
    for (const QJsonObject &item : items)
        rows.append({oneLine(item.value(key("name")).toString()), valueText(item.value(key("flags")))});
    return columns(rows, width);
}

QString words(const QJsonArray &array, int width)
{
    QString text, line;
    for (const QString &word : valueTexts(array)) {
        if (!line.isEmpty() && width > 0 && line.size() + 1 + word.size() >= width) {
            text += line + QLatin1Char('\n');
            line.clear();
        }
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    return text + line + QLatin1Char('\n');
}

bool allHave(const QList<QJsonObject> &items, std::initializer_list<const char *> names)
{
    return std::all_of(items.begin(), items.end(), [&](const QJsonObject &item) {
        return std::all_of(names.begin(), names.end(),
                           [&](const char *name) { return item.contains(key(name)); });
    });
}

QString updates(const QList<QJsonObject> &items)
{
    QString text;
    for (const QJsonObject &item : items) {
        QString line = humanUpdate(item);
        if (line.isEmpty()) // asked for, so everything is told
            line = QString::fromUtf8(QJsonDocument(item).toJson(QJsonDocument::Compact));
        text += line + QLatin1Char('\n');
    }
    return text;
}

} // namespace

QString humanText(const QList<QJsonObject> &items, int width)
{
    if (items.isEmpty())
        return {};
    const QJsonObject &first = items.first();
    if (allHave(items, {"kind"}))
        return updates(items);
    if (allHave(items, {"seq"}))
        return messagesText(items, width);
    if (allHave(items, {"flags", "delimiter", "name"}))
        return folders(items, width);
    if (items.size() > 1)
        return table(items, width);
    if (first.contains(key("ids")))
        return idsText(first);
    if (first.size() == 1 && first.begin().value().isArray())
        return words(first.begin().value().toArray(), width);
    if (first.value(key("done")).toBool() && first.size() <= 2)
        return QStringLiteral("done\n");
    return block(first);
}

QString humanUpdate(const QJsonObject &response)
{
    const QString type = response.value(key("type")).toString();
    const QString number = QString::number(response.value(key("num")).toInteger());
    const QJsonObject data = response.value(key("data")).toObject();
    if (type == key("EXISTS"))
        return QStringLiteral("%1 messages").arg(number);
    if (type == key("EXPUNGE"))
        return QStringLiteral("message %1 was removed").arg(number);
    if (type == key("VANISHED"))
        return QStringLiteral("messages %1 were removed (UIDs)").arg(data.value(key("uids")).toString());
    if (type == key("FETCH")) {
        const QJsonValue uid = data.value(key("uid"));
        const QString who = uid.isUndefined() ? QStringLiteral("message ") + number
                                              : QStringLiteral("message with UID %1").arg(uid.toInteger());
        if (data.contains(key("flags")))
            return QStringLiteral("%1 has the flags %2")
                .arg(who, data.value(key("flags")).toArray().isEmpty() ? QStringLiteral("(none)")
                                                                       : valueText(data.value(key("flags"))));
        return {};
    }
    const bool status = type == key("OK") || type == key("NO") || type == key("BAD") || type == key("BYE");
    const QString text = valueText(response.value(key("text")));
    const QString code = response.value(key("code")).toObject().value(key("name")).toString();
    if (code == key("ALERT"))
        return QStringLiteral("the server warns: ") + text;
    if (status && type != key("OK"))
        return QStringLiteral("the server says %1: %2").arg(type, text);
    if (type == key("STATUS"))
        return valueText(data);
    return {};
}

QString terminalText(const QString &text)
{
    QString clean = text;
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (QChar &c : clean) {
        const bool control = c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
        if (control && c != QLatin1Char('\n') && c != QLatin1Char('\t'))
            c = QChar::ReplacementCharacter;
    }
    return clean;
}

} // namespace app
