#include "net/settingsurl.h"

#include <QHostAddress>
#include <QStringDecoder>
#include <QUrl>
#include <array>
#include <optional>

namespace imap
{

namespace
{

using Security = ConnectionSettings::Security;

constexpr qsizetype longestUrl = 64 * 1024;
constexpr qsizetype longestHost = 253; // RFC 1035, section 2.3.4, less the dot and the length

struct Scheme {
    Security security;
    const char *prefix;
};

constexpr std::array schemes{
    Scheme{Security::Tls, "imaps://"},
    Scheme{Security::StartTls, "imap+starttls://"},
    Scheme{Security::Plain, "imap+plain://"},
    Scheme{Security::Command, "imap+exec:"},
};

/// Thrown within this file only: a sentence for the person who typed the URL.
struct BadUrl {
    QString sentence;
};

[[noreturn]] void refuse(const QString &sentence)
{
    throw BadUrl{sentence};
}

bool hasControls(const QString &text)
{
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            return true;
    }
    return false;
}

int hexValue(QChar c)
{
    const char16_t u = c.toLower().unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    return u >= u'a' && u <= u'f' ? u - u'a' + 10 : -1;
}

QString percentDecoded(const QString &text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('%')) {
            const bool pair = text.at(i).isHighSurrogate() && i + 1 < text.size();
            bytes += text.mid(i, pair ? 2 : 1).toUtf8();
            i += pair ? 1 : 0;
            continue;
        }
        const int high = i + 2 < text.size() ? hexValue(text.at(i + 1)) : -1;
        const int low = i + 2 < text.size() ? hexValue(text.at(i + 2)) : -1;
        if (high < 0 || low < 0)
            refuse(QStringLiteral(
                "In the user's name, a % must be followed by two hexadecimal digits (%25 is a %)"));
        bytes += static_cast<char>(high * 16 + low);
        i += 2;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString result = decoder(bytes);
    if (decoder.hasError() || hasControls(result))
        refuse(QStringLiteral("The user's name is not UTF-8 text"));
    return result;
}

QString parseUser(const QString &text)
{
    if (text.contains(QLatin1Char(':')))
        refuse(QStringLiteral("A password does not belong into the URL (a colon in the user's name is %3A)"));
    if (text.contains(QLatin1String(";AUTH="), Qt::CaseInsensitive))
        refuse(
            QStringLiteral("The way to sign in does not belong into the URL (a semicolon in the user's name "
                           "is %3B)"));
    return percentDecoded(text);
}

quint16 parsePort(const QString &text, Security security)
{
    if (text.isEmpty())
        return defaultPort(security);
    bool isNumber = false;
    const uint port = text.toUInt(&isNumber);
    if (!isNumber || !text.at(0).isDigit() || port == 0 || port > 65535)
        refuse(QStringLiteral("The port must be a number from 1 to 65535"));
    return static_cast<quint16>(port);
}

void checkHostName(const QString &host)
{
    if (host.isEmpty())
        refuse(QStringLiteral("The URL names no host"));
    if (host.contains(QLatin1Char(':')))
        refuse(QStringLiteral("An IPv6 address in the URL must stand in brackets, as in [::1]"));
    bool good = host.size() <= longestHost && !host.startsWith(QLatin1Char('.'));
    for (const QChar c : host) {
        const bool sign = c == QLatin1Char('-') || c == QLatin1Char('.') || c == QLatin1Char('_');
        good = good && (sign || c.isLetterOrNumber() || c.isMark() || c.isSurrogate());
    }
    if (!good)
        refuse(QStringLiteral("The host's name has characters that no host's name can have"));
}

void parseHostAndPort(const QString &text, ConnectionSettings &settings)
{
    qsizetype portAt = text.lastIndexOf(QLatin1Char(':'));
    if (text.startsWith(QLatin1Char('['))) {
        const qsizetype end = text.indexOf(QLatin1Char(']'));
        // RFC 6874: the % before the name of an interface is itself encoded.
        settings.host = text.mid(1, end - 1).replace(QLatin1String("%25"), QLatin1String("%"));
        const QHostAddress address(settings.host);
        const QString rest = text.mid(end + 1);
        if (end < 0 || address.protocol() != QAbstractSocket::IPv6Protocol ||
            !(rest.isEmpty() || rest.startsWith(QLatin1Char(':'))))
            refuse(QStringLiteral("What stands in brackets is not an IPv6 address"));
        portAt = rest.isEmpty() ? -1 : end + 1;
    } else {
        settings.host = text.left(portAt);
        checkHostName(settings.host);
    }
    settings.port = parsePort(portAt < 0 ? QString() : text.mid(portAt + 1), settings.security);
}

AccountUrl parseAuthority(Security security, const QString &rest)
{
    AccountUrl result;
    result.settings.security = security;
    QString authority = rest;
    if (authority.endsWith(QLatin1Char('/')))
        authority.chop(1);
    for (const char sign : {'/', '?', '#'}) {
        if (authority.contains(QLatin1Char(sign)))
            refuse(
                QStringLiteral("An account's URL ends with its host and port (in the user's name, / is %2F, "
                               "? is %3F and # is %23)"));
    }
    const qsizetype at = authority.lastIndexOf(QLatin1Char('@'));
    if (at >= 0)
        result.user = parseUser(authority.left(at));
    parseHostAndPort(authority.mid(at + 1), result.settings);
    return result;
}

AccountUrl parseCommand(const QString &command)
{
    AccountUrl result;
    result.settings.security = Security::Command;
    result.settings.port = 0;
    result.settings.command = command;
    if (command.trimmed().isEmpty())
        refuse(QStringLiteral("There is no command behind imap+exec:"));
    if (command.contains(QChar(0)))
        refuse(QStringLiteral("A command cannot contain a NUL character"));
    return result;
}

AccountUrl parse(const QString &text)
{
    if (text.size() > longestUrl)
        refuse(QStringLiteral("The URL is too long"));
    for (const Scheme &scheme : schemes) {
        const QLatin1String prefix(scheme.prefix);
        if (!text.startsWith(prefix, Qt::CaseInsensitive))
            continue;
        const QString rest = text.mid(prefix.size());
        return scheme.security == Security::Command ? parseCommand(rest)
                                                    : parseAuthority(scheme.security, rest.trimmed());
    }
    if (text.startsWith(QLatin1String("imap://"), Qt::CaseInsensitive))
        refuse(
            QStringLiteral("Say imap+starttls:// to encrypt after the connection is made, or imap+plain:// "
                           "for no encryption at all"));
    refuse(QStringLiteral(
        "An account's URL begins with imaps://, imap+starttls://, imap+plain:// or imap+exec:"));
}

} // namespace

std::variant<AccountUrl, QString> parseAccountUrl(const QString &text)
{
    try {
        return parse(text);
    } catch (const BadUrl &bad) {
        return bad.sentence;
    }
}

QString accountUrlText(const AccountUrl &account)
{
    const ConnectionSettings &settings = account.settings;
    QString result;
    for (const Scheme &scheme : schemes) {
        if (scheme.security == settings.security)
            result = QLatin1String(scheme.prefix);
    }
    if (settings.security == Security::Command)
        return result + settings.command;
    if (!account.user.isEmpty())
        result += QString::fromLatin1(QUrl::toPercentEncoding(account.user)) + QLatin1Char('@');
    if (settings.host.contains(QLatin1Char(':'))) {
        QString address = settings.host;
        address.replace(QLatin1String("%"), QLatin1String("%25"));
        result += QLatin1Char('[') + address + QLatin1Char(']');
    } else {
        result += settings.host;
    }
    if (settings.port != defaultPort(settings.security))
        result += QLatin1Char(':') + QString::number(settings.port);
    return result;
}

quint16 defaultPort(ConnectionSettings::Security security)
{
    switch (security) {
    case Security::Tls:
        return 993;
    case Security::StartTls:
    case Security::Plain:
        return 143;
    case Security::Command:
        break;
    }
    return 0;
}

} // namespace imap
