#include "wire/imapdate.h"

#include <array>

namespace imap::wire
{

namespace
{

constexpr std::array<const char *, 12> monthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// `digits` digits as a number, or -1.
int number(QByteArrayView text, qsizetype at, qsizetype digits)
{
    int value = 0;
    for (qsizetype i = at; i < at + digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// Three letters as one number, in lower case.
constexpr quint32 letters(const char *name)
{
    quint32 value = 0;
    for (int i = 0; i < 3; ++i)
        value = value << 8 | (static_cast<unsigned char>(name[i]) | 0x20U);
    return value;
}

/// The month that starts at `name`, 0 for none.
int month(const char *name)
{
    const quint32 wanted = letters(name);
    for (size_t i = 0; i < monthNames.size(); ++i) {
        if (letters(monthNames[i]) == wanted)
            return int(i) + 1;
    }
    return 0;
}

QByteArray padded(int value, int width)
{
    return QByteArray::number(value).rightJustified(width, '0');
}

} // namespace

std::optional<QDateTime> parseDateTime(QByteArrayView text)
{
    // date-time = (SP DIGIT / 2DIGIT) "-" 3ALPHA "-" 4DIGIT SP 2DIGIT ":" 2DIGIT ":" 2DIGIT SP ("+"/"-")
    // 4DIGIT
    qsizetype padding = 0;
    while (padding < text.size() && text[padding] == ' ')
        ++padding;
    text = text.sliced(padding);
    const qsizetype dayDigits = text.indexOf('-');
    if ((dayDigits != 1 && dayDigits != 2) || text.size() != dayDigits + 24)
        return {};
    const int day = number(text, 0, dayDigits);
    const QByteArrayView rest = text.sliced(dayDigits); // "-Jul-1996 02:44:25 -0700"
    if (rest[4] != '-' || rest[9] != ' ' || rest[12] != ':' || rest[15] != ':' || rest[18] != ' ' ||
        (rest[19] != '+' && rest[19] != '-'))
        return {};
    const QDate date(number(rest, 5, 4), month(rest.data() + 1), day);
    const int second = number(rest, 16, 2);
    // A leap second has no place in QTime.
    const QTime time(number(rest, 10, 2), number(rest, 13, 2), second == 60 ? 59 : second);
    const int hours = number(rest, 20, 2);
    const int minutes = number(rest, 22, 2);
    if (!date.isValid() || !time.isValid() || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return {};
    const int offset = (hours * 60 + minutes) * 60;
    return QDateTime(date, time, Qt::OffsetFromUTC, rest[19] == '-' ? -offset : offset);
}

QByteArray formatDateTime(const QDateTime &time)
{
    // Zones of old had offsets with seconds, which the grammar has no place for.
    const int minutes = time.offsetFromUtc() / 60;
    const QDateTime local = time.toOffsetFromUtc(minutes * 60);
    const QDate date = local.date();
    if (!local.isValid() || date.year() < 1 || date.year() > 9999)
        return {};
    const QTime clock = local.time();
    const int zone = minutes < 0 ? -minutes : minutes;
    return QByteArray::number(date.day()).rightJustified(2, ' ') + '-' +
           monthNames[size_t(date.month() - 1)] + '-' + padded(date.year(), 4) + ' ' +
           padded(clock.hour(), 2) + ':' + padded(clock.minute(), 2) + ':' + padded(clock.second(), 2) +
           (minutes < 0 ? " -" : " +") + padded(zone / 60, 2) + padded(zone % 60, 2);
}

QByteArray formatDate(QDate date)
{
    if (!date.isValid() || date.year() < 1 || date.year() > 9999)
        return {};
    return QByteArray::number(date.day()) + '-' + monthNames[size_t(date.month() - 1)] + '-' +
           padded(date.year(), 4);
}

} // namespace imap::wire
