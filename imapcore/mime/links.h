#pragma once

#include "mime/block.h"

#include <QString>
#include <QStringView>

namespace imap::mime
{

/// The links in plain text: http://, https://, mailto:, www. and bare mail addresses, without the
/// punctuation around them. At most `limit`. Linear in time.
QList<Link> findLinks(QStringView text, qsizetype limit);

/// A target that may be followed, trimmed and without line breaks: http and https with a host, mailto.
/// Empty for everything else (javascript:, data:, file:, relative, longer than 4096).
QString safeTarget(const QString &href);

/// The host that a link leads to, in lower case and without "www."; empty for mailto.
QString linkHost(const QString &target);

/// Whether `text` reads like the address of another host than `target` leads to.
bool isDeceptive(QStringView text, const QString &target);

} // namespace imap::mime
