#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <QStringList>

namespace ui
{

/// A date for lists, in local time and as short as it can be: the time for today, the weekday for the six
/// days before, day and month within this year, else with the year. Empty for an invalid date.
QString listDate(const QDateTime &date, const QDateTime &now = QDateTime::currentDateTime(),
                 const QLocale &locale = QLocale());

/// "Tuesday 14:05, 3 days ago", for the reader. Dates in the future have no distance.
QString readerDate(const QDateTime &date, const QDateTime &now = QDateTime::currentDateTime(),
                   const QLocale &locale = QLocale());

/// Everything about it: weekday, day, time with seconds, the sender's offset from UTC; for tooltips.
QString exactDate(const QDateTime &date, const QLocale &locale = QLocale());

/// "740 bytes", "3.4 kB", "12 MB", in powers of 1000.
QString sizeText(quint64 bytes, const QLocale &locale = QLocale());

/// A number with the locale's grouping.
QString countText(qint64 count, const QLocale &locale = QLocale());

/// "a, b, and c". Where no language is set, English, which our words are in: Qt has only commas there.
QString listText(const QStringList &items, const QLocale &locale = QLocale());

/// A tooltip that shows a text as it is, whoever wrote it; nothing for an empty one. Qt guesses what is
/// markup, and shows "R&amp;D" where it guesses wrong.
QString plainTip(const QString &text);

/// "No messages", "1 message", "1,234 messages".
QString messageCountText(qint64 count, const QLocale &locale = QLocale());

} // namespace ui
