#include "types/searchterms.h"

#include <QChar>
#include <QStringList>
#include <algorithm>

namespace imap
{

namespace
{

constexpr qsizetype MaxTyped = 1000; // UTF-16 units of a query that are looked at
constexpr qsizetype MaxWords = 16;
constexpr qsizetype MaxMarks = 50;
constexpr QChar Between(0x200B); // ZERO WIDTH SPACE; no part of any word

/// Scripts whose words follow each other without a space.
bool standsAlone(char32_t c)
{
    if (c < 0x0E00)
        return false;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
    case QChar::Script_TaiLe:
    case QChar::Script_NewTaiLue:
    case QChar::Script_TaiTham:
    case QChar::Script_TaiViet:
    case QChar::Script_Javanese:
        return true;
    default:
        return QChar::category(c) == QChar::Symbol_Other;
    }
}

bool isMark(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining ||
           category == QChar::Mark_Enclosing;
}

/// Of which the index makes words; the categories of its tokenizer.
bool isWordCharacter(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return QChar::isLetterOrNumber(c) || isMark(c) || category == QChar::Other_PrivateUse ||
           category == QChar::Symbol_Other;
}

/// Signs that people leave out when they type: accents, the vowels of Arabic and Hebrew, the stroke that
/// stretches Arabic words.
bool isLeftOut(char32_t c)
{
    if (c == 0x0640)
        return true;
    // The voicing marks of Kana make other letters.
    if (c == 0x3099 || c == 0x309A)
        return false;
    if (c < 0x0300 || QChar::category(c) != QChar::Mark_NonSpacing)
        return false;
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Inherited || script == QChar::Script_Arabic ||
           script == QChar::Script_Hebrew || script == QChar::Script_Syriac;
}

/// Letters that Unicode does not take apart, as those type them who do not have them; else null.
const char *plainLetters(char32_t c)
{
    switch (c) {
    case 0xDF:
    case 0x1E9E:
        return "ss";
    case 0xC6:
    case 0xE6:
        return "ae";
    case 0x152:
    case 0x153:
        return "oe";
    case 0xD8:
    case 0xF8:
        return "o";
    case 0x110:
    case 0x111:
        return "d";
    case 0x126:
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x141:
    case 0x142:
        return "l";
    default:
        return nullptr;
    }
}

bool isPlain(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

/// The code point at `at`, which moves behind it.
char32_t takeCharacter(QStringView text, qsizetype &at)
{
    const QChar first = text[at++];
    if (first.isHighSurrogate() && at < text.size() && text[at].isLowSurrogate())
        return QChar::surrogateToUcs4(first, text[at++]);
    return first.unicode();
}

bool hasWord(const QString &text)
{
    for (qsizetype at = 0; at < text.size();) {
        if (isWordCharacter(takeCharacter(text, at)))
            return true;
    }
    return false;
}

/// A text with case and accents off, and where each unit of it came from.
struct Folded {
    QString text;
    QList<qsizetype> origin; ///< one more than units: the end
};

Folded fold(QStringView source)
{
    Folded folded;
    folded.text.reserve(source.size());
    folded.origin.reserve(source.size() + 1);
    for (qsizetype at = 0; at < source.size();) {
        const qsizetype start = at;
        const char32_t c = takeCharacter(source, at);
        QString plain;
        if (c < 0x80) {
            plain = QChar(char16_t(c >= U'A' && c <= U'Z' ? c + 32 : c));
        } else if (const char *letters = plainLetters(c)) {
            plain = QLatin1String(letters);
        } else {
            const QString whole = QString::fromUcs4(&c, 1).normalized(QString::NormalizationForm_KD);
            for (qsizetype i = 0; i < whole.size();) {
                const char32_t part = takeCharacter(whole, i);
                if (!isLeftOut(part))
                    plain += QString::fromUcs4(&part, 1);
            }
            plain = plain.toCaseFolded();
        }
        folded.text += plain;
        for (qsizetype i = 0; i < plain.size(); ++i)
            folded.origin.append(start);
    }
    folded.origin.append(source.size());
    return folded;
}

/// Whether a word may begin at `at` of the text.
bool beginsWord(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    qsizetype here = at;
    const char32_t first = takeCharacter(text, here);
    const QChar before = text[at - 1];
    const char32_t last = before.isLowSurrogate() && at > 1 ? QChar::surrogateToUcs4(text[at - 2], before)
                                                            : char32_t(before.unicode());
    return standsAlone(first) || standsAlone(last) || !isWordCharacter(last);
}

} // namespace

QString searchable(const QString &text)
{
    if (isPlain(text))
        return text;
    // Accents are taken off here: the tokenizer knows those of Latin letters only.
    QString whole;
    const QString apart = text.normalized(QString::NormalizationForm_KD);
    whole.reserve(apart.size());
    for (qsizetype at = 0; at < apart.size();) {
        const qsizetype start = at;
        if (!isLeftOut(takeCharacter(apart, at)))
            whole += QStringView(apart).sliced(start, at - start);
    }
    whole = whole.normalized(QString::NormalizationForm_C);
    QString prepared;
    prepared.reserve(whole.size());
    bool alone = false;
    for (qsizetype at = 0; at < whole.size();) {
        const qsizetype start = at;
        const char32_t c = takeCharacter(whole, at);
        if (const char *letters = plainLetters(c)) {
            prepared += QLatin1String(letters);
            alone = false;
            continue;
        }
        const bool aloneNow = !isMark(c) && standsAlone(c);
        // A mark stays with its letter.
        if ((aloneNow || alone) && !isMark(c) && !prepared.isEmpty())
            prepared += Between;
        if (!isMark(c))
            alone = aloneNow;
        prepared += QStringView(whole).sliced(start, at - start);
    }
    return prepared;
}

QList<SearchTerm> searchTerms(const QString &typed)
{
    QString clean = typed.left(MaxTyped);
    clean.replace(QChar(u'\0'), QLatin1Char(' '));
    for (const char16_t quote : {u'\u201C', u'\u201D', u'\u201E', u'\u00AB', u'\u00BB'})
        clean.replace(QChar(quote), QLatin1Char('"'));
    QList<SearchTerm> terms;
    const QStringList halves = clean.split(QLatin1Char('"'));
    for (qsizetype i = 0; i < halves.size() && terms.size() < MaxWords; ++i) {
        // Behind an opening quote that nobody closed comes what is still being typed.
        const bool quoted = i % 2 == 1 && i + 1 < halves.size();
        const QStringList words = quoted ? QStringList{halves[i]} : halves[i].simplified().split(u' ');
        for (const QString &word : words) {
            const QString text = searchable(word);
            if (terms.size() < MaxWords && hasWord(text))
                terms.append({text, quoted, word.simplified()});
        }
    }
    return terms;
}

QList<TextSpan> searchMarks(const QString &text, const QList<SearchTerm> &terms)
{
    const Folded folded = fold(text);
    QList<TextSpan> marks;
    for (const SearchTerm &term : terms) {
        QString needle = term.text;
        needle.remove(Between);
        needle = fold(needle).text.simplified();
        qsizetype at = needle.isEmpty() ? -1 : folded.text.indexOf(needle);
        for (qsizetype found = 0; at >= 0 && found < MaxMarks;
             at = folded.text.indexOf(needle, at + needle.size())) {
            if (!beginsWord(folded.text, at))
                continue;
            const qsizetype start = folded.origin[at];
            marks.append({start, folded.origin[at + needle.size()] - start});
            ++found;
        }
    }
    std::sort(marks.begin(), marks.end(),
              [](const TextSpan &a, const TextSpan &b) { return a.start < b.start; });
    return marks;
}

} // namespace imap
