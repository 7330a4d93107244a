#include "sync/inquiries.h"

#include "commands/acl.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "commands/metadata.h"
#include "commands/namespaces.h"
#include "commands/quota.h"
#include "commands/search.h"
#include "commands/status.h"
#include "sync/specialfolders.h"

#include <QCoro/QCoroFuture>
#include <QPointer>
#include <QSet>
#include <algorithm>
#include <deque>

namespace imap
{

namespace
{

/// How many GETQUOTAROOT are under way together.
constexpr size_t QuotaAtOnce = 32;
/// Octets of a value.
constexpr quint64 LongestAnnotation = 64 * 1024;

/// What the server answers, or nullopt with its words in `refused`.
template <class T>
QCoro::Task<std::optional<T>> unlessRefused(QFuture<T> asked, QString *refused = nullptr)
{
    try {
        co_return co_await asked;
    } catch (const CommandError &error) {
        if (refused)
            *refused = refusalWords(error);
    }
    co_return std::nullopt;
}

StatusItems everything()
{
    StatusItems items;
    items.messages = items.uidNext = items.uidValidity = items.unseen = true;
    items.deleted = items.size = items.highestModSeq = items.appendLimit = items.mailboxId = true;
    items.deletedStorage = true;
    return items;
}

/// What one folder's answer tells, each root and each of its limits once.
void add(QuotaOverview &overview, const QuotaRootResult &result)
{
    overview.folders.append(result.roots);
    for (const QByteArray &root : result.roots.quotaRoots) {
        if (!overview.roots.contains(root))
            overview.roots.append(root);
    }
    for (const Quota &quota : result.quotas) {
        const auto same = [&quota](const Quota &other) {
            return other.quotaRoot == quota.quotaRoot && other.resource == quota.resource;
        };
        if (std::none_of(overview.quotas.cbegin(), overview.quotas.cend(), same))
            overview.quotas.append(quota);
    }
}

} // namespace

QCoro::Task<FolderDetails> inquireFolder(Session *session, MailboxName name)
{
    const Capabilities capabilities = session->state().capabilities;
    FolderDetails details;
    details.name = name;
    details.rawName = rawMailboxName(name, session->state().isUtf8());
    Status status{name, everything().supportedBy(capabilities)};
    auto counted = session->run(std::move(status), "folder properties");
    QFuture<Rights> rights;
    const bool hasAcl = capabilities.has("ACL");
    if (hasAcl) {
        MyRights command;
        command.mailbox = name;
        rights = session->run(std::move(command), "folder properties");
    }
    QFuture<QuotaRootResult> quota;
    const bool hasQuota = capabilities.has("QUOTA");
    if (hasQuota) {
        GetQuotaRoot command;
        command.mailbox = name;
        quota = session->run(std::move(command), "folder properties");
    }
    auto counts = unlessRefused(counted, &details.statusRefused);
    const std::optional<MailboxStatus> known = co_await counts;
    details.status = known.value_or(MailboxStatus{});
    if (hasAcl) {
        auto told = unlessRefused(rights);
        details.myRights = co_await told;
    }
    if (hasQuota) {
        auto told = unlessRefused(quota);
        const std::optional<QuotaRootResult> limits = co_await told;
        if (limits) {
            details.quotaRoots = limits->roots.quotaRoots;
            details.quotas = limits->quotas;
        }
    }
    co_return details;
}

std::optional<FolderFlags> selectedFlags(const SessionState &state)
{
    if (!state.mailbox || state.mailbox->selecting)
        return std::nullopt;
    return FolderFlags{state.mailbox->flags, state.mailbox->permanentFlags, state.mailbox->keywordsAllowed,
                       state.mailbox->readOnly};
}

QCoro::Task<UidSet> inquireMessages(Session *session, bool unreadOnly)
{
    Search plain;
    plain.criteria = unreadOnly ? !SearchKey::seen() : SearchKey::all();
    Search search = plain.compactFor(session->state().capabilities);
    auto asked = session->run(std::move(search), unreadOnly ? "unread messages" : "all messages");
    const SearchResult result = co_await asked;
    co_return result.ids ? std::get<UidSet>(*result.ids) : UidSet();
}

QCoro::Task<QuotaOverview> inquireQuota(Session *session, QList<MailboxName> folders, QuotaProgress progress)
{
    const QPointer<Session> alive(session);
    const Capabilities capabilities = session->state().capabilities;
    QuotaOverview overview;
    overview.offered = capabilities.has("QUOTA");
    if (!overview.offered)
        co_return overview;
    overview.resources = quotaResources(capabilities);
    overview.canSet = mayHaveSetQuota(capabilities);
    std::deque<QFuture<QuotaRootResult>> asked;
    qsizetype next = 0;
    for (int answered = 0; answered < folders.size(); ++answered) {
        if (progress && !progress(answered, int(folders.size())))
            break;
        for (; alive && next < folders.size() && asked.size() < QuotaAtOnce; ++next) {
            GetQuotaRoot command;
            command.mailbox = folders[next];
            asked.push_back(alive->run(std::move(command), "quota"));
        }
        if (asked.empty())
            break; // the session is gone
        auto told = unlessRefused(asked.front());
        asked.pop_front();
        std::optional<QuotaRootResult> result = co_await told;
        if (!result)
            continue;
        // Dovecot answers without a QUOTAROOT where nothing limits the folder.
        result->roots.mailbox = folders[answered];
        add(overview, *result);
    }
    co_return overview;
}

QCoro::Task<FolderAccess> inquireAccess(Session *session, MailboxName name)
{
    const Capabilities capabilities = session->state().capabilities;
    FolderAccess access;
    access.offered = capabilities.has("ACL");
    if (!access.offered)
        co_return access;
    access.newRights = !capabilities.value("RIGHTS").isEmpty();
    MyRights mine;
    mine.mailbox = name;
    auto myRights = session->run(std::move(mine), "sharing");
    GetAcl all;
    all.mailbox = name;
    auto entries = session->run(std::move(all), "sharing");
    QString refused;
    auto told = unlessRefused(myRights, &refused);
    access.mine = co_await told;
    auto listed = unlessRefused(entries, &access.refused);
    access.entries = co_await listed;
    if (access.refused.isEmpty())
        access.refused = refused;
    co_return access;
}

QCoro::Task<GrantableRights> inquireGrantable(Session *session, MailboxName name, QByteArray identifier)
{
    ListRights command;
    command.mailbox = name;
    command.identifier = identifier;
    auto asked = session->run(std::move(command), "sharing");
    co_return co_await asked;
}

QCoro::Task<Annotations> inquireAnnotations(Session *session, MailboxName name)
{
    const Capabilities capabilities = session->state().capabilities;
    Annotations annotations;
    annotations.offered =
        capabilities.has("METADATA") || (name.isEmpty() && capabilities.has("METADATA-SERVER"));
    if (!annotations.offered)
        co_return annotations;
    GetMetadata command;
    command.mailbox = name;
    command.entries = {"/private", "/shared"};
    command.depth = GetMetadata::Depth::Infinity;
    command.maxSize = LongestAnnotation;
    // Dovecot 2.3 tells of the server's own only who names them. These are the registered ones (RFC 5464
    // §6.2).
    GetMetadata registered = command;
    registered.depth = GetMetadata::Depth::Zero;
    registered.entries = {"/private/comment", "/shared/comment"};
    if (name.isEmpty())
        registered.entries.append("/shared/admin");
    auto asked = session->run(std::move(command), "annotations");
    auto named = session->run(std::move(registered), "annotations");
    MetadataResult result = co_await asked;
    auto told = unlessRefused(named);
    const std::optional<MetadataResult> more = co_await told;
    if (more)
        takeMetadata(MetadataResponse{name, more->entries, {}}, result.entries);
    // Cyrus names all that there could be.
    result.entries.removeIf([](const MetadataEntry &entry) { return !entry.value; });
    annotations.entries = std::move(result.entries);
    annotations.longest = result.longest;
    co_return annotations;
}

QCoro::Task<ServerDetails> inquireServer(Session *session)
{
    ServerDetails details;
    std::optional<QFuture<Namespaces>> asked;
    if (session->state().capabilities.has("NAMESPACE"))
        asked = session->run(Namespace(), "server information");
    const SessionState &state = session->state();
    details.greeting = QString::fromUtf8(state.greeting.text);
    details.id = state.serverId;
    const TransportInfo info = session->transportInfo();
    details.peer = info.peer;
    details.encrypted = info.encrypted;
    details.protocol = info.protocol;
    details.cipher = info.cipher;
    details.certificates = info.certificates;
    details.capabilities = state.capabilities.names();
    details.beforeSignIn = state.beforeSignIn.names();
    details.enabled = state.enabled;
    details.dropped = session->droppedExtensions();
    details.avoided = state.quirks.without;
    details.compressed = session->compression().has_value();
    bool isNumber = false;
    const quint64 limit = state.capabilities.value("APPENDLIMIT").toULongLong(&isNumber);
    if (isNumber)
        details.appendLimit = limit;
    if (asked) {
        auto told = unlessRefused(*asked);
        details.namespaces = co_await told;
    }
    co_return details;
}

QCoro::Task<SpecialUses> inquireSpecialUses(Session *session)
{
    const Capabilities capabilities = session->state().capabilities;
    SpecialUses uses;
    uses.told = capabilities.has("SPECIAL-USE") || capabilities.has("XLIST");
    uses.canTell = capabilities.has("CREATE-SPECIAL-USE");
    auto found = findSpecialFolders(session);
    uses.folders = co_await found;
    co_return uses;
}

QCoro::Task<QList<Subscription>> inquireSubscriptions(Session *session)
{
    const Capabilities capabilities = session->state().capabilities;
    std::optional<QFuture<Namespaces>> spaces;
    if (capabilities.has("NAMESPACE"))
        spaces = session->run(Namespace(), "subscriptions");
    const bool extended = capabilities.has("LIST-EXTENDED");
    List list;
    list.subscribed = extended;
    auto listed = session->run(std::move(list), "subscriptions");
    QFuture<QList<MailboxInfo>> old;
    if (!extended)
        old = session->run(Lsub(), "subscriptions");
    Namespaces namespaces;
    if (spaces) {
        auto told = unlessRefused(*spaces);
        const std::optional<Namespaces> known = co_await told;
        namespaces = known.value_or(Namespaces{});
    }
    ListResult present = co_await listed;
    QList<MailboxInfo> names = present.mailboxes;
    QSet<MailboxName> there;
    for (const MailboxInfo &mailbox : std::as_const(names)) {
        // RFC 5258 §3.1: exact where subscriptions are asked for.
        if (!mailbox.attributes.contains(Flag("\\NonExistent")))
            there.insert(mailbox.name);
    }
    if (!extended)
        names = co_await old;
    QList<Subscription> subscriptions;
    QSet<MailboxName> seen;
    for (const MailboxInfo &mailbox : std::as_const(names)) {
        // A parent of subscribed names may be told of, too: without \Subscribed, or in LSUB as \Noselect.
        const bool meant =
            extended ? mailbox.attributes.contains(Flag("\\Subscribed")) : mailbox.isSelectable();
        if (!meant || seen.contains(mailbox.name))
            continue;
        seen.insert(mailbox.name);
        subscriptions.append({mailbox.name, mailbox.delimiter, ownerOf(mailbox.name, namespaces),
                              there.contains(mailbox.name) || mailbox.name.isInbox()});
    }
    co_return subscriptions;
}

} // namespace imap
