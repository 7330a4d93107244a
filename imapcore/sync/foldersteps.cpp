// The steps that folder operations share. Not every server says by a code why it refuses (Cyrus 3.6 does not
// say ALREADYEXISTS or NONEXISTENT), so it is asked how things stand.

#include "commands/list.h"
#include "commands/mailbox.h"
#include "commands/metadata.h"
#include "sync/folderoperation.h"
#include "sync/remote.h"
#include "sync/specialfolders.h"

namespace imap
{

namespace
{

/// RFC 6154 §4
const QByteArray useEntry = QByteArrayLiteral("/private/specialuse");

/// What the server can be told that a new folder is for; empty: nothing.
QByteArray useToTell(const RemotePtr &remote, FolderRole role)
{
    return remote->session()->state().capabilities.has("CREATE-SPECIAL-USE") ? attributeOf(role)
                                                                             : QByteArray();
}

bool keepsUses(const RemotePtr &remote)
{
    const Capabilities &capabilities = remote->session()->state().capabilities;
    return capabilities.has("METADATA") && capabilities.has("SPECIAL-USE");
}

/// What the folder is for, by the server's annotation; empty: nothing, or it does not tell.
QCoro::Task<QByteArray> useOf(RemotePtr remote, MailboxName name)
{
    QByteArray use;
    if (!keepsUses(remote))
        co_return use;
    try {
        GetMetadata command;
        command.mailbox = name;
        command.entries.append(useEntry);
        auto asking = ask(remote, std::move(command));
        const MetadataResult result = co_await asking;
        for (const MetadataEntry &entry : result.entries) {
            if (entry.name.compare(useEntry, Qt::CaseInsensitive) == 0)
                use = entry.value.value_or(QByteArray());
        }
    } catch (const CommandError &) {
        // Then the first refusal is what there is to say.
    }
    co_return use;
}

/// Nothing takes it away. False: the server would not.
QCoro::Task<bool> setUse(RemotePtr remote, MailboxName name, std::optional<QByteArray> use)
{
    if (!keepsUses(remote))
        co_return false;
    try {
        SetMetadata command;
        command.mailbox = name;
        MetadataEntry entry;
        entry.name = useEntry;
        entry.value = use;
        command.entries.append(entry);
        auto setting = ask(remote, std::move(command));
        co_await setting;
    } catch (const CommandError &) {
        co_return false;
    }
    co_return true;
}

/// Optional, as a task keeps its own failure as an exception_ptr and could not tell it from its result.
using Refusal = std::optional<std::exception_ptr>;

/// Sends DELETE. nullopt: done.
QCoro::Task<Refusal> refusalToDelete(RemotePtr remote, MailboxName name)
{
    Refusal refusal;
    try {
        Delete command;
        command.mailbox = name;
        auto deleting = ask(remote, std::move(command));
        co_await deleting;
    } catch (const CommandError &) {
        refusal = std::current_exception();
    }
    co_return refusal;
}

} // namespace

QCoro::Task<> createFolder(RemotePtr remote, MailboxName name, FolderRole role)
{
    Create command;
    command.mailbox = name;
    const QByteArray use = useToTell(remote, role);
    if (!use.isEmpty())
        command.specialUse.append(use);
    auto creating = ask(remote, std::move(command));
    co_await creating;
}

QCoro::Task<> ensureFolder(RemotePtr remote, MailboxName name, FolderRole role)
{
    std::exception_ptr refusal;
    try {
        co_await createFolder(remote, name, role);
    } catch (const CommandError &) {
        refusal = std::current_exception();
    }
    if (!refusal)
        co_return;
    const QByteArray use = useToTell(remote, role);
    const bool there = co_await folderExists(remote, name, true);
    if (!there) {
        if (use.isEmpty())
            std::rethrow_exception(refusal);
        // Another folder serves the purpose by now: what is to come into this one counts for more.
        co_await createFolder(remote, name, FolderRole::None);
    } else if (!use.isEmpty()) {
        co_await setUse(remote, name, use);
    }
}

QCoro::Task<> deleteFolder(RemotePtr remote, MailboxName name, bool selectable)
{
    Refusal refusal = co_await refusalToDelete(remote, name);
    if (!refusal)
        co_return;
    const bool there = co_await folderExists(remote, name, selectable);
    if (!there)
        co_return;
    // Cyrus deletes no folder that serves a purpose.
    const QByteArray use = co_await useOf(remote, name);
    bool taken = false;
    if (!use.isEmpty())
        taken = co_await setUse(remote, name, std::nullopt);
    if (!taken)
        std::rethrow_exception(*refusal);
    refusal = co_await refusalToDelete(remote, name);
    if (!refusal)
        co_return;
    co_await setUse(remote, name, use);
    std::rethrow_exception(*refusal);
}

QCoro::Task<> subscribeFolder(RemotePtr remote, MailboxName name, bool subscribed)
{
    try {
        if (subscribed) {
            Subscribe command;
            command.mailbox = name;
            auto running = ask(remote, std::move(command));
            co_await running;
        } else {
            Unsubscribe command;
            command.mailbox = name;
            auto running = ask(remote, std::move(command));
            co_await running;
        }
    } catch (const CommandError &) {
        // The folder is what it should be; whether it is subscribed is worth no failure.
    }
}

QCoro::Task<bool> folderExists(RemotePtr remote, MailboxName name, bool selectable)
{
    List list;
    list.patterns.clear();
    list.patterns.append(name.toString());
    auto listing = ask(remote, std::move(list));
    const ListResult result = co_await listing;
    // A name may hold `*` and `%`, which stand for others here.
    co_return std::any_of(result.mailboxes.begin(), result.mailboxes.end(), [&](const MailboxInfo &mailbox) {
        return mailbox.name == name && !mailbox.attributes.contains(Flag("\\NonExistent")) &&
               (!selectable || mailbox.isSelectable());
    });
}

} // namespace imap
