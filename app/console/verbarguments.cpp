#include "app/console/verbarguments.h"

#include "app/console/consoleerror.h"

#include <algorithm>

namespace app
{

namespace
{

/// RFC 9051 §9, flag-keyword and flag-extension: an atom, with a backslash in front where it is a system
/// flag.
bool isFlag(QByteArrayView text)
{
    if (text.startsWith('\\'))
        text = text.sliced(1);
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return uchar(c) > ' ' && uchar(c) < 0x7f && !QByteArrayView("(){%*\"\\]").contains(c);
    });
}

} // namespace

QString textArgument(const QByteArray &argument)
{
    if (!argument.isValidUtf8())
        throw UsageError("not UTF-8: " + argument.toPercentEncoding(" /:@[]()*%", {}, '\\'));
    return QString::fromUtf8(argument);
}

imap::MailboxName folderArgument(const QByteArray &argument)
{
    const QString name = textArgument(argument);
    if (name.isEmpty() || name.contains(QChar(0)))
        throw UsageError("the name of a folder is missing");
    return imap::MailboxName(name);
}

imap::Flag flagArgument(const QByteArray &argument)
{
    if (!isFlag(argument))
        throw UsageError("not a flag such as \\Seen or $Work: " + argument);
    return imap::Flag(argument);
}

imap::FlagSet flagsArgument(const QByteArray &argument)
{
    imap::FlagSet flags;
    for (const QByteArray &word : argument.simplified().split(' ')) {
        if (!word.isEmpty())
            flags.insert(flagArgument(word));
    }
    return flags;
}

QDateTime dateArgument(const QByteArray &argument)
{
    const QDateTime date = QDateTime::fromString(textArgument(argument), Qt::ISODate);
    if (!date.isValid())
        throw UsageError("not a date such as 2024-02-29T12:00:00+01:00: " + argument);
    return date;
}

int secondsArgument(const QByteArray &argument)
{
    bool ok = false;
    const double seconds = argument.toDouble(&ok);
    // As milliseconds it must fit into a timer; the comparison is false for "nan", too.
    if (!ok || !(seconds > 0 && seconds <= 2'000'000))
        throw UsageError("not a number of seconds: " + argument);
    return std::max(1, int(seconds * 1000));
}

std::optional<QByteArray> takeOption(QList<QByteArray> &arguments, const QByteArray &name)
{
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        if (arguments.at(at) == name) {
            if (at + 1 == arguments.size())
                throw UsageError(name + " needs a value");
            arguments.removeAt(at);
            return arguments.takeAt(at);
        }
        if (arguments.at(at).startsWith(name + '='))
            return arguments.takeAt(at).sliced(name.size() + 1);
    }
    return {};
}

bool takeSwitch(QList<QByteArray> &arguments, const QByteArray &name)
{
    return arguments.removeAll(name) > 0;
}

} // namespace app
