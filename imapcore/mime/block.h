#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace imap::mime
{

/// A stretch of a block's text that leads somewhere.
struct Link {
    qsizetype start = 0; ///< UTF-16 units into Block::text
    qsizetype length = 0;
    QString target; ///< http:, https: or mailto:, nothing else ever; where it really leads
    /// The text names one host and the target is another: show the target.
    bool deceptive = false;
    bool operator==(const Link &) const = default;
};

/// A stretch of a block's text that is set off.
struct Span {
    enum Style { Strong = 1, Emphasis = 2, Code = 4 };
    qsizetype start = 0;
    qsizetype length = 0;
    int styles = 0; ///< Style bits
    bool operator==(const Span &) const = default;
};

enum class BlockKind {
    Paragraph, ///< "\n" in the text is a line break
    Heading,   ///< level 1..6
    ListItem,  ///< level = depth from 1; marker
    TableRow,  ///< one row of a data table, cells separated by "\t"; level = number of cells
    Rule,
    Picture,       ///< resource; text is the alternative text
    MessageHeader, ///< of a forwarded message: subject, from, date, one per line
    Note,          ///< about the message, not of it: see NoteKind
};

/// What a note says; the view words it.
enum class NoteKind {
    None,
    Encrypted, ///< a part cannot be shown because it is encrypted
    Signed,    ///< what follows is signed; the signature was not checked
    TooLarge,  ///< a text part is not shown because of its size; text holds the section
    NotLoaded, ///< a text part was not fetched; text holds the section
    Truncated, ///< the text ends here because it is longer than we show
    NoText,    ///< there is no text at all
};

/// A paragraph or the like of a message, ready to be typeset. No markup, no remote content, no control
/// characters but "\n" and "\t"; never longer than maximumBlockLength.
struct Block {
    BlockKind kind = BlockKind::Paragraph;
    NoteKind note = NoteKind::None;
    int level = 0;
    int quoteLevel = 0;        ///< 0 is the sender's own text
    bool signature = false;    ///< belongs to what follows "-- "
    bool preformatted = false; ///< wants a fixed-pitch font: columns, code, drawings
    QString marker;            ///< of a ListItem: "•" or "3."
    QString text;
    QList<Link> links;   ///< in order, not overlapping
    QList<Span> spans;   ///< in order, not overlapping
    QByteArray resource; ///< of a Picture: the section that holds it
    bool operator==(const Block &) const = default;
};

inline constexpr qsizetype maximumBlockLength = 10'000;   ///< UTF-16 units; longer paragraphs are split
inline constexpr qsizetype maximumTextLength = 1'000'000; ///< UTF-16 units of all blocks of one text
inline constexpr qsizetype maximumBlocks = 20'000;
inline constexpr int maximumQuoteLevel = 32;
inline constexpr qsizetype maximumLinks = 5'000; ///< of one text

/// Blocks of one text; `truncated` if the text was longer than the limits allow.
struct BlockList {
    QList<Block> blocks;
    bool truncated = false;
    bool operator==(const BlockList &) const = default;
};

} // namespace imap::mime
