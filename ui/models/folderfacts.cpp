#include "ui/models/folderfacts.h"

#include "mime/cleantext.h"
#include "ui/models/foldernodes.h"
#include "ui/models/quotawords.h"
#include "ui/models/rightswords.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

constexpr qsizetype longestWord = 2000;

QString tr(const char *text)
{
    return QCoreApplication::translate("FolderFacts", text);
}

QString line(const QString &text)
{
    return imap::mime::cleanLine(text, longestWord);
}

QString line(const QByteArray &bytes)
{
    return line(QString::fromUtf8(bytes));
}

/// A number that is looked up and compared, not counted with: without grouping.
template <class Number>
QString plain(const Number &number)
{
    return QString::number(number.value);
}

/// Collects what is known under one title.
class Group
{
public:
    Group(QList<FolderFactGroup> *groups, const QString &title)
        : m_groups(groups)
        , m_group{title, {}}
    {
    }
    ~Group()
    {
        if (!m_group.facts.isEmpty())
            m_groups->append(m_group);
    }
    Group(const Group &) = delete;
    Group &operator=(const Group &) = delete;

    void add(const QString &name, const QString &value, std::optional<double> share = {})
    {
        if (!value.isEmpty())
            m_group.facts << FolderFact{name, value, share};
    }

private:
    QList<FolderFactGroup> *m_groups;
    FolderFactGroup m_group;
};

QString ownerText(imap::FolderOwner owner)
{
    switch (owner) {
    case imap::FolderOwner::OtherUsers:
        return tr("Another user");
    case imap::FolderOwner::Shared:
        return tr("Shared by all");
    case imap::FolderOwner::Personal:
        break;
    }
    return tr("You");
}

QString flagsText(const imap::FlagSet &flags)
{
    QStringList names;
    for (const imap::Flag &flag : flags)
        names << line(flag.name());
    names.sort(Qt::CaseInsensitive);
    return names.isEmpty() ? tr("None") : names.join(QStringLiteral(", "));
}

void addNames(QList<FolderFactGroup> &groups, const FolderFacts &known)
{
    Group group(&groups, tr("Folder"));
    const imap::FolderInfo &info = known.info;
    group.add(tr("Name"), known.name);
    group.add(tr("Path"), line(info.name.toString()));
    if (known.details)
        group.add(tr("Raw name"), line(known.details->rawName));
    group.add(tr("Account"), known.account);
    group.add(tr("Belongs to"), ownerText(info.owner));
    group.add(tr("Used for"), roleName(info.role));
    if (!info.selectable)
        group.add(tr("Kind"), tr("Holds folders only"));
    group.add(tr("Levels divided by"),
              info.delimiter ? QString(*info.delimiter) : tr("Nothing: no folders in it"));
    group.add(tr("Subscribed"), info.subscribed ? tr("Yes") : tr("No"));
    if (!info.attributes.isEmpty())
        group.add(tr("Attributes"), flagsText(info.attributes));
}

void addMessages(QList<FolderFactGroup> &groups, const FolderFacts &known)
{
    Group group(&groups, tr("Messages"));
    const imap::MailboxStatus status = known.details ? known.details->status : imap::MailboxStatus{};
    const auto counted = [&](const QString &name, const std::optional<quint32> &count) {
        if (count)
            group.add(name, countText(*count));
    };
    if (known.info.selectable || status.messages) {
        counted(tr("All"), status.messages ? status.messages : known.info.total);
        counted(tr("Unread"), status.unseen ? status.unseen : known.info.unseen);
    }
    counted(tr("Marked as deleted"), status.deleted);
    if (status.size)
        group.add(tr("Size"),
                  tr("%1 (%2 bytes)").arg(storageAmount(*status.size), countText(qint64(*status.size))));
    if (status.deletedStorage.value_or(0) > 0)
        group.add(tr("Held by deleted ones"), storageAmount(*status.deletedStorage));
    if (status.appendLimit)
        group.add(tr("Largest message"), storageAmount(*status.appendLimit));
}

void addServer(QList<FolderFactGroup> &groups, const imap::FolderDetails &details)
{
    Group group(&groups, tr("Synchronisation"));
    const imap::MailboxStatus &status = details.status;
    if (status.uidValidity)
        group.add(tr("UIDVALIDITY"), plain(*status.uidValidity));
    if (status.uidNext)
        group.add(tr("Next UID"), plain(*status.uidNext));
    if (status.highestModSeq)
        group.add(tr("HIGHESTMODSEQ"), plain(*status.highestModSeq));
    if (status.mailboxId)
        group.add(tr("Object ID"), line(*status.mailboxId));
    group.add(tr("Not told"), details.statusRefused.isEmpty() ? QString() : line(details.statusRefused));
}

void addFlags(QList<FolderFactGroup> &groups, const imap::FolderFlags &flags)
{
    Group group(&groups, tr("Flags"));
    group.add(tr("Kept"), flagsText(flags.permanent));
    imap::FlagSet lost = flags.flags;
    for (const imap::Flag &flag : flags.permanent)
        lost.remove(flag);
    if (!lost.isEmpty())
        group.add(tr("Forgotten at the end"), flagsText(lost));
    group.add(tr("New labels"), flags.keywordsAllowed ? tr("Are kept") : tr("Are not kept"));
    if (flags.readOnly)
        group.add(tr("Access"), tr("Read-only"));
}

void addRights(QList<FolderFactGroup> &groups, imap::Rights rights)
{
    Group group(&groups, tr("Your Rights"));
    if (rights.isEmpty())
        group.add(tr("Rights"), tr("None"));
    for (const char right : rights.toByteArray())
        group.add(QString(QLatin1Char(right)), rightText(right));
}

void addQuota(QList<FolderFactGroup> &groups, const imap::FolderDetails &details)
{
    if (!details.quotaRoots)
        return;
    Group group(&groups, tr("Limits"));
    if (details.quotaRoots->isEmpty())
        group.add(tr("Quota"), tr("Nothing limits this folder."));
    for (const QByteArray &root : *details.quotaRoots) {
        group.add(tr("Quota root"), quotaRootName(root));
        for (const imap::Quota &quota : details.quotas) {
            if (quota.quotaRoot == root)
                group.add(resourceName(quota.resource), quotaText(quota), quotaShare(quota));
        }
    }
}

} // namespace

QList<FolderFactGroup> folderFacts(const FolderFacts &known)
{
    QList<FolderFactGroup> groups;
    addNames(groups, known);
    addMessages(groups, known);
    if (known.details) {
        addServer(groups, *known.details);
        if (known.details->flags)
            addFlags(groups, *known.details->flags);
    }
    const std::optional<imap::Rights> rights =
        known.details && known.details->myRights ? known.details->myRights : known.info.myRights;
    if (rights)
        addRights(groups, *rights);
    if (known.details)
        addQuota(groups, *known.details);
    return groups;
}

QString folderFactsText(const QList<FolderFactGroup> &groups)
{
    QStringList lines;
    for (const FolderFactGroup &group : groups) {
        if (!lines.isEmpty())
            lines << QString();
        lines << group.title;
        for (const FolderFact &fact : group.facts)
            lines << tr("%1: %2").arg(fact.name, fact.value);
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace ui
