#pragma once

#include "account/accounthandle.h"

#include <QPromise>

namespace test
{

/// An account whose fetches are answered by hand, when the test says so.
class ReaderAccount : public imap::AccountHandle
{
public:
    struct Request {
        imap::Uid uid;
        QList<QByteArray> sections;
        std::shared_ptr<QPromise<imap::MessageBody>> promise;
    };
    QList<Request> requests;

    ~ReaderAccount() override
    {
        for (const Request &request : std::as_const(requests))
            request.promise->finish();
    }

    imap::AccountConfig config() const override
    {
        imap::AccountConfig config;
        config.id = QStringLiteral("ann");
        config.connection.host = QStringLiteral("mail.example.org");
        return config;
    }
    void start() override {}
    void retryNow() override {}
    void goOffline() override {}
    void reconfigure(const imap::AccountConfig &) override {}
    void openFolder(const imap::MailboxName &) override {}
    void leaveFolder() override {}
    void showRows(const imap::MailboxName &, imap::SeqNum, imap::SeqNum) override {}
    void arrange(const imap::MailboxName &, const imap::Arrangement &) override {}
    void showMessages(const imap::MailboxName &, const QList<imap::Uid> &) override {}
    QFuture<imap::UidSet> resolve(const imap::MailboxName &, const imap::SeqSet &, quint64) override
    {
        return QtFuture::makeReadyFuture(imap::UidSet());
    }
    QFuture<imap::ServerHits> searchServer(const imap::ServerSearch &) override
    {
        return QtFuture::makeReadyFuture(imap::ServerHits());
    }
    QFuture<imap::SeqNum> findMessage(const imap::MailboxName &, imap::Uid) override
    {
        return QtFuture::makeReadyFuture(imap::SeqNum());
    }
    QFuture<imap::SeqNum> findDate(const imap::MailboxName &, QDate) override
    {
        return QtFuture::makeReadyFuture(imap::SeqNum());
    }
    QFuture<imap::MessageBody> fetchSections(const imap::MailboxName &, imap::Uid uid,
                                             const QList<QByteArray> &sections) override
    {
        auto promise = std::make_shared<QPromise<imap::MessageBody>>();
        promise->start();
        requests << Request{uid, sections, promise};
        return promise->future();
    }
    QFuture<quint64> changeFlags(const imap::MailboxName &, const QList<imap::Uid> &, const imap::FlagSet &,
                                 const imap::FlagSet &) override
    {
        return QtFuture::makeReadyFuture(quint64(1));
    }
    QFuture<quint64> change(const imap::Change &) override { return QtFuture::makeReadyFuture(quint64(1)); }
    QFuture<quint64> undo(quint64 operation) override { return QtFuture::makeReadyFuture(operation); }
    void retryOperation(quint64) override {}
    void dropOperation(quint64) override {}
    QFuture<QList<imap::JournalEntry>> journal(int) override
    {
        return QtFuture::makeReadyFuture(QList<imap::JournalEntry>());
    }
    void checkNow() override {}
    void networkChanged() override {}
    void setFillPolicy(const imap::FillPolicy &) override {}
    void pauseFill(bool) override {}
    QFuture<QString> wireLog() override { return QtFuture::makeReadyFuture(QString()); }

    /// Answers the latest request; `sections` that were not asked for do no harm.
    void answer(const imap::MessageSummaryPtr &message, const QMap<QByteArray, QByteArray> &sections)
    {
        imap::MessageBody body;
        body.uid = message->uid;
        body.structure = message->structure;
        body.sections = sections;
        for (const QByteArray &bytes : sections)
            body.fetchedBytes += quint64(bytes.size());
        requests.last().promise->addResult(body);
        requests.last().promise->finish();
    }
    template <class Error>
    void fail(const Error &error)
    {
        requests.last().promise->setException(std::make_exception_ptr(error));
        requests.last().promise->finish();
    }
};

inline imap::Address address(const char *name, const char *mailbox, const char *host)
{
    imap::Address result;
    if (name && *name)
        result.name = QByteArray(name);
    result.mailbox = QByteArray(mailbox);
    result.host = QByteArray(host);
    return result;
}

inline imap::BodyStructure textPart(const char *subtype = "plain", quint64 size = 100)
{
    imap::BodyStructure part;
    part.type = "text";
    part.subtype = subtype;
    part.parameters = {{"charset", "utf-8"}};
    part.encoding = "8bit";
    part.size = size;
    return part;
}

inline imap::BodyStructure filePart(const char *type, const char *subtype, const char *name, quint64 size)
{
    imap::BodyStructure part;
    part.type = type;
    part.subtype = subtype;
    part.encoding = "base64";
    part.size = size;
    part.disposition = imap::Disposition{"attachment", {{"filename", name}}};
    return part;
}

inline imap::BodyStructure mixed(const QList<imap::BodyStructure> &parts)
{
    imap::BodyStructure whole;
    whole.type = "multipart";
    whole.subtype = "mixed";
    whole.parts = parts;
    return whole;
}

/// A message from Anna to Ben that is not read yet, with one plain text part.
inline imap::MessageSummary message(quint32 uid, const char *subject = "Plans for the week")
{
    imap::MessageSummary summary;
    summary.uid = imap::Uid(uid);
    summary.size = 4200;
    summary.internalDate = QDateTime(QDate(2025, 3, 4), QTime(14, 6), Qt::OffsetFromUTC, 3600);
    summary.envelope.date = QByteArray("Tue, 4 Mar 2025 14:05:09 +0100");
    summary.envelope.subject = QByteArray(subject);
    summary.envelope.from = {address("Anna Berg", "anna", "example.org")};
    summary.envelope.to = {address("Ben Holm", "ben", "example.com")};
    summary.envelope.messageId = QByteArray("<1234.abcd@example.org>");
    summary.structure = textPart();
    return summary;
}

inline imap::MessageSummaryPtr share(const imap::MessageSummary &summary)
{
    return std::make_shared<const imap::MessageSummary>(summary);
}

} // namespace test
