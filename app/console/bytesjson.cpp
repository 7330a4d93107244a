#include "app/console/bytesjson.h"

#include <QJsonObject>
#include <QStringDecoder>
#include <limits>

namespace app
{

QJsonValue bytesJson(QByteArrayView bytes)
{
    if (!bytes.isValidUtf8()) {
        const QByteArray base64 = QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64();
        return QJsonObject{{QStringLiteral("b64"), QString::fromLatin1(base64)}};
    }
    // QString::fromUtf8 would drop a byte order mark, which is part of what the server sent.
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(bytes);
    return text;
}

QString keyText(const QByteArray &bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

QJsonValue optionalJson(const imap::OptionalBytes &bytes)
{
    return bytes ? bytesJson(*bytes) : QJsonValue();
}

QJsonValue numberJson(quint64 number)
{
    if (number > quint64(std::numeric_limits<qint64>::max()))
        return QString::number(number);
    return qint64(number);
}

QJsonValue tokenJson(const imap::Token &token)
{
    if (token.isNil())
        return QJsonValue();
    if (const auto *list = std::get_if<imap::Token::List>(&token.value))
        return tokensJson(*list);
    return bytesJson(token.text());
}

QJsonArray tokensJson(const QList<imap::Token> &tokens)
{
    QJsonArray array;
    for (const imap::Token &token : tokens)
        array.append(tokenJson(token));
    return array;
}

QJsonArray bytesListJson(const QList<QByteArray> &list)
{
    QJsonArray array;
    for (const QByteArray &bytes : list)
        array.append(bytesJson(bytes));
    return array;
}

} // namespace app
