#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("Formatting", text);
}

/// Day and month in the order and with the marks that the locale uses.
QString dayAndMonth(const QLocale &locale)
{
    switch (locale.language()) {
    case QLocale::Chinese:
    case QLocale::Japanese:
        return QStringLiteral("M'\u6708'd'\u65e5'");
    case QLocale::Korean:
        return QStringLiteral("M'\uc6d4' d'\uc77c'");
    default:
        break;
    }
    const QString order = locale.dateFormat(QLocale::ShortFormat);
    return order.indexOf(QLatin1Char('M')) < order.indexOf(QLatin1Char('d')) ? QStringLiteral("MMM d")
                                                                             : QStringLiteral("d MMM");
}

QString shortTime(const QDateTime &date, const QLocale &locale)
{
    // The C locale writes seconds, which nobody asked for.
    return locale.language() == QLocale::C ? locale.toString(date.time(), QStringLiteral("HH:mm"))
                                           : locale.toString(date.time(), QLocale::ShortFormat);
}

QString distance(qint64 days)
{
    if (days == 0)
        return tr("today");
    if (days == 1)
        return tr("yesterday");
    if (days < 14)
        return tr("%1 days ago").arg(days);
    if (days < 60)
        return tr("%1 weeks ago").arg(days / 7);
    if (days < 365)
        return tr("%1 months ago").arg(days / 30);
    return days < 730 ? tr("1 year ago") : tr("%1 years ago").arg(days / 365);
}

} // namespace

QString listDate(const QDateTime &date, const QDateTime &now, const QLocale &locale)
{
    if (!date.isValid())
        return {};
    const QDateTime local = date.toLocalTime();
    const QDate today = now.toLocalTime().date();
    const qint64 days = local.date().daysTo(today);
    if (days == 0)
        return shortTime(local, locale);
    if (days > 0 && days < 7)
        return locale.dayName(local.date().dayOfWeek(), QLocale::ShortFormat);
    QString format = dayAndMonth(locale);
    if (local.date().year() != today.year())
        format = format.startsWith(QLatin1String("M'")) ? QStringLiteral("yyyy/M/d")
                                                        : format + QStringLiteral(" yyyy");
    return locale.toString(local.date(), format);
}

QString readerDate(const QDateTime &date, const QDateTime &now, const QLocale &locale)
{
    if (!date.isValid())
        return {};
    const QDateTime local = date.toLocalTime();
    const QDate today = now.toLocalTime().date();
    const qint64 days = local.date().daysTo(today);
    const QString time = shortTime(local, locale);
    if (days >= 0 && days < 7)
        return tr("%1 %2, %3").arg(locale.dayName(local.date().dayOfWeek()), time, distance(days));
    QString format = dayAndMonth(locale);
    if (local.date().year() != today.year())
        format += QStringLiteral(" yyyy");
    const QString day = locale.toString(local.date(), format);
    return days < 0 ? tr("%1, %2").arg(day, time) : tr("%1, %2, %3").arg(day, time, distance(days));
}

QString exactDate(const QDateTime &date, const QLocale &locale)
{
    if (!date.isValid())
        return {};
    const QDateTime local = date.toLocalTime();
    QString text = tr("%1, %2").arg(locale.toString(local.date(), QLocale::LongFormat),
                                    locale.toString(local.time(), QStringLiteral("HH:mm:ss")));
    if (date.offsetFromUtc() != local.offsetFromUtc()) {
        const int minutes = qAbs(date.offsetFromUtc()) / 60;
        text +=
            QLatin1Char('\n') +
            tr("At the sender: %1 (UTC%2%3)")
                .arg(locale.toString(date.time(), QStringLiteral("HH:mm")),
                     date.offsetFromUtc() < 0 ? QString(QChar(0x2212)) : QStringLiteral("+"),
                     QStringLiteral("%1:%2").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0')));
    }
    return text;
}

QString sizeText(quint64 bytes, const QLocale &locale)
{
    if (bytes < 1000)
        return bytes == 1 ? tr("1 byte") : tr("%1 bytes").arg(bytes);
    double value = double(bytes);
    const char *const units[] = {
        QT_TRANSLATE_NOOP("Formatting", "%1 kB"), QT_TRANSLATE_NOOP("Formatting", "%1 MB"),
        QT_TRANSLATE_NOOP("Formatting", "%1 GB"), QT_TRANSLATE_NOOP("Formatting", "%1 TB")};
    size_t unit = 0;
    value /= 1000;
    while (value >= 999.5 && unit + 1 < std::size(units)) {
        value /= 1000;
        ++unit;
    }
    // Two digits that mean something are enough to compare by eye.
    return tr(units[unit]).arg(locale.toString(value, 'f', value < 9.95 ? 1 : 0));
}

QString listText(const QStringList &items, const QLocale &locale)
{
    const bool none = locale.language() == QLocale::C;
    return (none ? QLocale(QLocale::English) : locale).createSeparatedList(items);
}

QString plainTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    return QStringLiteral("<qt>%1</qt>")
        .arg(text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
}

QString countText(qint64 count, const QLocale &locale)
{
    return locale.toString(count);
}

QString messageCountText(qint64 count, const QLocale &locale)
{
    if (count == 0)
        return tr("No messages");
    return count == 1 ? tr("1 message") : tr("%1 messages").arg(locale.toString(count));
}

} // namespace ui
