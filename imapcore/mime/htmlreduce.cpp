#include "mime/htmlreduce.h"

#include "mime/htmltokens.h"

#include <QHash>
#include <QSet>

namespace imap::mime
{

namespace
{

enum class Kind {
    Dropped,  ///< the tag goes, its content stays
    Void,     ///< no content
    Block,    ///< ordinary element
    Table,    ///< the skeleton of tables
    Inline,   ///< span: kept for its style
    Mark,     ///< becomes <wbr class>
    Swallowed ///< goes with its content
};

const QHash<QByteArray, Kind> &kinds()
{
    static const QHash<QByteArray, Kind> table = [] {
        QHash<QByteArray, Kind> map;
        const auto add = [&map](Kind kind, std::initializer_list<const char *> names) {
            for (const char *name : names)
                map.insert(name, kind);
        };
        add(Kind::Void, {"br", "hr", "img"});
        add(Kind::Block, {"p",          "div",  "h1",     "h2",      "h3",      "h4",        "h5",
                          "h6",         "ul",   "ol",     "li",      "dl",      "dt",        "dd",
                          "blockquote", "pre",  "center", "address", "article", "section",   "header",
                          "footer",     "main", "nav",    "aside",   "figure",  "figcaption"});
        add(Kind::Table, {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"});
        add(Kind::Inline, {"span", "font", "big", "small", "u", "s", "sub", "sup", "label", "ins", "del"});
        add(Kind::Mark, {"a", "b", "strong", "i", "em", "cite", "code", "tt", "kbd", "samp"});
        add(Kind::Swallowed,
            {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "template",
             "select", "object", "svg", "math", "audio", "video", "canvas", "applet", "map"});
        return map;
    }();
    return table;
}

/// The elements whose missing end tag is made good when the key begins.
bool closesImplicitly(const QByteArray &beginning, const QByteArray &open)
{
    if (beginning == "li")
        return open == "li" || open == "p";
    if (beginning == "dt" || beginning == "dd")
        return open == "dt" || open == "dd" || open == "p";
    if (beginning == "td" || beginning == "th")
        return open == "td" || open == "th" || open == "p";
    if (beginning == "tr")
        return open == "tr" || open == "td" || open == "th" || open == "p";
    if (beginning == "tbody" || beginning == "thead" || beginning == "tfoot")
        return open == "tbody" || open == "thead" || open == "tfoot" || open == "tr" || open == "td" ||
               open == "th";
    return open == "p";
}

class Reducer
{
public:
    explicit Reducer(QByteArrayView html)
        : m_in(html)
    {
        m_out.reserve(html.size() / 2 + 64);
    }

    ReducedHtml run()
    {
        m_out = "<!doctype html><body>";
        qsizetype i = 0;
        while (i < m_in.size() && !m_truncated) {
            const qsizetype open = m_in.indexOf('<', i);
            const qsizetype end = open < 0 ? m_in.size() : open;
            text(m_in.sliced(i, end - i));
            i = open < 0 ? end : markup(open);
        }
        return {m_out, m_truncated};
    }

private:
    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

    void text(QByteArrayView piece)
    {
        // Between rows of a table the parser would move text out, one by one and slowly; a cell keeps it
        // there.
        const bool stray = !m_stack.isEmpty() && isSkeleton(m_stack.last()) && !piece.trimmed().isEmpty();
        if (stray)
            m_out += m_stack.last() == "tr" ? "<td>" : "<tr><td>";
        for (const char c : piece) {
            const auto byte = static_cast<unsigned char>(c);
            m_out += byte < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
        }
        if (stray)
            m_out += m_stack.last() == "tr" ? "</td>" : "</td></tr>";
    }

    static bool isSkeleton(const QByteArray &name)
    {
        return name == "table" || name == "tr" || name == "tbody" || name == "thead" || name == "tfoot";
    }

    /// What begins with "<" at `at`; returns where to go on.
    qsizetype markup(qsizetype at)
    {
        const char next = at + 1 < m_in.size() ? m_in[at + 1] : '\0';
        const char second = at + 2 < m_in.size() ? m_in[at + 2] : '\0';
        if (next == '!' || next == '?' || (next == '/' && !isLetter(second)))
            return next == '/' && second != '>' && second != '\0' ? skipDeclaration(m_in, at + 1)
                                                                  : skipDeclaration(m_in, at);
        if (!isLetter(next) && next != '/') {
            text("&lt;");
            return at + 1;
        }
        const HtmlTag tag = readTag(m_in, at);
        const Kind kind = kinds().value(tag.name, Kind::Dropped);
        if (kind == Kind::Swallowed)
            return tag.closing ? tag.end : swallow(tag);
        if (kind != Kind::Dropped && ++m_tags > maximumHtmlTags)
            m_truncated = true;
        else if (kind == Kind::Mark)
            mark(tag);
        else if (kind == Kind::Void)
            emitTag(tag.name, tag);
        else if (kind != Kind::Dropped && tag.closing)
            end(tag, kind);
        else if (kind != Kind::Dropped)
            begin(tag, kind);
        return tag.end;
    }

    qsizetype swallow(const HtmlTag &tag)
    {
        if (m_unclosed.contains(tag.name))
            return tag.end;
        const qsizetype close = findClosing(m_in, tag.name, tag.end);
        if (close >= 0)
            return readTag(m_in, close).end;
        m_unclosed.insert(tag.name); // searching again at each would be quadratic
        const bool code =
            tag.name == "script" || tag.name == "style" || tag.name == "xmp" || tag.name == "textarea";
        return code ? m_in.size() : tag.end;
    }

    void emitTag(const QByteArray &name, const HtmlTag &tag)
    {
        m_out += '<' + name;
        for (const auto &[key, value] : tag.attributes) {
            const char quote = value.contains('"') ? '\'' : '"';
            if (quote == '\'' && value.contains('\''))
                continue;
            m_out += ' ' + key + '=' + quote;
            m_out += value;
            m_out += quote;
        }
        m_out += '>';
    }

    void mark(const HtmlTag &tag)
    {
        static const QHash<QByteArray, QByteArray> letters = {
            {"a", "a"},    {"b", "b"},    {"strong", "b"}, {"i", "i"},   {"em", "i"},
            {"cite", "i"}, {"code", "c"}, {"tt", "c"},     {"kbd", "c"}, {"samp", "c"}};
        HtmlTag out = tag;
        out.attributes.removeIf([](const auto &attribute) { return attribute.first == "class"; });
        const QByteArray value = (tag.closing ? "/" : "") + letters.value(tag.name);
        out.attributes.prepend({"class", QByteArrayView(value)});
        if (tag.closing)
            out.attributes.resize(1);
        emitTag("wbr", out);
    }

    void begin(const HtmlTag &tag, Kind kind)
    {
        const QByteArray name = kind == Kind::Inline ? QByteArrayLiteral("span") : tag.name;
        if (kind == Kind::Table && tag.name != "table" && !m_stack.contains("table")) {
            m_out += "<br>"; // rows without a table would vanish, and their words run into one
            return;
        }
        if (kind != Kind::Inline) {
            while (!m_stack.isEmpty() && closesImplicitly(name, m_stack.last()))
                pop();
        }
        if (m_stack.size() >= maximumHtmlDepth) {
            ++m_dropped[name];
            m_out += kind == Kind::Inline ? "" : "<br>";
            return;
        }
        emitTag(name, tag);
        m_stack.append(name);
    }

    void end(const HtmlTag &tag, Kind kind)
    {
        const QByteArray name = kind == Kind::Inline ? QByteArrayLiteral("span") : tag.name;
        if (int &count = m_dropped[name]; count > 0) {
            --count;
            m_out += kind == Kind::Inline ? "" : "<br>";
            return;
        }
        for (qsizetype i = m_stack.size() - 1; i >= 0; --i) {
            if (m_stack[i] == name) {
                while (m_stack.size() > i)
                    pop();
                return;
            }
            // An end tag does not reach out of its cell, nor an inline one out of its block.
            const bool cell = m_stack[i] == "td" || m_stack[i] == "th" || m_stack[i] == "caption";
            if ((kind == Kind::Table && m_stack[i] == "table") || (kind != Kind::Table && cell) ||
                (kind == Kind::Inline && m_stack[i] != "span"))
                break;
        }
        if (name == "p")
            m_out += "<p></p>";
    }

    void pop() { m_out += "</" + m_stack.takeLast() + '>'; }

    QByteArrayView m_in;
    QByteArray m_out;
    QList<QByteArray> m_stack;
    QHash<QByteArray, int> m_dropped;
    QSet<QByteArray> m_unclosed;
    int m_tags = 0;
    bool m_truncated = false;
};

} // namespace

ReducedHtml reduceHtml(QByteArrayView utf8)
{
    qsizetype size = qMin(utf8.size(), maximumHtmlSize);
    while (size > 0 && size < utf8.size() && (utf8[size] & 0xC0) == 0x80)
        --size;
    ReducedHtml reduced = Reducer(utf8.first(size)).run();
    reduced.truncated = reduced.truncated || size < utf8.size();
    return reduced;
}

} // namespace imap::mime
