#pragma once

#include "types/flag.h"
#include "types/mailboxname.h"
#include "types/messageset.h"
#include "types/secret.h"
#include "wire/bytesource.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>

namespace imap::wire
{

/// A stretch of a command that can be sent without waiting: `bytes`, or all of `source`, never both. Before a
/// chunk with `waits` the client must have seen the server's "+" (synchronising literal, RFC 9051 §4.3).
struct Chunk {
    QByteArray bytes;
    QByteArray logged; ///< what the wire log may show of it: secrets are already replaced
    bool waits = false;
    ByteSourcePointer source{};
    bool nulAllowed = false; ///< `source` is a literal8
    bool operator==(const Chunk &) const = default;
};

/// What the connection lets the writer do.
struct WriterOptions {
    bool literalPlus = false;  ///< LITERAL+: any literal without waiting (RFC 7888)
    bool literalMinus = false; ///< LITERAL-: up to 4096 octets without waiting
    bool utf8 = false;         ///< UTF8=ACCEPT or IMAP4rev2 is enabled: names and strings go as UTF-8
};

/// Builds one command from typed calls; nothing is pasted. Arguments choose their own form: atom, quoted
/// string or literal. CR, LF or NUL never reach a line: strings that hold CR or LF go as literals, NUL is
/// refused with std::invalid_argument. Pieces separate themselves: the writer puts one space between two
/// arguments and none behind "(" or in front of ")".
class Writer
{
public:
    explicit Writer(WriterOptions options = {})
        : m_options(options)
    {
    }

    Writer &
    atom(QByteArrayView text); ///< a word of the grammar or a validated atom; throws std::invalid_argument
    Writer &number(quint64 value);
    Writer &astring(QByteArrayView bytes); ///< atom if it can be one, else quoted, else literal
    Writer &string(QByteArrayView bytes);  ///< quoted if it can be, else literal
    Writer &nstring(const std::optional<QByteArray> &bytes);
    Writer &literal(QByteArrayView bytes); ///< always a literal
    /// A literal whose octets come from elsewhere and are not looked at here. With `binary` a literal8,
    /// "~{n}" (RFC 3516, RFC 6855), which may hold NUL.
    Writer &literal(const ByteSourcePointer &source, bool binary = false);
    Writer &literal8(QByteArrayView bytes);            ///< "~{n}" of these octets
    Writer &secret(const Secret &secret);              ///< astring that the log shows as "***"
    Writer &base64(QByteArrayView bytes, bool hidden); ///< SASL data; empty is "="; hidden: "***" in the log
    Writer &mailbox(const MailboxName &name);
    Writer &listMailbox(const QString &pattern); ///< `%` and `*` stay as they are
    Writer &flag(const Flag &flag);
    Writer &flagList(const FlagSet &flags);
    Writer &set(const MessageSet &messages);
    Writer &dateTime(const QDateTime &time); ///< "17-Jul-1996 02:44:25 -0700", with the value's own offset
    Writer &open();                          ///< "("
    Writer &close();                         ///< ")"
    /// Text that the caller vouches for (raw commands of experts, fetch items): no CR, LF or NUL.
    Writer &raw(QByteArrayView text);

    /// The whole command with tag and CRLF, cut where "+" must be awaited. Without a tag: a line that
    /// continues a command (DONE, an answer to a SASL challenge).
    QList<Chunk> finish(QByteArrayView tag) const;
    const WriterOptions &options() const { return m_options; }

private:
    void separate();
    void append(QByteArrayView bytes, QByteArrayView logged);
    void argument(QByteArrayView bytes);
    bool quotable(QByteArrayView bytes) const;
    void text(QByteArrayView bytes, bool hidden);
    void putLiteral(QByteArrayView bytes, bool hidden, QByteArrayView mark = "{");
    bool announce(QByteArrayView mark, qint64 size, QByteArrayView loggedSize);

    WriterOptions m_options;
    QList<Chunk> m_chunks{Chunk{}};
    bool m_needsSpace = false;
};

} // namespace imap::wire
