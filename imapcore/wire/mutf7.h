#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <optional>

namespace imap::wire
{

/// Modified UTF-7 of mailbox names (RFC 3501 §5.1.3).
QByteArray encodeMutf7(QStringView name);
/// nullopt where the bytes are not well-formed modified UTF-7.
std::optional<QString> decodeMutf7(QByteArrayView bytes);

} // namespace imap::wire
