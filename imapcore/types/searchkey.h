#pragma once

#include "types/flag.h"
#include "types/messageset.h"
#include "types/token.h"

#include <QByteArray>
#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>
#include <variant>

namespace imap
{

/// A piece of search criteria in the order of the wire; what becomes of it there is the writer's business.
struct SearchPiece {
    enum class Kind {
        Open,  ///< "("
        Close, ///< ")"
        Word,  ///< ASCII: a word of the grammar, a number, a date, an atom
        Set,   ///< message numbers
        Text,  ///< a string that may hold anything
        Label, ///< a Gmail label, coded as names of mailboxes are
        Raw,   ///< an expert's own text: words, quoted strings, parentheses
    };
    Kind kind = Kind::Word;
    QString text{};
    bool operator==(const SearchPiece &) const = default;
};

/// Search criteria (RFC 9051 §6.4.4 and the extensions named below) as a value: leaves, joined by && || and
/// !.
///
///     SearchKey::from("ann") && !SearchKey::seen()
///
/// The form is canonical, so that == compares meaning: And and Or hold no child of their own kind, Not holds
/// no Not, `all()` vanishes beside others in And. Nesting is bounded by `maxDepth`; what would be deeper
/// throws InvalidCriteriaError.
class SearchKey
{
public:
    static constexpr int maxDepth = 64;

    /// Keys without an argument. Recent, New and Old are gone from IMAP4rev2.
    enum class Simple {
        All,
        Answered,
        Deleted,
        Draft,
        Flagged,
        New,
        Old,
        Recent,
        Seen,
        Unanswered,
        Undeleted,
        Undraft,
        Unflagged,
        Unseen,
        SavedResult,       ///< `$`, what the last search with SAVE found (RFC 5182)
        SaveDateSupported, ///< the mailbox keeps the dates of SAVED... (RFC 8514)
    };
    struct Keyword {
        Flag flag{}; ///< not a system flag
        bool set = true;
        bool operator==(const Keyword &) const = default;
    };
    enum class TextField { Bcc, Body, Cc, From, Subject, Text, To, GmailRaw, GmailLabel };
    struct Text {
        TextField field = TextField::Text;
        QString text{};
        bool operator==(const Text &) const = default;
    };
    struct Header {
        QByteArray name{};
        QString text{}; ///< empty: the field is there
        bool operator==(const Header &) const = default;
    };
    enum class DateField {
        Before,
        On,
        Since,
        SentBefore,
        SentOn,
        SentSince,
        SavedBefore,
        SavedOn,
        SavedSince
    };
    struct Date {
        DateField field = DateField::On;
        QDate date{};
        bool operator==(const Date &) const = default;
    };
    enum class NumberField {
        Larger,  ///< octets
        Smaller, ///< octets
        Older,   ///< seconds, RFC 5032
        Younger, ///< seconds, RFC 5032
        GmailMessageId,
        GmailThreadId,
    };
    struct Number {
        NumberField field = NumberField::Larger;
        quint64 value = 0;
        bool operator==(const Number &) const = default;
    };
    struct Messages {
        MessageSet set{};
        bool operator==(const Messages &) const = default;
    };
    /// RFC 7162 §3.1.5: changed at this mod-sequence or later.
    struct Modified {
        enum class Scope { Private, Shared, All };
        ModSeq modSeq{};
        QByteArray entry{}; ///< `/flags/\Seen`, or empty
        Scope scope = Scope::All;
        bool operator==(const Modified &) const = default;
    };
    enum class NameField {
        EmailId,  ///< RFC 8474
        ThreadId, ///< RFC 8474
        Filter,   ///< RFC 5466: criteria stored on the server
    };
    struct Name {
        NameField field = NameField::EmailId;
        QByteArray name{}; ///< an atom
        bool operator==(const Name &) const = default;
    };
    /// Passed through as it is, for what is not known here.
    struct Raw {
        QString text{};
        bool operator==(const Raw &) const = default;
    };
    struct And {
        QList<SearchKey> keys{};
        bool operator==(const And &) const;
    };
    struct Or {
        QList<SearchKey> keys{};
        bool operator==(const Or &) const;
    };
    struct Not {
        QList<SearchKey> key{}; ///< one
        bool operator==(const Not &) const;
    };
    struct Fuzzy {              // RFC 6203
        QList<SearchKey> key{}; ///< one
        bool operator==(const Fuzzy &) const;
    };
    using Value = std::variant<Simple, Keyword, Text, Header, Date, Number, Messages, Modified, Name, Raw,
                               And, Or, Not, Fuzzy>;

    SearchKey() = default; ///< ALL
    // A leaf; trees are made by the operators.
    SearchKey(Simple simple)
        : m_value(simple)
    {
    }
    static SearchKey all() { return Simple::All; }
    static SearchKey seen() { return Simple::Seen; }
    static SearchKey answered() { return Simple::Answered; }
    static SearchKey flagged() { return Simple::Flagged; }
    static SearchKey deleted() { return Simple::Deleted; }
    static SearchKey draft() { return Simple::Draft; }
    static SearchKey savedResult() { return Simple::SavedResult; }
    /// Has it: a system flag or a keyword. Throws InvalidCriteriaError for a system flag without a key.
    static SearchKey flag(const Flag &flag);
    static SearchKey keyword(const Flag &flag, bool set) { return Value(Keyword{flag, set}); }
    static SearchKey text(TextField field, const QString &text) { return Value(Text{field, text}); }
    static SearchKey from(const QString &text) { return SearchKey::text(TextField::From, text); }
    static SearchKey to(const QString &text) { return SearchKey::text(TextField::To, text); }
    static SearchKey cc(const QString &text) { return SearchKey::text(TextField::Cc, text); }
    static SearchKey bcc(const QString &text) { return SearchKey::text(TextField::Bcc, text); }
    static SearchKey subject(const QString &text) { return SearchKey::text(TextField::Subject, text); }
    static SearchKey body(const QString &text) { return SearchKey::text(TextField::Body, text); }
    static SearchKey anywhere(const QString &text) { return SearchKey::text(TextField::Text, text); }
    static SearchKey gmail(const QString &query) { return SearchKey::text(TextField::GmailRaw, query); }
    static SearchKey header(const QByteArray &name, const QString &text) { return Value(Header{name, text}); }
    static SearchKey date(DateField field, QDate date) { return Value(Date{field, date}); }
    static SearchKey before(QDate day) { return date(DateField::Before, day); }
    static SearchKey on(QDate day) { return date(DateField::On, day); }
    static SearchKey since(QDate day) { return date(DateField::Since, day); }
    static SearchKey number(NumberField field, quint64 value) { return Value(Number{field, value}); }
    static SearchKey larger(quint64 octets) { return number(NumberField::Larger, octets); }
    static SearchKey smaller(quint64 octets) { return number(NumberField::Smaller, octets); }
    static SearchKey messages(const MessageSet &set) { return Value(Messages{set}); }
    static SearchKey modified(ModSeq since) { return Value(Modified{.modSeq = since}); }
    static SearchKey modified(const Modified &since) { return Value(since); }
    static SearchKey name(NameField field, const QByteArray &name) { return Value(Name{field, name}); }
    static SearchKey raw(const QString &text) { return Value(Raw{text}); }
    static SearchKey fuzzy(const SearchKey &key);
    static SearchKey anyOf(const QList<SearchKey> &keys); ///< none: finds nothing
    static SearchKey allOf(const QList<SearchKey> &keys);

    friend SearchKey operator&&(const SearchKey &a, const SearchKey &b) { return allOf({a, b}); }
    friend SearchKey operator||(const SearchKey &a, const SearchKey &b) { return anyOf({a, b}); }
    friend SearchKey operator!(const SearchKey &key) { return negated(key); }
    bool operator==(const SearchKey &other) const { return m_value == other.m_value; }

    const Value &value() const { return m_value; }
    int depth() const { return m_depth; } ///< 1 for a leaf
    /// Calls `leaf(const Value &)` for each key that is no And, Or or Not; Fuzzy and then what it holds.
    template <class Leaf>
    void forEach(Leaf &&leaf) const
    {
        leaf(m_value);
        for (const SearchKey &child : children())
            child.forEach(leaf);
    }
    QList<SearchKey> children() const;
    /// In the order of the wire; Or as a balanced tree of the two-armed OR, so that long ones nest little.
    QList<SearchPiece> pieces() const;
    /// As a person would type it; `parse` reads it back.
    QString toText() const;

    /// One line, as typed: words between spaces, parentheses, quoted strings with `\"` and `\\`.
    /// No words: ALL. Throws InvalidCriteriaError with `fault()`: the word, counted from 0.
    static SearchKey parse(const QString &line);
    /// Words as a shell hands them over: what is one argument there is one here, spaces included.
    /// Parentheses stand alone or cling to the words beside them ("(FROM", "ann)").
    static SearchKey parse(const QStringList &words);
    /// Words as a program has them: an atom is a key or a plain value, a string always a value, a list a
    /// group.
    static SearchKey parse(const QList<Token> &words);

private:
    SearchKey(Value value)
        : m_value(std::move(value))
    {
    }
    static SearchKey negated(const SearchKey &key);
    static SearchKey joined(Value value, const QList<SearchKey> &keys);
    static void appendEither(QList<SearchPiece> &pieces, const QList<SearchKey> &keys, qsizetype first,
                             qsizetype last);
    void appendPieces(QList<SearchPiece> &pieces, bool asArgument) const;

    Value m_value = Simple::All;
    int m_depth = 1;
};

} // namespace imap
