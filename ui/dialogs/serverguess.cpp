#include "ui/dialogs/serverguess.h"

#include <QCoreApplication>
#include <QStringList>

namespace ui
{
namespace
{

enum class Hint { None, AppPassword, SwitchOn, OAuthOnly };

struct Provider {
    const char *domains; ///< separated by spaces; "name.*" is any top-level domain
    const char *host;
    Hint hint = Hint::None;
    bool userIsAddress = true;
};

/// As the providers tell in their help pages.
constexpr Provider providers[] = {
    {"gmail.com googlemail.com", "imap.gmail.com", Hint::AppPassword},
    {"outlook.* hotmail.* live.* msn.com office365.com", "outlook.office365.com", Hint::OAuthOnly},
    {"yahoo.* ymail.com rocketmail.com", "imap.mail.yahoo.com", Hint::AppPassword},
    {"aol.com aim.com", "imap.aol.com", Hint::AppPassword},
    {"icloud.com me.com mac.com", "imap.mail.me.com", Hint::AppPassword},
    {"fastmail.com fastmail.fm messagingengine.com", "imap.fastmail.com", Hint::AppPassword},
    {"gmx.de gmx.net gmx.at gmx.ch gmx.eu", "imap.gmx.net", Hint::SwitchOn},
    {"gmx.com gmx.us gmx.co.uk gmx.fr gmx.es", "imap.gmx.com", Hint::SwitchOn},
    {"mail.com email.com", "imap.mail.com", Hint::SwitchOn},
    {"web.de", "imap.web.de", Hint::SwitchOn},
    {"t-online.de magenta.de", "secureimap.t-online.de", Hint::AppPassword},
    {"freenet.de", "mx.freenet.de"},
    {"posteo.de posteo.net posteo.org posteo.eu", "posteo.de"},
    {"mailbox.org", "imap.mailbox.org"},
    {"1und1.de online.de ionos.de", "imap.ionos.de"},
    {"zoho.com zohomail.com", "imap.zoho.com", Hint::SwitchOn},
    {"yandex.com yandex.ru ya.ru", "imap.yandex.com", Hint::AppPassword},
    {"mail.ru inbox.ru list.ru bk.ru", "imap.mail.ru", Hint::AppPassword},
    {"seznam.cz email.cz", "imap.seznam.cz", Hint::SwitchOn},
    {"orange.fr wanadoo.fr", "imap.orange.fr"},
    {"free.fr", "imap.free.fr", Hint::None, false},
    {"libero.it", "imapmail.libero.it"},
    {"runbox.com", "mail.runbox.com"},
    {"migadu.com", "imap.migadu.com"},
    {"disroot.org", "disroot.org", Hint::None, false},
    {"riseup.net", "mail.riseup.net", Hint::None, false},
    {"qq.com", "imap.qq.com", Hint::AppPassword},
    {"163.com", "imap.163.com", Hint::AppPassword},
};

bool speaksFor(const Provider &provider, const QString &domain)
{
    const QStringList patterns = QString::fromLatin1(provider.domains).split(QLatin1Char(' '));
    for (const QString &pattern : patterns) {
        if (pattern == domain)
            return true;
        if (pattern.endsWith(QLatin1String(".*")) && domain.startsWith(QStringView(pattern).chopped(1)))
            return true;
    }
    return false;
}

QString hintText(Hint hint)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ServerGuess", text); };
    switch (hint) {
    case Hint::AppPassword:
        return tr("This provider wants an app password, which you make in its security settings.");
    case Hint::SwitchOn:
        return tr("IMAP may have to be switched on in this provider's web settings first.");
    case Hint::OAuthOnly:
        return tr("Most accounts of this provider cannot be used with a password any more.");
    case Hint::None:
        break;
    }
    return {};
}

} // namespace

QString domainOf(const QString &address)
{
    const qsizetype at = address.lastIndexOf(QLatin1Char('@'));
    return at < 0 ? QString() : address.mid(at + 1).trimmed().toLower();
}

quint16 usualPort(imap::ConnectionSettings::Security security)
{
    using Security = imap::ConnectionSettings::Security;
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

ServerGuess guessServer(const QString &address)
{
    ServerGuess guess;
    const QString domain = domainOf(address);
    if (domain.isEmpty() || domain.startsWith(QLatin1Char('.')) || !domain.contains(QLatin1Char('.')))
        return guess;
    for (const Provider &provider : providers) {
        if (!speaksFor(provider, domain))
            continue;
        guess.host = QString::fromLatin1(provider.host);
        guess.userIsAddress = provider.userIsAddress;
        guess.known = true;
        guess.hint = hintText(provider.hint);
        return guess;
    }
    guess.host = QStringLiteral("imap.") + domain;
    return guess;
}

} // namespace ui
