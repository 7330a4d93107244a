#include "app/console/flagorder.h"

#include "app/console/bytesjson.h"
#include "wire/reader.h"

namespace app
{

namespace
{

QList<QByteArray> readList(imap::wire::Reader &reader)
{
    QList<QByteArray> names;
    reader.expectList([&] { names.append(reader.expectFlag().name()); });
    return names;
}

QList<QByteArray> read(imap::wire::Reader &reader)
{
    reader.expectToken(); // "*"
    reader.takeSp();
    QByteArray word = reader.expectToken().text().toUpper();
    reader.takeSp();
    if (!word.isEmpty() && word.at(0) >= '0' && word.at(0) <= '9') {
        word = reader.expectToken().text().toUpper();
        reader.takeSp();
    }
    if (word != "FETCH")
        return reader.peek() == '(' ? readList(reader) : QList<QByteArray>();
    reader.expect('(');
    reader.takeSp();
    while (!reader.atEnd() && reader.peek() != ')') {
        const bool flags = reader.expectToken().text().toUpper() == "FLAGS";
        reader.takeSp();
        if (flags && reader.peek() == '(')
            return readList(reader);
        reader.expectToken();
        reader.takeSp();
    }
    return {};
}

} // namespace

QList<QByteArray> flagsInOrder(QByteArrayView frame)
{
    imap::wire::Reader reader(frame);
    try {
        return read(reader);
    } catch (const imap::wire::SyntaxError &) {
        // The response itself was understood; then the order of the set will do.
        return {};
    }
}

QJsonArray flagsJson(const imap::FlagSet &flags, QByteArrayView frame)
{
    if (flags.size() > 1) {
        QList<QByteArray> ordered;
        for (const QByteArray &name : flagsInOrder(frame)) {
            if (flags.contains(imap::Flag(name)) && !ordered.contains(name))
                ordered.append(name);
        }
        if (ordered.size() == flags.size())
            return bytesListJson(ordered);
    }
    QJsonArray array;
    for (const imap::Flag &flag : flags)
        array.append(bytesJson(flag.name()));
    return array;
}

} // namespace app
