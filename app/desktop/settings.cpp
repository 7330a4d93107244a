#include "app/desktop/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <limits>

namespace app
{
namespace
{

using Security = imap::ConnectionSettings::Security;

constexpr int maximumAccounts = 1000;

struct SecurityWord {
    Security security;
    const char *word;
};
constexpr SecurityWord securityWords[] = {{Security::Tls, "tls"},
                                          {Security::StartTls, "starttls"},
                                          {Security::Plain, "none"},
                                          {Security::Command, "command"}};

using Keep = imap::FillPolicy::Keep;
struct KeepWord {
    Keep keep;
    const char *word;
};
constexpr KeepWord keepTable[] = {{Keep::Nothing, "nothing"},
                                  {Keep::RecentHeaders, "recentHeaders"},
                                  {Keep::Headers, "headers"},
                                  {Keep::RecentBodies, "recentBodies"},
                                  {Keep::Everything, "everything"}};

QString wordOf(Keep keep)
{
    for (const KeepWord &entry : keepTable) {
        if (entry.keep == keep)
            return QLatin1String(entry.word);
    }
    return QStringLiteral("nothing");
}

QString wordOf(Security security)
{
    for (const SecurityWord &entry : securityWords) {
        if (entry.security == security)
            return QLatin1String(entry.word);
    }
    return QStringLiteral("tls");
}

/// An unknown word means the strictest: a typing error must not switch encryption off.
Security securityOf(const QString &word)
{
    for (const SecurityWord &entry : securityWords) {
        if (word == QLatin1String(entry.word))
            return entry.security;
    }
    return Security::Tls;
}

bool isAccountId(const QString &id)
{
    if (id.isEmpty() || id.size() > 100)
        return false;
    return std::all_of(id.begin(), id.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

imap::AccountConfig readAccount(const QSettings &store)
{
    const auto text = [&store](const char *key) { return store.value(QLatin1String(key)).toString(); };
    const imap::ConnectionSettings usual;
    imap::AccountConfig account;
    account.id = text("id");
    account.displayName = text("name");
    account.user = text("user");
    account.authorizationId = text("actAs");
    account.mechanism = text("mechanism");
    account.sendId = store.value(QStringLiteral("sendId"), true).toBool();
    account.maximumConnections =
        qBound(1, store.value(QStringLiteral("connections"), account.maximumConnections).toInt(),
               imap::AccountConfig::MostConnections);
    // An unknown word means the least: nothing is fetched that nobody asked for.
    account.fill.keep = keepNamed(text("keep")).value_or(Keep::Nothing);
    account.fill.days = qBound(1, store.value(QStringLiteral("keepDays"), account.fill.days).toInt(), 36'500);
    imap::ConnectionSettings &connection = account.connection;
    connection.security = securityOf(text("security"));
    connection.host = text("host");
    connection.port = quint16(qBound(1, store.value(QStringLiteral("port"), int(usual.port)).toInt(), 65535));
    connection.command = text("command");
    connection.caFile = text("caFile");
    connection.clientCertificate = text("clientCertificate");
    connection.clientKey = text("clientKey");
    connection.pinnedCertificate = QByteArray::fromHex(text("pinnedCertificate").toLatin1());
    if (connection.pinnedCertificate.size() != 32)
        connection.pinnedCertificate.clear();
    const auto milliseconds = [&store](const char *key, int usualValue) {
        return qBound(1'000, store.value(QLatin1String(key), usualValue).toInt(), 3'600'000);
    };
    connection.connectTimeoutMs = milliseconds("connectTimeoutMs", usual.connectTimeoutMs);
    connection.readTimeoutMs = milliseconds("readTimeoutMs", usual.readTimeoutMs);
    imap::CacheLimits &cache = account.cache;
    const auto number = [&store](const char *key, qint64 usualValue, qint64 least, qint64 most) {
        bool ok = false;
        const qint64 value = store.value(QLatin1String(key)).toLongLong(&ok);
        return ok ? qBound(least, value, most) : usualValue;
    };
    cache.bodyBytes = number("cacheBytes", cache.bodyBytes, 0, std::numeric_limits<qint64>::max());
    cache.bodyDays = int(number("cacheDays", cache.bodyDays, 0, 100'000));
    cache.removedDays = int(number("keepRemovedDays", cache.removedDays, 1, 100'000));
    return account;
}

void writeAccount(QSettings &store, const imap::AccountConfig &account)
{
    const imap::ConnectionSettings usual;
    const imap::ConnectionSettings &connection = account.connection;
    const auto put = [&store](const char *key, const QVariant &value, bool needed) {
        if (needed)
            store.setValue(QLatin1String(key), value);
    };
    put("id", account.id, true);
    put("name", account.displayName, true);
    put("user", account.user, true);
    put("actAs", account.authorizationId, !account.authorizationId.isEmpty());
    put("mechanism", account.mechanism, !account.mechanism.isEmpty());
    put("sendId", account.sendId, !account.sendId);
    const imap::AccountConfig plain;
    put("connections", account.maximumConnections, account.maximumConnections != plain.maximumConnections);
    put("keep", wordOf(account.fill.keep), account.fill.keep != plain.fill.keep);
    put("keepDays", account.fill.days, account.fill.days != plain.fill.days);
    put("security", wordOf(connection.security), true);
    put("host", connection.host, !connection.host.isEmpty());
    put("port", int(connection.port), connection.security != Security::Command);
    put("command", connection.command, !connection.command.isEmpty());
    put("caFile", connection.caFile, !connection.caFile.isEmpty());
    put("clientCertificate", connection.clientCertificate, !connection.clientCertificate.isEmpty());
    put("clientKey", connection.clientKey, !connection.clientKey.isEmpty());
    put("pinnedCertificate", QString::fromLatin1(connection.pinnedCertificate.toHex()),
        !connection.pinnedCertificate.isEmpty());
    put("connectTimeoutMs", connection.connectTimeoutMs,
        connection.connectTimeoutMs != usual.connectTimeoutMs);
    put("readTimeoutMs", connection.readTimeoutMs, connection.readTimeoutMs != usual.readTimeoutMs);
    const imap::CacheLimits usualCache;
    const imap::CacheLimits &cache = account.cache;
    put("cacheBytes", cache.bodyBytes, cache.bodyBytes != usualCache.bodyBytes);
    put("cacheDays", cache.bodyDays, cache.bodyDays != usualCache.bodyDays);
    put("keepRemovedDays", cache.removedDays, cache.removedDays != usualCache.removedDays);
}

} // namespace

QStringList keepWords()
{
    QStringList words;
    for (const KeepWord &entry : keepTable)
        words << QLatin1String(entry.word);
    return words;
}

std::optional<imap::FillPolicy::Keep> keepNamed(const QString &word)
{
    for (const KeepWord &entry : keepTable) {
        if (word == QLatin1String(entry.word))
            return entry.keep;
    }
    return {};
}

QString makeProfile(const QString &profile)
{
    const QString folder = profile.isEmpty()
                               ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
                               : QDir(profile).absolutePath();
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    // However it was named: a profile is one.
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    return canonical.isEmpty() ? folder : canonical;
}

Settings::Settings(const QString &profile)
    : m_profile(makeProfile(profile))
{
    if (!QDir().mkpath(accountsFolder()))
        m_problem = QCoreApplication::translate("Settings", "The folder %1 cannot be made.").arg(m_profile);
    else if (!QFileInfo(m_profile).isWritable())
        m_problem =
            QCoreApplication::translate("Settings", "The folder %1 cannot be written.").arg(m_profile);
    m_store = std::make_unique<QSettings>(QDir(m_profile).filePath(QStringLiteral("postrider.ini")),
                                          QSettings::IniFormat);
    m_store->setFallbacksEnabled(false);
}

QString Settings::accountsFolder() const
{
    return QDir(m_profile).filePath(QStringLiteral("accounts"));
}

QList<imap::AccountConfig> Settings::accounts() const
{
    QList<imap::AccountConfig> accounts;
    QStringList taken;
    const int count = qMin(m_store->beginReadArray(QStringLiteral("accounts")), maximumAccounts);
    for (int i = 0; i < count; ++i) {
        m_store->setArrayIndex(i);
        const imap::AccountConfig account = readAccount(*m_store);
        const bool reachable = account.connection.security == Security::Command
                                   ? !account.connection.command.isEmpty()
                                   : !account.connection.host.isEmpty();
        if (!isAccountId(account.id) || taken.contains(account.id) || !reachable)
            continue;
        taken << account.id;
        accounts << account;
    }
    m_store->endArray();
    return accounts;
}

void Settings::setAccounts(const QList<imap::AccountConfig> &accounts)
{
    m_store->remove(QStringLiteral("accounts"));
    m_store->beginWriteArray(QStringLiteral("accounts"), int(accounts.size()));
    for (int i = 0; i < accounts.size(); ++i) {
        m_store->setArrayIndex(i);
        writeAccount(*m_store, accounts.at(i));
    }
    m_store->endArray();
    m_store->sync();
}

bool Settings::keepsPassword(const QString &accountId) const
{
    return m_store->value(QStringLiteral("keepPassword/") + accountId, true).toBool();
}

void Settings::setKeepsPassword(const QString &accountId, bool keeps)
{
    const QString key = QStringLiteral("keepPassword/") + accountId;
    if (keeps)
        m_store->remove(key);
    else
        m_store->setValue(key, false);
}

QString newAccountId(const QString &base, const QStringList &taken)
{
    QString id;
    for (const QChar c : base.toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            id += c;
        else if (!id.isEmpty() && !id.endsWith(u'-'))
            id += u'-';
    }
    id = id.left(60);
    while (id.endsWith(u'-'))
        id.chop(1);
    if (id.isEmpty())
        id = QStringLiteral("account");
    QString candidate = id;
    for (int i = 2; taken.contains(candidate); ++i)
        candidate = QStringLiteral("%1-%2").arg(id).arg(i);
    return candidate;
}

} // namespace app
