#pragma once

#include "account/account.h"
#include "support/tinyserver.h"

#include <QTemporaryDir>

namespace imap::test
{

class FixedSource final : public CredentialSource
{
public:
    QFuture<Secret> secret(const AccountConfig &) override
    {
        QPromise<Secret> promise;
        promise.start();
        promise.addResult(Secret(QByteArray("secret")));
        promise.finish();
        return promise.future();
    }
};

inline MailboxName folder(const char *name)
{
    return MailboxName(QString::fromLatin1(name));
}

/// An account in this thread, on a tiny server.
class Bench
{
public:
    Bench()
    {
        config.id = QStringLiteral("a");
        config.user = QStringLiteral("alice");
        config.connection.security = ConnectionSettings::Security::Plain;
    }
    void open(const char *name)
    {
        account =
            std::make_unique<Account>(config, cache.path(), std::make_shared<FixedSource>(),
                                      [this](const ConnectionSettings &) { return server.connection(); });
        QObject::connect(&account->events(), &EventBatcher::batchReady, account.get(),
                         [this](const EventBatch &batch) {
                             for (const Event &event : batch.events)
                                 take(event);
                         });
        account->start();
        account->openFolder(folder(name));
    }
    bool saidOn(int connection, const QString &beginning) const
    {
        const QString wanted = QString::number(connection) + QLatin1Char(' ') + beginning;
        return std::any_of(server.lines.cbegin(), server.lines.cend(),
                           [&](const QString &line) { return line.startsWith(wanted); });
    }

    QTemporaryDir cache;
    AccountConfig config;
    TinyServer server;
    ConnectionChanged connection;
    QList<ConnectionState> states;
    std::optional<quint32> inboxTotal;
    std::unique_ptr<Account> account; // goes first: it tells of its end

private:
    void take(const Event &event)
    {
        if (const auto *changed = std::get_if<ConnectionChanged>(&event)) {
            connection = *changed;
            states.append(changed->state);
        } else if (const auto *counts = std::get_if<FolderStatusChanged>(&event)) {
            if (counts->folder.isInbox())
                inboxTotal = counts->total;
        }
    }
};

} // namespace imap::test
