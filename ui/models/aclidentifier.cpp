#include "ui/models/aclidentifier.h"

#include "mime/cleantext.h"

#include <QCoreApplication>

namespace ui
{
namespace
{

constexpr qsizetype longestName = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Sharing", text);
}

bool isUser(const QString &identifier, const QString &user)
{
    if (user.isEmpty())
        return false;
    if (identifier.compare(user, Qt::CaseInsensitive) == 0)
        return true;
    // Servers with one domain leave it out.
    const qsizetype at = user.indexOf(QLatin1Char('@'));
    return at > 0 && identifier.compare(QStringView(user).left(at), Qt::CaseInsensitive) == 0;
}

/// The group's name, or nothing where it is none.
QString groupName(const QString &identifier)
{
    for (const char *prefix : {"group:", "!$", "$"}) {
        const QLatin1String start(prefix);
        if (identifier.startsWith(start) && identifier.size() > start.size())
            return identifier.mid(start.size());
    }
    return {};
}

} // namespace

AclWho whoIs(const QByteArray &identifier, const QString &ownUser)
{
    AclWho who;
    who.negative = identifier.startsWith('-') && identifier.size() > 1;
    const QString text = QString::fromUtf8(who.negative ? identifier.mid(1) : identifier);
    who.name = imap::mime::cleanLine(text, longestName);
    if (text == QLatin1String("anyone")) {
        who.kind = AclKind::Anyone;
        who.name = tr("Everybody");
    } else if (text == QLatin1String("authenticated")) {
        who.kind = AclKind::Authenticated;
        who.name = tr("Everybody who signs in");
    } else if (text == QLatin1String("owner")) {
        who.kind = AclKind::Owner;
        who.name = tr("The owner");
    } else if (text.startsWith(QLatin1Char('#'))) {
        who.kind = AclKind::Global;
    } else if (isUser(text, ownUser)) {
        who.kind = AclKind::Own;
    } else if (const QString group = groupName(text); !group.isEmpty()) {
        who.kind = AclKind::Group;
        who.name = imap::mime::cleanLine(group, longestName);
    }
    return who;
}

QString nameInSentence(const AclWho &who)
{
    switch (who.kind) {
    case AclKind::Anyone:
        return tr("everybody");
    case AclKind::Authenticated:
        return tr("users who sign in");
    case AclKind::Owner:
        return tr("the owner");
    case AclKind::Own:
    case AclKind::Person:
    case AclKind::Group:
    case AclKind::Global:
        break;
    }
    return who.name;
}

QString aclKindText(const AclWho &who)
{
    switch (who.kind) {
    case AclKind::Own:
        return who.negative ? tr("Taken away from you") : tr("You");
    case AclKind::Owner:
        return who.negative ? tr("Taken away from the owner") : tr("Whose folder it is");
    case AclKind::Person:
        return who.negative ? tr("Taken away from this person") : tr("Person");
    case AclKind::Group:
        return who.negative ? tr("Taken away from this group") : tr("Group");
    case AclKind::Authenticated:
        return who.negative ? tr("Taken away from all of them") : tr("All users of the server");
    case AclKind::Anyone:
        return who.negative ? tr("Taken away from everybody") : tr("Guests, too");
    case AclKind::Global:
        break;
    }
    return tr("Set for the whole server");
}

QString aclExplanation(const AclWho &who)
{
    if (who.kind == AclKind::Global)
        return tr("Those who run the server set this for all folders. It cannot be changed here.");
    if (who.negative)
        return tr("What is checked is taken away, whatever else gives it: a group, or everybody's rights.");
    switch (who.kind) {
    case AclKind::Own:
        return tr("These are your own rights in this folder.");
    case AclKind::Owner:
        return tr("Whoever the folder belongs to.");
    case AclKind::Group:
        return tr("Everybody in this group, as the server knows it.");
    case AclKind::Authenticated:
        return tr("Everybody with an account on this server, after signing in.");
    case AclKind::Anyone:
        return tr("Everybody, also guests without an account where the server lets them in.");
    case AclKind::Person:
    case AclKind::Global:
        break;
    }
    return tr("The rights that this person has by name. Groups and everybody's rights may add to them.");
}

QString aclIconName(AclKind kind)
{
    switch (kind) {
    case AclKind::Group:
        return QStringLiteral("system-users");
    case AclKind::Owner:
        return QStringLiteral("user-identity");
    case AclKind::Authenticated:
        return QStringLiteral("key");
    case AclKind::Anyone:
        return QStringLiteral("applications-internet");
    case AclKind::Global:
        return QStringLiteral("network-server");
    case AclKind::Own:
    case AclKind::Person:
        break;
    }
    return {};
}

QString folderOwnerName(const imap::FolderInfo &folder)
{
    if (folder.owner != imap::FolderOwner::OtherUsers || !folder.delimiter)
        return {};
    const QStringList levels = folder.name.toString().split(*folder.delimiter);
    // "~alice/Letters", else "Users/alice/Letters" and the like.
    const QString first = levels.value(0);
    if (first.size() > 1 && first.startsWith(QLatin1Char('~')))
        return imap::mime::cleanLine(first.mid(1), longestName);
    return imap::mime::cleanLine(levels.value(1), longestName);
}

} // namespace ui
