#include "session/quirks.h"

#include <algorithm>
#include <array>

namespace imap
{

namespace
{

constexpr std::array quirks{
    Quirk{.name = "icloud-qresync",
          .reason = "QRESYNC is answered with a VANISHED that names messages which are there",
          .seen = "iCloud; Mailspring never enables it there (SyncWorker.cpp)",
          .host = ".mail.me.com",
          .greeting = "iSCREAM",
          .apply = [](QuirkEffects &effects) { effects.without.append("QRESYNC"); }},
    // CONDSTORE stays: whoever asks for mod-sequences gets them.
    Quirk{.name = "gmail-qresync",
          .reason =
              "HIGHESTMODSEQ does not tell of all that is gone, since messages are in many folders at once",
          .seen = "Gmail; KMail keeps QRESYNC off (kdepim-runtime, resourcetask.cpp)",
          .host = ".gmail.com",
          .greeting = "Gimap ",
          .id = "GImap",
          .apply = [](QuirkEffects &effects) { effects.without.append("QRESYNC"); }},
    Quirk{.name = "gmail-connections",
          .reason = "the sixteenth connection of an account is refused",
          .seen = "Gmail's documentation",
          .host = ".gmail.com",
          .greeting = "Gimap ",
          .id = "GImap",
          .apply = [](QuirkEffects &effects) { effects.connections = 15; }},
    Quirk{.name = "exchange-not-connected",
          .reason = "signing in succeeds and every command behind it is refused",
          .seen = "Office 365 (MailKit issue 1494)",
          .host = ".office365.com",
          .greeting = "Microsoft Exchange",
          .apply = [](QuirkEffects &effects) { effects.deadSignIn = "authenticated but not connected"; }},
    Quirk{.name = "exchange-keywords",
          .reason = "keywords are accepted and forgotten",
          .seen = "Exchange 2000 and 2003, version 6 (Trojita, docs/server-capabilities)",
          .greeting = "Microsoft Exchange Server",
          .below = "8",
          .apply = [](QuirkEffects &effects) { effects.keywords = false; }},
    Quirk{.name = "cyrus-binding",
          .reason = "SCRAM-…-PLUS is offered, and refused after three seconds for any binding but tls-unique",
          .seen = "Cyrus IMAP 3.6.1 with Cyrus SASL 2.1.28, 2026-11",
          .greeting = "Cyrus IMAP",
          .id = "Cyrus IMAP",
          .apply = [](QuirkEffects &effects) { effects.endPointBinding = false; }},
    Quirk{.name = "cyrus-logindisabled",
          .reason = "LOGINDISABLED is listed once somebody is signed in, when it means nothing",
          .seen = "Cyrus IMAP 3.6.1, 2026-11",
          .greeting = "Cyrus IMAP",
          .id = "Cyrus IMAP",
          .apply = [](QuirkEffects &effects) { effects.withoutSignedIn.append("LOGINDISABLED"); }},
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The first "1.2.3" in the text, as numbers.
QList<int> versionIn(QByteArrayView text)
{
    QList<int> version;
    const auto *at = std::find_if(text.begin(), text.end(), isDigit);
    while (at != text.end() && isDigit(*at) && version.size() < 8) {
        int number = 0;
        for (; at != text.end() && isDigit(*at); ++at)
            number = std::min(number * 10 + (*at - '0'), 100'000);
        version.append(number);
        if (at != text.end() && *at == '.')
            ++at;
    }
    return version;
}

bool isBelow(QByteArrayView text, QByteArrayView limit)
{
    const QList<int> version = versionIn(text);
    const QList<int> bound = versionIn(limit);
    return !version.isEmpty() &&
           std::lexicographical_compare(version.begin(), version.end(), bound.begin(), bound.end());
}

QByteArray idField(const ServerIdentity &server, QByteArrayView name)
{
    for (const auto &[key, value] : server.id) {
        if (value && key.compare(name, Qt::CaseInsensitive) == 0)
            return *value;
    }
    return {};
}

bool matchesGreeting(const Quirk &quirk, const ServerIdentity &server)
{
    const qsizetype at = quirk.greeting.isEmpty() ? -1 : server.greeting.indexOf(quirk.greeting);
    if (at < 0)
        return false;
    // "Server 2003 IMAP4rev1 server version 6.5": the version is behind that word, where it is there.
    QByteArrayView behind = QByteArrayView(server.greeting).sliced(at + quirk.greeting.size());
    if (const qsizetype word = behind.indexOf("version "); word >= 0)
        behind = behind.sliced(word);
    return quirk.below.isEmpty() || isBelow(behind, quirk.below);
}

bool matchesId(const Quirk &quirk, const ServerIdentity &server)
{
    if (quirk.id.isEmpty())
        return false;
    if (!idField(server, "name").startsWith(quirk.id) && !idField(server, "vendor").startsWith(quirk.id))
        return false;
    return quirk.below.isEmpty() || isBelow(idField(server, "version"), quirk.below);
}

bool matches(const Quirk &quirk, const ServerIdentity &server)
{
    // A host tells no version.
    const bool host =
        !quirk.host.isEmpty() && quirk.below.isEmpty() &&
        server.host.endsWith(QLatin1String(quirk.host.data(), int(quirk.host.size())), Qt::CaseInsensitive);
    return host || matchesGreeting(quirk, server) || matchesId(quirk, server);
}

} // namespace

std::span<const Quirk> knownQuirks()
{
    return quirks;
}

QuirkEffects quirksOf(const ServerIdentity &server)
{
    QuirkEffects effects;
    for (const Quirk &quirk : quirks) {
        if (!matches(quirk, server))
            continue;
        effects.names.append(quirk.name.toByteArray());
        quirk.apply(effects);
    }
    return effects;
}

} // namespace imap
