#include "app/credentials/keychain.h"

#include "app/credentials/answer.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

namespace app
{
namespace
{

QString serviceName()
{
    return QStringLiteral("Postrider");
}

bool hasSessionBus()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           qEnvironmentVariableIsSet("XDG_RUNTIME_DIR");
#else
    return true;
#endif
}

imap::LocalError explained(const QKeychain::Job &job)
{
    const QString detail = job.errorString().simplified().left(300);
    QString text;
    switch (job.error()) {
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        text = QCoreApplication::translate("Keychain", "The keychain stayed locked.");
        break;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        text = QCoreApplication::translate("Keychain", "This desktop has no keychain to keep passwords in.");
        break;
    default:
        text = hasSessionBus()
                   ? QCoreApplication::translate("Keychain", "The keychain cannot be reached.")
                   : QCoreApplication::translate("Keychain", "The keychain cannot be reached, because this "
                                                             "session has no D-Bus.");
        break;
    }
    if (!detail.isEmpty())
        text += QStringLiteral(" (%1)").arg(detail);
    return imap::LocalError(text);
}

/// Runs `work` where jobs may live. A functor that never runs drops its Answer, which ends the future.
template <class Work>
void inApplicationThread(Work work)
{
    QMetaObject::invokeMethod(qApp, std::move(work), Qt::QueuedConnection);
}

} // namespace

QString Keychain::key(const imap::AccountConfig &account)
{
    const QString former = formerKey(account);
    if (account.connection.security == imap::ConnectionSettings::Security::Command)
        return former;
    return former + QLatin1Char('/') + account.id;
}

QString Keychain::formerKey(const imap::AccountConfig &account)
{
    if (account.connection.security == imap::ConnectionSettings::Security::Command)
        return QStringLiteral("imap+exec://%1@%2").arg(account.user, account.id);
    return QStringLiteral("imap://%1@%2").arg(account.user, account.connection.host.toLower());
}

QFuture<std::optional<imap::Secret>> Keychain::read(const imap::AccountConfig &account)
{
    return readEntry(key(account))
        .then([this, former = formerKey(account)](const std::optional<imap::Secret> &found) {
            return found ? QtFuture::makeReadyFuture(found) : readEntry(former);
        })
        .unwrap();
}

QFuture<void> Keychain::write(const imap::AccountConfig &account, const imap::Secret &secret)
{
    return writeEntry(key(account), secret);
}

QFuture<void> Keychain::remove(const imap::AccountConfig &account, const QList<imap::AccountConfig> &others)
{
    const QString former = formerKey(account);
    if (key(account) == former)
        return removeEntry(former);
    QList<imap::AccountConfig> heirs;
    for (const imap::AccountConfig &other : others) {
        if (other.id != account.id && formerKey(other) == former)
            heirs << other;
    }
    return removeEntry(key(account))
        .then([this, former] { return readEntry(former); })
        .unwrap()
        .then([this, former, heirs](const std::optional<imap::Secret> &shared) {
            return shared ? giveAway(former, *shared, heirs) : QtFuture::makeReadyFuture();
        })
        .unwrap();
}

/// What accounts shared until now becomes each heir's own, unless one has its own already.
QFuture<void> Keychain::giveAway(const QString &former, const imap::Secret &secret,
                                 const QList<imap::AccountConfig> &heirs)
{
    if (heirs.isEmpty())
        return removeEntry(former);
    const QString heir = key(heirs.first());
    return readEntry(heir)
        .then([this, heir, secret](const std::optional<imap::Secret> &own) {
            return own ? QtFuture::makeReadyFuture() : writeEntry(heir, secret);
        })
        .unwrap()
        .then([this, former, secret, left = heirs.mid(1)] { return giveAway(former, secret, left); })
        .unwrap();
}

QFuture<std::optional<imap::Secret>> Keychain::readEntry(const QString &key)
{
    auto answer = std::make_shared<Answer<std::optional<imap::Secret>>>();
    inApplicationThread([answer, key] {
        auto *job = new QKeychain::ReadPasswordJob(serviceName());
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, job, [answer, job] {
            if (job->error() == QKeychain::NoError)
                answer->give(std::optional<imap::Secret>(imap::Secret(job->binaryData())));
            else if (job->error() == QKeychain::EntryNotFound)
                answer->give(std::optional<imap::Secret>());
            else
                answer->fail(explained(*job));
        });
        job->start();
    });
    return answer->future();
}

QFuture<void> Keychain::writeEntry(const QString &key, const imap::Secret &secret)
{
    auto answer = std::make_shared<Answer<void>>();
    inApplicationThread([answer, secret, key] {
        auto *job = new QKeychain::WritePasswordJob(serviceName());
        job->setKey(key);
        job->setBinaryData(secret.reveal());
        QObject::connect(job, &QKeychain::Job::finished, job, [answer, job] {
            if (job->error() == QKeychain::NoError)
                answer->give();
            else
                answer->fail(explained(*job));
        });
        job->start();
    });
    return answer->future();
}

QFuture<void> Keychain::removeEntry(const QString &key)
{
    auto answer = std::make_shared<Answer<void>>();
    inApplicationThread([answer, key] {
        auto *job = new QKeychain::DeletePasswordJob(serviceName());
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, job, [answer, job] {
            if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
                answer->give();
            else
                answer->fail(explained(*job));
        });
        job->start();
    });
    return answer->future();
}

KeychainCredentialSource::KeychainCredentialSource(std::shared_ptr<Keychain> keychain)
    : m_keychain(std::move(keychain))
{
}

QFuture<imap::Secret> KeychainCredentialSource::secret(const imap::AccountConfig &account)
{
    return m_keychain->read(account).then([](const std::optional<imap::Secret> &found) {
        if (!found)
            throw imap::LocalError(
                QCoreApplication::translate("Keychain", "The keychain has no password for this account."));
        return *found;
    });
}

} // namespace app
