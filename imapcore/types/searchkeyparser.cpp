#include "types/error.h"
#include "types/searchkeywords.h"

#include <deque>

namespace imap
{

namespace
{

/// How many keys may wait for their arguments, parentheses included: bounds the recursion.
constexpr int waitingLimit = 500;

struct TypedWord {
    QString text;
    qsizetype index = 0;
    bool whole = false; ///< spaces in it do not separate: it comes from a line that was cut already
};

[[noreturn]] void refuse(const TypedWord &word, const QString &message)
{
    throw InvalidCriteriaError(message, InvalidCriteriaError::Fault{word.index, word.text});
}

/// Behind the quote that closes the string which begins at `from`, or -1. `content` gets what is inside.
qsizetype readQuoted(const QString &text, qsizetype from, QString &content)
{
    for (qsizetype at = from + 1; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (c == u'"')
            return at + 1;
        const bool escapes =
            c == u'\\' && at + 1 < text.size() && (text.at(at + 1) == u'"' || text.at(at + 1) == u'\\');
        content += escapes ? text.at(++at) : c;
    }
    return -1;
}

/// Cuts a line at its spaces. A quoted string begins where a word does, or behind its parentheses.
/// `index`: what all words get for theirs; -1: they are counted.
std::deque<TypedWord> wordsOfLine(const QString &line, qsizetype index)
{
    std::deque<TypedWord> words;
    qsizetype at = 0;
    while (at < line.size()) {
        if (line.at(at).isSpace()) {
            ++at;
            continue;
        }
        const qsizetype begin = at;
        while (at < line.size() && line.at(at) == u'(')
            ++at;
        if (at < line.size() && line.at(at) == u'"') {
            QString content;
            const qsizetype end = readQuoted(line, at, content);
            if (end < 0)
                refuse({line.sliced(at), index < 0 ? qsizetype(words.size()) : index},
                       QStringLiteral("The quoted text is not closed."));
            at = end;
        }
        while (at < line.size() && !line.at(at).isSpace())
            ++at;
        words.push_back({line.sliced(begin, at - begin), index < 0 ? qsizetype(words.size()) : index, true});
    }
    return words;
}

/// A list becomes a group, a string a quoted word: what stands in it is never taken for a key.
void appendTokens(const QList<Token> &tokens, qsizetype index, int depth, std::deque<TypedWord> &words)
{
    if (depth > waitingLimit)
        refuse({QString(), index}, QStringLiteral("The search criteria are nested too deeply."));
    for (const Token &token : tokens) {
        if (depth == 0)
            ++index;
        if (const auto *list = std::get_if<Token::List>(&token.value)) {
            words.push_back({QStringLiteral("("), index, true});
            appendTokens(*list, index, depth + 1, words);
            words.push_back({QStringLiteral(")"), index, true});
            continue;
        }
        QString text = token.isNil() ? QStringLiteral("NIL") : QString::fromUtf8(token.text());
        if (std::holds_alternative<Token::String>(token.value))
            text = searchwords::quoted(text);
        words.push_back({text, index, true});
    }
}

class Parser
{
public:
    explicit Parser(std::deque<TypedWord> words)
        : m_words(std::move(words))
    {
        if (!m_words.empty())
            m_last = m_words.back();
    }

    SearchKey parse()
    {
        const SearchKey key = keys();
        if (!m_words.empty())
            refuse(m_words.front(), QStringLiteral("This parenthesis closes nothing."));
        return key;
    }

private:
    /// Counts what waits, so that a hostile line cannot take the stack.
    class Waiting
    {
    public:
        Waiting(Parser &parser, const TypedWord &word)
            : m_parser(parser)
        {
            if (parser.m_waiting >= waitingLimit)
                refuse(word, QStringLiteral("The search criteria are nested too deeply."));
            ++parser.m_waiting;
        }
        ~Waiting() { --m_parser.m_waiting; }
        Waiting(const Waiting &) = delete;
        Waiting &operator=(const Waiting &) = delete;

    private:
        Parser &m_parser;
    };

    /// search-key *(SP search-key), up to the end or a ")" that stands in front.
    SearchKey keys()
    {
        QList<SearchKey> list;
        while (spread() && !m_words.front().text.startsWith(u')'))
            list.append(key({}));
        return SearchKey::allOf(list);
    }

    /// Cuts the word in front at its spaces, where it is a key and not the argument of one. False at the
    /// end.
    bool spread()
    {
        while (!m_words.empty() && !m_words.front().whole) {
            const TypedWord word = m_words.front();
            m_words.pop_front();
            std::deque<TypedWord> cut = wordsOfLine(word.text, word.index);
            m_words.insert(m_words.begin(), cut.begin(), cut.end());
        }
        return !m_words.empty();
    }

    /// `behind`: the key that wants this one; empty: none.
    SearchKey key(const QString &behind)
    {
        if (!spread() || m_words.front().text.startsWith(u')')) {
            const TypedWord &place = m_words.empty() ? m_last : m_words.front();
            refuse(place, QStringLiteral("Another criterion is missing behind %1.").arg(behind));
        }
        TypedWord word = m_words.front();
        const Waiting waiting(*this, word);
        m_words.pop_front();
        if (word.text.startsWith(u'('))
            return group(word);
        splitClosing(word, word.text.size());
        m_named = word;
        return named(word);
    }

    SearchKey group(const TypedWord &opening)
    {
        if (opening.text.size() > 1)
            m_words.push_front({opening.text.sliced(1), opening.index, true});
        ++m_open;
        if (spread() && m_words.front().text.startsWith(u')'))
            refuse(opening, QStringLiteral("There is nothing between the parentheses."));
        const SearchKey inner = keys();
        if (m_words.empty())
            refuse(opening, QStringLiteral("This parenthesis is not closed."));
        --m_open;
        TypedWord &closing = m_words.front();
        closing.text.remove(0, 1);
        if (closing.text.isEmpty())
            m_words.pop_front();
        return inner;
    }

    /// Puts at most `most` of the ")" at the word's end back as a word of their own.
    void splitClosing(TypedWord &word, qsizetype most)
    {
        qsizetype closing = 0;
        while (closing < most && closing < word.text.size() &&
               word.text.at(word.text.size() - 1 - closing) == u')')
            ++closing;
        if (closing == 0)
            return;
        m_words.push_front({word.text.last(closing), word.index, true});
        word.text.chop(closing);
    }

    SearchKey named(const TypedWord &word)
    {
        const QString upper = word.text.toUpper();
        if (const auto simple = searchwords::keyOf<SearchKey::Simple>(upper))
            return *simple;
        if (const auto field = searchwords::keyOf<SearchKey::TextField>(upper))
            return SearchKey::text(*field, argument(upper).text);
        if (const auto field = searchwords::keyOf<SearchKey::DateField>(upper))
            return SearchKey::date(*field, date(upper));
        if (const auto field = searchwords::keyOf<SearchKey::NumberField>(upper))
            return SearchKey::number(*field, number(upper, limitOf(*field)));
        if (const auto field = searchwords::keyOf<SearchKey::NameField>(upper))
            return SearchKey::name(*field, atom(upper));
        if (upper == QLatin1String("NOT"))
            return !key(upper);
        if (upper == QLatin1String("FUZZY"))
            return SearchKey::fuzzy(key(upper));
        if (upper == QLatin1String("OR")) {
            const SearchKey first = key(upper);
            return first || key(upper);
        }
        if (upper == QLatin1String("KEYWORD"))
            return SearchKey::flag(flag(upper));
        if (upper == QLatin1String("UNKEYWORD"))
            return withoutFlag(upper);
        if (upper == QLatin1String("HEADER")) {
            const QByteArray name = atom(upper);
            return SearchKey::header(name, argument(upper).text);
        }
        if (upper == QLatin1String("UID"))
            return uids(upper);
        if (upper == QLatin1String("MODSEQ"))
            return modified(upper);
        if (const auto numbers = SeqSet::parse(word.text.toLatin1()))
            return SearchKey::messages(*numbers);
        refuse(word, QStringLiteral("\"%1\" is no search criterion.").arg(word.text));
    }

    /// The word that `key` wants: quoted or bare. Parentheses that the word itself opens belong to it, and
    /// so do all where none is open.
    TypedWord argument(const QString &key)
    {
        if (m_words.empty())
            refuse(m_named, QStringLiteral("A value is missing behind %1.").arg(key));
        TypedWord word = m_words.front();
        m_words.pop_front();
        if (word.text.startsWith(u'"')) {
            QString content;
            const qsizetype end = readQuoted(word.text, 0, content);
            const QString rest = end < 0 ? QString() : word.text.sliced(end);
            if (end >= 0 && rest.count(u')') == rest.size()) {
                if (!rest.isEmpty())
                    m_words.push_front({rest, word.index, true});
                word.text = content;
                return word;
            }
        }
        const qsizetype unbalanced = word.text.count(u')') - word.text.count(u'(');
        splitClosing(word, std::min<qsizetype>(m_open, unbalanced));
        if (word.text.isEmpty() && !m_words.empty() && m_words.front().text.startsWith(u')'))
            refuse(m_named, QStringLiteral("A value is missing behind %1.").arg(key));
        return word;
    }

    QDate date(const QString &key)
    {
        const TypedWord word = argument(key);
        const QStringList parts = word.text.split(u'-');
        QDate date;
        if (parts.size() == 3 && parts.at(0).size() == 4) {
            date = QDate::fromString(word.text, Qt::ISODate);
        } else if (parts.size() == 3 && parts.at(2).size() == 4) {
            for (size_t month = 0; month < searchwords::monthNames.size(); ++month) {
                if (parts.at(1).compare(QLatin1String(searchwords::monthNames.at(month)),
                                        Qt::CaseInsensitive) == 0)
                    date = QDate(parts.at(2).toInt(), int(month) + 1, parts.at(0).toInt());
            }
        }
        if (!date.isValid())
            refuse(word, QStringLiteral("%1 needs a date such as 1-Feb-2024 or 2024-02-01.").arg(key));
        return date;
    }

    static quint64 limitOf(SearchKey::NumberField field)
    {
        using Field = SearchKey::NumberField;
        // Ages are numbers of 32 bits (RFC 5032 §3), sizes of 63 (RFC 9051 §9, number64).
        if (field == Field::Older || field == Field::Younger)
            return 0xFFFFFFFFU;
        return field == Field::Larger || field == Field::Smaller ? ~quint64(0) >> 1 : ~quint64(0);
    }

    static std::optional<quint64> toNumber(const QString &text)
    {
        bool ok = false;
        const quint64 value = text.toULongLong(&ok);
        return ok && !text.startsWith(u'+') ? std::optional(value) : std::nullopt;
    }

    quint64 number(const QString &key, quint64 limit)
    {
        const TypedWord word = argument(key);
        const auto value = toNumber(word.text);
        if (!value || *value > limit)
            refuse(word, QStringLiteral("%1 needs a number up to %2.").arg(key).arg(limit));
        return *value;
    }

    /// A word without spaces, quotes and what else ends an atom.
    QByteArray atom(const QString &key)
    {
        const TypedWord word = argument(key);
        for (const QChar c : std::as_const(word.text)) {
            if (c <= u' ' || c >= u'\x7f' || QStringView(u"(){%*\"\\").contains(c))
                refuse(word, QStringLiteral("%1 needs a plain word.").arg(key));
        }
        if (word.text.isEmpty())
            refuse(word, QStringLiteral("%1 needs a plain word.").arg(key));
        return word.text.toLatin1();
    }

    Flag flag(const QString &key)
    {
        if (m_words.empty() || !m_words.front().text.startsWith(u'\\'))
            return Flag(atom(key));
        const TypedWord word = m_words.front();
        m_words.front().text.remove(0, 1);
        const Flag flag('\\' + atom(key));
        for (const auto &[simple, system] : searchwords::systemFlags) {
            if (Flag(QByteArray(system)) == flag)
                return flag;
        }
        refuse(word, QStringLiteral("%1 cannot be searched for.").arg(word.text));
    }

    SearchKey withoutFlag(const QString &key)
    {
        const Flag unwanted = flag(key);
        if (unwanted.isSystem())
            return !SearchKey::flag(unwanted);
        return SearchKey::keyword(unwanted, false);
    }

    SearchKey uids(const QString &key)
    {
        const TypedWord word = argument(key);
        // RFC 5182 §2.1: `$` may stand for the UIDs as well.
        if (word.text == QLatin1String("$"))
            return SearchKey::savedResult();
        const auto set = UidSet::parse(word.text.toLatin1());
        if (!set)
            refuse(word, QStringLiteral("%1 needs message numbers such as 1,3:5,10:*.").arg(key));
        return SearchKey::messages(*set);
    }

    /// "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer          (RFC 7162 §7)
    SearchKey modified(const QString &key)
    {
        SearchKey::Modified modified;
        TypedWord word = argument(key);
        if (word.text.startsWith(u'/')) {
            modified.entry = word.text.toUtf8();
            word = argument(key);
            const auto scope = searchwords::keyOf<SearchKey::Modified::Scope>(word.text);
            if (!scope)
                refuse(word, QStringLiteral("%1 needs priv, shared or all here.").arg(key));
            modified.scope = *scope;
            word = argument(key);
        }
        const auto value = toNumber(word.text);
        if (!value)
            refuse(word, QStringLiteral("%1 needs a number.").arg(key));
        modified.modSeq = ModSeq(*value);
        return SearchKey::modified(modified);
    }

    std::deque<TypedWord> m_words;
    TypedWord m_last;  ///< where a criterion is missing at the end
    TypedWord m_named; ///< the key whose value is read
    int m_open = 0;
    int m_waiting = 0;
};

} // namespace

SearchKey SearchKey::parse(const QString &line)
{
    return Parser(wordsOfLine(line, -1)).parse();
}

SearchKey SearchKey::parse(const QStringList &words)
{
    std::deque<TypedWord> typed;
    for (const QString &word : words)
        typed.push_back({word, qsizetype(typed.size()), false});
    return Parser(std::move(typed)).parse();
}

SearchKey SearchKey::parse(const QList<Token> &words)
{
    std::deque<TypedWord> typed;
    appendTokens(words, -1, 0, typed);
    return Parser(std::move(typed)).parse();
}

} // namespace imap
