#include "mime/plaintext.h"

#include "mime/blockcollector.h"
#include "mime/links.h"

#include <QStringList>
#include <array>
#include <optional>

namespace imap::mime
{

namespace
{

/// A line as meant: quote marks off, soft breaks joined.
struct Line {
    int quoteLevel = 0;
    QString text;
    bool signatureMark = false;
};

/// "> > text", ">> text": counts the marks and steps over them. In flowed text marks have no space between
/// them (RFC 3676 §4.5); elsewhere they may have one.
int takeQuoteMarks(QStringView &line, bool flowed)
{
    int level = 0;
    while (!line.isEmpty() && level < 1000) {
        if (line.front() == QLatin1Char('>'))
            line = line.sliced(1);
        else if (!flowed && level > 0 && line.startsWith(u" >"))
            line = line.sliced(2);
        else
            break;
        ++level;
    }
    return level;
}

class LineReader
{
public:
    LineReader(QStringView text, PlainFormat format)
        : m_text(text)
        , m_format(format)
    {
    }

    bool atEnd() const { return m_at >= m_text.size(); }

    Line next()
    {
        Line line = raw();
        if (!m_format.flowed)
            return line;
        while (!atEnd() && isSoft(line)) {
            const qsizetype before = m_at;
            const Line following = raw();
            if (following.quoteLevel != line.quoteLevel || following.signatureMark) {
                m_at = before;
                break;
            }
            if (m_format.deleteSpace)
                line.text.chop(1);
            line.text += following.text;
        }
        while (line.text.endsWith(QLatin1Char(' ')))
            line.text.chop(1);
        return line;
    }

private:
    static bool isSoft(const Line &line)
    {
        return line.text.endsWith(QLatin1Char(' ')) && !line.signatureMark;
    }

    Line raw()
    {
        qsizetype end = m_text.indexOf(QLatin1Char('\n'), m_at);
        end = end < 0 ? m_text.size() : end;
        QStringView view = m_text.sliced(m_at, end - m_at);
        m_at = end + 1;
        Line line;
        if (!m_format.flowed && view.startsWith(u">From ")) { // mbox's escape, left in by many servers
            view = view.sliced(1);
        } else {
            line.quoteLevel = takeQuoteMarks(view, m_format.flowed);
            if ((m_format.flowed || line.quoteLevel > 0) && view.startsWith(QLatin1Char(' ')))
                view = view.sliced(1); // space-stuffing (RFC 3676 §4.4), or the space behind the mark
        }
        // Some servers strip the space; then only a short rest makes it a signature.
        constexpr qsizetype signatureLimit = 1000;
        line.signatureMark = view == u"-- " || (view == u"--" && m_text.size() - m_at < signatureLimit);
        line.text.reserve(view.size());
        for (const QChar c : view) {
            if (!isUnwantedInBody(c.unicode()))
                line.text += c;
        }
        if (!m_format.flowed) {
            while (line.text.endsWith(QLatin1Char(' ')) || line.text.endsWith(QLatin1Char('\t')))
                line.text.chop(1);
        }
        return line;
    }

    QStringView m_text;
    PlainFormat m_format;
    qsizetype m_at = 0;
};

/// Columns, code and drawings: lines that lose their meaning in a proportional font.
bool wantsFixedPitch(const QStringList &lines)
{
    int columns = 0;
    int deep = 0;
    for (const QString &line : lines) {
        const QString body = line.trimmed();
        qsizetype gap = body.indexOf(QLatin1String("  "));
        while (gap > 0 && QStringView(u".!?:").contains(body[gap - 1])) // two spaces behind a sentence
            gap = body.indexOf(QLatin1String("  "), gap + 2);
        const bool drawn = body.contains(QChar(0x2502)) || body.contains(QChar(0x2500)) ||
                           body.contains(QLatin1String("+--")) || body.contains(QLatin1String("---+"));
        columns += gap > 0 || body.contains(QLatin1Char('\t')) || drawn ? 1 : 0;
        deep += line.startsWith(QLatin1String("    ")) || line.startsWith(QLatin1Char('\t')) ? 1 : 0;
    }
    const QString &first = lines.first();
    const bool patch = first.startsWith(QLatin1String("diff --git ")) ||
                       first.startsWith(QLatin1String("@@ -")) || first.startsWith(QLatin1String("--- a/"));
    return patch || (lines.size() > 1 && (columns >= 2 || deep == lines.size())) ||
           (lines.size() == 1 && deep == 1);
}

/// "-----Original Message-----" in the languages of the program that writes it: all behind it is quoted.
bool beginsOriginal(const QString &line)
{
    if (line.size() > 80 || !line.startsWith(QLatin1String("-----")) ||
        !line.endsWith(QLatin1String("-----")))
        return false;
    static constexpr std::array<const char16_t *, 8> titles = {
        u"Original Message",    u"Ursprüngliche Nachricht", u"Message d'origine", u"Mensaje original",
        u"Messaggio originale", u"Oorspronkelijk bericht",  u"Mensagem original", u"Исходное сообщение"};
    for (const char16_t *title : titles) {
        if (line.contains(QStringView(title), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

class Writer
{
public:
    bool isFull() const { return m_collector.isFull(); }

    void add(const Line &line)
    {
        if (line.quoteLevel + m_original != m_level) {
            flush();
            if (line.quoteLevel + m_original > m_level)
                endSignatureBeforeQuote();
            m_level = line.quoteLevel + m_original;
            m_signature = false;
        }
        if (line.signatureMark) {
            flush();
            m_signature = true;
        } else if (line.text.isEmpty()) {
            flush();
        } else if (beginsOriginal(line.text)) {
            flush();
            m_signature = false;
            m_lines.append(line.text);
            flush();
            ++m_original;
        } else {
            m_lines.append(line.text);
            m_size += line.text.size();
            if (m_size > maximumBlockLength)
                flush();
        }
    }

    BlockList take()
    {
        flush();
        store();
        return m_collector.take();
    }

    void setTruncated() { m_collector.setTruncated(); }

private:
    /// "Ann wrote:" stands below the signature of a reply above the quote, but is not part of it.
    void endSignatureBeforeQuote()
    {
        if (m_signature && m_last && m_last->text.endsWith(QLatin1Char(':')))
            m_last->signature = false;
    }

    void store()
    {
        if (m_last)
            m_collector.add(*m_last);
        m_last.reset();
    }

    void flush()
    {
        if (m_lines.isEmpty())
            return;
        store();
        Block block;
        block.quoteLevel = m_level;
        block.signature = m_signature;
        if (m_lines.size() == 1 && isRule(m_lines.first())) {
            block.kind = BlockKind::Rule;
        } else {
            block.preformatted = wantsFixedPitch(m_lines);
            block.text = m_lines.join(QLatin1Char('\n'));
            block.links = findLinks(block.text, maximumLinks);
        }
        m_last = block;
        m_lines.clear();
        m_size = 0;
    }

    static bool isRule(const QString &line)
    {
        const QString body = line.trimmed();
        return body.size() >= 5 && QStringView(u"-_=*~").contains(body.front()) &&
               body.count(body.front()) == body.size();
    }

    BlockCollector m_collector;
    std::optional<Block> m_last; ///< not handed on yet: what follows may tell more about it
    QStringList m_lines;
    qsizetype m_size = 0;
    int m_level = 0;
    int m_original = 0;
    bool m_signature = false;
};

} // namespace

BlockList plainBlocks(const QString &text, PlainFormat format)
{
    // What lies far behind the limit is never shown; it need not be looked at either.
    const qsizetype size = qMin(text.size(), 2 * maximumTextLength);
    const QStringView view = QStringView(text).first(size);
    LineReader reader(view, format);
    Writer writer;
    while (!reader.atEnd() && !writer.isFull())
        writer.add(reader.next());
    if (size < text.size())
        writer.setTruncated();
    return writer.take();
}

} // namespace imap::mime
