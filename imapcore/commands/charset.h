#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace imap
{

/// `text` in the charset of that name (RFC 2978, as in CHARSET of SEARCH); nullopt where it has no form
/// there, or where the charset is not known.
std::optional<QByteArray> encodeText(const QString &text, const QByteArray &charset);

} // namespace imap
