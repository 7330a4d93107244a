#include "support/fakemail.h"

#include <iterator>

namespace test
{

using imap::FlagSet;
using imap::MessageSummary;
using imap::MessageSummaryPtr;

namespace
{

struct Sender {
    const char *name;
    const char *mailbox;
    const char *host;
};

constexpr Sender senders[] = {
    {"Anna Berg", "anna", "example.org"},
    {"=?utf-8?B?15PXldeT?=", "david", "example.co.il"},
    {"Jean-Baptiste de la Rochefoucauld-Montmorency", "jb", "example.fr"},
    {"Build Server", "build", "ci.example.org"},
    {nullptr, "no-reply+2f81c6d0@notifications.example.com", "example.com"},
    {"=?utf-8?B?5p2x5Lqs5pSv5bqX?=", "tokyo", "example.jp"},
    {"Marie Curie", "marie", "example.org"},
    {"Office", "office", "example.net"},
};

const QString subjects[] = {
    QStringLiteral("Lunch on Thursday?"),
    QStringLiteral("\u05e9\u05dc\u05d5\u05dd, \u05de\u05d4 \u05e9\u05dc\u05d5\u05de\u05da? (version 2.0)"),
    QStringLiteral("Minutes of the meeting about the new building, with the plans of both floors attached"),
    QStringLiteral("[ci] main is green again"),
    QStringLiteral("Your invoice 2026-0312"),
    QStringLiteral("\u4f1a\u8b70\u306e\u304a\u77e5\u3089\u305b"),
    QString(),
    QStringLiteral("Re: Re: Re: Where is the key?"),
    QStringLiteral("\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645 \u0641\u064a "
                   "\u0627\u0644\u0646\u0634\u0631\u0629"),
    QStringLiteral("A subject of three hundred characters and more. ").repeated(7),
};

QByteArray header(QDateTime date)
{
    return date.toString(Qt::RFC2822Date).toLatin1();
}

std::shared_ptr<MessageSummary> make(quint32 uid, const QDateTime &date)
{
    auto message = std::make_shared<MessageSummary>();
    message->uid = imap::Uid(uid);
    message->internalDate = date;
    message->size = 900 + quint64(uid) * 7919 % 4'000'000;
    message->envelope.date = header(date);
    message->envelope.messageId = "<" + QByteArray::number(uid) + "@example.org>";
    const Sender &sender = senders[uid % std::size(senders)];
    imap::Address from;
    from.name = sender.name ? imap::OptionalBytes(sender.name) : std::nullopt;
    from.mailbox = sender.mailbox;
    from.host = sender.host;
    message->envelope.from = {from};
    imap::Address to;
    to.mailbox = "me";
    to.host = "example.org";
    message->envelope.to = {to};
    const QString &subject = subjects[uid % std::size(subjects)];
    if (!subject.isEmpty())
        message->envelope.subject = subject.toUtf8();
    if (uid % 5 == 2) {
        imap::BodyStructure part;
        part.type = "application";
        part.subtype = "pdf";
        part.disposition = imap::Disposition{"attachment", {{"filename", "plan.pdf"}}};
        imap::BodyStructure root;
        root.type = "multipart";
        root.subtype = "mixed";
        root.parts = {part};
        message->structure = root;
    }
    return message;
}

} // namespace

MessageSummaryPtr fakeMessage(quint32 uid, const FlagSet &flags)
{
    const QDateTime date(QDate(2020, 1, 1), QTime(8, 0), Qt::UTC);
    auto message = make(uid, date.addSecs(qint64(uid) * 600));
    message->flags = flags;
    return message;
}

MessageSummaryPtr fakeMessage(quint32 uid, const QString &from, const QString &subject, const FlagSet &flags)
{
    auto message = std::make_shared<MessageSummary>(*fakeMessage(uid, flags));
    message->envelope.from.first().name = from.toUtf8();
    message->envelope.subject = subject.toUtf8();
    return message;
}

MessageSummaryPtr variedMessage(quint32 uid, quint32 last, const QDateTime &newest)
{
    const qint64 back = qint64(last) - uid;
    auto message = make(uid, newest.addSecs(-back * 2400 - back * back * 60));
    if (uid % 3 != 0)
        message->flags.insert(imap::flags::Seen);
    if (uid % 7 == 0)
        message->flags.insert(imap::flags::Flagged);
    if (uid % 6 == 1)
        message->flags.insert(imap::flags::Answered);
    if (uid % 11 == 3)
        message->flags.insert(imap::Flag("$Forwarded"));
    constexpr const char *labels[] = {"$label1", "$label2",           "travel",
                                      "$label4", "Project_Moonshine", "receipts"};
    if (uid % 4 == 1)
        message->flags.insert(imap::Flag(labels[uid % std::size(labels)]));
    if (uid % 8 == 1)
        message->flags.insert(imap::Flag(labels[(uid + 2) % std::size(labels)]));
    return message;
}

} // namespace test
