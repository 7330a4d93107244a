#include "mime/stubtext.h"

#include <algorithm>

namespace imap::mime
{

namespace
{

/// What newsletters say in place of their news, in the languages they come in; in lower case.
constexpr const char16_t *pointerWords[] = {
    u"html",           u"browser",          u"web version",   u"webversion",       u"web-version",
    u"online version", u"online-version",   u"onlineversion", u"webversie",        u"webansicht",
    u"version web",    u"version en ligne", u"versión web",   u"versión en línea", u"versione online",
    u"versione web",   u"versão online",    u"navigateur",    u"navegador",        u"webbläsare",
    u"nettleser",      u"selaime",          u"przeglądar",    u"prohlížeč",        u"böngész",
    u"tarayıcı",       u"браузер",          u"ブラウザ",      u"浏览器",           u"瀏覽器",
    u"브라우저"};

/// What stands below the news, and is none.
constexpr const char16_t *footerWords[] = {
    u"unsubscribe", u"opt out",      u"opt-out",       u"abmelde",      u"abbestell",  u"désabonn",
    u"désinscri",   u"se désinsc",   u"darse de baja", u"date de baja", u"cancellati", u"disiscri",
    u"afmelden",    u"uitschrijven", u"avregistrera",  u"wypisz",       u"odhlásit",   u"отписа",
    u"配信停止",    u"退订",         u"privacy",       u"datenschutz",  u"impressum",  u"copyright",
    u"©",           u"all rights",   u"preferences"};

template <size_t Size>
bool hasWord(const QString &lower, const char16_t *const (&words)[Size])
{
    return std::any_of(std::begin(words), std::end(words),
                       [&](const char16_t *word) { return lower.contains(QStringView(word)); });
}

void appendLetters(QString &letters, QStringView word)
{
    for (qsizetype i = 0; i < word.size(); ++i) {
        const bool pair = word[i].isHighSurrogate() && i + 1 < word.size() && word[i + 1].isLowSurrogate();
        const qsizetype size = pair ? 2 : 1;
        const char32_t c = pair ? QChar::surrogateToUcs4(word[i], word[i + 1]) : word[i].unicode();
        if (QChar::isLetterOrNumber(c))
            letters += word.mid(i, size);
        i += size - 1;
    }
}

bool isBreak(QChar c)
{
    return c.isSpace() || c == QLatin1Char('<') || c == QLatin1Char('>') || c == QLatin1Char('"');
}

/// "https://example.org/x", "www.example.org", "ann@example.org"
bool isAddress(QStringView word)
{
    return word.contains(QLatin1String("://")) || word.contains(QLatin1Char('@')) ||
           word.startsWith(QLatin1String("www."), Qt::CaseInsensitive) ||
           word.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive);
}

/// Behind "[image: logo.png]" (Gmail) or "[cid:image001.png@01DA]" (Outlook) if that begins at `at`, else
/// `at`.
qsizetype skipPictureName(QStringView text, qsizetype at)
{
    constexpr qsizetype longest = 300;
    if (text[at] != QLatin1Char('['))
        return at;
    const QStringView inside = text.mid(at + 1, longest);
    const qsizetype close = inside.indexOf(QLatin1Char(']'));
    const qsizetype colon = inside.indexOf(QLatin1Char(':'));
    if (close < 0 || colon <= 0 || colon > close)
        return at;
    // One word and a colon: "image:", "Bild:", "cid:"; "https:" is a link's target in brackets.
    const QStringView kind = inside.left(colon);
    return std::all_of(kind.begin(), kind.end(), [](QChar c) { return c.isLetter(); }) ? at + close + 2 : at;
}

bool hasAddress(QStringView text)
{
    return text.contains(QLatin1String("://")) || text.contains(QLatin1String("www."), Qt::CaseInsensitive);
}

struct PlainText {
    QString letters;     ///< of all but the quotes
    qsizetype rest = 0;  ///< how many are in lines that neither point to the HTML nor belong to a footer
    bool points = false; ///< it sends people elsewhere
};

PlainText measure(const QString &plain)
{
    PlainText found;
    for (const QStringView line : QStringView(plain).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1Char('>')))
            continue;
        const QString letters = lettersToRead(line);
        const QString lower = line.toString().toLower();
        const bool points = hasWord(lower, pointerWords);
        found.letters += letters;
        found.points = found.points || points;
        if (!points && !hasWord(lower, footerWords))
            found.rest += letters.size();
    }
    return found;
}

} // namespace

QString lettersToRead(QStringView text)
{
    QString letters;
    qsizetype at = 0;
    while (at < text.size()) {
        if (isBreak(text[at])) {
            ++at;
            continue;
        }
        if (const qsizetype behind = skipPictureName(text, at); behind > at) {
            at = behind;
            continue;
        }
        qsizetype end = at + 1;
        while (end < text.size() && !isBreak(text[end]) && text[end] != QLatin1Char('['))
            ++end;
        const QStringView word = text.mid(at, end - at);
        at = end;
        if (!isAddress(word))
            appendLetters(letters, word);
    }
    return letters;
}

bool isStub(const QString &plain, const BlockList &html)
{
    const PlainText text = measure(plain);
    if (text.letters.isEmpty())
        return true;
    QString letters;
    for (const Block &block : html.blocks) {
        if (block.quoteLevel == 0)
            letters += lettersToRead(block.text);
    }
    // The HTML says four times as much, and a paragraph more than a disclaimer of one line.
    constexpr qsizetype paragraph = 120;
    if (letters.size() >= 4 * text.letters.size() + paragraph)
        return true;
    constexpr qsizetype longestPointer = 600;
    if (!text.points || text.letters.size() > longestPointer)
        return false;
    // "View this in your browser", above or below a line or two of the real thing.
    constexpr qsizetype line = 60;
    if (letters.size() >= 2 * text.rest + line && letters.size() > text.letters.size())
        return true;
    // News that are one big picture have no more letters than the hint. Who writes about browsers writes the
    // same in both halves.
    constexpr qsizetype greeting = 24;
    return text.rest < greeting &&
           (hasAddress(plain) || !letters.contains(text.letters, Qt::CaseInsensitive));
}

} // namespace imap::mime
