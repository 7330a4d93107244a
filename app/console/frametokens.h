#pragma once

#include <QByteArrayView>
#include <QJsonArray>
#include <QString>
#include <optional>

namespace app
{

/// All that stands behind the keyword of an untagged response, as tokens; nullopt where it is no list of
/// them.
std::optional<QJsonArray> argumentsJson(QByteArrayView frame);
/// The inbox of a LIST, LSUB or XLIST response as the server spells it: Gmail's XLIST had "Inbox".
std::optional<QString> spelledInbox(QByteArrayView frame);

} // namespace app
