#include "mime/links.h"

#include <QStringList>
#include <QUrl>
#include <optional>

namespace imap::mime
{

namespace
{

constexpr qsizetype targetLimit = 4096;

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

/// What ends a link in running text: space, quotes, angle brackets, and marks of scripts without spaces.
bool endsLink(QChar c)
{
    const char16_t u = c.unicode();
    return c.isSpace() || u < 0x21 || u == u'<' || u == u'>' || u == u'"' || u == u'`' || u == 0x201C ||
           u == 0x201D || u == 0x00AB || u == 0x00BB || u == 0x2028 || u == 0xFFFC ||
           (u >= 0x3000 && u <= 0x3020) || (u >= 0x200B && u <= 0x200F);
}

/// Drops the punctuation of the sentence; closing brackets only if they were not opened inside.
qsizetype trimmedLength(QStringView link)
{
    qsizetype round = link.count(QLatin1Char(')')) - link.count(QLatin1Char('('));
    qsizetype square = link.count(QLatin1Char(']')) - link.count(QLatin1Char('['));
    qsizetype size = link.size();
    while (size > 0) {
        const QChar c = link[size - 1];
        if (c == QLatin1Char(')') && round > 0)
            --round;
        else if (c == QLatin1Char(']') && square > 0)
            --square;
        else if (!QStringView(u".,;:!?'*_|}").contains(c) && c != QChar(0x2019) && c != QChar(0x2026))
            break;
        --size;
    }
    return size;
}

bool isLocalCharacter(QChar c)
{
    return isWordCharacter(c) || QStringView(u".+-=%&/'!#$*^~{}").contains(c);
}

bool isDomainCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('.');
}

struct Found {
    qsizetype start = 0;
    qsizetype length = 0;
    QString prefix; ///< what the target needs in front
};

/// "http://", "https://", "mailto:" or "www." at `at`?
std::optional<Found> schemeAt(QStringView text, qsizetype at)
{
    if (at > 0 && isWordCharacter(text[at - 1]))
        return std::nullopt;
    const QStringView rest = text.sliced(at);
    for (const QStringView scheme :
         {QStringView(u"http://"), QStringView(u"https://"), QStringView(u"mailto:"), QStringView(u"www.")}) {
        if (!rest.startsWith(scheme, Qt::CaseInsensitive))
            continue;
        qsizetype end = scheme.size();
        if (end >= rest.size() || !(isWordCharacter(rest[end]) || rest[end] == QLatin1Char('[')))
            return std::nullopt;
        while (end < rest.size() && end < targetLimit && !endsLink(rest[end]))
            ++end;
        const qsizetype length = trimmedLength(rest.first(end));
        if (length <= scheme.size())
            return std::nullopt;
        const bool bare = scheme == u"www.";
        if (bare && rest.first(length).sliced(4).indexOf(QLatin1Char('.')) < 1)
            return std::nullopt;
        return Found{at, length, bare ? QStringLiteral("http://") : QString()};
    }
    return std::nullopt;
}

/// A mail address around the "@" at `at`, not reaching back before `from`.
std::optional<Found> addressAt(QStringView text, qsizetype at, qsizetype from)
{
    qsizetype start = at;
    while (start > from && at - start < 64 && isLocalCharacter(text[start - 1]))
        --start;
    while (start < at && !isWordCharacter(text[start]))
        ++start;
    qsizetype end = at + 1;
    while (end < text.size() && end - at < 254 && isDomainCharacter(text[end]))
        ++end;
    while (end > at + 1 && !text[end - 1].isLetterOrNumber())
        --end;
    const QStringView domain = text.sliced(at + 1, end - at - 1);
    const qsizetype dot = domain.lastIndexOf(QLatin1Char('.'));
    if (start == at || dot < 1 || domain.size() - dot < 3 || domain.contains(QStringView(u"..")))
        return std::nullopt;
    return Found{start, end - start, QStringLiteral("mailto:")};
}

/// "example.org" out of a text that reads like a web address; empty if it does not.
QString namedHost(QStringView text)
{
    QStringView rest = text.trimmed();
    if (rest.size() > targetLimit)
        return {};
    const bool scheme =
        rest.startsWith(u"http://", Qt::CaseInsensitive) || rest.startsWith(u"https://", Qt::CaseInsensitive);
    if (scheme)
        rest = rest.sliced(rest.indexOf(QLatin1Char('/')) + 2);
    qsizetype end = 0;
    while (end < rest.size() && isDomainCharacter(rest[end]))
        ++end;
    const QStringView host = rest.first(end);
    const qsizetype dot = host.lastIndexOf(QLatin1Char('.'));
    const bool whole = end == rest.size() || QStringView(u"/:?#").contains(rest[end]);
    if (dot < 1 || host.size() - dot < 3 || !whole)
        return {};
    // Without a scheme only what starts with "www." or is a bare host can be meant: "e.g." and file names are
    // not.
    if (!scheme && !host.startsWith(u"www.", Qt::CaseInsensitive)) {
        const QStringView top = host.sliced(dot + 1);
        static const QStringList common = {QStringLiteral("com"), QStringLiteral("org"),
                                           QStringLiteral("net"), QStringLiteral("edu"),
                                           QStringLiteral("gov"), QStringLiteral("info")};
        if (!common.contains(top.toString().toLower()))
            return {};
    }
    QString name = host.toString().toLower();
    return name.startsWith(QLatin1String("www.")) ? name.mid(4) : name;
}

} // namespace

QList<Link> findLinks(QStringView text, qsizetype limit)
{
    QList<Link> links;
    qsizetype from = 0; // everything before belongs to a link already
    for (qsizetype i = 0; i < text.size() && links.size() < limit; ++i) {
        const char16_t c = text[i].unicode();
        std::optional<Found> found;
        if (c == u'h' || c == u'H' || c == u'm' || c == u'M' || c == u'w' || c == u'W')
            found = schemeAt(text, i);
        else if (c == u'@')
            found = addressAt(text, i, from);
        if (!found)
            continue;
        const QString target =
            safeTarget(found->prefix + text.sliced(found->start, found->length).toString());
        if (!target.isEmpty())
            links.append({found->start, found->length, target, false});
        from = found->start + found->length;
        i = from - 1;
    }
    return links;
}

QString safeTarget(const QString &href)
{
    QString target;
    for (const QChar c : href.trimmed().left(targetLimit + 1)) {
        // Browsers drop these; what is left must then be judged, not what was written.
        if (c.unicode() >= 0x20 && c.unicode() != 0x7F && !(c.unicode() >= 0x202A && c.unicode() <= 0x202E))
            target += c;
    }
    if (target.size() > targetLimit)
        return {};
    if (target.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive))
        return target.size() > 7 ? target : QString();
    const bool web = target.startsWith(QLatin1String("http://"), Qt::CaseInsensitive) ||
                     target.startsWith(QLatin1String("https://"), Qt::CaseInsensitive);
    return web && !linkHost(target).isEmpty() ? target : QString();
}

QString linkHost(const QString &target)
{
    if (!target.startsWith(QLatin1String("http"), Qt::CaseInsensitive))
        return {};
    const QString host = QUrl(target, QUrl::TolerantMode).host().toLower();
    return host.startsWith(QLatin1String("www.")) ? host.mid(4) : host;
}

bool isDeceptive(QStringView text, const QString &target)
{
    const QString named = namedHost(text);
    if (named.isEmpty())
        return false;
    const QString real = linkHost(target);
    // A subdomain of what is named is the same house; the other way round it may be anybody's.
    return real != named && !real.endsWith(QLatin1Char('.') + named) &&
           !named.endsWith(QLatin1Char('.') + real);
}

} // namespace imap::mime
