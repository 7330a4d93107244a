#pragma once

#include "types/flag.h"

#include <QByteArrayView>
#include <QJsonArray>

namespace app
{

/// The flags of a FETCH, FLAGS or LIST response in the order in which the server sent them; empty where
/// the frame has none.
QList<QByteArray> flagsInOrder(QByteArrayView frame);
/// Flags as an array, in the order of the frame they were read from, if there is one.
QJsonArray flagsJson(const imap::FlagSet &flags, QByteArrayView frame = {});

} // namespace app
