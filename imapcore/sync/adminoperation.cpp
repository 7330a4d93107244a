#include "sync/adminoperation.h"

#include "commands/acl.h"
#include "commands/metadata.h"
#include "commands/quota.h"
#include "sync/operationcodec.h"
#include "sync/remote.h"

namespace imap
{

namespace
{

void encodeValue(QDataStream &stream, const AdminOperation::Value &value)
{
    stream << quint8(value.index());
    if (const auto *acl = std::get_if<AclChange>(&value)) {
        encode(stream, acl->folder);
        stream << acl->identifier << acl->rights.toByteArray();
    } else if (const auto *quota = std::get_if<QuotaChange>(&value)) {
        stream << quota->root;
        encode(stream, quota->limits);
    } else {
        encode(stream, std::get<MetadataChange>(value).folder);
        encode(stream, std::get<MetadataChange>(value).entries);
    }
}

void decodeValue(QDataStream &stream, AdminOperation::Value &value)
{
    quint8 index = 0;
    stream >> index;
    if (index == 0) {
        AclChange acl;
        QByteArray rights;
        decode(stream, acl.folder);
        stream >> acl.identifier >> rights;
        acl.rights = Rights(rights);
        value = acl;
    } else if (index == 1) {
        QuotaChange quota;
        stream >> quota.root;
        decode(stream, quota.limits);
        value = quota;
    } else if (index == 2) {
        MetadataChange metadata;
        decode(stream, metadata.folder);
        decode(stream, metadata.entries);
        value = metadata;
    } else {
        stream.setStatus(QDataStream::ReadCorruptData);
    }
}

MailboxName folderOf(const AdminOperation::Value &value)
{
    if (const auto *acl = std::get_if<AclChange>(&value))
        return acl->folder;
    if (const auto *metadata = std::get_if<MetadataChange>(&value))
        return metadata->folder;
    return {};
}

void renameIn(AdminOperation::Value &value, const FolderRename &rename)
{
    if (auto *acl = std::get_if<AclChange>(&value))
        acl->folder = rename.of(acl->folder);
    if (auto *metadata = std::get_if<MetadataChange>(&value))
        metadata->folder = rename.of(metadata->folder);
}

QCoro::Task<AclChange> presentAcl(RemotePtr remote, MailboxName folder, QByteArray identifier)
{
    AclChange before;
    before.folder = folder;
    before.identifier = identifier;
    GetAcl command;
    command.mailbox = folder;
    auto asking = ask(remote, std::move(command));
    const QList<AclEntry> entries = co_await asking;
    for (const AclEntry &entry : entries) {
        if (entry.identifier == identifier)
            before.rights = entry.rights;
    }
    co_return before;
}

QCoro::Task<QuotaChange> presentQuota(RemotePtr remote, QByteArray root)
{
    QuotaChange before;
    before.root = root;
    GetQuota command;
    command.quotaRoot = root;
    auto asking = ask(remote, std::move(command));
    const QList<Quota> quotas = co_await asking;
    for (const Quota &quota : quotas) {
        if (quota.quotaRoot == root)
            before.limits.append({quota.resource, quota.limit});
    }
    co_return before;
}

QCoro::Task<MetadataChange> presentMetadata(RemotePtr remote, MetadataChange change)
{
    GetMetadata command;
    command.mailbox = change.folder;
    for (const MetadataEntry &entry : std::as_const(change.entries))
        command.entries.append(entry.name);
    auto asking = ask(remote, std::move(command));
    const MetadataResult result = co_await asking;
    for (MetadataEntry &entry : change.entries) {
        entry.value.reset();
        for (const MetadataEntry &found : result.entries) {
            if (found.name.compare(entry.name, Qt::CaseInsensitive) == 0)
                entry.value = found.value;
        }
    }
    co_return change;
}

} // namespace

OperationPtr AdminOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<AdminOperation>();
    const bool whole = decodePayload(entry.payload, 1, [&](QDataStream &stream) {
        bool has = false;
        decodeValue(stream, operation->m_value);
        stream >> operation->m_read >> has;
        if (has) {
            operation->m_before.emplace();
            decodeValue(stream, *operation->m_before);
        }
    });
    return whole ? operation : OperationPtr();
}

void AdminOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.folder = folderOf(m_value);
    entry.payload = encodePayload(1, [this](QDataStream &stream) {
        encodeValue(stream, m_value);
        stream << m_read << m_before.has_value();
        if (m_before)
            encodeValue(stream, *m_before);
    });
}

Change AdminOperation::change() const
{
    return std::visit([](const auto &value) { return Change(value); }, m_value);
}

QList<MailboxName> AdminOperation::touches() const
{
    return {folderOf(m_value)};
}

void AdminOperation::renameFolder(const FolderRename &rename)
{
    renameIn(m_value, rename);
    if (m_before)
        renameIn(*m_before, rename);
}

void AdminOperation::startAnew()
{
    m_before.reset();
    m_read = false;
}

OperationPtr AdminOperation::inverse() const
{
    return m_before ? std::make_shared<AdminOperation>(*m_before) : OperationPtr();
}

QCoro::Task<> AdminOperation::send(RemotePtr remote)
{
    co_await remote->enter(MailboxName());
    if (!m_read)
        co_await readBefore(remote);
    m_read = true;
    remote->begin();
    co_await set(remote);
}

QCoro::Task<> AdminOperation::readBefore(RemotePtr remote)
{
    try {
        if (const auto *acl = std::get_if<AclChange>(&m_value)) {
            m_before = co_await presentAcl(remote, acl->folder, acl->identifier);
        } else if (const auto *quota = std::get_if<QuotaChange>(&m_value)) {
            m_before = co_await presentQuota(remote, quota->root);
        } else {
            auto reading = presentMetadata(remote, std::get<MetadataChange>(m_value));
            m_before = co_await reading;
        }
    } catch (const CommandError &) {
        // What may be set but not read has no way back.
    }
}

QCoro::Task<> AdminOperation::set(RemotePtr remote)
{
    if (const auto *acl = std::get_if<AclChange>(&m_value)) {
        SetAcl command;
        command.mailbox = acl->folder;
        command.identifier = acl->identifier;
        command.rights = acl->rights;
        // RFC 4314 §2.2: a server that knows the new rights says which.
        if (remote->session()->state().capabilities.value("RIGHTS").isEmpty())
            command.rights = command.rights.obsolete();
        auto setting = ask(remote, std::move(command));
        co_await setting;
    } else if (const auto *quota = std::get_if<QuotaChange>(&m_value)) {
        SetQuota command;
        command.quotaRoot = quota->root;
        command.limits = quota->limits;
        auto setting = ask(remote, std::move(command));
        co_await setting;
    } else {
        SetMetadata command;
        command.mailbox = std::get<MetadataChange>(m_value).folder;
        command.entries = std::get<MetadataChange>(m_value).entries;
        auto setting = ask(remote, std::move(command));
        co_await setting;
    }
}

} // namespace imap
