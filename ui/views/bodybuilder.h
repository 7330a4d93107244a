#pragma once

#include "mime/textbody.h"

#include <QFont>
#include <QPalette>
#include <QSet>
#include <QTextCursor>
#include <functional>

class QTextDocument;

namespace ui
{

/// Properties that the body's own formats carry in the document.
namespace bodyproperty
{
inline constexpr int quoteLevel = QTextFormat::UserProperty + 1; ///< of a block: bars beside it
inline constexpr int mirrored = QTextFormat::UserProperty + 2;   ///< of a block: read from right to left
} // namespace bodyproperty

/// Anchors of our own in the body: never from the mail, whose links are http, https and mailto only.
namespace bodyanchor
{
inline constexpr char fold[] = "postrider-fold:";    ///< + number of the quote run
inline constexpr char load[] = "postrider-load:";    ///< + section that was not fetched
inline constexpr char showAll[] = "postrider-all:";  ///< the rest of a long message
inline constexpr char picture[] = "postrider-part:"; ///< + section, the name of a picture
} // namespace bodyanchor

/// How the text is set.
struct BodyStyle {
    QFont font;
    QFont fixedFont;
    QPalette palette;
    int columnWidth = 600; ///< pixels; pictures are made to fit
};

/// Sets the blocks of a mail as a document: paragraphs, quotes, lists, tables, links. Works in pieces, so
/// that a long mail does not stop the program.
class BodyBuilder
{
public:
    BodyBuilder(QTextDocument *document, const imap::mime::TextBody &body, BodyStyle style,
                const QSet<qsizetype> &toggledRuns);

    /// Appends blocks until about `units` UTF-16 units were set. Returns whether there is more.
    bool append(qsizetype units);
    bool isComplete() const { return m_next >= m_body.blocks.size(); }
    /// Ends a document that is not complete with a line that offers the rest.
    void offerRest();

    /// Whether a quote is folded as long as nobody asks for it: long ones and quotes of quotes, unless the
    /// message is nothing but a quote.
    static bool foldsByDefault(const imap::mime::TextBody &body, qsizetype run);

private:
    void newBlock(const QTextBlockFormat &format, const QTextCharFormat &characters);
    void setParagraph(const imap::mime::Block &block);
    void setNote(const imap::mime::Block &block);
    void setPicture(const imap::mime::Block &block);
    void setRule(const imap::mime::Block &block);
    qsizetype setTable(qsizetype first);
    void setFoldLine(qsizetype run, bool folded);
    void insertRich(const imap::mime::Block &block, const QString &text, const QTextCharFormat &base);
    QTextBlockFormat blockFormat(const imap::mime::Block &block) const;
    QTextCharFormat charFormat(const imap::mime::Block &block) const;
    QTextCharFormat linkFormat(const QTextCharFormat &base, const QString &target) const;
    qsizetype runAt(qsizetype block);

    QTextDocument *m_document;
    const imap::mime::TextBody &m_body;
    const BodyStyle m_style;
    const QSet<qsizetype> m_toggled;
    QTextCursor m_cursor;
    qsizetype m_next = 0;
    QList<bool> m_foldable; ///< for each quote run
    qsizetype m_run = 0;    ///< first quote run that is not behind m_next
    bool m_first = true;
};

} // namespace ui
