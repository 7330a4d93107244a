#include "store/flagcolumns.h"

#include <algorithm>
#include <array>

namespace imap::store
{

namespace
{

const std::array<Flag, 6> &systemFlags()
{
    static const std::array<Flag, 6> list{flags::Seen,    flags::Answered, flags::Flagged,
                                          flags::Deleted, flags::Draft,    flags::Recent};
    return list;
}

bool isWord(const QByteArray &name)
{
    return !name.isEmpty() && std::none_of(name.begin(), name.end(), [](char c) { return uchar(c) <= ' '; });
}

void append(QByteArray &words, const QByteArray &name)
{
    if (!isWord(name))
        return;
    if (!words.isEmpty())
        words.append(' ');
    words.append(name);
}

} // namespace

FlagColumns toColumns(const FlagSet &flags)
{
    FlagColumns columns;
    for (const Flag &flag : flags) {
        const auto &known = systemFlags();
        const auto at = flag.isSystem() ? std::find(known.begin(), known.end(), flag) : known.end();
        if (at != known.end())
            columns.mask |= 1 << (at - known.begin());
        else
            append(columns.words, flag.name());
    }
    return columns;
}

FlagSet fromColumns(int mask, QByteArrayView words)
{
    FlagSet flags;
    for (size_t i = 0; i < systemFlags().size(); ++i) {
        if (mask & (1 << i))
            flags.insert(systemFlags()[i]);
    }
    qsizetype start = 0;
    for (qsizetype i = 0; i <= words.size(); ++i) {
        if (i < words.size() && words[i] != ' ')
            continue;
        if (i > start)
            flags.insert(Flag(words.sliced(start, i - start).toByteArray()));
        start = i + 1;
    }
    return flags;
}

QByteArray wordsOf(const FlagSet &flags)
{
    QByteArray words;
    for (const Flag &flag : flags)
        append(words, flag.name());
    return words;
}

std::optional<QString> labelsToColumn(const QStringList &labels)
{
    QStringList lines;
    for (const QString &label : labels) {
        if (!label.isEmpty() && !label.contains(QLatin1Char('\n')))
            lines.append(label);
    }
    return lines.isEmpty() ? std::nullopt : std::optional(lines.join(QLatin1Char('\n')));
}

QStringList labelsFromColumn(const QString &column)
{
    return column.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace imap::store
