#pragma once

#include <QString>
#include <QStringView>

namespace imap::mime
{

/// Characters that turn or cover other text when shown: explicit bidirectional controls, the byte order
/// mark, interlinear and tag characters. Never wanted in one line of somebody else's text.
bool isDeceptive(char32_t c);

/// One line for people: control characters and line breaks become spaces, runs of white space one space,
/// deceptive characters and lone surrogates go, more than eight combining marks on one letter go, at most
/// `limit` UTF-16 units (never half a character).
QString cleanLine(QStringView text, qsizetype limit);

} // namespace imap::mime
