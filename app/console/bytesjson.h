#pragma once

#include "types/envelope.h"
#include "types/flag.h"
#include "types/token.h"

#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonValue>

namespace app
{

/// Text where the bytes are UTF-8, else {"b64": "..."}.
QJsonValue bytesJson(QByteArrayView bytes);
/// The same as a key, which in JSON is always text: Latin-1 where it is not UTF-8.
QString keyText(const QByteArray &bytes);
/// The same as bytesJson, and null for NIL.
QJsonValue optionalJson(const imap::OptionalBytes &bytes);
/// A JSON number where that is exact in every reader's 64 bits, else digits in a string.
QJsonValue numberJson(quint64 number);
/// Atom and string become a string, NIL null, a list an array.
QJsonValue tokenJson(const imap::Token &token);
QJsonArray tokensJson(const QList<imap::Token> &tokens);
QJsonArray bytesListJson(const QList<QByteArray> &list);

} // namespace app
