#include "types/searchkey.h"

#include "types/error.h"
#include "types/searchkeywords.h"

#include <algorithm>
#include <iterator>

namespace imap
{

namespace
{

using Kind = SearchPiece::Kind;

SearchPiece word(QByteArrayView text)
{
    return {Kind::Word, QString::fromLatin1(text)};
}

/// date-text of RFC 9051 §9: "1-Feb-1994".
QString dateText(QDate date)
{
    if (!date.isValid() || date.year() < 1 || date.year() > 9999)
        throw InvalidCriteriaError(QStringLiteral("A search needs a date between the years 1 and 9999."));
    return QStringLiteral("%1-%2-%3")
        .arg(date.day())
        .arg(QString::fromLatin1(searchwords::monthNames.at(size_t(date.month() - 1))))
        .arg(date.year(), 4, 10, QLatin1Char('0'));
}

/// The pieces of one leaf.
struct LeafPieces {
    QList<SearchPiece> &pieces;

    void put(Kind kind, const QString &text) const { pieces.append({kind, text}); }
    void put(QByteArrayView text) const { pieces.append(word(text)); }

    void operator()(SearchKey::Simple simple) const { put(searchwords::wordOf(simple)); }
    void operator()(const SearchKey::Keyword &key) const
    {
        put(key.set ? "KEYWORD" : "UNKEYWORD");
        put(key.flag.name());
    }
    void operator()(const SearchKey::Text &key) const
    {
        put(searchwords::wordOf(key.field));
        put(key.field == SearchKey::TextField::GmailLabel ? Kind::Label : Kind::Text, key.text);
    }
    void operator()(const SearchKey::Header &key) const
    {
        put("HEADER");
        put(Kind::Text, QString::fromUtf8(key.name));
        put(Kind::Text, key.text);
    }
    void operator()(const SearchKey::Date &key) const
    {
        put(searchwords::wordOf(key.field));
        put(Kind::Word, dateText(key.date));
    }
    void operator()(const SearchKey::Number &key) const
    {
        put(searchwords::wordOf(key.field));
        put(Kind::Word, QString::number(key.value));
    }
    void operator()(const SearchKey::Messages &key) const
    {
        if (std::holds_alternative<UidSet>(key.set))
            put("UID");
        const QByteArray set = std::visit([](const auto &numbers) { return numbers.toByteArray(); }, key.set);
        if (set.isEmpty())
            throw InvalidCriteriaError(QStringLiteral("A search needs at least one message number."));
        put(Kind::Set, QString::fromLatin1(set));
    }
    void operator()(const SearchKey::Modified &key) const
    {
        put("MODSEQ");
        if (!key.entry.isEmpty()) {
            put(Kind::Text, QString::fromUtf8(key.entry));
            put(searchwords::wordOf(key.scope));
        }
        put(Kind::Word, QString::number(key.modSeq.value));
    }
    void operator()(const SearchKey::Name &key) const
    {
        put(searchwords::wordOf(key.field));
        put(key.name);
    }
    void operator()(const SearchKey::Raw &key) const { put(Kind::Raw, key.text); }
    // Not leaves.
    void operator()(const SearchKey::And &) const {}
    void operator()(const SearchKey::Or &) const {}
    void operator()(const SearchKey::Not &) const {}
    void operator()(const SearchKey::Fuzzy &) const {}
};

bool needsQuotes(const QString &text)
{
    return text.isEmpty() || std::any_of(text.begin(), text.end(), [](QChar c) {
               return c.isSpace() || c == u'"' || c == u'\\' || c == u'(' || c == u')';
           });
}

} // namespace

bool SearchKey::And::operator==(const And &other) const
{
    return keys == other.keys;
}

bool SearchKey::Or::operator==(const Or &other) const
{
    return keys == other.keys;
}

bool SearchKey::Not::operator==(const Not &other) const
{
    return key == other.key;
}

bool SearchKey::Fuzzy::operator==(const Fuzzy &other) const
{
    return key == other.key;
}

SearchKey SearchKey::joined(Value value, const QList<SearchKey> &keys)
{
    SearchKey result(std::move(value));
    for (const SearchKey &key : keys)
        result.m_depth = std::max(result.m_depth, key.m_depth + 1);
    if (result.m_depth > maxDepth)
        throw InvalidCriteriaError(QStringLiteral("The search criteria are nested too deeply."));
    return result;
}

SearchKey SearchKey::flag(const Flag &flag)
{
    if (!flag.isSystem())
        return Value(Keyword{flag});
    for (const auto &[key, system] : searchwords::systemFlags) {
        if (Flag(QByteArray(system)) == flag)
            return key;
    }
    throw InvalidCriteriaError(
        QStringLiteral("%1 cannot be searched for.").arg(QString::fromUtf8(flag.name())),
        InvalidCriteriaError::Fault{-1, QString::fromUtf8(flag.name())});
}

SearchKey SearchKey::negated(const SearchKey &key)
{
    if (const auto *inner = std::get_if<Not>(&key.m_value))
        return inner->key.first();
    return joined(Not{{key}}, {key});
}

SearchKey SearchKey::fuzzy(const SearchKey &key)
{
    return joined(Fuzzy{{key}}, {key});
}

SearchKey SearchKey::allOf(const QList<SearchKey> &keys)
{
    QList<SearchKey> flat;
    for (const SearchKey &key : keys) {
        if (const auto *inner = std::get_if<And>(&key.m_value))
            flat += inner->keys;
        else if (key != all())
            flat.append(key);
    }
    if (flat.isEmpty())
        return all();
    return flat.size() == 1 ? flat.first() : joined(And{flat}, flat);
}

SearchKey SearchKey::anyOf(const QList<SearchKey> &keys)
{
    QList<SearchKey> flat;
    for (const SearchKey &key : keys) {
        if (const auto *inner = std::get_if<Or>(&key.m_value))
            flat += inner->keys;
        else
            flat.append(key);
    }
    if (flat.isEmpty())
        return !all();
    return flat.size() == 1 ? flat.first() : joined(Or{flat}, flat);
}

QList<SearchKey> SearchKey::children() const
{
    if (const auto *both = std::get_if<And>(&m_value))
        return both->keys;
    if (const auto *either = std::get_if<Or>(&m_value))
        return either->keys;
    if (const auto *negation = std::get_if<Not>(&m_value))
        return negation->key;
    if (const auto *fuzzy = std::get_if<Fuzzy>(&m_value))
        return fuzzy->key;
    return {};
}

/// OR takes two, so a list of them becomes a tree whose depth grows with the logarithm of its length.
void SearchKey::appendEither(QList<SearchPiece> &pieces, const QList<SearchKey> &keys, qsizetype first,
                             qsizetype last)
{
    if (last - first == 1) {
        keys.at(first).appendPieces(pieces, true);
        return;
    }
    pieces.append(word("OR"));
    const qsizetype middle = first + (last - first) / 2;
    appendEither(pieces, keys, first, middle);
    appendEither(pieces, keys, middle, last);
}

/// `asArgument`: one key is wanted, so several go into parentheses.
void SearchKey::appendPieces(QList<SearchPiece> &pieces, bool asArgument) const
{
    if (const auto *either = std::get_if<Or>(&m_value)) {
        appendEither(pieces, either->keys, 0, either->keys.size());
        return;
    }
    const bool parentheses =
        asArgument && (std::holds_alternative<And>(m_value) || std::holds_alternative<Raw>(m_value));
    if (parentheses)
        pieces.append({Kind::Open});
    std::visit(LeafPieces{pieces}, m_value);
    if (std::holds_alternative<Not>(m_value))
        pieces.append(word("NOT"));
    else if (std::holds_alternative<Fuzzy>(m_value))
        pieces.append(word("FUZZY"));
    const bool argument = !std::holds_alternative<And>(m_value);
    const QList<SearchKey> inner = children();
    for (const SearchKey &child : inner)
        child.appendPieces(pieces, argument);
    if (parentheses)
        pieces.append({Kind::Close});
}

QList<SearchPiece> SearchKey::pieces() const
{
    QList<SearchPiece> pieces;
    appendPieces(pieces, false);
    return pieces;
}

QString SearchKey::toText() const
{
    QString text;
    const QList<SearchPiece> all = pieces();
    for (const SearchPiece &piece : all) {
        if (piece.kind == Kind::Close) {
            text += u')';
            continue;
        }
        if (!text.isEmpty() && !text.endsWith(u'('))
            text += u' ';
        if (piece.kind == Kind::Open)
            text += u'(';
        else if ((piece.kind == Kind::Text || piece.kind == Kind::Label) && needsQuotes(piece.text))
            text += searchwords::quoted(piece.text);
        else
            text += piece.text;
    }
    return text;
}

} // namespace imap
