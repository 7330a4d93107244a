#include "app/console/adminjson.h"
#include "app/console/bytesjson.h"
#include "app/console/consoleerror.h"
#include "app/console/flagorder.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "commands/select.h"
#include "commands/status.h"
#include "session/fallback.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QJsonObject folderJson(const imap::MailboxInfo &folder)
{
    return {{key("flags"), flagsJson(folder.attributes)},
            {key("delimiter"), folder.delimiter ? QJsonValue(QString(*folder.delimiter)) : QJsonValue()},
            {key("name"), folder.name.toString()}};
}

/// DIRECTORY and PATTERN as the seed has them: reference and wildcard.
template <class Command>
Command listCommand(const VerbArguments &arguments)
{
    Command command;
    if (!arguments.isEmpty())
        command.reference = imap::MailboxName(textArgument(arguments.first()));
    const QString pattern = arguments.size() > 1 ? textArgument(arguments.at(1)) : QStringLiteral("*");
    if constexpr (requires { command.patterns; })
        command.patterns = {pattern};
    else
        command.pattern = pattern;
    return command;
}

QCoro::Task<> listFolders(VerbContext context, VerbArguments arguments)
{
    const bool rights = takeSwitch(arguments, "--my-rights");
    QList<QByteArray> entries;
    while (const auto entry = takeOption(arguments, "--metadata"))
        entries.append(*entry);
    if (arguments.size() > 2)
        throw UsageError("list-folders takes a directory and a pattern");
    imap::List command = listCommand<imap::List>(arguments);
    command.returnMyRights = rights;
    command.returnMetadata = entries;
    const imap::Capabilities &capabilities = context.session->state().capabilities;
    const imap::List plain = command;
    if (capabilities.has("SPECIAL-USE") && capabilities.has("LIST-EXTENDED"))
        command.returnSpecialUse = command.returnChildren = true;
    const imap::ListResult result =
        co_await imap::runOrFallBack(context.session, command, plain, imap::listExtensions);
    for (const imap::MailboxInfo &folder : result.mailboxes) {
        QJsonObject object = folderJson(folder);
        if (rights)
            object[key("rights")] = rightsJson(result.rights.value(folder.name));
        if (!entries.isEmpty())
            object[key("metadata")] = metadataJson(result.metadata.value(folder.name));
        context.print(object);
    }
}

template <class Command>
QCoro::Task<> listOldWay(VerbContext context, VerbArguments arguments)
{
    Command command = listCommand<Command>(arguments);
    auto pending = context.session->run(std::move(command));
    const QList<imap::MailboxInfo> folders = co_await pending;
    for (const imap::MailboxInfo &folder : folders)
        context.print(folderJson(folder));
}

/// LSUB, or the form that took its place in IMAP4rev2 (RFC 9051 §6.3.9).
QCoro::Task<> listSubFolders(VerbContext context, VerbArguments arguments)
{
    if (!context.session->state().isRev2()) {
        co_await listOldWay<imap::Lsub>(context, arguments);
        co_return;
    }
    imap::List command = listCommand<imap::List>(arguments);
    command.subscribed = true;
    auto pending = context.session->run(std::move(command));
    const imap::ListResult result = co_await pending;
    for (const imap::MailboxInfo &folder : result.mailboxes)
        context.print(folderJson(folder));
}

QCoro::Task<> folderExists(VerbContext context, VerbArguments arguments)
{
    // RFC 5258 §3: something below it exists, or it is subscribed; it itself does not.
    const imap::Flag nonExistent("\\NonExistent");
    const imap::MailboxName name = folderArgument(arguments.first());
    imap::List command;
    command.patterns = {name.toString()};
    auto pending = context.session->run(std::move(command));
    const imap::ListResult result = co_await pending;
    const bool exists =
        std::any_of(result.mailboxes.begin(), result.mailboxes.end(), [&](const imap::MailboxInfo &folder) {
            return folder.name == name && !folder.attributes.contains(nonExistent);
        });
    context.print(QJsonObject{{key("name"), name.toString()}, {key("exists"), exists}});
}

imap::StatusItems statusItems(const VerbArguments &words, bool rev2)
{
    imap::StatusItems items;
    if (words.isEmpty()) {
        items.recent = !rev2;
        items.messages = items.uidNext = items.uidValidity = items.unseen = true;
        return items;
    }
    for (const QByteArray &word : words) {
        const QByteArray name = word.toUpper();
        if (name == "MESSAGES")
            items.messages = true;
        else if (name == "RECENT")
            items.recent = true;
        else if (name == "UIDNEXT")
            items.uidNext = true;
        else if (name == "UIDVALIDITY")
            items.uidValidity = true;
        else if (name == "UNSEEN")
            items.unseen = true;
        else if (name == "DELETED")
            items.deleted = true;
        else if (name == "SIZE")
            items.size = true;
        else if (name == "HIGHESTMODSEQ")
            items.highestModSeq = true;
        else if (name == "APPENDLIMIT")
            items.appendLimit = true;
        else if (name == "MAILBOXID")
            items.mailboxId = true;
        else if (name == "DELETED-STORAGE")
            items.deletedStorage = true;
        else
            items.extra.append(name);
    }
    return items;
}

QCoro::Task<> folderStatus(VerbContext context, VerbArguments arguments)
{
    imap::Status command;
    command.mailbox = folderArgument(arguments.takeFirst());
    command.items = statusItems(arguments, context.session->state().isRev2());
    imap::MailboxStatus status;
    bool oneLimit = false;
    if (command.items.appendLimit) {
        // A limit that is the same for all folders stands in the capabilities, and STATUS need not know it.
        const QByteArray limit = context.session->state().capabilities.value("APPENDLIMIT");
        const quint64 octets = limit.toULongLong(&oneLimit);
        command.items.appendLimit = !oneLimit;
        if (oneLimit)
            status.appendLimit = octets;
    }
    if (!command.items.isEmpty()) {
        const std::optional<quint64> limit = status.appendLimit;
        auto pending = context.session->run(std::move(command));
        status = co_await pending;
        if (oneLimit)
            status.appendLimit = limit;
    }
    QJsonObject object;
    const auto add = [&object](const char *name, const auto &value) {
        if (value)
            object[key(name)] = numberJson(quint64(*value));
    };
    const auto addStrong = [&object](const char *name, const auto &value) {
        if (value)
            object[key(name)] = numberJson(quint64(value->value));
    };
    add("messages", status.messages);
    add("recent", status.recent);
    add("unseen", status.unseen);
    add("deleted", status.deleted);
    addStrong("uidnext", status.uidNext);
    addStrong("uidvalidity", status.uidValidity);
    addStrong("highestmodseq", status.highestModSeq);
    add("size", status.size);
    add("appendlimit", status.appendLimit);
    add("deleted-storage", status.deletedStorage);
    if (status.mailboxId)
        object[key("mailboxid")] = bytesJson(*status.mailboxId);
    context.print(object);
}

QCoro::Task<> selectFolder(VerbContext context, VerbArguments arguments)
{
    imap::Select command;
    command.mailbox = folderArgument(arguments.first());
    command.readOnly = context.options->readOnly;
    auto pending = context.session->run(std::move(command));
    const imap::SelectResult result = co_await pending;
    QJsonObject object{{key("exists"), qint64(result.exists)},
                       {key("recent"), qint64(result.recent.value_or(0))},
                       {key("flags"), flagsJson(result.flags)}};
    QJsonArray permanent = flagsJson(result.permanentFlags);
    if (result.keywordsAllowed)
        permanent.append(QStringLiteral("\\*"));
    object[key("permanentflags")] = permanent;
    object[result.readOnly ? key("read-only") : key("read-write")] = true;
    if (result.uidValidity)
        object[key("uidvalidity")] = qint64(result.uidValidity->value);
    if (result.uidNext)
        object[key("uidnext")] = qint64(result.uidNext->value);
    if (result.firstUnseen)
        object[key("unseen")] = qint64(result.firstUnseen->value);
    if (result.highestModSeq)
        object[key("highestmodseq")] = numberJson(result.highestModSeq->value);
    if (result.mailboxId)
        object[key("mailboxid")] = bytesJson(*result.mailboxId);
    context.print(object);
}

/// A command on one folder that says no more than that it was done.
template <class Command>
QCoro::Task<> onFolder(VerbContext context, VerbArguments arguments)
{
    Command command;
    command.mailbox = folderArgument(arguments.first());
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(QJsonObject{{key("name"), textArgument(arguments.first())}, {key("done"), true}});
}

QCoro::Task<> createFolder(VerbContext context, VerbArguments arguments)
{
    imap::Create command;
    while (const auto use = takeOption(arguments, "--use"))
        command.specialUse.append(use->startsWith('\\') ? *use : '\\' + *use);
    if (arguments.size() != 1)
        throw UsageError("create-folder takes one folder");
    command.mailbox = folderArgument(arguments.first());
    QJsonObject object{{key("name"), command.mailbox.toString()}, {key("done"), true}};
    auto pending = context.session->run(std::move(command));
    const imap::CreateResult result = co_await pending;
    if (result.mailboxId)
        object[key("mailboxid")] = bytesJson(*result.mailboxId);
    context.print(object);
}

QCoro::Task<> renameFolder(VerbContext context, VerbArguments arguments)
{
    imap::Rename command;
    command.from = folderArgument(arguments.first());
    command.to = folderArgument(arguments.last());
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(QJsonObject{{key("name"), textArgument(arguments.last())}, {key("done"), true}});
}

template <class Command>
QCoro::Task<> leaveFolder(VerbContext context, VerbArguments)
{
    Command command;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(QJsonObject{{key("done"), true}});
}

} // namespace

QList<ConnectionVerb> folderVerbs()
{
    return {
        {"list-folders", "[DIRECTORY [PATTERN]] [--my-rights] [--metadata ENTRY]...",
         "folders below a directory that match", 0, -1, listFolders},
        {"list-sub-folders", "[DIRECTORY [PATTERN]]", "the same, only subscribed ones", 0, 2, listSubFolders},
        {"xlist-folders", "[DIRECTORY [PATTERN]]", "the same by Gmail's old XLIST", 0, 2,
         listOldWay<imap::Xlist>},
        {"folder-exists", "FOLDER", "whether there is such a folder", 1, 1, folderExists},
        {"folder-status", "FOLDER [ITEM...]", "counts and numbers of a folder", 1, -1, folderStatus},
        {"select-folder", "FOLDER", "open a folder and say what it holds", 1, 1, selectFolder},
        {"create-folder", "FOLDER [--use USE]...", "make a folder, to be used as \\Sent, \\Archive ...", 1,
         -1, createFolder},
        {"rename-folder", "FOLDER NEW", "rename a folder", 2, 2, renameFolder},
        {"delete-folder", "FOLDER", "delete a folder with its messages", 1, 1, onFolder<imap::Delete>},
        {"subscribe-folder", "FOLDER", "subscribe", 1, 1, onFolder<imap::Subscribe>},
        {"unsubscribe-folder", "FOLDER", "unsubscribe", 1, 1, onFolder<imap::Unsubscribe>},
        {"unselect-folder", "", "leave the folder without expunging", 0, 0, leaveFolder<imap::Unselect>},
        {"close-folder", "", "leave the folder and expunge", 0, 0, leaveFolder<imap::Close>},
    };
}

} // namespace app
