#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace app
{

/// Result objects as people read them. Objects of one verb come together, so that columns line up; text of
/// messages is shown as it is, everything else in lines of its own. Control characters never reach the
/// terminal. `width`: columns of the terminal, 0 where lines may be of any length.
QString humanText(const QList<QJsonObject> &items, int width);

/// What a server said by itself, in one line: "12 messages", "message 3 was removed". Empty for what people
/// need not know.
QString humanUpdate(const QJsonObject &response);

/// Free text made harmless for a terminal: line ends and tabs stay, other control characters become U+FFFD.
QString terminalText(const QString &text);

} // namespace app
