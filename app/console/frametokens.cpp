#include "app/console/frametokens.h"

#include "app/console/bytesjson.h"
#include "wire/reader.h"

namespace app
{

namespace
{

using imap::wire::Reader;

/// "*" SP [number SP] keyword [SP]
void skipKeyword(Reader &reader)
{
    reader.takeSp();
    reader.expect('*');
    reader.takeSp();
    const char first = reader.peek();
    reader.expectToken();
    reader.takeSp();
    if (first >= '0' && first <= '9') {
        reader.expectToken();
        reader.takeSp();
    }
}

} // namespace

std::optional<QJsonArray> argumentsJson(QByteArrayView frame)
{
    Reader reader(frame);
    try {
        skipKeyword(reader);
        const QList<imap::Token> tokens = reader.tokens();
        reader.expectEnd();
        return tokensJson(tokens);
    } catch (const imap::wire::SyntaxError &) {
        return {};
    }
}

std::optional<QString> spelledInbox(QByteArrayView frame)
{
    Reader reader(frame);
    try {
        skipKeyword(reader);
        reader.expectToken(); // attributes
        reader.takeSp();
        reader.expectToken(); // delimiter
        reader.takeSp();
        const QString name = QString::fromLatin1(reader.expectToken().text());
        if (name.compare(QLatin1String("INBOX"), Qt::CaseInsensitive) == 0)
            return name;
    } catch (const imap::wire::SyntaxError &) {
        // The response itself was understood; then the usual spelling will do.
    }
    return {};
}

} // namespace app
