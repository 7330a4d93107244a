#include "ui/models/foldernodes.h"

#include "mime/cleantext.h"
#include "types/specialfoldernames.h"

#include <QCollator>
#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QSet>
#include <algorithm>
#include <memory>
#include <vector>

namespace ui
{

using imap::FolderInfo;
using imap::FolderOwner;
using imap::FolderRole;

namespace
{

constexpr qsizetype maximumDepth = 60;
constexpr qsizetype maximumName = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Folders", text);
}

/// The order of special folders in the list.
constexpr FolderRole roleOrder[] = {FolderRole::Inbox,  FolderRole::Flagged, FolderRole::Important,
                                    FolderRole::Drafts, FolderRole::Sent,    FolderRole::Archive,
                                    FolderRole::All,    FolderRole::Junk,    FolderRole::Trash};

struct Branch {
    FolderItem item;
    std::vector<Branch *> children;
    qsizetype depth = 0;
    bool special = false;
    bool heldSpecial = false; ///< a special folder was below this name
};

/// Builds the tree of one owner's folders by path.
class Grower
{
public:
    explicit Grower(QString prefix, FolderOwner owner)
        : m_prefix(std::move(prefix))
        , m_owner(owner)
    {
    }

    void plantSpecial(const FolderInfo &info)
    {
        Branch *branch = make(info.name.toString(), specialName(info), 1);
        branch->item.info = info;
        branch->item.exists = true;
        branch->special = true;
        m_top.push_back(branch);
        if (info.delimiter) {
            const QString &path = info.name.toString();
            for (qsizetype at = path.indexOf(*info.delimiter); at >= 0;
                 at = path.indexOf(*info.delimiter, at + 1))
                m_aboveSpecial.insert(path.left(at));
        }
    }

    void plant(const FolderInfo &info)
    {
        Branch *branch = find(info.name.toString(), info.delimiter);
        if (branch->special || branch->item.exists)
            return; // listed twice, or special already
        branch->item.info = info;
        branch->item.exists = true;
        branch->heldSpecial = m_aboveSpecial.contains(info.name.toString());
    }

    /// `collapse`: leave out single names that are no folders at the top.
    QList<FolderItem> harvest(bool collapse)
    {
        std::vector<Branch *> *top = &m_top;
        while (collapse && top->size() == 1 && !selectable(*top->front()) && !top->front()->children.empty())
            top = &top->front()->children;
        return collect(*top);
    }

private:
    /// INBOX is one name in whatever case it is written (RFC 9051 §5.1), also in front of the names below it.
    static QString spelled(const QString &path)
    {
        static const QString inbox = QStringLiteral("INBOX");
        static const QString delimiters = QStringLiteral("/.\\:^|");
        const bool begins = path.startsWith(inbox, Qt::CaseInsensitive) &&
                            (path.size() == inbox.size() || delimiters.contains(path.at(inbox.size())));
        return begins ? inbox + path.mid(inbox.size()) : path;
    }
    static bool selectable(const Branch &branch) { return branch.item.exists && branch.item.info.selectable; }

    Branch *make(const QString &path, const QString &name, qsizetype depth)
    {
        auto branch = std::make_unique<Branch>();
        branch->depth = depth;
        branch->item.key = path;
        branch->item.name = imap::mime::cleanLine(name, maximumName);
        if (branch->item.name.isEmpty())
            branch->item.name = tr("(no name)");
        branch->item.info.name = imap::MailboxName(path);
        branch->item.info.owner = m_owner;
        branch->item.info.selectable = false;
        Branch *raw = branch.get();
        m_branches.push_back(std::move(branch));
        m_byPath.insert(spelled(path), raw);
        return raw;
    }

    /// The branch of a path; makes it and what is missing above it.
    Branch *find(const QString &path, std::optional<QChar> delimiter)
    {
        std::vector<QString> missing;
        QString name = path;
        Branch *parent = nullptr;
        // From the whole path upwards to a name that is there or to the top.
        for (qsizetype end = path.size(); end > 0;) {
            const QString above = path.left(end);
            if (above == m_prefix)
                break;
            if (Branch *present = m_byPath.value(spelled(above))) {
                parent = present;
                break;
            }
            missing.push_back(above);
            end = delimiter ? above.lastIndexOf(*delimiter, -2) : -1;
        }
        for (auto above = missing.rbegin(); above != missing.rend(); ++above) {
            const bool deepest = parent && parent->depth >= maximumDepth;
            const QString &whole = deepest ? path : *above;
            const qsizetype skip = parent ? parent->item.key.size() : m_prefix.size();
            name = whole.mid(skip);
            if (delimiter && (parent || !m_prefix.isEmpty()) && name.startsWith(*delimiter))
                name.remove(0, 1);
            Branch *branch = make(whole, name, parent ? parent->depth + 1 : 1);
            (parent ? parent->children : m_top).push_back(branch);
            parent = branch;
            if (deepest)
                break;
        }
        return parent;
    }

    static QList<FolderItem> collect(std::vector<Branch *> &branches)
    {
        static const QCollator collator = [] {
            // The C locale compares bytes and knows no numbers.
            const QLocale locale;
            QCollator naming(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
            naming.setNumericMode(true);
            naming.setCaseSensitivity(Qt::CaseInsensitive);
            return naming;
        }();
        const auto rank = [](const Branch *branch) {
            const auto *found = std::find(std::begin(roleOrder), std::end(roleOrder), branch->item.info.role);
            return branch->special ? found - std::begin(roleOrder) : std::ssize(roleOrder);
        };
        std::stable_sort(branches.begin(), branches.end(), [&](const Branch *a, const Branch *b) {
            if (rank(a) != rank(b))
                return rank(a) < rank(b);
            return collator.compare(a->item.name, b->item.name) < 0;
        });
        QList<FolderItem> items;
        for (Branch *branch : branches) {
            branch->item.children = collect(branch->children);
            if (branch->item.children.isEmpty() && branch->heldSpecial && !selectable(*branch))
                continue;
            items << std::move(branch->item);
        }
        return items;
    }

    QString m_prefix;
    FolderOwner m_owner;
    std::vector<std::unique_ptr<Branch>> m_branches;
    std::vector<Branch *> m_top;
    QHash<QString, Branch *> m_byPath;
    QSet<QString> m_aboveSpecial;
};

FolderRole roleOf(const FolderInfo &info)
{
    return info.name.isInbox() && info.owner == FolderOwner::Personal ? FolderRole::Inbox : info.role;
}

/// "INBOX" if every personal folder lies below it, as Courier and old Cyrus have it; else nothing.
QString inboxPrefix(const QList<FolderInfo> &folders)
{
    bool any = false;
    for (const FolderInfo &info : folders) {
        if (info.owner != FolderOwner::Personal || info.name.isInbox())
            continue;
        if (!info.delimiter || !info.name.toString().startsWith(QLatin1String("INBOX") + *info.delimiter))
            return {};
        any = true;
    }
    return any ? QStringLiteral("INBOX") : QString();
}

QList<FolderItem> grow(const QList<FolderInfo> &folders, FolderOwner owner, const QString &prefix)
{
    Grower grower(prefix, owner);
    QSet<int> taken;
    QSet<imap::MailboxName> seen;
    QList<FolderInfo> others;
    for (FolderInfo info : folders) {
        if (info.owner != owner || info.name.isEmpty() || seen.contains(info.name))
            continue;
        seen.insert(info.name);
        info.role = roleOf(info);
        if (info.delimiter && info.name.toString().count(*info.delimiter) > maximumLevels)
            info.delimiter.reset();
        if (owner == FolderOwner::Personal && info.role != FolderRole::None &&
            !taken.contains(int(info.role))) {
            taken.insert(int(info.role));
            grower.plantSpecial(info);
        } else {
            others << info;
        }
    }
    for (const FolderInfo &info : std::as_const(others))
        grower.plant(info);
    return grower.harvest(owner != FolderOwner::Personal);
}

} // namespace

QString roleName(FolderRole role)
{
    switch (role) {
    case FolderRole::Inbox:
        return tr("Inbox");
    case FolderRole::Flagged:
        return tr("Starred");
    case FolderRole::Important:
        return tr("Important");
    case FolderRole::Drafts:
        return tr("Drafts");
    case FolderRole::Sent:
        return tr("Sent");
    case FolderRole::Archive:
        return tr("Archive");
    case FolderRole::All:
        return tr("All Mail");
    case FolderRole::Junk:
        return tr("Junk");
    case FolderRole::Trash:
        return tr("Trash");
    case FolderRole::None:
        break;
    }
    return {};
}

QString specialName(const FolderInfo &info)
{
    const QString &path = info.name.toString();
    const QString own = info.delimiter ? path.section(*info.delimiter, -1) : path;
    const FolderRole role = roleOf(info);
    if (role == FolderRole::None)
        return own;
    const QString usual = roleName(role);
    const QList<imap::SpecialFolderName> &names = imap::specialFolderNames(role);
    const QString folded = imap::foldedFolderName(own);
    const bool isUsual = names.isEmpty() || own.isEmpty() || folded == imap::foldedFolderName(usual) ||
                         std::any_of(names.begin(), names.end(),
                                     [&](const imap::SpecialFolderName &one) { return one.name == folded; });
    return isUsual ? usual : own;
}

QString folderIconName(FolderRole role, FolderKind kind)
{
    if (kind == FolderKind::Account)
        return QStringLiteral("account");
    if (kind == FolderKind::Group)
        return QStringLiteral("system-users");
    switch (role) {
    case FolderRole::Inbox:
        return QStringLiteral("mail-inbox");
    case FolderRole::Flagged:
        return QStringLiteral("non-starred");
    case FolderRole::Important:
        return QStringLiteral("mail-mark-important");
    case FolderRole::Drafts:
        return QStringLiteral("mail-drafts");
    case FolderRole::Sent:
        return QStringLiteral("mail-sent");
    case FolderRole::Archive:
        return QStringLiteral("folder-archive");
    case FolderRole::All:
        return QStringLiteral("mail-all");
    case FolderRole::Junk:
        return QStringLiteral("mail-junk");
    case FolderRole::Trash:
        return QStringLiteral("user-trash");
    case FolderRole::None:
        break;
    }
    return QStringLiteral("folder");
}

QList<FolderItem> arrangeFolders(const QList<FolderInfo> &folders)
{
    QList<FolderItem> items = grow(folders, FolderOwner::Personal, inboxPrefix(folders));
    const std::pair<FolderOwner, QString> groups[] = {{FolderOwner::OtherUsers, tr("Other Users")},
                                                      {FolderOwner::Shared, tr("Shared")}};
    for (const auto &[owner, name] : groups) {
        FolderItem group;
        group.children = grow(folders, owner, {});
        if (group.children.isEmpty())
            continue;
        group.kind = FolderKind::Group;
        group.key =
            owner == FolderOwner::OtherUsers ? QStringLiteral("\x1fothers") : QStringLiteral("\x1fshared");
        group.name = name;
        group.info.owner = owner;
        group.info.selectable = false;
        items << group;
    }
    return items;
}

} // namespace ui
