#pragma once

#include "store/schema.h"
#include "types/message.h"

/// Messages as servers send them, for the tests of the store.
namespace samples
{

inline imap::Address address(const QByteArray &name, const QByteArray &mailbox, const QByteArray &host)
{
    return {name, std::nullopt, mailbox, host};
}

inline imap::BodyStructure leaf(const QByteArray &type, const QByteArray &subtype, quint64 size)
{
    imap::BodyStructure part;
    part.type = type;
    part.subtype = subtype;
    part.parameters = {{QByteArrayLiteral("charset"), QByteArrayLiteral("utf-8")}};
    part.encoding = QByteArrayLiteral("quoted-printable");
    part.size = size;
    part.lines = size / 60;
    return part;
}

/// Text, HTML and a PDF.
inline imap::BodyStructure structure()
{
    imap::BodyStructure alternative;
    alternative.type = QByteArrayLiteral("multipart");
    alternative.subtype = QByteArrayLiteral("alternative");
    alternative.parameters = {{QByteArrayLiteral("boundary"), QByteArrayLiteral("=_b1")}};
    alternative.parts = {leaf(QByteArrayLiteral("text"), QByteArrayLiteral("plain"), 1200),
                         leaf(QByteArrayLiteral("text"), QByteArrayLiteral("html"), 5400)};
    imap::BodyStructure pdf = leaf(QByteArrayLiteral("application"), QByteArrayLiteral("pdf"), 92000);
    pdf.disposition = imap::Disposition{QByteArrayLiteral("attachment"),
                                        {{QByteArrayLiteral("filename"), QByteArrayLiteral("plan.pdf")}}};
    pdf.id = QByteArrayLiteral("<part1@example.org>");
    pdf.description = QByteArray("");
    pdf.language = {QByteArrayLiteral("en"), QByteArrayLiteral("cs")};
    imap::BodyStructure mixed;
    mixed.type = QByteArrayLiteral("multipart");
    mixed.subtype = QByteArrayLiteral("mixed");
    mixed.parts = {alternative, pdf};
    return mixed;
}

inline imap::Envelope envelope(quint32 number)
{
    imap::Envelope envelope;
    envelope.date = QByteArrayLiteral("Tue, 4 Mar 2025 10:11:12 +0100");
    envelope.subject = "=?utf-8?q?P=C5=99=C3=ADklad?= number " + QByteArray::number(number);
    envelope.from = {address("Alice Example", "alice", "example.org")};
    envelope.sender = envelope.from;
    envelope.replyTo = {address("List", "list", "lists.example.org")};
    envelope.to = {
        address("Bob", "bob", "example.net"), {std::nullopt, std::nullopt, QByteArray("group"), {}}, {}};
    envelope.messageId = "<" + QByteArray::number(number) + "@example.org>";
    return envelope;
}

inline imap::MessageSummary message(quint32 uid, const imap::FlagSet &flags = {})
{
    imap::MessageSummary message;
    message.uid = imap::Uid(uid);
    message.modSeq = imap::ModSeq(1000 + uid);
    message.flags = flags;
    message.internalDate =
        QDateTime(QDate(2025, 3, 4), QTime(10, 11, 12), Qt::OffsetFromUTC, 3600).addSecs(uid);
    message.size = 100'000 + uid;
    message.envelope = envelope(uid);
    message.references = "<" + QByteArray::number(uid - 1) + "@example.org>";
    message.structure = structure();
    return message;
}

/// A file as the first version of the program made it, with `sql` in its tables.
inline void makeFirstVersion(const QString &path, const QByteArray &sql)
{
    imap::sqlite::Database database(path, imap::sqlite::Database::Mode::ReadWrite);
    database.enableWal();
    database.execute(imap::store::bundledMigrations().first() + ";PRAGMA application_id=0x506F7374;" +
                     "PRAGMA user_version=1;" + sql);
}

} // namespace samples
