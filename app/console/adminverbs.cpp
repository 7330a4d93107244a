#include "app/console/adminjson.h"
#include "app/console/bytesjson.h"
#include "app/console/consoleerror.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/acl.h"
#include "commands/metadata.h"
#include "commands/quota.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <algorithm>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QJsonObject doneOn(const imap::MailboxName &mailbox)
{
    return {{key("name"), mailbox.toString()}, {key("done"), true}};
}

QJsonObject onMailbox(const imap::MailboxName &mailbox, QJsonObject object)
{
    object.insert(key("mailbox"), mailbox.toString());
    return object;
}

// ---------------------------------------------------------------- ACL

QCoro::Task<> getAcl(VerbContext context, VerbArguments arguments)
{
    imap::GetAcl command;
    command.mailbox = folderArgument(arguments.first());
    auto pending = context.session->run(std::move(command));
    const QList<imap::AclEntry> entries = co_await pending;
    for (const imap::AclEntry &entry : entries)
        context.print(aclEntryJson(entry));
}

imap::Rights rightsArgument(const QByteArray &letters)
{
    const imap::Rights rights(letters);
    const bool known =
        std::all_of(letters.begin(), letters.end(), [&](char letter) { return rights.contains(letter); });
    if (!known)
        throw UsageError("rights are lower-case letters and digits, such as lrs: " + letters);
    return rights;
}

/// "lrs" replaces, "+w" adds, "-w" takes away, "" deletes the entry.
QCoro::Task<> setAcl(VerbContext context, VerbArguments arguments)
{
    imap::SetAcl command;
    command.mailbox = folderArgument(arguments.first());
    command.identifier = arguments.at(1);
    QByteArray rights = arguments.at(2);
    using Change = imap::SetAcl::Change;
    if (rights.startsWith('+') || rights.startsWith('-')) {
        command.change = rights.startsWith('+') ? Change::Add : Change::Remove;
        rights.remove(0, 1);
    }
    command.rights = rightsArgument(rights);
    // RFC 4314 §2.2: a server that knows the new rights says which.
    if (context.session->state().capabilities.value("RIGHTS").isEmpty())
        command.rights = command.rights.obsolete();
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(doneOn(mailbox));
}

QCoro::Task<> deleteAcl(VerbContext context, VerbArguments arguments)
{
    imap::DeleteAcl command;
    command.mailbox = folderArgument(arguments.first());
    command.identifier = arguments.at(1);
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(doneOn(mailbox));
}

QCoro::Task<> listRights(VerbContext context, VerbArguments arguments)
{
    imap::ListRights command;
    command.mailbox = folderArgument(arguments.first());
    command.identifier = arguments.at(1);
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    const imap::GrantableRights result = co_await pending;
    QJsonObject object = listRightsJson(result.required, result.optional);
    object.insert(key("identifier"), bytesJson(arguments.at(1)));
    context.print(onMailbox(mailbox, object));
}

QCoro::Task<> myRights(VerbContext context, VerbArguments arguments)
{
    imap::MyRights command;
    command.mailbox = folderArgument(arguments.first());
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    const imap::Rights rights = co_await pending;
    QJsonObject object;
    object.insert(key("rights"), rightsJson(rights));
    context.print(onMailbox(mailbox, object));
}

// ---------------------------------------------------------------- QUOTA

void printQuotas(const VerbContext &context, const QList<imap::Quota> &quotas)
{
    for (const imap::Quota &quota : quotas)
        context.print(quotaJson(quota));
}

QCoro::Task<> quotaRoot(VerbContext context, imap::MailboxName mailbox, bool withRoots)
{
    imap::GetQuotaRoot command;
    command.mailbox = mailbox;
    auto pending = context.session->run(std::move(command));
    const imap::QuotaRootResult result = co_await pending;
    if (withRoots)
        context.print(quotaRootsJson(result.roots));
    printQuotas(context, result.quotas);
}

/// What limits a folder, as the seed has it; the raw GETQUOTA of a root is get-quota-of.
QCoro::Task<> getQuota(VerbContext context, VerbArguments arguments)
{
    imap::MailboxName mailbox(QStringLiteral("INBOX"));
    if (!arguments.isEmpty())
        mailbox = folderArgument(arguments.first());
    co_await quotaRoot(context, mailbox, false);
}

QCoro::Task<> getQuotaRoot(VerbContext context, VerbArguments arguments)
{
    const imap::MailboxName mailbox = folderArgument(arguments.first());
    co_await quotaRoot(context, mailbox, true);
}

QCoro::Task<> getQuotaOf(VerbContext context, VerbArguments arguments)
{
    imap::GetQuota command;
    command.quotaRoot = arguments.first();
    auto pending = context.session->run(std::move(command));
    const QList<imap::Quota> quotas = co_await pending;
    printQuotas(context, quotas);
}

imap::QuotaLimit limitArgument(const QByteArray &resource, const QByteArray &limit)
{
    bool ok = false;
    const quint64 number = limit.toULongLong(&ok);
    if (!ok || number > (~quint64(0) >> 1)) // RFC 9208 §7: 63 bits
        throw UsageError("not a limit: " + limit);
    return {resource.toUpper(), number};
}

QCoro::Task<> setQuota(VerbContext context, VerbArguments arguments)
{
    if (arguments.size() % 2 == 0)
        throw UsageError("set-quota takes a quota root and pairs of a resource and its limit");
    imap::SetQuota command;
    const QByteArray root = arguments.first();
    command.quotaRoot = root;
    for (qsizetype i = 1; i + 1 < arguments.size(); i += 2)
        command.limits.append(limitArgument(arguments.at(i), arguments.at(i + 1)));
    auto pending = context.session->run(std::move(command));
    QList<imap::Quota> quotas = co_await pending;
    if (quotas.isEmpty()) {
        // Cyrus does not say what it set.
        imap::GetQuota look;
        look.quotaRoot = root;
        auto answer = context.session->run(std::move(look));
        quotas = co_await answer;
    }
    printQuotas(context, quotas);
}

// ---------------------------------------------------------------- METADATA

/// "" is the server itself.
imap::MailboxName annotated(const QByteArray &argument)
{
    return argument.isEmpty() ? imap::MailboxName() : folderArgument(argument);
}

imap::GetMetadata::Depth depthArgument(const QByteArray &word)
{
    using Depth = imap::GetMetadata::Depth;
    if (word == "0")
        return Depth::Zero;
    if (word == "1")
        return Depth::One;
    if (word.compare("infinity", Qt::CaseInsensitive) == 0)
        return Depth::Infinity;
    throw UsageError("--depth is 0, 1 or infinity, not " + word);
}

QCoro::Task<> getMetadata(VerbContext context, VerbArguments arguments)
{
    imap::GetMetadata command;
    if (const auto depth = takeOption(arguments, "--depth"))
        command.depth = depthArgument(*depth);
    if (const auto size = takeOption(arguments, "--max-size")) {
        bool ok = false;
        command.maxSize = size->toULongLong(&ok);
        if (!ok)
            throw UsageError("not a number of octets: " + *size);
    }
    if (arguments.size() < 2)
        throw UsageError("get-metadata takes a folder (\"\" for the server) and at least one entry");
    command.mailbox = annotated(arguments.takeFirst());
    command.entries = arguments;
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    const imap::MetadataResult result = co_await pending;
    for (const imap::MetadataEntry &entry : result.entries) {
        QJsonObject object;
        object.insert(key("entry"), bytesJson(entry.name));
        object.insert(key("value"), optionalJson(entry.value));
        context.print(onMailbox(mailbox, object));
    }
    if (result.longest) {
        QJsonObject object;
        object.insert(key("longentries"), numberJson(*result.longest));
        context.print(onMailbox(mailbox, object));
    }
}

QCoro::Task<> setMetadata(VerbContext context, VerbArguments arguments)
{
    imap::SetMetadata command;
    const bool remove = takeSwitch(arguments, "--delete");
    command.mailbox = annotated(arguments.takeFirst());
    if (arguments.isEmpty() || (!remove && arguments.size() % 2 != 0))
        throw UsageError("set-metadata takes pairs of an entry and its value, or entries and --delete");
    for (qsizetype i = 0; i < arguments.size(); i += remove ? 1 : 2) {
        imap::MetadataEntry entry;
        entry.name = arguments.at(i);
        if (!remove)
            entry.value = arguments.at(i + 1);
        command.entries.append(entry);
    }
    const imap::MailboxName mailbox = command.mailbox;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(doneOn(mailbox));
}

} // namespace

QList<ConnectionVerb> adminVerbs()
{
    return {
        {"getacl", "FOLDER", "who may do what in a folder (RFC 4314)", 1, 1, getAcl},
        {"setacl", "FOLDER WHO RIGHTS", "give rights: lrs, +w, -w, or \"\" to take the entry away", 3, 3,
         setAcl},
        {"delete-acl", "FOLDER WHO", "take an entry away", 2, 2, deleteAcl},
        {"list-rights", "FOLDER WHO", "which rights somebody can be given", 2, 2, listRights},
        {"my-rights", "FOLDER", "which rights one has oneself", 1, 1, myRights},
        {"get-quota", "[FOLDER]", "what limits a folder (default: INBOX), and how much of it is used", 0, 1,
         getQuota},
        {"get-quota-root", "FOLDER", "the same, and the names of the quota roots", 1, 1, getQuotaRoot},
        {"get-quota-of", "ROOT", "the limits of one quota root", 1, 1, getQuotaOf},
        {"set-quota", "ROOT RESOURCE LIMIT [RESOURCE LIMIT]...", "set all limits of a quota root", 3, -1,
         setQuota},
        {"get-metadata", "FOLDER ENTRY... [--depth 0|1|infinity] [--max-size OCTETS]",
         "annotations such as /private/comment (RFC 5464)", 2, -1, getMetadata},
        {"set-metadata", "FOLDER ENTRY VALUE [ENTRY VALUE]..., or FOLDER ENTRY... --delete",
         "set or remove annotations", 3, -1, setMetadata},
    };
}

} // namespace app
