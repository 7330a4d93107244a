#pragma once

#include "commands/response.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace app
{

/// One response as `postrider-imap parse` prints it. `frame` is what it was read from: sets of flags keep
/// the server's order in the output. `streamOffset`: of the frame, for errors.
QJsonObject responseJson(const imap::Response &response, QByteArrayView frame = {}, quint64 streamOffset = 0);

/// The flags of a FETCH, FLAGS or LIST response in the order in which the server sent them; empty where
/// the frame has none.
QList<QByteArray> flagsInOrder(QByteArrayView frame);

} // namespace app
