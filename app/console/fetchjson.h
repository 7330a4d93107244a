#pragma once

#include "commands/responses.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace app
{

/// The data of a FETCH response as `postrider-imap parse` prints it: what is known by name, and `items` for
/// sections and the rest. `frame` is what it was read from, for the order of the flags.
QJsonObject fetchDataJson(const imap::FetchResponse &fetch, QByteArrayView frame = {});
/// A message as verbs print it: uid, seq, and each item under its own name, lower case but for sections.
QJsonObject messageJson(const imap::FetchResponse &message);

} // namespace app
