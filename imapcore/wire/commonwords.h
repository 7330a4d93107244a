#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace imap::wire
{

/// Words that nearly every response has ("text", "utf-8", "\\Seen") are there once and for all: half the
/// strings of a BODYSTRUCTURE then cost no allocation. A null array where `word` is none of them.
QByteArray commonWord(QByteArrayView word);
/// The common word, or a copy of another one.
QByteArray shared(QByteArrayView word);
/// The same in lower case (ASCII).
QByteArray sharedLower(QByteArrayView word);

} // namespace imap::wire
