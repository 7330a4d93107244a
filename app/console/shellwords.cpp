#include "app/console/shellwords.h"

#include "app/console/consoleerror.h"

namespace app
{

namespace
{

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Splitter
{
public:
    Splitter(const QByteArray &line, Backslash backslash)
        : m_line(line)
        , m_backslash(backslash)
    {
    }

    QList<QByteArray> words()
    {
        for (;;) {
            while (m_at < m_line.size() && isBlank(m_line.at(m_at)))
                ++m_at;
            if (m_at == m_line.size() || m_line.at(m_at) == '#')
                return m_words;
            m_words.append(word());
        }
    }

private:
    QByteArray word()
    {
        QByteArray text;
        while (m_at < m_line.size() && !isBlank(m_line.at(m_at))) {
            const char c = m_line.at(m_at++);
            if (c == '\'')
                text += singleQuoted();
            else if (c == '"')
                text += doubleQuoted();
            else if (c == '\\')
                text += escaped();
            else
                text += c;
        }
        return text;
    }

    QByteArray singleQuoted()
    {
        const qsizetype end = m_line.indexOf('\'', m_at);
        if (end < 0)
            throw UsageError("a ' is not closed");
        const QByteArray text = m_line.mid(m_at, end - m_at);
        m_at = end + 1;
        return text;
    }

    QByteArray doubleQuoted()
    {
        QByteArray text;
        while (m_at < m_line.size()) {
            const char c = m_line.at(m_at++);
            if (c == '"')
                return text;
            const char next = m_at < m_line.size() ? m_line.at(m_at) : '\0';
            if (c == '\\' && (next == '"' || next == '\\' || next == '$' || next == '`'))
                text += m_line.at(m_at++);
            else
                text += c;
        }
        throw UsageError("a \" is not closed");
    }

    QByteArray escaped()
    {
        if (m_at == m_line.size())
            throw UsageError("nothing follows the \\ at the end");
        const char c = m_line.at(m_at++);
        // "\*" is a flag as well, the one that allows keywords; but then a star has no meaning to take away.
        return m_backslash == Backslash::KeepsFlags && isLetter(c) ? QByteArray("\\") + c : QByteArray(1, c);
    }

    const QByteArray &m_line;
    const Backslash m_backslash;
    qsizetype m_at = 0;
    QList<QByteArray> m_words;
};

} // namespace

QList<QByteArray> splitShellWords(const QByteArray &line, Backslash backslash)
{
    return Splitter(line, backslash).words();
}

QByteArray quoteShellWord(const QByteArray &word, Backslash backslash)
{
    QByteArrayView rest(word);
    if (backslash == Backslash::KeepsFlags && rest.size() > 1 && rest.at(0) == '\\' && isLetter(rest.at(1)))
        rest = rest.sliced(1);
    const bool plain = !rest.isEmpty() && std::all_of(rest.begin(), rest.end(), [backslash](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || QByteArrayView("_@%+=:,./-*[]<>").contains(c) ||
               (c == '$' && backslash == Backslash::KeepsFlags) || (uchar(c) & 0x80);
    });
    if (plain)
        return word;
    QByteArray quoted = word;
    quoted.replace("'", "'\\''");
    return '\'' + quoted + '\'';
}

} // namespace app
