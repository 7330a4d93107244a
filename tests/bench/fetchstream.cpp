#include "bench/fetchstream.h"

#include <array>

namespace imap::bench
{

namespace
{

constexpr std::array firstNames{"Ada",    "Grace", "Alan",    "Edsger",  "Barbara",  "Donald",
                                "Radia",  "Vint",  "Frances", "Niklaus", "Margaret", "Dennis",
                                "Sophie", "Ken",   "Lynn",    "Tony"};
constexpr std::array lastNames{"Lovelace", "Hopper",   "Turing", "Dijkstra", "Liskov",   "Knuth",
                               "Perlman",  "Cerf",     "Allen",  "Kay",      "Hamilton", "Ritchie",
                               "Wilson",   "Thompson", "Conway", "Hoare"};
/// Names that need RFC 2047.
constexpr std::array encodedNames{
    "=?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?=", "=?utf-8?B?5bGx55Sw5aSq6YOO?=",
    "=?iso-8859-1?Q?Andr=E9_Lef=E8vre?=", "=?UTF-8?B?0JjQstCw0L0g0J/QtdGC0YDQvtCy?="};
constexpr std::array hosts{"example.org",       "example.com",      "mail.example.net", "cs.example.edu",
                           "lists.example.org", "corp.example.com", "news.example.net", "shop.example.com"};
constexpr std::array words{"meeting",  "invoice", "report", "draft",    "minutes", "release",
                           "question", "holiday", "budget", "contract", "photos",  "agenda",
                           "update",   "review",  "order",  "ticket"};
constexpr std::array encodedSubjects{
    "=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln_und_viele_Bilder?=",
    "=?utf-8?B?44GK55+l44KJ44Gb77ya5p2l6YCx44Gu5Lya6K2w44Gr44Gk44GE44Gm?=",
    "=?iso-8859-1?Q?R=E9union_de_mercredi?=", "=?UTF-8?B?0J7RgtGH0ZHRgiDQt9CwINC80LDRgNGC?= (v2)"};
constexpr std::array flags{"",
                           "\\Seen",
                           "\\Seen",
                           "\\Seen",
                           "\\Answered \\Seen",
                           "\\Flagged \\Seen",
                           "\\Seen $Forwarded NonJunk",
                           "\\Recent",
                           "\\Seen $label1 NonJunk",
                           "NonJunk"};
constexpr std::array encodings{"7bit", "quoted-printable", "quoted-printable", "8bit", "base64"};
constexpr std::array charsets{"utf-8", "utf-8", "UTF-8", "us-ascii", "iso-8859-1"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

struct File {
    const char *type;
    const char *name;
};
constexpr std::array files{
    File{"\"application\" \"pdf\"", "invoice-%1.pdf"}, File{"\"image\" \"jpeg\"", "IMG_%1.jpg"},
    File{"\"image\" \"png\"", "screenshot %1.png"},
    File{"\"application\" \"vnd.openxmlformats-officedocument.wordprocessingml.document\"",
         "minutes %1.docx"},
    File{"\"application\" \"zip\"", "logs-%1.zip"}};

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

QByteArray digits(int number, int width)
{
    return QByteArray::number(number).rightJustified(width, '0');
}

} // namespace

QByteArray FetchStream::person()
{
    const QByteArray first = pick(firstNames);
    const QByteArray last = pick(lastNames);
    const QByteArray local = first.toLower() + '.' + last.toLower();
    const int kind = below(10);
    const QByteArray name = kind == 0
                                ? QByteArray("NIL")
                                : quoted(kind < 3 ? QByteArray(pick(encodedNames)) : first + ' ' + last);
    return '(' + name + " NIL " + quoted(kind == 1 ? local + digits(below(100), 2) : local) + ' ' +
           quoted(pick(hosts)) + ')';
}

QByteArray FetchStream::people(int count)
{
    if (count == 0)
        return "NIL";
    QByteArray list = "(";
    for (int i = 0; i < count; ++i)
        list += person();
    return list + ')';
}

QByteArray FetchStream::messageId()
{
    return quoted('<' + QByteArray::number(m_random(), 16) + '.' + QByteArray::number(m_random(), 16) + '@' +
                  pick(hosts) + '>');
}

QByteArray FetchStream::subject()
{
    if (below(5) == 0)
        return quoted(pick(encodedSubjects));
    const QByteArray prefix = below(3) == 0 ? "Re: " : below(8) == 0 ? "Fwd: " : "";
    QByteArray text = prefix + '[' + pick(words) + "] ";
    for (int i = 2 + below(5); i > 0; --i)
        text += QByteArray(pick(words)) + ' ';
    return quoted(text + QByteArray::number(below(10'000)));
}

/// Sender and Reply-To are most often not in the message; the server then gives From for them
/// (RFC 9051 §7.5.2).
QByteArray FetchStream::envelope(const QByteArray &date)
{
    const QByteArray from = people(1);
    const QByteArray sender = below(12) == 0 ? people(1) : from;
    const QByteArray replyTo = below(8) == 0 ? people(1) : from;
    const QByteArray inReplyTo = below(5) < 2 ? messageId() : "NIL";
    return '(' + quoted(date) + ' ' + subject() + ' ' + from + ' ' + sender + ' ' + replyTo + ' ' +
           people(1 + below(3)) + ' ' + people(below(6) == 0 ? 1 + below(2) : 0) + " NIL " + inReplyTo + ' ' +
           messageId() + ')';
}

QByteArray FetchStream::text(const char *subtype)
{
    const int size = 200 + below(20'000);
    return "(\"text\" " + quoted(subtype) + " (\"charset\" " + quoted(pick(charsets)) +
           (below(4) == 0 ? " \"format\" \"flowed\"" : "") + ") NIL NIL " + quoted(pick(encodings)) + ' ' +
           QByteArray::number(size) + ' ' + QByteArray::number(size / 40) + " NIL NIL NIL NIL)";
}

QByteArray FetchStream::alternative()
{
    return '(' + text("plain") + text("html") + " \"alternative\" (\"boundary\" \"----=_Part_" +
           QByteArray::number(m_random(), 16) + "\") NIL NIL NIL)";
}

QByteArray FetchStream::attachment()
{
    const File file = pick(files);
    const QByteArray name = QByteArray(file.name).replace("%1", digits(below(10'000), 4));
    // A name beyond ASCII, as RFC 2231 has it.
    const QByteArray disposition =
        below(6) == 0
            ? "\"filename*\" \"utf-8''" + name.toPercentEncoding() + "%C3%BC\""
            : "\"filename\" " + quoted(name) + " \"size\" \"" + QByteArray::number(below(1'000'000)) + '"';
    return '(' + QByteArray(file.type) + " (\"name\" " + quoted(name) + ") NIL NIL \"base64\" " +
           QByteArray::number(1000 + below(2'000'000)) + " NIL (\"attachment\" (" + disposition +
           ")) NIL NIL)";
}

QByteArray FetchStream::structure()
{
    const int kind = below(20);
    if (kind < 4)
        return text("plain");
    if (kind < 7)
        return text("html");
    if (kind < 15)
        return alternative();
    QByteArray parts = kind < 17 ? alternative() : text("plain");
    for (int i = 1 + below(2); i > 0; --i)
        parts += attachment();
    return '(' + parts + " \"mixed\" (\"boundary\" \"=-" + QByteArray::number(m_random(), 16) +
           "\") NIL NIL NIL)";
}

QByteArray FetchStream::next()
{
    ++m_count;
    const int day = 1 + below(28);
    const char *month = pick(months);
    const QByteArray year = QByteArray::number(2004 + below(20));
    const QByteArray clock = digits(below(24), 2) + ':' + digits(below(60), 2) + ':' + digits(below(60), 2) +
                             ' ' + (below(2) == 0 ? "+0" : "-0") + digits(below(10), 1) + "00";
    const QByteArray sent =
        QByteArray(pick(days)) + ", " + QByteArray::number(day) + ' ' + month + ' ' + year + ' ' + clock;
    return "* " + QByteArray::number(m_count) + " FETCH (UID " + QByteArray::number(100'000 + m_count * 3) +
           " FLAGS (" + pick(flags) + ") INTERNALDATE \"" + digits(day, 2) + '-' + month + '-' + year + ' ' +
           clock + "\" RFC822.SIZE " + QByteArray::number(2'000 + below(3'000'000)) + " ENVELOPE " +
           envelope(sent) + " BODYSTRUCTURE " + structure() + ")\r\n";
}

QByteArray FetchStream::take(int count)
{
    QByteArray bytes;
    bytes.reserve(qsizetype(count) * 900);
    for (int i = 0; i < count; ++i)
        bytes += next();
    return bytes;
}

} // namespace imap::bench
