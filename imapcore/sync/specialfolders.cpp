#include "sync/specialfolders.h"

#include <QHash>
#include <QSet>
#include <array>

namespace imap
{

namespace
{

struct AttributeRole {
    const char *attribute;
    FolderRole role;
};

constexpr std::array<AttributeRole, 12> attributeRoles{{
    {"\\Inbox", FolderRole::Inbox},
    {"\\Drafts", FolderRole::Drafts},
    {"\\Sent", FolderRole::Sent},
    {"\\Archive", FolderRole::Archive},
    {"\\Junk", FolderRole::Junk},
    {"\\Spam", FolderRole::Junk}, // XLIST
    {"\\Trash", FolderRole::Trash},
    {"\\All", FolderRole::All},
    {"\\AllMail", FolderRole::All}, // XLIST
    {"\\Flagged", FolderRole::Flagged},
    {"\\Starred", FolderRole::Flagged}, // XLIST
    {"\\Important", FolderRole::Important},
}};

struct RoleNames {
    FolderRole role;
    const char *names; ///< UTF-8, lower case, separated by '|'
};

/// What servers and programs call these folders where nobody says what they are for.
constexpr std::array<RoleNames, 5> roleNames{{
    {FolderRole::Drafts,
     "drafts|draft|entwürfe|brouillons|borradores|bozze|rascunhos|concepten|utkast|kladder|"
     "luonnokset|szkice|kopie robocze|koncepty|черновики|чернетки|草稿|草稿箱|下書き|임시 보관함"},
    {FolderRole::Sent,
     "sent|sent items|sent messages|sent mail|gesendet|gesendete objekte|gesendete elemente|"
     "envoyés|messages envoyés|éléments envoyés|enviados|elementos enviados|posta inviata|inviati|"
     "itens enviados|verzonden|verzonden items|skickat|skickade|sendt|sendte elementer|lähetetyt|"
     "wysłane|elementy wysłane|odeslané|odeslaná pošta|отправленные|надіслані|已发送|已发送邮件|"
     "寄件備份|送信済み|送信済みアイテム|보낸 편지함"},
    {FolderRole::Archive,
     "archive|archives|archiv|archivo|archivio|arquivo|archief|arkiv|arkisto|archiwum|архив|"
     "архів|归档|封存|アーカイブ|보관함"},
    {FolderRole::Junk,
     "junk|spam|junk e-mail|junk email|bulk mail|spamverdacht|unerwünscht|pourriel|"
     "courrier indésirable|indésirables|correo no deseado|posta indesiderata|lixo eletrônico|"
     "ongewenste e-mail|skräppost|søppelpost|uønsket post|roskaposti|wiadomości-śmieci|"
     "nevyžádaná pošta|спам|垃圾邮件|垃圾郵件|迷惑メール|스팸"},
    {FolderRole::Trash,
     "trash|deleted items|deleted messages|deleted|bin|papierkorb|gelöscht|gelöschte elemente|"
     "gelöschte objekte|corbeille|éléments supprimés|papelera|elementos eliminados|cestino|"
     "posta eliminata|lixeira|itens excluídos|prullenbak|verwijderde items|papperskorgen|"
     "borttaget|papirkurv|søppel|roskakori|poistetut|kosz|elementy usunięte|koš|odstraněná pošta|"
     "корзина|удаленные|кошик|已删除|已删除邮件|垃圾桶|ゴミ箱|削除済みアイテム|휴지통"},
}};

const QHash<QString, FolderRole> &rolesByName()
{
    static const QHash<QString, FolderRole> table = [] {
        QHash<QString, FolderRole> result;
        for (const RoleNames &entry : roleNames) {
            const QStringList names = QString::fromUtf8(entry.names).split(QLatin1Char('|'));
            for (const QString &name : names)
                result.insert(name, entry.role);
        }
        return result;
    }();
    return table;
}

/// The name at the top of the personal namespace: "Trash" and "INBOX.Trash", not "Work/Trash".
std::optional<QString> topLevelName(const FolderInfo &folder)
{
    QString name = folder.name.toString();
    if (!folder.delimiter)
        return name.toLower();
    const QString inbox = QStringLiteral("INBOX") + *folder.delimiter;
    if (name.startsWith(inbox, Qt::CaseInsensitive))
        name = name.mid(inbox.size());
    if (name.contains(*folder.delimiter))
        return {};
    return name.toLower();
}

} // namespace

FolderRole roleFromAttributes(const MailboxInfo &mailbox)
{
    if (mailbox.name.isInbox())
        return FolderRole::Inbox;
    for (const AttributeRole &entry : attributeRoles) {
        if (mailbox.attributes.contains(Flag(entry.attribute)))
            return entry.role;
    }
    return FolderRole::None;
}

void assignRoles(QList<FolderInfo> &folders)
{
    QSet<FolderRole> taken;
    for (FolderInfo &folder : folders) {
        const FolderRole role =
            roleFromAttributes(MailboxInfo{folder.name, folder.delimiter, folder.attributes});
        // A role is one folder's: a second one (a shared Sent, say) stays an ordinary folder.
        const bool own = folder.owner == FolderOwner::Personal;
        folder.role = role != FolderRole::None && own && !taken.contains(role) ? role : FolderRole::None;
        if (folder.role != FolderRole::None)
            taken.insert(role);
    }
    for (FolderInfo &folder : folders) {
        if (folder.role != FolderRole::None || folder.owner != FolderOwner::Personal || !folder.selectable)
            continue;
        const auto name = topLevelName(folder);
        const FolderRole role = name ? rolesByName().value(*name, FolderRole::None) : FolderRole::None;
        if (role != FolderRole::None && !taken.contains(role)) {
            folder.role = role;
            taken.insert(role);
        }
    }
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

} // namespace imap
