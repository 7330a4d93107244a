#include "commands/searchcriteria.h"

#include "commands/charset.h"

#include <algorithm>
#include <array>

namespace imap
{

namespace
{

using Kind = SearchPiece::Kind;

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

/// Text that goes into strings; labels are coded otherwise.
bool needsCharset(const SearchPiece &piece)
{
    return (piece.kind == Kind::Text || piece.kind == Kind::Raw) && !isAscii(piece.text);
}

[[noreturn]] void refuse(const QString &message, const QString &word)
{
    throw InvalidCriteriaError(message.arg(word), InvalidCriteriaError::Fault{-1, word}, "SEARCH");
}

QByteArray encodedText(const QString &text, const QByteArray &charset)
{
    const auto bytes = encodeText(text, charset.isEmpty() ? QByteArrayLiteral("US-ASCII") : charset);
    if (!bytes)
        refuse(QStringLiteral("\"%1\" cannot be written in the charset ") + QString::fromLatin1(charset) +
                   u'.',
               text);
    if (bytes->contains('\0'))
        refuse(QStringLiteral("\"%1\" holds a character that no search can hold."), text);
    return *bytes;
}

/// Whether the line would end in "{12}", which makes the server wait for octets that never come.
bool endsInLiteral(const QString &text)
{
    if (!text.endsWith(u'}'))
        return false;
    qsizetype at = text.size() - 1;
    if (at > 0 && (text.at(at - 1) == u'+' || text.at(at - 1) == u'-'))
        --at;
    const qsizetype behindDigits = at;
    while (at > 0 && text.at(at - 1).isDigit())
        --at;
    return at < behindDigits && at > 0 && text.at(at - 1) == u'{';
}

/// An expert's own words, as they are while they are ASCII. Otherwise those that are not become strings,
/// since no line may hold them.
void encodeRaw(wire::Writer &writer, const QString &text, const QByteArray &charset)
{
    if (endsInLiteral(text))
        refuse(QStringLiteral("\"%1\" ends as a literal does."), text);
    if (isAscii(text)) {
        writer.raw(text.toLatin1());
        return;
    }
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text.at(at);
        if (c == u' ' || c == u'(' || c == u')') {
            if (c == u'(')
                writer.open();
            else if (c == u')')
                writer.close();
            ++at;
            continue;
        }
        QString word;
        const bool isQuoted = c == u'"';
        for (at += isQuoted ? 1 : 0; at < text.size(); ++at) {
            const QChar next = text.at(at);
            if (isQuoted ? next == u'"' : next == u' ' || next == u'(' || next == u')')
                break;
            if (isQuoted && next == u'\\' && at + 1 < text.size())
                ++at;
            word += text.at(at);
        }
        at += isQuoted ? 1 : 0;
        if (isQuoted || !isAscii(word))
            writer.string(encodedText(word, charset));
        else
            writer.raw(word.toLatin1());
    }
}

/// The capability that a criterion needs; empty: none.
QByteArrayView capabilityOf(const SearchKey::Value &value)
{
    using Key = SearchKey;
    if (const auto *simple = std::get_if<Key::Simple>(&value)) {
        if (*simple == Key::Simple::SavedResult)
            return "SEARCHRES";
        return *simple == Key::Simple::SaveDateSupported ? "SAVEDATE" : "";
    }
    if (const auto *text = std::get_if<Key::Text>(&value)) {
        const bool gmail =
            text->field == Key::TextField::GmailRaw || text->field == Key::TextField::GmailLabel;
        return gmail ? "X-GM-EXT-1" : "";
    }
    if (const auto *date = std::get_if<Key::Date>(&value)) {
        const bool saved = date->field == Key::DateField::SavedBefore ||
                           date->field == Key::DateField::SavedOn ||
                           date->field == Key::DateField::SavedSince;
        return saved ? "SAVEDATE" : "";
    }
    if (const auto *number = std::get_if<Key::Number>(&value)) {
        switch (number->field) {
        case Key::NumberField::Older:
        case Key::NumberField::Younger:
            return "WITHIN";
        case Key::NumberField::GmailMessageId:
        case Key::NumberField::GmailThreadId:
            return "X-GM-EXT-1";
        default:
            return "";
        }
    }
    if (std::holds_alternative<Key::Modified>(value))
        return "CONDSTORE";
    if (const auto *name = std::get_if<Key::Name>(&value))
        return name->field == Key::NameField::Filter ? "FILTERS" : "OBJECTID";
    return std::holds_alternative<Key::Fuzzy>(value) ? "SEARCH=FUZZY" : "";
}

/// Codes that speak of the server's state and not of the question.
bool isAboutSomethingElse(const QByteArray &code)
{
    static const std::array<QByteArrayView, 13> codes{
        "UNAVAILABLE", "SERVERBUG", "INUSE",    "LIMIT",         "CORRUPTION", "NOPERM",  "CONTACTADMIN",
        "EXPIRED",     "OVERQUOTA", "NOTSAVED", "EXPUNGEISSUED", "CLOSED",     "TOOSMALL"};
    return std::find(codes.begin(), codes.end(), QByteArrayView(code)) != codes.end();
}

} // namespace

QByteArray charsetOf(const SearchKey &criteria, const QByteArray &asked)
{
    if (!asked.isEmpty())
        return asked;
    const QList<SearchPiece> pieces = criteria.pieces();
    return std::any_of(pieces.begin(), pieces.end(), needsCharset) ? QByteArrayLiteral("UTF-8")
                                                                   : QByteArray();
}

void encodeCriteria(wire::Writer &writer, const SearchKey &criteria, const QByteArray &charset)
{
    const QList<SearchPiece> pieces = criteria.pieces();
    for (const SearchPiece &piece : pieces) {
        switch (piece.kind) {
        case Kind::Open:
            writer.open();
            break;
        case Kind::Close:
            writer.close();
            break;
        case Kind::Word:
            writer.atom(piece.text.toUtf8());
            break;
        case Kind::Set:
            writer.raw(piece.text.toLatin1());
            break;
        case Kind::Text:
            writer.string(encodedText(piece.text, charset));
            break;
        case Kind::Label:
            writer.mailbox(MailboxName(piece.text));
            break;
        case Kind::Raw:
            encodeRaw(writer, piece.text, charset);
            break;
        }
    }
}

void encodeSearchProgram(wire::Writer &writer, const SearchKey &criteria, const QByteArray &asked)
{
    const bool utf8 = writer.options().utf8;
    const QByteArray charset = utf8 ? QByteArrayLiteral("UTF-8") : charsetOf(criteria, asked);
    if (!utf8 && !charset.isEmpty())
        writer.atom("CHARSET").astring(charset);
    encodeCriteria(writer, criteria, charset);
}

void encodeSortProgram(wire::Writer &writer, const SearchKey &criteria, const QByteArray &asked)
{
    QByteArray charset = writer.options().utf8 ? QByteArrayLiteral("UTF-8") : charsetOf(criteria, asked);
    // Some servers refuse UTF-8 here; where nothing needs it they are not asked.
    if (charset.isEmpty())
        charset = "US-ASCII";
    writer.astring(charset);
    encodeCriteria(writer, criteria, charset);
}

void checkCriteria(const SearchKey &criteria, const Capabilities &capabilities, QByteArrayView command)
{
    criteria.forEach([&](const SearchKey::Value &value) {
        const QByteArrayView needed = capabilityOf(value);
        if (!needed.isEmpty())
            requireCapability(capabilities, needed, command);
        // RFC 9051 appendix E took them out; a server of both versions still knows them.
        const auto *simple = std::get_if<SearchKey::Simple>(&value);
        using Simple = SearchKey::Simple;
        if (simple && (*simple == Simple::Recent || *simple == Simple::New || *simple == Simple::Old) &&
            capabilities.has("IMAP4rev2"))
            requireCapability(capabilities, "IMAP4rev1", command);
    });
}

bool usesSequenceNumbers(const SearchKey &criteria)
{
    bool uses = false;
    criteria.forEach([&](const SearchKey::Value &value) {
        const auto *messages = std::get_if<SearchKey::Messages>(&value);
        // What an expert wrote may hold anything.
        uses = uses || (messages && std::holds_alternative<SeqSet>(messages->set)) ||
               std::holds_alternative<SearchKey::Raw>(value);
    });
    return uses;
}

std::exception_ptr criteriaError(const Completion &completion, QByteArrayView command,
                                 const QByteArray &charset)
{
    if (isAboutSomethingElse(completion.code.name))
        return {};
    const QString name = QString::fromLatin1(charset);
    QString message;
    if (completion.code.name == "BADCHARSET" ||
        (!charset.isEmpty() && completion.text.toLower().contains("charset"))) {
        QStringList known;
        for (const Token &token : completion.code.arguments) {
            const Token::List list = token.list();
            for (const Token &one : list.isEmpty() ? Token::List{token} : list)
                known.append(QString::fromLatin1(one.text()));
        }
        message = QStringLiteral("The server does not search in the charset %1.")
                      .arg(charset.isEmpty() ? QStringLiteral("US-ASCII") : name);
        if (!known.isEmpty())
            message += QStringLiteral(" It knows %1.").arg(known.join(QStringLiteral(", ")));
    } else if (!charset.isEmpty() && charset.compare("US-ASCII", Qt::CaseInsensitive) != 0) {
        message = QStringLiteral(
                      "The server refused the criteria. They were sent in the charset %1, which some servers "
                      "do not take.")
                      .arg(name);
    } else {
        message = QStringLiteral("The server refused the criteria.");
    }
    return std::make_exception_ptr(
        InvalidCriteriaError(message, command.toByteArray(), completion.text, completion.code));
}

} // namespace imap
