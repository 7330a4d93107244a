#include "mime/maildate.h"

#include <QByteArray>
#include <QList>
#include <array>

namespace imap::mime
{

namespace
{

constexpr qsizetype inputLimit = 256;

struct Parts {
    int day = 0;
    int month = 0;
    int year = -1;
    QTime time;
    std::optional<int> offset; ///< seconds east of UTC
};

/// Comments (RFC 5322 §3.2.2) nest and are white space.
QByteArray withoutComments(QByteArrayView text)
{
    QByteArray plain;
    int depth = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && depth > 0)
            ++i;
        else if (c == '(')
            plain += depth++ == 0 ? " " : "";
        else if (c == ')')
            depth = qMax(0, depth - 1);
        else if (depth == 0)
            plain += c;
    }
    return plain;
}

std::optional<int> number(QByteArrayView digits)
{
    if (digits.isEmpty() || digits.size() > 9)
        return std::nullopt;
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

int monthOf(QByteArrayView word)
{
    static constexpr std::array<const char *, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                            "jul", "aug", "sep", "oct", "nov", "dec"};
    if (word.size() < 3)
        return 0;
    for (size_t i = 0; i < months.size(); ++i) {
        if (word.first(3).compare(months[i], Qt::CaseInsensitive) == 0)
            return int(i) + 1;
    }
    return 0;
}

/// RFC 5322 §4.3: two digits below 50 are of this century, other two and three digit years count from 1900.
int fullYear(int year, qsizetype digits)
{
    if (digits == 2)
        return year < 50 ? 2000 + year : 1900 + year;
    return digits == 3 ? 1900 + year : year;
}

/// hour ":" minute [":" second ["." fraction]]; dots instead of colons are sent too.
QTime timeOf(QByteArrayView word)
{
    const char separator = word.contains(':') ? ':' : '.';
    const QList<QByteArray> pieces = word.toByteArray().split(separator);
    if (pieces.size() < 2 || pieces.size() > 4)
        return {};
    const auto hour = number(pieces[0]);
    const auto minute = number(pieces[1]);
    QByteArray seconds = pieces.size() > 2 ? pieces[2] : QByteArrayLiteral("0");
    if (const qsizetype dot = seconds.indexOf('.'); dot >= 0)
        seconds.truncate(dot);
    const auto second = number(seconds);
    if (!hour || !minute || !second || *second > 60)
        return {};
    return {*hour == 24 ? 0 : *hour, *minute, qMin(*second, 59)}; // 60 is a leap second
}

/// zone = ("+" / "-") 4DIGIT, or a name (RFC 5322 §4.3)
std::optional<int> zoneOf(QByteArrayView word)
{
    struct Zone {
        const char *name;
        int hours;
    };
    static constexpr std::array<Zone, 17> zones = {{{"ut", 0},
                                                    {"utc", 0},
                                                    {"gmt", 0},
                                                    {"z", 0},
                                                    {"est", -5},
                                                    {"edt", -4},
                                                    {"cst", -6},
                                                    {"cdt", -5},
                                                    {"mst", -7},
                                                    {"mdt", -6},
                                                    {"pst", -8},
                                                    {"pdt", -7},
                                                    {"cet", 1},
                                                    {"cest", 2},
                                                    {"met", 1},
                                                    {"bst", 1},
                                                    {"jst", 9}}};
    constexpr int secondsPerHour = 3600;
    if (word.startsWith('+') || word.startsWith('-')) {
        QByteArray digits = word.sliced(1).toByteArray();
        digits.replace(':', "");
        const auto value = number(digits);
        if (!value)
            return std::nullopt;
        const int hours = digits.size() <= 2 ? *value : *value / 100;
        const int minutes = digits.size() <= 2 ? 0 : *value % 100;
        if (hours > 14 || minutes > 59) // further from UTC than any place on earth
            return 0;
        const int seconds = hours * secondsPerHour + minutes * 60;
        return word.startsWith('-') ? -seconds : seconds;
    }
    for (const Zone &zone : zones) {
        if (word.compare(zone.name, Qt::CaseInsensitive) == 0)
            return zone.hours * secondsPerHour;
    }
    return std::nullopt;
}

/// "23-Nov-2023", "23/Nov/2023": one word instead of three.
QList<QByteArray> splitWords(QByteArray text)
{
    text.replace(',', ' ').replace('\t', ' ').replace('\r', ' ').replace('\n', ' ').replace('/', ' ');
    QList<QByteArray> words;
    for (const QByteArray &word : text.split(' ')) {
        const QList<QByteArray> pieces = word.split('-');
        const bool dashed = pieces.size() == 3 && monthOf(pieces[1]) > 0 && number(pieces[0]);
        if (dashed)
            words += pieces;
        else if (!word.isEmpty())
            words += word;
    }
    return words;
}

void takeWord(Parts &parts, const QByteArray &word)
{
    if (!parts.time.isValid() && (word.contains(':') || (word.count('.') >= 1 && word.size() >= 4)) &&
        word.front() >= '0' && word.front() <= '9') {
        // "03:08:00+0100": the zone stuck to the time
        const qsizetype sign = qMax(word.indexOf('+'), word.indexOf('-'));
        parts.time = timeOf(sign > 0 ? QByteArrayView(word).first(sign) : QByteArrayView(word));
        if (sign > 0)
            parts.offset = zoneOf(QByteArrayView(word).sliced(sign));
        return;
    }
    if (const int month = monthOf(word); month > 0 && (parts.month == 0 || !parts.time.isValid())) {
        parts.month = month; // the last one: French "mar." is Tuesday
        return;
    }
    if (const auto value = number(word)) {
        if (parts.day == 0 && word.size() <= 2)
            parts.day = *value;
        else if (parts.year < 0)
            parts.year = fullYear(*value, word.size());
        return;
    }
    const bool afternoon = word.compare("pm", Qt::CaseInsensitive) == 0;
    if (parts.time.isValid() && (afternoon || word.compare("am", Qt::CaseInsensitive) == 0)) {
        const int hour = parts.time.hour() % 12 + (afternoon ? 12 : 0);
        parts.time = QTime(hour, parts.time.minute(), parts.time.second());
        return;
    }
    if (!parts.offset && parts.time.isValid())
        parts.offset = zoneOf(word);
}

std::optional<QDateTime> fromIso(const QByteArray &text)
{
    if (text.size() < 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(text.trimmed()), Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    return date.timeSpec() == Qt::LocalTime ? QDateTime(date.date(), date.time(), Qt::UTC) : date;
}

} // namespace

std::optional<QDateTime> parseDate(QByteArrayView rfc5322)
{
    const QByteArray text = withoutComments(rfc5322.first(qMin(rfc5322.size(), inputLimit))).trimmed();
    if (auto iso = fromIso(text))
        return iso;
    Parts parts;
    for (const QByteArray &word : splitWords(text))
        takeWord(parts, word);
    const QDate date(parts.year, parts.month, parts.day);
    if (parts.year < 1900 || parts.year > 9999 || !date.isValid())
        return std::nullopt;
    const QTime time = parts.time.isValid() ? parts.time : QTime(0, 0);
    return QDateTime(date, time, Qt::OffsetFromUTC, parts.offset.value_or(0));
}

QDateTime writtenDate(const MessageSummary &message)
{
    if (!message.envelope.date)
        return message.internalDate;
    const auto written = parseDate(*message.envelope.date);
    if (!written || !written->isValid() || written->date().year() < 1970)
        return message.internalDate;
    constexpr qint64 secondsOfGrace = 24 * 3600;
    if (message.internalDate.isValid() && message.internalDate.secsTo(*written) > secondsOfGrace)
        return message.internalDate;
    return *written;
}

} // namespace imap::mime
