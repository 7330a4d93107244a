#pragma once

#include "types/flag.h"
#include "types/mailboxname.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace app
{

// What the words behind a verb mean. All of these throw UsageError, which names the word.

/// Arguments are UTF-8, whatever the locale.
QString textArgument(const QByteArray &argument);
/// A folder's name as people write it.
imap::MailboxName folderArgument(const QByteArray &argument);
/// One flag or keyword, which must be an atom (RFC 9051 §9).
imap::Flag flagArgument(const QByteArray &argument);
/// Flags in one argument, separated by blanks.
imap::FlagSet flagsArgument(const QByteArray &argument);
/// RFC 3339, with its offset: 2024-02-29T12:00:00+01:00. Without one it is local time.
QDateTime dateArgument(const QByteArray &argument);
/// A positive number of seconds, fractions allowed, in milliseconds.
int secondsArgument(const QByteArray &argument);

/// Takes the option `name` and its value out of `arguments`, wherever it stands; `--name=value` will do.
std::optional<QByteArray> takeOption(QList<QByteArray> &arguments, const QByteArray &name);
/// The same for an option without a value.
bool takeSwitch(QList<QByteArray> &arguments, const QByteArray &name);

} // namespace app
