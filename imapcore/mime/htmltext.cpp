#include "mime/htmltext.h"

#include "mime/blockbuilder.h"
#include "mime/cleantext.h"
#include "mime/htmlreduce.h"
#include "mime/htmlstyle.h"
#include "mime/htmltables.h"
#include "mime/links.h"

#include <QSet>
#include <gumbo.h>
#include <memory>

namespace imap::mime
{

namespace
{

constexpr qsizetype alternativeLimit = 300; ///< characters of a picture's alternative text

const char *attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : nullptr;
}

QString text(const char *utf8)
{
    return utf8 ? QString::fromUtf8(utf8) : QString();
}

bool hasClass(const GumboNode *node, QLatin1String wanted)
{
    for (const QString &name : text(attribute(node, "class")).split(QLatin1Char(' '))) {
        if (name.compare(wanted, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

bool isSignature(const GumboNode *node)
{
    return hasClass(node, QLatin1String("moz-signature")) ||
           hasClass(node, QLatin1String("gmail_signature")) ||
           text(attribute(node, "id")).compare(QLatin1String("signature"), Qt::CaseInsensitive) == 0;
}

/// Elements that begin and end a paragraph.
bool isBlock(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
        return false;
    default:
        return true;
    }
}

/// Walks the tree with a stack of its own: the depth of a mail is not to be the depth of ours.
class Walker
{
public:
    explicit Walker(const GumboNode *root)
        : m_data(dataTables(root))
    {
        m_stack.append({root, 0, {}, 0, false, false});
    }

    BlockList run()
    {
        while (!m_stack.isEmpty() && !m_builder.isFull()) {
            Frame &frame = m_stack.last();
            const GumboVector &children = frame.node->v.element.children;
            if (frame.next >= children.length) {
                leave(frame);
                m_stack.removeLast();
                continue;
            }
            visit(static_cast<const GumboNode *>(children.data[frame.next++]));
        }
        endLink();
        return m_builder.take();
    }

private:
    struct Frame {
        const GumboNode *node = nullptr;
        unsigned next = 0;
        BlockBuilder::Context context; ///< as it was outside
        int bold = 0;
        bool tiny = false;
        bool data = false;
    };

    struct List {
        bool ordered = false;
        int number = 0;
    };

    void visit(const GumboNode *node)
    {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
            addText(text(node->v.text.text));
            return;
        }
        if (node->type != GUMBO_NODE_ELEMENT)
            return;
        switch (node->v.element.tag) {
        case GUMBO_TAG_BR:
            m_builder.lineBreak();
            return;
        case GUMBO_TAG_HR:
            m_builder.addRule();
            return;
        case GUMBO_TAG_IMG:
            picture(node);
            return;
        case GUMBO_TAG_WBR:
            mark(node);
            return;
        case GUMBO_TAG_HEAD:
            return;
        default:
            enter(node);
        }
    }

    void addText(const QString &piece)
    {
        if (m_tiny || m_hiddenLink)
            return;
        m_linkHasText = m_linkHasText || !piece.trimmed().isEmpty();
        m_builder.addText(piece);
    }

    void enter(const GumboNode *node)
    {
        const char *style = attribute(node, "style");
        const StyleHints hints = style ? styleHints(style) : StyleHints();
        if (hints.hidden || attribute(node, "hidden") || hasClass(node, QLatin1String("preheader")))
            return;
        m_stack.append({node, 0, m_builder.context(), m_bold, m_tiny, m_inData});
        m_tiny = hints.tiny.value_or(m_tiny);
        m_bold = hints.bold ? int(*hints.bold) : m_bold;
        const GumboTag tag = node->v.element.tag;
        if (isBlock(tag) && !(m_inData && isCell(tag)))
            m_builder.endBlock();
        enterElement(node, tag);
        updateStyles();
    }

    static bool isCell(GumboTag tag)
    {
        return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_TR;
    }

    void enterElement(const GumboNode *node, GumboTag tag)
    {
        BlockBuilder::Context context = m_builder.context();
        if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) {
            context.headingLevel = int(tag) - int(GUMBO_TAG_H1) + 1;
        } else if (tag == GUMBO_TAG_BLOCKQUOTE) {
            context.quoteLevel = qMin(context.quoteLevel + 1, maximumQuoteLevel);
            context.listDepth = 0;
        } else if (tag == GUMBO_TAG_PRE) {
            context.preformatted = true;
        } else if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) {
            context.listDepth = qMin(context.listDepth + 1, 16);
            m_lists.append({tag == GUMBO_TAG_OL, text(attribute(node, "start")).toInt() - 1});
            if (m_lists.last().number < 0)
                m_lists.last().number = 0;
        } else if (tag == GUMBO_TAG_DD) {
            context.listDepth = qMin(context.listDepth + 1, 16);
        } else if (tag == GUMBO_TAG_DT) {
            m_bold = 1;
        } else if (tag == GUMBO_TAG_TABLE) {
            context.listDepth = 0;
            m_inData = m_data.contains(node);
        } else if (tag == GUMBO_TAG_TR && m_inData) {
            m_builder.beginRow();
        } else if (isCell(tag) && m_inData) {
            m_builder.nextCell();
            m_bold = tag == GUMBO_TAG_TH ? 1 : m_bold;
        }
        context.signature = context.signature || isSignature(node);
        m_builder.setContext(context);
        if (tag == GUMBO_TAG_LI)
            item();
    }

    void item()
    {
        if (m_lists.isEmpty()) {
            m_builder.setMarker(QStringLiteral("•"));
            return;
        }
        List &list = m_lists.last();
        list.number = qMin(list.number + 1, 1'000'000);
        m_builder.setMarker(list.ordered ? QStringLiteral("%1.").arg(list.number) : QStringLiteral("•"));
    }

    void leave(const Frame &frame)
    {
        const GumboTag tag = frame.node->v.element.tag;
        if (m_stack.size() == 1)
            return;
        if (tag == GUMBO_TAG_TR && frame.data)
            m_builder.endRow();
        else if (isBlock(tag) && !(frame.data && isCell(tag)))
            m_builder.endBlock();
        if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL)
            m_lists.removeLast();
        if (tag == GUMBO_TAG_LI)
            m_builder.setMarker({});
        m_bold = frame.bold;
        m_tiny = frame.tiny;
        m_inData = frame.data;
        m_builder.setContext(frame.context);
        updateStyles();
    }

    /// The flat begin and end marks that reduceHtml() makes of inline elements.
    void mark(const GumboNode *node)
    {
        const QByteArrayView name = attribute(node, "class");
        const char *style = attribute(node, "style");
        const StyleHints hints = style ? styleHints(style) : StyleHints();
        if (name == "a") {
            endLink();
            m_hiddenLink = hints.hidden || hints.tiny.value_or(false);
            m_link = safeTarget(text(attribute(node, "href")));
            m_builder.setLink(m_link);
        } else if (name == "/a") {
            endLink();
        } else if (name.startsWith('/')) {
            QList<bool> &open = marks(name.back());
            if (!open.isEmpty())
                open.removeLast();
        } else if (!name.isEmpty()) {
            QList<bool> &open = marks(name.back());
            if (open.size() < 64)
                open.append(hints.bold.value_or(true)); // <b style="font-weight:normal"> is none
        }
        updateStyles();
    }

    QList<bool> &marks(char letter) { return letter == 'b' ? m_strong : letter == 'i' ? m_emphasis : m_code; }

    void endLink()
    {
        // A picture without words is still a link; where it leads is the only name it has.
        if (!m_link.isEmpty() && m_linkHasPicture && !m_linkHasText && !m_hiddenLink)
            m_builder.addText(linkHost(m_link));
        m_builder.setLink({});
        m_link.clear();
        m_hiddenLink = m_linkHasText = m_linkHasPicture = false;
    }

    void picture(const GumboNode *node)
    {
        const auto small = [&](const char *name) {
            bool number = false;
            const int size = text(attribute(node, name)).toInt(&number);
            return number && size <= 2;
        };
        const char *style = attribute(node, "style");
        if (small("width") || small("height") || (style && styleHints(style).hidden) || m_hiddenLink)
            return;
        const QString source = text(attribute(node, "src")).trimmed();
        const QString alternative = cleanLine(text(attribute(node, "alt")), alternativeLimit);
        m_linkHasPicture = true;
        if (source.startsWith(QLatin1String("cid:"), Qt::CaseInsensitive) && !m_builder.inRow()) {
            const QByteArray id = QByteArray::fromPercentEncoding(source.mid(4).toUtf8());
            m_builder.addPicture("cid:" + id.left(512), alternative);
            m_linkHasText = m_linkHasText || !alternative.isEmpty();
        } else if (!alternative.isEmpty()) {
            m_builder.addText(QLatin1Char(' ') + alternative + QLatin1Char(' '));
            m_linkHasText = true;
        }
    }

    void updateStyles()
    {
        int styles = m_bold != 0 ? Span::Strong : 0;
        if (!m_strong.isEmpty() && m_strong.last())
            styles |= Span::Strong;
        if (!m_emphasis.isEmpty())
            styles |= Span::Emphasis;
        if (!m_code.isEmpty())
            styles |= Span::Code;
        m_builder.setStyles(styles);
    }

    QSet<const GumboInternalNode *> m_data;
    BlockBuilder m_builder;
    QList<Frame> m_stack;
    QList<List> m_lists;
    QList<bool> m_strong;
    QList<bool> m_emphasis;
    QList<bool> m_code;
    QString m_link;
    int m_bold = 0;
    bool m_tiny = false;
    bool m_inData = false;
    bool m_hiddenLink = false;
    bool m_linkHasText = false;
    bool m_linkHasPicture = false;
};

} // namespace

BlockList htmlBlocks(const QString &html)
{
    const ReducedHtml reduced = reduceHtml(html.first(qMin(html.size(), maximumHtmlSize)).toUtf8());
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const auto destroy = [&options](GumboOutput *output) { gumbo_destroy_output(&options, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(
        gumbo_parse_with_options(&options, reduced.html.constData(), size_t(reduced.html.size())), destroy);
    BlockList list = Walker(output->root).run();
    list.truncated = list.truncated || reduced.truncated || html.size() > maximumHtmlSize;
    return list;
}

} // namespace imap::mime
