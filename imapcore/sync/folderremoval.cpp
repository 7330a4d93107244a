// Deleting a folder, and how folders are written down.

#include "commands/mailbox.h"
#include "commands/select.h"
#include "commands/status.h"
#include "sync/folderoperation.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"
#include "types/keptfolder.h"

namespace imap
{

MailboxName FolderRename::of(const MailboxName &name) const
{
    if (name == from)
        return to;
    const bool below = delimiter && name.toString().startsWith(from.toString() + *delimiter);
    return below ? MailboxName(to.toString() + name.toString().mid(from.toString().size())) : name;
}

void encode(QDataStream &stream, const FolderInfo &folder)
{
    encode(stream, folder.name);
    stream << quint16(folder.delimiter ? folder.delimiter->unicode() : 0);
    encode(stream, folder.attributes);
    stream << qint32(folder.role) << qint32(folder.owner) << folder.selectable << folder.subscribed;
    stream << folder.total.value_or(0) << folder.unseen.value_or(0);
}

void decode(QDataStream &stream, FolderInfo &folder)
{
    quint16 delimiter = 0;
    qint32 role = 0;
    qint32 owner = 0;
    quint32 total = 0;
    quint32 unseen = 0;
    decode(stream, folder.name);
    stream >> delimiter;
    decode(stream, folder.attributes);
    stream >> role >> owner >> folder.selectable >> folder.subscribed >> total >> unseen;
    if (role < 0 || role > qint32(FolderRole::Trash) || owner < 0 || owner > qint32(FolderOwner::Shared)) {
        stream.setStatus(QDataStream::ReadCorruptData);
        return;
    }
    if (delimiter)
        folder.delimiter = QChar(delimiter);
    folder.role = FolderRole(role);
    folder.owner = FolderOwner(owner);
    folder.total = total;
    folder.unseen = unseen;
}

void encode(QDataStream &stream, const LostFolder &folder)
{
    encode(stream, folder.info);
    stream << folder.made;
}

void decode(QDataStream &stream, LostFolder &folder)
{
    decode(stream, folder.info);
    stream >> folder.made;
    folder.name = folder.info.name;
    folder.role = folder.info.role;
    folder.subscribed = folder.info.subscribed;
}

void addFolder(QList<FolderInfo> &folders, const FolderInfo &folder)
{
    const QString name = folder.name.toString();
    const qsizetype cut = folder.delimiter ? name.lastIndexOf(*folder.delimiter) : -1;
    const QString parent = cut > 0 ? name.left(cut) : QString();
    qsizetype behind = folders.size();
    for (qsizetype i = 0; i < folders.size(); ++i) {
        const QString other = folders.at(i).name.toString();
        if (folders.at(i).name == folder.name)
            return;
        if (!parent.isEmpty() && (other == parent || other.startsWith(parent + *folder.delimiter)))
            behind = i + 1;
    }
    folders.insert(behind, folder);
}

void removeFolder(QList<FolderInfo> &folders, const MailboxName &name)
{
    folders.removeIf([&name](const FolderInfo &folder) { return folder.name == name; });
}

// ---------------------------------------------------------------- delete

OperationPtr DeleteFolderOperation::from(const DeleteFolderChange &change, const FolderList &folders)
{
    const FolderInfo *folder = folders.find(change.name);
    if (!folder)
        throw LocalError(QStringLiteral("The folder is not known."));
    return std::make_shared<DeleteFolderOperation>(change.name, *folder);
}

OperationPtr DeleteFolderOperation::ifEmpty(const FolderInfo &info)
{
    auto operation = std::make_shared<DeleteFolderOperation>(info.name, info);
    operation->m_onlyEmpty = true;
    return operation;
}

OperationPtr DeleteFolderOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<DeleteFolderOperation>();
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        decode(stream, operation->m_lost);
        stream >> operation->m_operation >> operation->m_onlyEmpty;
        stream >> operation->m_looked >> operation->m_whole >> operation->m_done;
        decode(stream, operation->m_items);
    });
    return whole ? operation : OperationPtr();
}

void DeleteFolderOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = m_lost.name;
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encode(stream, m_lost);
        stream << m_operation << m_onlyEmpty << m_looked << m_whole << m_done;
        encode(stream, m_items);
    });
}

void DeleteFolderOperation::renameFolder(const FolderRename &rename)
{
    m_lost.name = m_lost.info.name = m_done ? rename.ofFree(m_lost.name) : rename.of(m_lost.name);
    for (RestoreItem &item : m_items)
        item.message.folder = m_lost.name;
}

void DeleteFolderOperation::check(const LocalHalf &) const
{
    if (m_lost.name.isInbox())
        throw LocalError(QStringLiteral("The inbox cannot be deleted."));
}

void DeleteFolderOperation::overlayFolders(QList<FolderInfo> &folders) const
{
    removeFolder(folders, m_lost.name);
}

void DeleteFolderOperation::startAnew()
{
    m_looked = m_whole = m_done = false;
    m_items.clear();
}

QCoro::Task<> DeleteFolderOperation::send(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    bool there = true;
    if (remote->isInterrupted())
        there = co_await folderExists(remote, m_lost.name, m_lost.info.selectable);
    if (there && !m_looked)
        co_await keep(remote);
    m_looked = true;
    remote->leave();
    co_await remote->enter(MailboxName());
    // Some servers refuse to delete what is selected, and none likes it.
    const auto &selected = remote->session()->state().mailbox;
    if (selected && selected->name == m_lost.name &&
        remote->session()->state().capabilities.has("UNSELECT")) {
        auto leaving = ask(remote, Unselect());
        co_await leaving;
    }
    if (there) {
        remote->begin();
        co_await deleteFolder(remote, m_lost.name, m_lost.info.selectable);
    }
    if (m_lost.subscribed)
        co_await subscribeFolder(remote, m_lost.name, false);
    m_done = true;
}

QCoro::Task<> DeleteFolderOperation::keep(RemotePtr remote)
{
    if (!m_lost.info.selectable) {
        m_whole = true;
        co_return;
    }
    std::exception_ptr refusal;
    try {
        Status status;
        status.mailbox = m_lost.name;
        status.items.messages = true;
        auto asking = ask(remote, std::move(status));
        const MailboxStatus found = co_await asking;
        m_whole = found.messages == 0U;
        if (m_onlyEmpty && !m_whole)
            throw LocalError(QStringLiteral("The folder is not empty any more, so it is not deleted."));
        if (m_whole || found.messages.value_or(KeptFolder::messages + 1) > KeptFolder::messages)
            co_return;
        co_await remote->enter(m_lost.name);
        QList<KeptMessage> messages = co_await describeMessages(remote, UidSet::from(Uid(1)));
        quint64 octets = 0;
        for (const KeptMessage &message : std::as_const(messages))
            octets += message.size;
        if (octets > KeptFolder::octets)
            co_return;
        messages = co_await keepMessages(remote, messages, 0);
        m_whole = std::all_of(messages.begin(), messages.end(),
                              [](const KeptMessage &message) { return message.kept; });
        for (qsizetype i = 0; i < messages.size(); ++i)
            m_items.append(RestoreItem{.message = messages.at(i), .item = quint32(i)});
    } catch (const CommandError &) {
        // It may be deleted but not looked into: there will be no way back.
        refusal = std::current_exception();
    }
    if (!refusal || !m_onlyEmpty)
        co_return;
    // Nobody knows whether it is empty, if it is there at all.
    const bool there = co_await folderExists(remote, m_lost.name, true);
    if (there)
        std::rethrow_exception(refusal);
}

OperationPtr DeleteFolderOperation::inverse() const
{
    if (!m_done || !m_whole)
        return {};
    return std::make_shared<RestoreOperation>(m_operation, m_items, m_lost);
}

} // namespace imap
