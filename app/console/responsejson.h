#pragma once

#include "commands/response.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace app
{

/// One response as `postrider-imap parse` prints it. `frame` is what it was read from: sets of flags keep
/// the server's order in the output. `streamOffset`: of the frame, for errors.
QJsonObject responseJson(const imap::Response &response, QByteArrayView frame = {}, quint64 streamOffset = 0);

} // namespace app
