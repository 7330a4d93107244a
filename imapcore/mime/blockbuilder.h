#pragma once

#include "mime/block.h"
#include "mime/blockcollector.h"

#include <QList>
#include <QString>
#include <QStringView>

namespace imap::mime
{

/// Makes blocks of a stream of text and breaks, as a tree walk meets them: folds white space, leaves out
/// invisible fillers, keeps links and emphases where the text is. Knows nothing of HTML.
class BlockBuilder
{
public:
    /// What the next text belongs to. Changing it ends the block where the change would show.
    struct Context {
        int quoteLevel = 0;
        int headingLevel = 0; ///< 0: no heading
        int listDepth = 0;    ///< 0: no list
        bool preformatted = false;
        bool signature = false;
        bool operator==(const Context &) const = default;
    };

    void setContext(const Context &context);
    const Context &context() const { return m_context; }

    void addText(QStringView text);
    void lineBreak();
    /// Ends the block, if there is anything in it.
    void endBlock();
    /// The next block of a list carries this marker.
    void setMarker(const QString &marker) { m_marker = marker; }
    void setStyles(int styles);
    /// From here text leads to `target`; empty: no more.
    void setLink(const QString &target);
    void addRule();
    void addPicture(const QByteArray &resource, const QString &alternative);

    /// Within a row, blocks and line breaks are spaces.
    void beginRow();
    void nextCell();
    void endRow();
    bool inRow() const { return m_row > 0; }

    bool isFull() const { return m_collector.isFull(); }
    BlockList take();

private:
    void closeLink();
    void closeSpan();
    void splitSignature(Block block);
    void hand(Block block);

    BlockCollector m_collector;
    Context m_context;
    Block m_block;
    QString m_marker;
    QString m_link;
    qsizetype m_linkStart = 0;
    int m_styles = 0;
    qsizetype m_spanStart = 0;
    bool m_space = false;     ///< white space seen, not written yet
    int m_row = 0;            ///< number of the cell in a row, 0 outside
    bool m_signature = false; ///< "--" was seen
    int m_signatureLevel = 0;
};

} // namespace imap::mime
