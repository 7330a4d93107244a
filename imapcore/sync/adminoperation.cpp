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

/// Rights of which it was written what they were seen as; others have the index of their kind.
constexpr quint8 seenRights = 3;

void encodeValue(QDataStream &stream, const AdminOperation::Value &value)
{
    const auto *acl = std::get_if<AclChange>(&value);
    stream << (acl && acl->seen ? seenRights : quint8(value.index()));
    if (acl) {
        encode(stream, acl->folder);
        stream << acl->identifier << acl->rights.toByteArray();
        if (acl->seen)
            stream << acl->seen->toByteArray();
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
    if (index == 0 || index == seenRights) {
        AclChange acl;
        QByteArray rights;
        decode(stream, acl.folder);
        stream >> acl.identifier >> rights;
        acl.rights = Rights(rights);
        if (index == seenRights) {
            stream >> rights;
            acl.seen = Rights(rights);
        }
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

/// What the change makes of the rights that are there.
Rights madeOf(Rights present, const AclChange &change)
{
    if (!change.seen || change.rights.isEmpty())
        return change.rights;
    const Rights wanted = change.rights.current();
    const Rights seen = change.seen->current();
    return (present.current() | (wanted - seen)) - (seen - wanted);
}

/// `today`: the server has the rights of RFC 4314. A difference is sent as such, one command for what is
/// taken and one for what is given: the server makes it of what is there by then, which nobody can ask for in
/// time. Each may be repeated.
QList<SetAcl> commandsFor(const AclChange &change, std::optional<Rights> before, bool today)
{
    SetAcl whole;
    whole.mailbox = change.folder;
    whole.identifier = change.identifier;
    // The old letters stand for several of today's (RFC 4314 §2.1.1): sent back they would give them all.
    whole.rights = today ? change.rights.current() : change.rights.obsolete();
    const bool isNew = change.seen && change.seen->isEmpty() && (!before || before->isEmpty());
    if (!change.seen || change.rights.isEmpty() || isNew)
        return {whole};
    if (before && madeOf(*before, change).isEmpty()) {
        whole.rights = Rights(); // DELETEACL, as an empty entry is not what anybody meant
        return {whole};
    }
    const auto spelt = [today](Rights rights) { return today ? rights.current() : rights.obsolete(); };
    SetAcl taken = whole;
    taken.change = SetAcl::Change::Remove;
    taken.rights = spelt(*change.seen) - spelt(change.rights);
    SetAcl given = whole;
    given.change = SetAcl::Change::Add;
    given.rights = spelt(change.rights) - spelt(*change.seen);
    // Who gives up the right a can give nothing behind that.
    QList<SetAcl> commands =
        taken.rights.contains('a') ? QList<SetAcl>{given, taken} : QList<SetAcl>{taken, given};
    commands.removeIf([](const SetAcl &command) { return command.rights.isEmpty(); });
    return commands;
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
    if (!m_before)
        return {};
    Value back = *m_before;
    const auto *made = std::get_if<AclChange>(&m_value);
    // Who takes a difference back must not give back what others took since, either.
    if (auto *acl = std::get_if<AclChange>(&back); acl && made && made->seen)
        acl->seen = madeOf(acl->rights, *made);
    return std::make_shared<AdminOperation>(back);
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
        // RFC 4314 §2.2: a server that knows the new rights says which.
        const bool today = !remote->session()->state().capabilities.value("RIGHTS").isEmpty();
        std::optional<Rights> before;
        if (m_before)
            before = std::get<AclChange>(*m_before).rights;
        const QList<SetAcl> commands = commandsFor(*acl, before, today);
        for (const SetAcl &command : commands) {
            auto setting = ask(remote, SetAcl(command));
            co_await setting;
        }
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
