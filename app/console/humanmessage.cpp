#include "app/console/humanmessage.h"

#include "app/console/humanoutput.h"
#include "mime/headertext.h"

#include <QJsonArray>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QByteArray bytesOf(const QJsonValue &value)
{
    if (value.isObject())
        return QByteArray::fromBase64(value.toObject().value(key("b64")).toString().toLatin1());
    return value.toString().toUtf8();
}

QString headerText(const QJsonValue &value)
{
    return oneLine(imap::mime::decodeHeader(bytesOf(value)));
}

/// The first person of a list, by name if there is one.
QString personText(const QJsonValue &list)
{
    const QJsonArray first = list.toArray().at(0).toArray();
    if (first.isEmpty())
        return QStringLiteral("-");
    const QString name = headerText(first.at(0));
    if (!name.isEmpty())
        return name;
    const QString host = headerText(first.at(3));
    return headerText(first.at(2)) + (host.isEmpty() ? QString() : QLatin1Char('@') + host);
}

QString flagsText(const QJsonValue &flags)
{
    QStringList names;
    for (const QJsonValue &flag : flags.toArray())
        names.append(oneLine(flag.toString()));
    return names.join(QLatin1Char(' '));
}

QString structureText(const QJsonObject &body, const QString &part = {}, int depth = 0)
{
    QString line = QString(depth * 2 + 2, QLatin1Char(' ')) +
                   (part.isEmpty() ? QString() : part + QLatin1Char(' ')) +
                   oneLine(body.value(key("type")).toString());
    if (body.contains(key("size")))
        line += QStringLiteral(", %1 bytes").arg(body.value(key("size")).toInteger());
    const QJsonObject disposition = body.value(key("disposition")).toObject();
    const QString file = headerText(disposition.value(key("params")).toObject().value(key("filename")));
    if (!file.isEmpty())
        line += QStringLiteral(", ") + file;
    QString text = line + QLatin1Char('\n');
    const QJsonArray parts = body.value(key("parts")).toArray();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString number =
            (part.isEmpty() ? QString() : part + QLatin1Char('.')) + QString::number(i + 1);
        text += structureText(parts.at(i).toObject(), number, depth + 1);
    }
    if (body.contains(key("body")))
        text += structureText(body.value(key("body")).toObject(), part, depth + 1);
    return text;
}

bool isLong(const QString &name, const QJsonValue &value)
{
    return name == key("bodystructure") || name.contains(QLatin1Char('[')) ||
           name.startsWith(key("RFC822")) ||
           (value.isString() && value.toString().contains(QLatin1Char('\n')));
}

/// Sections and structures of one message.
QString details(const QJsonObject &message)
{
    QString text;
    for (auto at = message.begin(); at != message.end(); ++at) {
        if (!isLong(at.key(), at.value()))
            continue;
        if (at.key() == key("bodystructure")) {
            text += structureText(at.value().toObject());
            continue;
        }
        const QByteArray bytes = bytesOf(at.value());
        text += QStringLiteral("--- %1, %2 bytes\n").arg(oneLine(at.key())).arg(bytes.size());
        const QString shown = terminalText(QString::fromUtf8(bytes));
        text +=
            shown + (shown.endsWith(QLatin1Char('\n')) || shown.isEmpty() ? QString() : QStringLiteral("\n"));
    }
    return text;
}

QStringList row(const QJsonObject &message, const QStringList &keys)
{
    QStringList cells;
    for (const QString &name : keys) {
        const QJsonValue value = message.value(name);
        const QJsonObject envelope = message.value(key("envelope")).toObject();
        if (name == key("date"))
            cells.append(headerText(envelope.value(name)));
        else if (name == key("from"))
            cells.append(personText(envelope.value(name)).left(30));
        else if (name == key("subject"))
            cells.append(headerText(envelope.value(name)));
        else if (value.isDouble())
            cells.append(QString::number(value.toInteger()));
        else if (value.isArray())
            cells.append(flagsText(value));
        else
            cells.append(value.isNull() ? QStringLiteral("-") : oneLine(value.toString()));
    }
    return cells;
}

} // namespace

QString messagesText(const QList<QJsonObject> &messages, int width)
{
    QStringList keys{key("uid"), key("seq")};
    bool envelopes = false, longOnes = false;
    for (const QJsonObject &message : messages) {
        envelopes = envelopes || message.contains(key("envelope"));
        for (auto at = message.begin(); at != message.end(); ++at) {
            const bool hidden = at.key() == key("envelope") || at.key() == key("rfc822.size") ||
                                at.key() == key("x-gm-labels") || isLong(at.key(), at.value());
            longOnes = longOnes || isLong(at.key(), at.value());
            if (!hidden && !keys.contains(at.key()))
                keys.append(at.key());
        }
    }
    if (envelopes)
        keys += {key("date"), key("from"), key("subject")};
    QList<QStringList> rows{keys};
    for (const QJsonObject &message : messages)
        rows.append(row(message, keys));
    if (!longOnes)
        return columns(rows, width);
    QString text;
    for (qsizetype i = 0; i < messages.size(); ++i)
        text += columns({keys, rows.at(i + 1)}, width) + details(messages.at(i));
    return text;
}

QString columns(const QList<QStringList> &rows, int width)
{
    QList<qsizetype> widths;
    for (const QStringList &cells : rows) {
        for (qsizetype i = 0; i < cells.size(); ++i) {
            if (widths.size() <= i)
                widths.append(0);
            widths[i] = std::max(widths[i], cells.at(i).size());
        }
    }
    QString text;
    for (const QStringList &cells : rows) {
        QString line;
        for (qsizetype i = 0; i < cells.size(); ++i)
            line += i + 1 == cells.size() ? cells.at(i) : cells.at(i).leftJustified(widths.at(i) + 2);
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        if (width > 1 && line.size() > width)
            line = line.left(width - 1) + QChar(0x2026);
        text += line + QLatin1Char('\n');
    }
    return text;
}

QString wordColumns(const QStringList &words, int width)
{
    qsizetype widest = 1;
    for (const QString &word : words)
        widest = std::max(widest, word.size() + 2);
    const qsizetype across = std::max<qsizetype>(1, width / widest);
    QString text;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size() || (i + 1) % across == 0;
        text += last ? words.at(i) + QLatin1Char('\n') : words.at(i).leftJustified(widest);
    }
    return text;
}

QString oneLine(const QString &text)
{
    QString line = terminalText(text);
    line.replace(QLatin1Char('\n'), QLatin1Char(' '));
    line.replace(QLatin1Char('\t'), QLatin1Char(' '));
    return line;
}

} // namespace app
