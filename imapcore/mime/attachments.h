#pragma once

#include "types/bodystructure.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace imap::mime
{

/// A part that can be saved or opened, described without fetching it.
struct AttachmentInfo {
    QByteArray section;  ///< for FETCH BODY[section]
    QString fileName;    ///< safe to store under, never empty; see safeFileName()
    QByteArray mimeType; ///< "image/png", lower case; a guess by extension if the sender said octet-stream
    quint64 size = 0;    ///< octets after decoding, estimated
    bool isInline =
        false; ///< part of the text (picture in HTML, forwarded message): show it there, not as a file
    QByteArray contentId; ///< without "<>", or empty
    QByteArray encoding;  ///< for decodeTransfer()
    bool operator==(const AttachmentInfo &) const = default;
};

/// No more than this many are listed.
inline constexpr qsizetype maximumAttachments = 500;

/// All parts that are not the text itself, in the order of the message, with names that differ from each
/// other. Parts of forwarded messages are listed in the forwarded message's place after it. Any thread.
QList<AttachmentInfo> attachments(const BodyStructure &structure);

/// Content-ID without white space and angle brackets; a "cid:" URL's percent escapes are the caller's.
QByteArray bareContentId(QByteArrayView id);

} // namespace imap::mime
