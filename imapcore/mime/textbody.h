#pragma once

#include "mime/block.h"
#include "types/message.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace imap::mime
{

/// Neighbouring blocks with a quoteLevel above 0: what a view may fold.
struct QuoteRun {
    qsizetype first = 0; ///< index into TextBody::blocks
    qsizetype count = 0;
    bool operator==(const QuoteRun &) const = default;
};

/// A message as people read it.
struct TextBody {
    QList<Block> blocks;
    QString text;          ///< all of it as plain text, quotes with "> ", for copying and searching
    bool fromHtml = false; ///< at least one block comes from HTML
    QByteArray charset;    ///< of the first text part, as the sender named it
    QList<QuoteRun> quoteRuns;
    bool complete = true;   ///< false: wanted sections are missing from the MessageBody
    bool truncated = false; ///< longer than we show; a Note block says so where it ends
    bool hasHtml = false;   ///< an HTML version exists, shown or not
    bool operator==(const TextBody &) const = default;
};

/// What to show where a message has its text twice.
enum class Preference {
    Plain, ///< the plain text, unless it is a stub ("please use an HTML reader")
    Html,
};

/// The sections that textBody() needs, and with `inlineImages` also the pictures that belong into the text
/// (Content-ID or inline). Never attachments, never more than 64 sections. In order of use.
QList<QByteArray> wantedSections(const BodyStructure &structure, bool inlineImages,
                                 Preference preference = Preference::Plain);

/// The readable message from what was fetched. A section that is not there gives a NotLoaded note.
/// Any thread; bounded in time whatever the sections hold.
TextBody textBody(const MessageBody &body, Preference preference = Preference::Plain);

/// Plain text of blocks, quotes with "> ".
QString toPlainText(const QList<Block> &blocks);

} // namespace imap::mime
