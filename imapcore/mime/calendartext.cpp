#include "mime/calendartext.h"

#include <QHash>
#include <QStringList>

namespace imap::mime
{

namespace
{

constexpr qsizetype inputLimit = 256 * 1024;

/// RFC 5545 §3.3.11
QString unescaped(const QString &value)
{
    QString text;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value[i] != QLatin1Char('\\') || i + 1 >= value.size()) {
            text += value[i];
            continue;
        }
        const QChar next = value[++i];
        text += next == QLatin1Char('n') || next == QLatin1Char('N') ? QLatin1Char('\n') : next;
    }
    return text.trimmed();
}

/// "20231123T100000Z" as "2023-11-23 10:00 UTC"; a day alone stays a day (RFC 5545 §3.3.4, §3.3.5).
QString time(const QString &value, const QString &zone)
{
    if (value.size() < 8)
        return value;
    QString text = value.left(4) + QLatin1Char('-') + value.mid(4, 2) + QLatin1Char('-') + value.mid(6, 2);
    if (value.size() >= 13 && value[8] == QLatin1Char('T')) {
        text += QLatin1Char(' ') + value.mid(9, 2) + QLatin1Char(':') + value.mid(11, 2);
        if (value.endsWith(QLatin1Char('Z')))
            text += QStringLiteral(" UTC");
        else if (!zone.isEmpty())
            text += QLatin1String(" (") + zone.left(80) + QLatin1Char(')');
    }
    return text;
}

struct Property {
    QString name;
    QString zone;
    QString value;
};

/// name *(";" parameter) ":" value
Property property(const QString &line)
{
    qsizetype colon = -1;
    bool quoted = false;
    for (qsizetype i = 0; i < line.size() && colon < 0; ++i) {
        if (line[i] == QLatin1Char('"'))
            quoted = !quoted;
        else if (line[i] == QLatin1Char(':') && !quoted)
            colon = i;
    }
    if (colon < 0)
        return {};
    const QStringList head = line.left(colon).split(QLatin1Char(';'));
    Property result{head.first().toUpper(), {}, line.mid(colon + 1)};
    for (const QString &parameter : head) {
        if (parameter.startsWith(QLatin1String("TZID="), Qt::CaseInsensitive))
            result.zone = parameter.mid(5).remove(QLatin1Char('"'));
    }
    return result;
}

} // namespace

QString calendarText(const QString &ics)
{
    QString unfolded = ics.left(inputLimit);
    unfolded.replace(QLatin1String("\n "), QString()).replace(QLatin1String("\n\t"), QString());
    QHash<QString, QString> values;
    bool inEvent = false;
    for (const QString &line : unfolded.split(QLatin1Char('\n'))) {
        const Property item = property(line);
        const bool event = item.value.trimmed().compare(QLatin1String("VEVENT"), Qt::CaseInsensitive) == 0;
        if (item.name == QLatin1String("BEGIN") && event)
            inEvent = true;
        else if (item.name == QLatin1String("END") && event)
            break;
        if (!inEvent || values.contains(item.name))
            continue;
        const bool isTime = item.name == QLatin1String("DTSTART") || item.name == QLatin1String("DTEND");
        values.insert(item.name, isTime ? time(item.value.trimmed(), item.zone) : unescaped(item.value));
    }
    QStringList lines;
    const QString end = values.value(QStringLiteral("DTEND"));
    const QString when =
        values.value(QStringLiteral("DTSTART")) + (end.isEmpty() ? QString() : QStringLiteral(" – ") + end);
    QString organizer = values.value(QStringLiteral("ORGANIZER"));
    if (organizer.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive))
        organizer.remove(0, 7);
    for (const QString &line :
         {values.value(QStringLiteral("SUMMARY")), when, values.value(QStringLiteral("LOCATION")), organizer,
          values.value(QStringLiteral("DESCRIPTION"))}) {
        if (!line.isEmpty())
            lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString enrichedText(const QString &enriched)
{
    QString text;
    int hidden = 0; // within <param>, whose content is not text
    for (qsizetype i = 0; i < enriched.size(); ++i) {
        const QChar c = enriched[i];
        if (c == QLatin1Char('<') && i + 1 < enriched.size() && enriched[i + 1] == QLatin1Char('<')) {
            text += hidden == 0 ? QStringLiteral("<") : QString();
            ++i;
        } else if (c == QLatin1Char('<')) {
            constexpr qsizetype commandLimit = 64;
            const qsizetype length = QStringView(enriched).mid(i + 1, commandLimit).indexOf(QLatin1Char('>'));
            if (length < 0) {
                text += c;
                continue;
            }
            const QString command = enriched.mid(i + 1, length).toLower();
            hidden += command == QLatin1String("param") ? 1 : command == QLatin1String("/param") ? -1 : 0;
            hidden = qMax(hidden, 0);
            i += length + 1;
        } else if (hidden == 0) {
            text += c;
        }
    }
    return text;
}

} // namespace imap::mime
