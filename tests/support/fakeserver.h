#pragma once

#include "account/serverhandle.h"
#include "support/fakeaccount.h"

namespace test
{

/// A FakeAccount that can be asked about its server and folders. The test sets the answers; those given while
/// `holdInquiries` is on come with `releaseInquiries`.
class FakeServer final : public FakeAccount, public imap::ServerHandle
{
    Q_OBJECT
public:
    using FakeAccount::FakeAccount;

    QHash<imap::MailboxName, imap::FolderDetails> details;
    QHash<imap::MailboxName, imap::UidSet> messages;
    quint64 markedBy = 0; ///< the entry that markAllRead makes
    imap::QuotaOverview quota;
    std::optional<QPromise<imap::QuotaOverview>> quotaPromise; ///< answers instead, when and as a test likes
    QHash<imap::MailboxName, imap::FolderAccess> access;
    QHash<QByteArray, imap::GrantableRights> grantable; ///< by identifier
    QHash<imap::MailboxName, imap::Annotations> notes;
    imap::ServerDetails server;
    imap::SpecialUses uses;
    QList<imap::Subscription> subscribed;
    std::shared_ptr<const imap::Error> failInquiry; ///< what is asked fails with these words, or this abort
    bool holdInquiries = false;
    QStringList
        inquiries; ///< "details INBOX", "quota", "access INBOX", "grantable INBOX bob", "server", "uses", ...

    void releaseInquiries()
    {
        holdInquiries = false;
        for (const auto &answer : std::exchange(m_held, {}))
            answer();
    }

    QFuture<imap::FolderDetails> folderDetails(const imap::MailboxName &folder) override
    {
        return reply(QStringLiteral("details ") + folder.toString(),
                     [this, folder] { return details.value(folder); });
    }
    QFuture<imap::UidSet> messagesIn(const imap::MailboxName &folder, bool unreadOnly) override
    {
        return reply((unreadOnly ? QStringLiteral("unread ") : QStringLiteral("messages ")) +
                         folder.toString(),
                     [this, folder] { return messages.value(folder); });
    }
    QFuture<quint64> markAllRead(const imap::MailboxName &folder) override
    {
        return reply(QStringLiteral("mark all read ") + folder.toString(), [this] { return markedBy; });
    }
    void openReadOnly(const imap::MailboxName &folder) override
    {
        inquiries << QStringLiteral("open read-only ") + folder.toString();
        openFolder(folder);
    }
    QFuture<imap::QuotaOverview> quotaOverview() override
    {
        if (quotaPromise) {
            inquiries << QStringLiteral("quota");
            return quotaPromise->future();
        }
        return reply(QStringLiteral("quota"), [this] { return quota; });
    }
    QFuture<imap::QuotaOverview> quotaOf(const QList<imap::MailboxName> &folders) override
    {
        QStringList names;
        for (const imap::MailboxName &folder : folders)
            names << folder.toString();
        return reply(QStringLiteral("quota of ") + names.join(QLatin1Char(' ')), [this] { return quota; });
    }
    QFuture<imap::FolderAccess> folderAccess(const imap::MailboxName &folder) override
    {
        return reply(QStringLiteral("access ") + folder.toString(),
                     [this, folder] { return access.value(folder); });
    }
    QFuture<imap::GrantableRights> grantableRights(const imap::MailboxName &folder,
                                                   const QByteArray &identifier) override
    {
        return reply(QStringLiteral("grantable %1 %2").arg(folder.toString(), QString::fromUtf8(identifier)),
                     [this, identifier] { return grantable.value(identifier); });
    }
    QFuture<imap::Annotations> annotations(const imap::MailboxName &folder) override
    {
        return reply(QStringLiteral("annotations ") + folder.toString(),
                     [this, folder] { return notes.value(folder); });
    }
    QFuture<imap::ServerDetails> serverDetails() override
    {
        return reply(QStringLiteral("server"), [this] { return server; });
    }
    QFuture<imap::SpecialUses> specialUses() override
    {
        return reply(QStringLiteral("uses"), [this] { return uses; });
    }
    QFuture<QList<imap::Subscription>> subscriptions() override
    {
        return reply(QStringLiteral("subscriptions"), [this] { return subscribed; });
    }

private:
    template <class Answer>
    auto reply(const QString &inquiry, Answer answer) -> QFuture<decltype(answer())>
    {
        inquiries << inquiry;
        auto promise = std::make_shared<QPromise<decltype(answer())>>();
        promise->start();
        const auto finish = [this, promise, answer] {
            try {
                if (const auto *abort = dynamic_cast<const imap::AbortError *>(failInquiry.get()))
                    throw imap::AbortError(abort->reason(), abort->message());
                if (failInquiry)
                    throw imap::CommandError(failInquiry->message());
                promise->addResult(answer());
            } catch (...) {
                promise->setException(std::current_exception());
            }
            promise->finish();
        };
        if (holdInquiries)
            m_held << finish;
        else
            finish();
        return promise->future();
    }

    QList<std::function<void()>> m_held;
};

} // namespace test
