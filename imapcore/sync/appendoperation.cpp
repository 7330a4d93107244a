#include "sync/appendoperation.h"

#include "commands/append.h"
#include "sync/deleteoperation.h"
#include "sync/folderoperation.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"

namespace imap
{

namespace
{

/// The field's value as ENVELOPE has it; empty where there is none.
QByteArray messageIdOf(const QByteArray &message)
{
    const qsizetype end = message.indexOf("\r\n\r\n");
    const QByteArray header =
        '\n' + message.left(end < 0 ? message.size() : end).replace("\r\n ", " ").replace("\r\n\t", " ");
    const qsizetype at = header.toLower().indexOf("\nmessage-id:");
    if (at < 0)
        return {};
    const qsizetype begin = at + 12;
    const qsizetype stop = header.indexOf('\n', begin);
    return header.mid(begin, stop < 0 ? -1 : stop - begin).trimmed();
}

} // namespace

void encode(QDataStream &stream, const RestoreItem &item)
{
    encode(stream, item.message);
    stream << item.item << item.begun << item.done;
    encode(stream, item.mark);
    encode(stream, item.validity);
    encode(stream, item.now);
}

void decode(QDataStream &stream, RestoreItem &item)
{
    decode(stream, item.message);
    stream >> item.item >> item.begun >> item.done;
    decode(stream, item.mark);
    decode(stream, item.validity);
    decode(stream, item.now);
}

OperationPtr RestoreOperation::from(const AppendChange &change)
{
    RestoreItem item;
    item.message.folder = change.folder;
    item.message.flags = change.flags;
    item.message.flags.remove(flags::Recent);
    // Without a date of its own it could not be told from others after a cut.
    item.message.date = change.date.isValid() ? change.date : QDateTime::currentDateTime();
    item.message.messageId = messageIdOf(change.message);
    item.message.size = quint64(change.message.size());
    item.message.kept = true;
    auto operation = std::make_shared<RestoreOperation>(quint64(0), QList<RestoreItem>{item});
    operation->m_octets = change.message;
    return operation;
}

OperationPtr RestoreOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<RestoreOperation>(quint64(0), QList<RestoreItem>());
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        bool lost = false;
        stream >> operation->m_source;
        decode(stream, operation->m_items);
        stream >> lost;
        if (lost) {
            operation->m_lost.emplace();
            decode(stream, *operation->m_lost);
        }
    });
    return whole ? operation : OperationPtr();
}

void RestoreOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = m_lost ? m_lost->name : m_items.isEmpty() ? MailboxName() : m_items.first().message.folder;
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        stream << m_source;
        encode(stream, m_items);
        stream << m_lost.has_value();
        if (m_lost)
            encode(stream, *m_lost);
    });
}

Change RestoreOperation::change() const
{
    if (m_lost)
        return CreateFolderChange{m_lost->name, m_lost->role};
    if (m_items.isEmpty())
        return AppendChange();
    const KeptMessage &message = m_items.first().message;
    return AppendChange{message.folder, {}, message.flags, message.date};
}

QList<MailboxName> RestoreOperation::touches() const
{
    QList<MailboxName> names;
    for (const RestoreItem &item : m_items) {
        if (!names.contains(item.message.folder))
            names.append(item.message.folder);
    }
    return names;
}

void RestoreOperation::renameFolder(const FolderRename &rename)
{
    const bool free = m_lost && !m_lost->made;
    const auto now = [&](const MailboxName &name) { return free ? rename.ofFree(name) : rename.of(name); };
    for (RestoreItem &item : m_items)
        item.message.folder = now(item.message.folder);
    if (m_lost)
        m_lost->name = m_lost->info.name = now(m_lost->name);
}

void RestoreOperation::entered(quint64 operation, store::Store &store)
{
    if (m_source != 0)
        return;
    m_source = operation;
    store.notes().keep(operation, 0, m_octets);
    m_octets.clear();
}

void RestoreOperation::startAnew()
{
    for (RestoreItem &item : m_items) {
        if (!item.done)
            item = RestoreItem{.message = item.message, .item = item.item};
    }
}

// ---------------------------------------------------------------- the local half

void RestoreOperation::count(LocalHalf &half, qint64 sign) const
{
    for (const RestoreItem &item : m_items) {
        if (!item.done)
            half.changes.counts.append(
                {item.message.folder, sign, item.message.flags.contains(flags::Seen) ? 0 : sign});
    }
}

void RestoreOperation::apply(LocalHalf &half)
{
    if (m_lost)
        half.folders->rearrange([this](QList<FolderInfo> &folders) { addFolder(folders, m_lost->info); });
    count(half, 1);
}

void RestoreOperation::backOut(LocalHalf &half)
{
    if (m_lost)
        half.folders->rearrange([this](QList<FolderInfo> &folders) { removeFolder(folders, m_lost->name); });
    count(half, -1);
}

void RestoreOperation::overlayFolders(QList<FolderInfo> &folders) const
{
    if (m_lost)
        addFolder(folders, m_lost->info);
}

OperationPtr RestoreOperation::inverse() const
{
    if (m_lost)
        return std::make_shared<DeleteFolderOperation>(m_lost->name, m_lost->info);
    const bool there = std::all_of(m_items.begin(), m_items.end(),
                                   [](const RestoreItem &item) { return item.done && item.now.isValid(); });
    if (!there)
        return {};
    QList<Place> places;
    auto again = std::make_shared<RestoreOperation>(m_source, m_items);
    for (RestoreItem &item : again->m_items) {
        auto at = std::find_if(places.begin(), places.end(), [&item](const Place &place) {
            return place.folder == item.message.folder && place.validity == item.validity;
        });
        if (at == places.end()) {
            places.append({item.message.folder, item.validity, {}});
            at = places.end() - 1;
        }
        at->uids.add(item.now);
        item.message.uid = item.now;
        item.message.validity = item.validity;
        item = RestoreItem{.message = item.message, .item = item.item};
    }
    return places.isEmpty() ? OperationPtr() : DeleteOperation::ofCopies(places, again);
}

// ---------------------------------------------------------------- the remote half

QCoro::Task<> RestoreOperation::send(RemotePtr remote)
{
    if (m_lost && !m_lost->made)
        co_await makeFolder(remote);
    for (qsizetype index = 0; index < m_items.size(); ++index) {
        if (m_items.at(index).done)
            continue;
        if (m_items.at(index).begun)
            co_await find(remote, index);
        if (m_items.at(index).now.isValid())
            finish(remote, index);
        else
            co_await put(remote, index);
    }
}

QCoro::Task<> RestoreOperation::makeFolder(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    remote->begin();
    // Somebody may have made it meanwhile: the server itself for another that is below it, or this here
    // before a cut. There is a place for the messages then.
    co_await ensureFolder(remote, m_lost->name, m_lost->role);
    m_lost->made = true;
    remote->begin();
    if (m_lost->subscribed)
        co_await subscribeFolder(remote, m_lost->name, true);
}

/// Whether it has arrived, and as what.
QCoro::Task<> RestoreOperation::find(RemotePtr remote, qsizetype index)
{
    const RestoreItem item = m_items.at(index);
    MessagePrint print;
    print.uid = Uid(1);
    print.messageId = item.message.messageId;
    print.size = item.message.size;
    print.date = item.message.date.isValid() ? item.message.date.toSecsSinceEpoch() : 0;
    auto finding = findCopies(remote, item.message.folder, item.mark, {print});
    const CopiedUids found = co_await finding;
    if (const auto uid = found.destinationOf(print.uid)) {
        m_items[index].now = *uid;
        m_items[index].validity = found.uidValidity;
    }
}

QCoro::Task<> RestoreOperation::put(RemotePtr remote, qsizetype index)
{
    const RestoreItem item = m_items.at(index);
    const auto octets = remote->store().notes().kept(m_source, item.item);
    if (!octets)
        throw LocalError(QStringLiteral("The message is not kept any more."));
    co_await remote->enter(MailboxName());
    const bool binary = octets->contains('\0');
    const Capabilities &capabilities = remote->session()->state().capabilities;
    if (binary && !capabilities.has("BINARY") && !capabilities.has("IMAP4rev2"))
        throw LocalError(QStringLiteral("The message holds a NUL octet, which this server cannot store."));
    const FolderMark mark = co_await markOf(remote, item.message.folder);
    m_items[index].mark = mark;
    m_items[index].begun = true;
    remote->begin();
    AppendMessage message;
    message.source = std::make_shared<wire::MemorySource>(*octets);
    message.flags = item.message.flags;
    if (item.message.date.isValid())
        message.date = item.message.date;
    if (binary)
        message.form = AppendMessage::Form::Literal8;
    Append command;
    command.mailbox = item.message.folder;
    command.messages.append(message);
    auto appending = ask(remote, std::move(command));
    const AppendResult result = co_await appending;
    if (result.appended && result.appended->uids.size() == 1) {
        m_items[index].now = result.appended->uids.first();
        m_items[index].validity = result.appended->uidValidity;
    } else {
        co_await find(remote, index);
    }
    finish(remote, index); // written down with the next one: until then its mark finds it
}

void RestoreOperation::finish(RemotePtr remote, qsizetype index)
{
    RestoreItem &item = m_items[index];
    remote->touched(item.message.folder);
    if (item.message.uid.isValid() && item.now.isValid())
        remote->addTrail({item.message.folder, item.message.validity, item.message.uid, 1,
                          item.message.folder, item.validity, item.now});
    item.done = true;
}

} // namespace imap
