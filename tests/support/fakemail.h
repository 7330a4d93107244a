#pragma once

#include "types/message.h"

#include <QString>

namespace test
{

/// A made-up message, the same for the same UID in every run: Latin, right-to-left and wordless subjects,
/// long ones, labels, attachments. UIDs count up by ten minutes before `newest`.
imap::MessageSummaryPtr fakeMessage(quint32 uid, const imap::FlagSet &flags = {imap::flags::Seen});

/// The same with words of the caller's.
imap::MessageSummaryPtr fakeMessage(quint32 uid, const QString &from, const QString &subject,
                                    const imap::FlagSet &flags = {imap::flags::Seen});

/// For looking at: varied flags as well, dates that end at `newest` with message `last`.
imap::MessageSummaryPtr variedMessage(quint32 uid, quint32 last, const QDateTime &newest);

} // namespace test
