#include "sync/specialfolders.h"

#include "commands/list.h"
#include "commands/namespaces.h"
#include "types/specialfoldernames.h"

#include <QCoro/QCoroFuture>
#include <QSet>
#include <algorithm>
#include <array>

namespace imap
{

namespace
{

struct AttributeRole {
    const char *attribute;
    FolderRole role;
    bool xlist = false; ///< a word of XLIST only
};

/// The first attribute of a role is the one to write.
constexpr std::array<AttributeRole, 12> attributeRoles{{
    {"\\Inbox", FolderRole::Inbox, true},
    {"\\Drafts", FolderRole::Drafts},
    {"\\Sent", FolderRole::Sent},
    {"\\Archive", FolderRole::Archive},
    {"\\Junk", FolderRole::Junk},
    {"\\Trash", FolderRole::Trash},
    {"\\All", FolderRole::All},
    {"\\Flagged", FolderRole::Flagged},
    {"\\Important", FolderRole::Important},
    {"\\Spam", FolderRole::Junk, true},
    {"\\AllMail", FolderRole::All, true},
    {"\\Starred", FolderRole::Flagged, true},
}};

constexpr std::array<FolderRole, 5> guessedRoles{FolderRole::Drafts, FolderRole::Sent, FolderRole::Archive,
                                                 FolderRole::Junk, FolderRole::Trash};

/// Collects the choices; the first for a role stands.
class Chooser
{
public:
    explicit Chooser(const QList<FolderInfo> &folders)
        : m_folders(folders)
    {
    }

    void takeInbox()
    {
        for (const FolderInfo &folder : m_folders) {
            if (folder.name.isInbox())
                choose(FolderRole::Inbox, folder, {RoleReason::Kind::Inbox, folder.name.toString(), {}});
        }
    }

    /// `attributesOf`: what is said of a folder; `xlistOnly`: nobody but XLIST said it.
    template <class AttributesOf>
    void takeAttributes(AttributesOf &&attributesOf, bool xlistOnly)
    {
        for (const AttributeRole &entry : attributeRoles) {
            for (const FolderInfo &folder : m_folders) {
                if (!isOwn(folder) || folder.name.isInbox() ||
                    !attributesOf(folder).contains(Flag(entry.attribute)))
                    continue;
                const auto kind =
                    xlistOnly || entry.xlist ? RoleReason::Kind::XlistAttribute : RoleReason::Kind::Attribute;
                choose(entry.role, folder, {kind, QString::fromLatin1(entry.attribute), {}});
                break;
            }
        }
    }

    void takeNames(const Namespaces &namespaces)
    {
        // One or two; each folder is compared with all of them.
        constexpr qsizetype most = 100;
        QStringList prefixes;
        for (const NamespaceEntry &entry : namespaces.personal.mid(0, most))
            prefixes.append(entry.prefix.toString());
        QHash<QString, const FolderInfo *> byName;
        for (const FolderInfo &folder : m_folders) {
            if (!isOwn(folder) || !folder.selectable || folder.name.isInbox() ||
                m_chosen.contains(folder.name))
                continue;
            const auto name = topLevelName(folder, prefixes);
            if (name && !byName.contains(*name))
                byName.insert(*name, &folder);
        }
        for (const FolderRole role : guessedRoles) {
            for (const SpecialFolderName &known : specialFolderNames(role)) {
                if (const FolderInfo *folder = byName.value(known.name))
                    choose(role, *folder, {RoleReason::Kind::Name, known.name, known.language});
            }
        }
    }

    QList<SpecialFolder> take() { return std::move(m_result); }

private:
    static bool isOwn(const FolderInfo &folder) { return folder.owner == FolderOwner::Personal; }

    void choose(FolderRole role, const FolderInfo &folder, const RoleReason &reason)
    {
        if (m_taken.contains(role))
            return;
        m_taken.insert(role);
        m_chosen.insert(folder.name);
        m_result.append({role, folder.name, reason});
    }

    /// The name at the top of a personal namespace, folded: "Trash" and "INBOX.Trash", not "Work/Trash".
    static std::optional<QString> topLevelName(const FolderInfo &folder, QStringList prefixes)
    {
        const QString name = folder.name.toString();
        if (!folder.delimiter)
            return foldedFolderName(name);
        // Servers that do not tell, and Gmail, whose own folders stand below one that its users never see.
        for (const char *parent : {"INBOX", "[Gmail]", "[Google Mail]"})
            prefixes.append(QString::fromLatin1(parent) + *folder.delimiter);
        qsizetype longest = 0;
        for (const QString &prefix : std::as_const(prefixes)) {
            if (prefix.size() > longest && name.startsWith(prefix, Qt::CaseInsensitive))
                longest = prefix.size();
        }
        const QString local = name.mid(longest);
        if (local.contains(*folder.delimiter))
            return {};
        return foldedFolderName(local);
    }

    const QList<FolderInfo> &m_folders;
    QList<SpecialFolder> m_result;
    QSet<FolderRole> m_taken;
    QSet<MailboxName> m_chosen;
};

} // namespace

FolderRole roleFromAttribute(const Flag &attribute)
{
    for (const AttributeRole &entry : attributeRoles) {
        if (attribute == Flag(entry.attribute))
            return entry.role;
    }
    return FolderRole::None;
}

QByteArray attributeOf(FolderRole role)
{
    for (const AttributeRole &entry : attributeRoles) {
        if (entry.role == role)
            return entry.attribute;
    }
    return {};
}

QList<SpecialFolder> chooseSpecialFolders(const QList<FolderInfo> &folders, const Namespaces &namespaces,
                                          const XlistAttributes &xlist)
{
    Chooser chooser(folders);
    chooser.takeInbox();
    chooser.takeAttributes([](const FolderInfo &folder) { return folder.attributes; }, false);
    chooser.takeAttributes([&](const FolderInfo &folder) { return xlist.value(folder.name); }, true);
    chooser.takeNames(namespaces);
    return chooser.take();
}

void assignRoles(QList<FolderInfo> &folders, const Namespaces &namespaces, const XlistAttributes &xlist)
{
    QHash<MailboxName, FolderRole> roles;
    const QList<SpecialFolder> chosen = chooseSpecialFolders(folders, namespaces, xlist);
    for (const SpecialFolder &special : chosen) {
        if (!roles.contains(special.name)) // one folder may serve two purposes; it shows as the first
            roles.insert(special.name, special.role);
    }
    for (FolderInfo &folder : folders)
        folder.role = roles.value(folder.name, FolderRole::None);
}

FolderOwner ownerOf(const MailboxName &name, const Namespaces &namespaces)
{
    FolderOwner owner = FolderOwner::Personal;
    qsizetype longest = -1;
    const auto look = [&](const QList<NamespaceEntry> &entries, FolderOwner kind) {
        for (const NamespaceEntry &entry : entries) {
            const QString prefix = entry.prefix.toString();
            // "Public/" is also the prefix of the folder "Public" itself.
            const bool matches = name.toString().startsWith(prefix) ||
                                 (entry.delimiter && name.toString() + *entry.delimiter == prefix);
            if (matches && prefix.size() > longest) {
                longest = prefix.size();
                owner = kind;
            }
        }
    };
    look(namespaces.personal, FolderOwner::Personal);
    look(namespaces.otherUsers, FolderOwner::OtherUsers);
    look(namespaces.shared, FolderOwner::Shared);
    return name.isInbox() ? FolderOwner::Personal : owner;
}

FolderInfo folderFrom(const MailboxInfo &mailbox, const Namespaces &namespaces)
{
    FolderInfo folder;
    folder.name = mailbox.name;
    folder.delimiter = mailbox.delimiter;
    folder.attributes = mailbox.attributes;
    folder.owner = ownerOf(mailbox.name, namespaces);
    folder.selectable = mailbox.isSelectable();
    return folder;
}

bool wantsXlist(const Capabilities &capabilities)
{
    return capabilities.has("XLIST") && !capabilities.has("SPECIAL-USE");
}

XlistAttributes xlistAttributes(const QList<MailboxInfo> &mailboxes)
{
    XlistAttributes attributes;
    for (const MailboxInfo &mailbox : mailboxes)
        attributes.insert(mailbox.name, mailbox.attributes);
    return attributes;
}

QCoro::Task<QList<SpecialFolder>> findSpecialFolders(Session *session)
{
    const Capabilities capabilities = session->state().capabilities;
    // All in one flight; LIST is what cannot be done without.
    QFuture<Namespaces> spaces;
    const bool askNamespaces = capabilities.has("NAMESPACE");
    if (askNamespaces)
        spaces = session->run(Namespace(), "special folders");
    List list;
    list.returnSpecialUse = capabilities.has("SPECIAL-USE") && capabilities.has("LIST-EXTENDED");
    auto listed = session->run(std::move(list), "special folders");
    QFuture<QList<MailboxInfo>> old;
    const bool askXlist = wantsXlist(capabilities);
    if (askXlist)
        old = session->run(Xlist(), "special folders");

    Namespaces namespaces;
    if (askNamespaces) {
        try {
            namespaces = co_await spaces;
        } catch (const CommandError &) {
            // Then all folders are personal.
        }
    }
    const ListResult result = co_await listed;
    XlistAttributes xlist;
    if (askXlist) {
        try {
            const QList<MailboxInfo> mailboxes = co_await old;
            xlist = xlistAttributes(mailboxes);
        } catch (const CommandError &) {
            // Then names must do.
        }
    }
    QList<FolderInfo> folders;
    for (const MailboxInfo &mailbox : result.mailboxes)
        folders.append(folderFrom(mailbox, namespaces));
    co_return chooseSpecialFolders(folders, namespaces, xlist);
}

} // namespace imap
