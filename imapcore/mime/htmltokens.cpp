#include "mime/htmltokens.h"

#include "mime/htmlreduce.h"

namespace imap::mime
{

namespace
{

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool isKept(const QByteArray &name)
{
    for (const char *kept : {"href", "src", "alt", "style", "class", "id", "hidden", "width", "height",
                             "type", "start", "role", "title", "colspan"}) {
        if (name == kept)
            return true;
    }
    return false;
}

/// Steps over an attribute's value and returns it.
QByteArrayView takeValue(QByteArrayView html, qsizetype &i)
{
    if (i < html.size() && (html[i] == '"' || html[i] == '\'')) {
        const qsizetype begin = i + 1;
        const qsizetype end = html.indexOf(html[i], begin);
        i = end < 0 ? html.size() : end + 1;
        return html.sliced(begin, (end < 0 ? html.size() : end) - begin);
    }
    const qsizetype begin = i;
    while (i < html.size() && !isBlank(html[i]) && html[i] != '>')
        ++i;
    return html.sliced(begin, i - begin);
}

} // namespace

HtmlTag readTag(QByteArrayView html, qsizetype at)
{
    constexpr qsizetype nameLimit = 32;
    HtmlTag tag;
    qsizetype i = at + 1;
    if (html[i] == '/') {
        tag.closing = true;
        ++i;
    }
    for (; i < html.size() && !isBlank(html[i]) && html[i] != '/' && html[i] != '>'; ++i) {
        if (tag.name.size() < nameLimit)
            tag.name += html[i];
    }
    tag.name = tag.name.toLower();
    while (i < html.size() && html[i] != '>') {
        if (isBlank(html[i]) || html[i] == '/') {
            ++i;
            continue;
        }
        QByteArray name;
        for (; i < html.size() && !isBlank(html[i]) && html[i] != '=' && html[i] != '>' && html[i] != '/';
             ++i) {
            if (name.size() < nameLimit)
                name += html[i];
        }
        while (i < html.size() && isBlank(html[i]))
            ++i;
        QByteArrayView value;
        if (i < html.size() && html[i] == '=') {
            ++i;
            while (i < html.size() && isBlank(html[i]))
                ++i;
            value = takeValue(html, i);
        }
        name = name.toLower();
        if (tag.attributes.size() < maximumAttributes && value.size() <= maximumAttributeSize && isKept(name))
            tag.attributes.append({name, value});
    }
    tag.end = qMin(i + 1, html.size());
    return tag;
}

qsizetype skipDeclaration(QByteArrayView html, qsizetype at)
{
    const bool comment = html.sliced(at).startsWith("<!--");
    const qsizetype end = comment ? html.indexOf("-->", at + 2) : html.indexOf('>', at);
    if (end < 0)
        return html.size();
    return end + (comment ? 3 : 1);
}

qsizetype findClosing(QByteArrayView html, const QByteArray &name, qsizetype from)
{
    for (qsizetype i = html.indexOf("</", from); i >= 0; i = html.indexOf("</", i + 2)) {
        const QByteArrayView rest = html.sliced(i + 2);
        if (rest.size() >= name.size() && rest.first(name.size()).compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

} // namespace imap::mime
