#include "sync/folderoperation.h"

#include "commands/mailbox.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"
#include "sync/specialfolders.h"

#include <algorithm>

namespace imap
{

namespace
{

LocalError unknownFolder()
{
    return LocalError(QStringLiteral("The folder is not known."));
}

LocalError taken()
{
    return LocalError(QStringLiteral("There is a folder of this name already."));
}

/// Whether the server says what the folder is for. One that only has a name as for this use, or was chosen
/// for it here, does not keep another one from it.
bool isSaidToBe(const FolderInfo &folder, FolderRole role)
{
    return folder.owner == FolderOwner::Personal &&
           std::any_of(folder.attributes.begin(), folder.attributes.end(),
                       [role](const Flag &attribute) { return roleFromAttribute(attribute) == role; });
}

void requireName(const MailboxName &name)
{
    if (name.isEmpty())
        throw LocalError(QStringLiteral("A folder must have a name."));
}

} // namespace

void FolderOperation::apply(LocalHalf &half)
{
    half.folders->rearrange([this](QList<FolderInfo> &folders) { overlayFolders(folders); });
}

void FolderOperation::backOut(LocalHalf &half)
{
    half.folders->rearrange([this](QList<FolderInfo> &folders) { retractFolders(folders); });
}

// ---------------------------------------------------------------- create

OperationPtr CreateFolderOperation::from(const CreateFolderChange &change, const FolderList &folders)
{
    requireName(change.name);
    FolderInfo info;
    info.name = change.name;
    info.role = change.role;
    info.total = 0;
    info.unseen = 0;
    for (const FolderInfo &other : folders.folders()) {
        info.delimiter = info.delimiter ? info.delimiter : other.delimiter;
        if (change.role != FolderRole::None && isSaidToBe(other, change.role))
            info.role = FolderRole::None; // each use has one folder, and the server knows which
    }
    return std::make_shared<CreateFolderOperation>(info);
}

OperationPtr CreateFolderOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<CreateFolderOperation>();
    const bool whole =
        decodePayload(entry.payload, 1, [&](QDataStream &stream) { decode(stream, operation->m_info); });
    return whole ? operation : OperationPtr();
}

void CreateFolderOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = m_info.name;
    entry.payload = encodePayload(1, [this](QDataStream &stream) { encode(stream, m_info); });
}

void CreateFolderOperation::check(const LocalHalf &half) const
{
    const FolderInfo *other = half.folders->find(m_info.name);
    if (other && other->selectable)
        throw taken();
}

QCoro::Task<> CreateFolderOperation::send(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    bool made = false;
    if (remote->isInterrupted())
        made = co_await folderExists(remote, m_info.name, true);
    if (!made) {
        remote->begin();
        co_await createFolder(remote, m_info.name, m_info.role);
    }
    co_await subscribeFolder(remote, m_info.name, true);
}

OperationPtr CreateFolderOperation::inverse() const
{
    return DeleteFolderOperation::ifEmpty(m_info);
}

// ---------------------------------------------------------------- rename

OperationPtr RenameFolderOperation::from(const RenameFolderChange &change, const FolderList &folders)
{
    requireName(change.to);
    const FolderInfo *folder = folders.find(change.from);
    if (!folder)
        throw unknownFolder();
    const FolderRename rename{change.from, change.to, folder->delimiter};
    QList<MailboxName> subscribed;
    for (const FolderInfo &other : folders.folders()) {
        if (other.subscribed && rename.of(other.name) != other.name)
            subscribed.append(other.name);
    }
    return std::make_shared<RenameFolderOperation>(rename, subscribed);
}

OperationPtr RenameFolderOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<RenameFolderOperation>();
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        quint16 delimiter = 0;
        decode(stream, operation->m_rename.from);
        decode(stream, operation->m_rename.to);
        stream >> delimiter;
        decode(stream, operation->m_subscribed);
        if (delimiter)
            operation->m_rename.delimiter = QChar(delimiter);
    });
    return whole ? operation : OperationPtr();
}

void RenameFolderOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = m_rename.from;
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encode(stream, m_rename.from);
        encode(stream, m_rename.to);
        stream << quint16(m_rename.delimiter ? m_rename.delimiter->unicode() : 0);
        encode(stream, m_subscribed);
    });
}

void RenameFolderOperation::renameFolder(const FolderRename &rename)
{
    m_rename.from = rename.of(m_rename.from);
    m_rename.to = rename.ofFree(m_rename.to);
    for (MailboxName &name : m_subscribed)
        name = rename.of(name);
}

void RenameFolderOperation::check(const LocalHalf &half) const
{
    if (half.folders->find(m_rename.to))
        throw taken();
    if (m_rename.from.isInbox())
        throw LocalError(QStringLiteral("The inbox cannot have another name."));
    if (m_rename.of(m_rename.to) != m_rename.to)
        throw LocalError(QStringLiteral("A folder cannot be put into itself."));
}

void RenameFolderOperation::apply(LocalHalf &half)
{
    // Messages in the cache go on under the new names.
    const QList<FolderInfo> folders = half.folders->folders();
    for (const FolderInfo &folder : folders) {
        const MailboxName name = m_rename.of(folder.name);
        const auto stored = half.store->mailboxes().folder(folder.name);
        if (name != folder.name && stored)
            half.store->mailboxes().renameFolder(stored->id, name);
    }
    FolderOperation::apply(half);
    half.changes.renames.append(m_rename);
}

void RenameFolderOperation::backOut(LocalHalf &half)
{
    const FolderRename back{m_rename.to, m_rename.from, m_rename.delimiter};
    const QList<FolderInfo> folders = half.folders->folders();
    for (const FolderInfo &folder : folders) {
        const MailboxName name = back.of(folder.name);
        const auto stored = half.store->mailboxes().folder(folder.name);
        if (name != folder.name && stored)
            half.store->mailboxes().renameFolder(stored->id, name);
    }
    FolderOperation::backOut(half);
    half.changes.renames.append(back);
}

void RenameFolderOperation::overlayFolders(QList<FolderInfo> &folders) const
{
    for (FolderInfo &folder : folders)
        folder.name = m_rename.of(folder.name);
}

void RenameFolderOperation::retractFolders(QList<FolderInfo> &folders) const
{
    const FolderRename back{m_rename.to, m_rename.from, m_rename.delimiter};
    for (FolderInfo &folder : folders)
        folder.name = back.of(folder.name);
}

QCoro::Task<> RenameFolderOperation::send(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    bool there = false;
    bool left = true;
    if (remote->isInterrupted()) {
        there = co_await folderExists(remote, m_rename.to);
        left = co_await folderExists(remote, m_rename.from);
    }
    if (!there || left) {
        remote->begin();
        Rename command;
        command.from = m_rename.from;
        command.to = m_rename.to;
        auto renaming = ask(remote, std::move(command));
        co_await renaming;
    }
    const QList<MailboxName> subscribed = m_subscribed;
    for (const MailboxName &name : subscribed) {
        const MailboxName now = m_rename.of(name);
        co_await subscribeFolder(remote, name, false);
        co_await subscribeFolder(remote, now, true);
    }
}

OperationPtr RenameFolderOperation::inverse() const
{
    QList<MailboxName> subscribed;
    for (const MailboxName &name : m_subscribed)
        subscribed.append(m_rename.of(name));
    const FolderRename back{m_rename.to, m_rename.from, m_rename.delimiter};
    return std::make_shared<RenameFolderOperation>(back, subscribed);
}

// ---------------------------------------------------------------- subscribe

OperationPtr SubscribeOperation::from(const SubscribeChange &change, const FolderList &folders)
{
    const FolderInfo *folder = folders.find(change.name);
    const bool before = folder ? folder->subscribed : !change.subscribed;
    return std::make_shared<SubscribeOperation>(change.name, change.subscribed, before);
}

OperationPtr SubscribeOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<SubscribeOperation>();
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        decode(stream, operation->m_name);
        stream >> operation->m_subscribed >> operation->m_before;
    });
    return whole ? operation : OperationPtr();
}

void SubscribeOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = m_name;
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encode(stream, m_name);
        stream << m_subscribed << m_before;
    });
}

void SubscribeOperation::apply(LocalHalf &half)
{
    half.folders->rearrange([this](QList<FolderInfo> &folders) { overlayFolders(folders); });
}

void SubscribeOperation::backOut(LocalHalf &half)
{
    half.folders->rearrange([this](QList<FolderInfo> &folders) {
        for (FolderInfo &folder : folders)
            folder.subscribed = folder.name == m_name ? m_before : folder.subscribed;
    });
}

void SubscribeOperation::overlayFolders(QList<FolderInfo> &folders) const
{
    for (FolderInfo &folder : folders)
        folder.subscribed = folder.name == m_name ? m_subscribed : folder.subscribed;
}

QCoro::Task<> SubscribeOperation::send(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    remote->begin();
    if (m_subscribed) {
        Subscribe command;
        command.mailbox = m_name;
        auto running = ask(remote, std::move(command));
        co_await running;
    } else {
        Unsubscribe command;
        command.mailbox = m_name;
        auto running = ask(remote, std::move(command));
        co_await running;
    }
}

OperationPtr SubscribeOperation::inverse() const
{
    return std::make_shared<SubscribeOperation>(m_name, m_before, m_subscribed);
}

} // namespace imap
