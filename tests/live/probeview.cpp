#include "live/probeview.h"

#include <QByteArrayList>

namespace imap::test
{

namespace
{

const char *stateName(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Offline:
        return "offline";
    case ConnectionState::Connecting:
        return "connecting";
    case ConnectionState::SigningIn:
        return "signing-in";
    case ConnectionState::Online:
        return "online";
    case ConnectionState::Waiting:
        return "waiting";
    case ConnectionState::LoginRefused:
        return "login-refused";
    case ConnectionState::CertificateRefused:
        return "certificate-refused";
    }
    return "";
}

QJsonObject told(const std::shared_ptr<const Error> &error)
{
    if (!error)
        return {};
    return {{QStringLiteral("error"), QLatin1String(error->name())},
            {QStringLiteral("message"), error->message()}};
}

QJsonArray names(const FlagSet &flags)
{
    QJsonArray list;
    for (const Flag &flag : flags)
        list.append(QString::fromLatin1(flag.name()));
    return list;
}

QString words(const MessageRow &row)
{
    QByteArrayList flags;
    for (const Flag &flag : row.message->flags)
        flags.append(flag.name());
    return QStringLiteral("%1: uid %2 (%3)")
        .arg(row.number.value)
        .arg(row.message->uid.value)
        .arg(QString::fromLatin1(flags.join(' ')));
}

} // namespace

const char *stateName(OperationState state)
{
    switch (state) {
    case OperationState::Waiting:
        return "waiting";
    case OperationState::Running:
        return "running";
    case OperationState::Done:
        return "done";
    case OperationState::Failed:
        return "failed";
    case OperationState::Undone:
        return "undone";
    }
    return "";
}

bool ProbeView::apply(const EventBatch &batch)
{
    if (batch.revision != m_revision + 1)
        nonsense(QStringLiteral("revision %1 behind %2").arg(batch.revision).arg(m_revision));
    m_revision = batch.revision;
    for (const Event &one : batch.events)
        std::visit([this](const auto &inner) { take(inner); }, one);
    return std::exchange(m_grown, false) && !m_rows.empty();
}

QJsonObject ProbeView::rows() const
{
    QJsonArray list;
    int number = 0;
    for (const MessageSummaryPtr &message : m_rows) {
        QJsonObject row{{QStringLiteral("number"), ++number}};
        if (message) {
            row.insert(QStringLiteral("uid"), double(message->uid.value));
            row.insert(QStringLiteral("id"),
                       QString::fromUtf8(message->envelope.messageId.value_or(QByteArray())));
            row.insert(QStringLiteral("flags"), names(message->flags));
            row.insert(QStringLiteral("labels"), QJsonArray::fromStringList(message->gmailLabels));
            row.insert(QStringLiteral("size"), double(message->size));
        }
        list.append(row);
    }
    return {{QStringLiteral("folder"), m_folder.toString()},
            {QStringLiteral("total"), double(m_rows.size())},
            {QStringLiteral("rows"), list}};
}

void ProbeView::take(const FolderReset &event)
{
    note(QStringLiteral("reset %1: %2 rows").arg(event.folder.toString()).arg(event.total));
    m_folder = event.folder;
    m_rows.assign(event.total, nullptr);
    put(event.rows);
    m_grown = true;
    this->event("reset", {{QStringLiteral("folder"), event.folder.toString()},
                          {QStringLiteral("total"), double(event.total)},
                          {QStringLiteral("from_cache"), event.fromCache}});
}

void ProbeView::take(const MessagesInserted &event)
{
    if (event.folder != m_folder)
        return;
    note(QStringLiteral("inserted %1 at %2").arg(event.count).arg(event.first.value));
    // Without a place they stand at the end.
    const auto at = event.first.isValid()
                        ? m_rows.begin() + std::min<std::ptrdiff_t>(event.first.value - 1, m_rows.size())
                        : m_rows.end();
    m_rows.insert(at, event.count, nullptr);
    m_grown = true;
}

void ProbeView::take(const MessagesChanged &event)
{
    if (event.folder == m_folder)
        put(event.rows);
}

void ProbeView::take(const MessagesRemoved &event)
{
    if (event.folder != m_folder)
        return;
    for (const SeqNum number : event.numbers) {
        if (!number.isValid() || number.value > m_rows.size())
            return nonsense(QStringLiteral("row %1 of %2 removed").arg(number.value).arg(m_rows.size()));
        note(QStringLiteral("removed %1").arg(number.value));
        m_rows.erase(m_rows.begin() + (number.value - 1));
    }
}

void ProbeView::take(const FoldersChanged &event)
{
    this->event("folders", {{QStringLiteral("count"), double(event.folders.size())},
                            {QStringLiteral("from_cache"), event.fromCache}});
}

void ProbeView::take(const FolderFailed &event)
{
    QJsonObject fields = told(event.error);
    fields.insert(QStringLiteral("folder"), event.folder.toString());
    this->event("folder-failed", fields);
}

void ProbeView::take(const ConnectionChanged &event)
{
    QJsonObject fields = told(event.error);
    fields.insert(QStringLiteral("state"), QLatin1String(stateName(event.state)));
    fields.insert(QStringLiteral("live"), event.live);
    fields.insert(QStringLiteral("retry_ms"), event.retryInMs);
    this->event("connection", fields);
}

void ProbeView::take(const AlertRaised &event)
{
    this->event("alert", {{QStringLiteral("message"), event.text}});
}

void ProbeView::take(const OperationFailed &event)
{
    QJsonObject fields = told(event.error);
    fields.insert(QStringLiteral("operation"), double(event.operation));
    this->event("failed", fields);
}

void ProbeView::take(const FolderSynchronised &event)
{
    this->event("synchronised", {{QStringLiteral("folder"), event.folder.toString()},
                                 {QStringLiteral("total"), double(event.total)},
                                 {QStringLiteral("fetched"), double(event.fetched)}});
}

void ProbeView::take(const JournalChanged &event)
{
    for (const JournalEntry &entry : event.entries)
        note(QStringLiteral("entry %1 %2, undoes %3")
                 .arg(entry.id)
                 .arg(QLatin1String(stateName(entry.state)))
                 .arg(entry.undoes));
}

void ProbeView::put(const QList<MessageRow> &rows)
{
    for (const MessageRow &row : rows) {
        if (!row.number.isValid() || row.number.value > m_rows.size())
            return nonsense(QStringLiteral("row %1 of %2").arg(row.number.value).arg(m_rows.size()));
        MessageSummaryPtr &there = m_rows[row.number.value - 1];
        if (!there || there->uid != row.message->uid || there->flags != row.message->flags)
            note(words(row));
        there = row.message;
    }
}

void ProbeView::nonsense(const QString &what)
{
    event("nonsense", {{QStringLiteral("message"), what}});
}

void ProbeView::note(const QString &what) const
{
    if (m_note)
        m_note(what);
}

void ProbeView::event(const char *name, QJsonObject fields)
{
    fields.insert(QStringLiteral("event"), QLatin1String(name));
    m_say(fields);
}

} // namespace imap::test
