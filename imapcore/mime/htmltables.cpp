#include "mime/htmltables.h"

#include <QByteArrayView>
#include <QList>
#include <gumbo.h>

namespace imap::mime
{

namespace
{

constexpr qsizetype cellLimit = 160; ///< bytes of text; more is a column of a layout
constexpr qsizetype loneRowLimit = 60;
constexpr int columnLimit = 24;

struct Table {
    const GumboNode *node = nullptr;
    bool layout = false;
    int wideRows = 0;    ///< rows with two filled cells
    int filledCells = 0; ///< in this row
    int blocks = 0;      ///< in this cell
    qsizetype cell = 0;  ///< bytes of text in this cell
    qsizetype longest = 0;
};

struct Step {
    const GumboNode *node;
    unsigned next;
};

bool isBlockTag(GumboTag tag)
{
    return tag == GUMBO_TAG_P || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_CENTER;
}

bool isLayoutTag(GumboTag tag)
{
    return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_BLOCKQUOTE ||
           tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_HR || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
}

void enter(QList<Table> &open, const GumboNode *node)
{
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_TABLE) {
        for (qsizetype i = open.size() - 1; i >= 0 && !open[i].layout; --i)
            open[i].layout = true;
        open.append({node});
        return;
    }
    if (open.isEmpty())
        return;
    Table &table = open.last();
    if (tag == GUMBO_TAG_TR) {
        table.filledCells = 0;
    } else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
        table.cell = 0;
        table.blocks = 0;
    } else if (isBlockTag(tag)) {
        table.layout = table.layout || ++table.blocks > 2;
    } else if (isLayoutTag(tag)) {
        table.layout = true;
    }
}

void leave(QList<Table> &open, const GumboNode *node, QSet<const GumboInternalNode *> &data)
{
    if (open.isEmpty())
        return;
    Table &table = open.last();
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) {
        table.filledCells += table.cell > 0 ? 1 : 0;
        table.longest = qMax(table.longest, table.cell);
        table.layout = table.layout || table.cell > cellLimit;
    } else if (tag == GUMBO_TAG_TR) {
        table.wideRows += table.filledCells >= 2 ? 1 : 0;
        table.layout = table.layout || table.filledCells > columnLimit;
    } else if (tag == GUMBO_TAG_TABLE) {
        // One row of long cells is a header of a layout; "Total | 12.00" is not.
        if (!table.layout && (table.wideRows > 1 || (table.wideRows == 1 && table.longest <= loneRowLimit)))
            data.insert(table.node);
        open.removeLast();
    }
}

} // namespace

QSet<const GumboInternalNode *> dataTables(const GumboInternalNode *root)
{
    QSet<const GumboInternalNode *> data;
    QList<Table> open;
    QList<Step> stack{{root, 0}};
    while (!stack.isEmpty()) {
        Step &step = stack.last();
        const GumboVector &children = step.node->v.element.children;
        if (step.next >= children.length) {
            leave(open, step.node, data);
            stack.removeLast();
            continue;
        }
        const auto *child = static_cast<const GumboNode *>(children.data[step.next++]);
        if (child->type == GUMBO_NODE_ELEMENT) {
            enter(open, child);
            stack.append({child, 0});
        } else if (child->type == GUMBO_NODE_TEXT && !open.isEmpty()) {
            open.last().cell += QByteArrayView(child->v.text.text).trimmed().size();
        }
    }
    return data;
}

} // namespace imap::mime
