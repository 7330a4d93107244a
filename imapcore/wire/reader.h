#pragma once

#include "types/envelope.h"
#include "types/flag.h"
#include "types/ids.h"
#include "types/mailboxname.h"
#include "types/messageset.h"
#include "types/token.h"
#include "wire/limits.h"
#include "wire/spill.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QString>
#include <exception>
#include <string_view>

namespace imap::wire
{

/// Thrown by Reader::expect...; caught in parseResponse and nowhere else.
class SyntaxError : public std::exception
{
public:
    SyntaxError(qsizetype offset, QByteArray expected)
        : m_offset(offset)
        , m_expected(std::move(expected))
    {
    }
    const char *what() const noexcept override { return m_expected.constData(); }
    qsizetype offset() const { return m_offset; }
    const QByteArray &expected() const { return m_expected; }

private:
    qsizetype m_offset;
    QByteArray m_expected;
};

/// Reads the grammar pieces of one response (RFC 9051 §9). Two families: `take...` tries and says whether
/// it was there (nothing is consumed if not), `expect...` throws SyntaxError. Liberal where real servers
/// are: NIL and keywords in any case, atoms with characters that should have been quoted where no
/// ambiguity arises, several spaces for one.
class Reader
{
public:
    /// `spilled` belongs to the bytes, as a Frame has them, and must outlive the reader.
    explicit Reader(QByteArrayView bytes, const Limits &limits = {}, bool utf8 = false,
                    const QList<SpilledLiteral> *spilled = nullptr);

    bool atEnd() const { return m_at == m_end; }
    qsizetype offset() const { return m_at - m_begin; }
    QByteArrayView rest() const { return {m_at, m_end - m_at}; }
    /// The next byte, or NUL at the end.
    char peek() const { return m_at == m_end ? '\0' : *m_at; }
    [[noreturn]] void fail(QByteArrayView expected) const;
    const Limits &limits() const { return m_limits; }

    bool take(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }
    void expect(char c)
    {
        if (!take(c))
            fail(QByteArrayView(&c, 1));
    }
    bool takeSp() ///< one or more
    {
        const char *before = m_at;
        const char *at = m_at;
        while (at != m_end && *at == ' ')
            ++at;
        m_at = at;
        return at != before;
    }
    void expectSp()
    {
        if (!takeSp())
            fail("space");
    }
    void expectEnd(); ///< trailing spaces allowed
    /// Exactly these octets.
    bool takeBytes(QByteArrayView bytes);
    /// `word` in any case, standing as a whole atom.
    bool takeKeyword(std::string_view word);
    bool takeNil()
    {
        if (peek() != 'N' && peek() != 'n')
            return false;
        // As it stands nearly always.
        if (m_end - m_at > 3 && m_at[1] == 'I' && m_at[2] == 'L' && (m_at[3] == ' ' || m_at[3] == ')')) {
            m_at += 3;
            return true;
        }
        return takeKeyword("NIL");
    }

    /// 1*ATOM-CHAR. With `extra`: characters that also belong to it here, e.g. "[]" or "\\*".
    QByteArrayView expectAtom(std::string_view extra = {});
    bool takeNumber(quint64 &value); ///< digits; more than 20 fail
    quint32 expectNumber32();        ///< 0 … 2^32-1; larger fails
    quint64 expectNumber64();
    Uid expectUid() { return Uid{expectNumber32()}; }

    /// string: quoted or literal.
    bool atString() const
    {
        return peek() == '"' || peek() == '{' || (peek() == '~' && m_end - m_at > 1 && m_at[1] == '{');
    }
    /// A spilled literal is read back, within Limits::literal and, all together, Limits::response.
    QByteArray expectString();
    /// A literal that was spilled, without its octets.
    std::optional<SpilledLiteral> takeSpilled();
    /// nstring: string or NIL (nullopt). An atom is taken as its text: some servers forget the quotes.
    OptionalBytes expectNString();
    void expectNString(OptionalBytes &value); ///< the same where the value shall stand
    /// nstring that is most often one of a few words (commonwords.h), which then takes no memory; empty for
    /// NIL.
    QByteArray expectWord();
    QByteArray expectLowerWord(); ///< in lower case
    /// astring: atom (with "]") or string.
    QByteArray expectAString();
    /// mailbox: astring, decoded from modified UTF-7 (or UTF-8 when it is that), INBOX folded.
    MailboxName expectMailbox();
    /// The same of bytes that were read otherwise.
    MailboxName mailboxFrom(const QByteArray &bytes) const;
    /// flag or flag-perm (`\*`), liberal in its characters.
    Flag expectFlag();
    /// "(" [flag *(SP flag)] ")"
    FlagSet expectFlagList();
    /// sequence-set of numbers, no `*` expected.
    template <class Id>
    NumberSet<Id> expectSet();
    /// date-time in quotes (RFC 9051 §9); an invalid QDateTime where the text is not one.
    QDateTime expectDateTime();

    /// Anything: atom (with brackets kept together), string, NIL or list, limited in depth.
    Token expectToken();
    /// Tokens separated by spaces until the end or an unmatched ")" or, with `stop`, that character.
    QList<Token> tokens(char stop = '\0');
    /// Everything to the end, as it is (human text).
    QByteArray text();

    /// Counts memory that a value is about to take, and fails where all of them take more than Limits allow
    /// for a response of this length. The strings that are read here are counted by themselves.
    void claim(qsizetype octets)
    {
        m_room -= octets;
        if (m_room < 0)
            fail("less in so few octets");
    }

    /// Calls `item()` for each element of "(" item *(SP item) ")"; bounded by Limits::listItems. The
    /// spaces between may be missing, as in address lists.
    template <class Item>
    void expectList(Item &&item)
    {
        expect('(');
        const Nesting nesting(*this);
        takeSp();
        for (int count = 0; !take(')'); ++count) {
            if (count >= m_limits.listItems)
                fail("fewer list items");
            if (atEnd())
                fail(")"); // or an item that takes nothing would be called up to the limit
            item();
            takeSp();
        }
    }

    /// Guards recursion: construct one on each level; throws SyntaxError beyond Limits::depth.
    class Nesting
    {
    public:
        explicit Nesting(Reader &reader)
            : m_reader(reader)
        {
            if (reader.m_depth >= reader.m_limits.depth)
                reader.fail("less nesting");
            ++reader.m_depth;
        }
        ~Nesting() { --m_reader.m_depth; }
        Nesting(const Nesting &) = delete;
        Nesting &operator=(const Nesting &) = delete;

    private:
        Reader &m_reader;
    };

private:
    Token token(char stop);
    QByteArrayView atomWhile(quint8 classes, std::string_view extra);
    bool skipBrackets();
    bool takePlainQuoted(QByteArrayView &text);
    QByteArray copied(QByteArrayView text);
    QByteArray piece(QByteArrayView text);
    QByteArray quoted();
    QByteArray literal();
    quint64 announcement();
    const SpilledLiteral *spilledHere() const;

    Limits m_limits;
    bool m_utf8;         ///< names are UTF-8: "&" stands for itself
    qint64 m_room;       ///< memory that may still be claimed
    QByteArray m_pieces; ///< a copy of the response, of which its strings are parts; null until there is one
    const char *m_begin;
    const char *m_at;
    const char *m_end;
    const QList<SpilledLiteral> *m_spilled = nullptr; ///< null: none
    qint64 m_readBack = 0;                            ///< octets of spilled literals that were read back
    const char *m_openBracket = nullptr;              ///< no "]" stands between here and a "[" in front of it
    int m_depth = 0;
    int m_tokens = 0; ///< counted over all lists, or nesting would multiply Limits::listItems
};

extern template NumberSet<Uid> Reader::expectSet<Uid>();
extern template NumberSet<SeqNum> Reader::expectSet<SeqNum>();

} // namespace imap::wire
