#include "ui/models/changewords.h"

#include "mime/cleantext.h"
#include "ui/models/aclidentifier.h"
#include "ui/models/labelbook.h"
#include "ui/models/labels.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>

namespace ui
{
namespace
{

constexpr qsizetype maximumWords = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Changes", text);
}

/// "Message" or "3 messages", to begin a sentence with.
QString messages(const imap::UidSet &uids)
{
    const quint64 count = uids.count();
    return count == 1 ? tr("Message") : tr("%1 messages").arg(countText(qint64(count)));
}

QString line(const QString &text)
{
    return imap::mime::cleanLine(text, maximumWords);
}

QString keywords(const imap::FlagSet &flags)
{
    QStringList names;
    for (const imap::Flag &flag : flags) {
        const LabelBook::Entry *entry = LabelBook::shared().find(flag);
        names << (entry             ? entry->name
                  : flag.isSystem() ? QString::fromUtf8(flag.name()).remove(QLatin1Char('\\'))
                                    : labelName(flag));
    }
    return line(names.join(QStringLiteral(", ")));
}

struct Words {
    const NameFolder &nameOf;

    QString operator()(const imap::FlagChange &change) const
    {
        const bool adds = !change.add.isEmpty();
        const imap::FlagSet &flags = adds ? change.add : change.remove;
        const bool one = change.uids.count() == 1;
        const QString count = countText(qint64(change.uids.count()));
        if (flags == imap::FlagSet{imap::flags::Seen}) {
            if (adds)
                return one ? tr("Message marked as read") : tr("%1 messages marked as read").arg(count);
            return one ? tr("Message marked as unread") : tr("%1 messages marked as unread").arg(count);
        }
        if (flags == imap::FlagSet{imap::flags::Flagged}) {
            if (adds)
                return one ? tr("Message starred") : tr("%1 messages starred").arg(count);
            return one ? tr("Star removed") : tr("Star removed from %1 messages").arg(count);
        }
        if (adds)
            return tr("%1 marked: %2").arg(messages(change.uids), keywords(flags));
        return tr("%1 no longer marked: %2").arg(messages(change.uids), keywords(flags));
    }
    QString operator()(const imap::LabelChange &change) const
    {
        const bool adds = !change.add.isEmpty();
        const QString names = line((adds ? change.add : change.remove).join(QStringLiteral(", ")));
        return adds ? tr("%1 labelled %2").arg(messages(change.uids), names)
                    : tr("%1 no longer labelled %2").arg(messages(change.uids), names);
    }
    QString operator()(const imap::CopyChange &change) const
    {
        return tr("%1 copied to %2").arg(messages(change.uids), nameOf(change.target));
    }
    QString operator()(const imap::MoveChange &change) const
    {
        return tr("%1 moved to %2").arg(messages(change.uids), nameOf(change.target));
    }
    QString operator()(const imap::DeleteChange &change) const
    {
        return tr("%1 deleted for good").arg(messages(change.uids));
    }
    QString operator()(const imap::AppendChange &change) const
    {
        return tr("Message put into %1").arg(nameOf(change.folder));
    }
    QString operator()(const imap::CreateFolderChange &change) const
    {
        return tr("Folder “%1” made").arg(nameOf(change.name));
    }
    QString operator()(const imap::RenameFolderChange &change) const
    {
        return tr("Folder “%1” renamed to “%2”")
            .arg(line(change.from.toString()), line(change.to.toString()));
    }
    QString operator()(const imap::DeleteFolderChange &change) const
    {
        return tr("Folder “%1” deleted").arg(nameOf(change.name));
    }
    QString operator()(const imap::SubscribeChange &change) const
    {
        return change.subscribed ? tr("Folder “%1” subscribed").arg(nameOf(change.name))
                                 : tr("Folder “%1” no longer subscribed").arg(nameOf(change.name));
    }
    QString operator()(const imap::AclChange &change) const
    {
        const AclWho who = whoIs(change.identifier, {});
        const QString words = who.negative ? tr("Rights taken away from %1 in “%2” changed")
                                           : tr("Rights of %1 in “%2” changed");
        return words.arg(line(nameInSentence(who)), nameOf(change.folder));
    }
    QString operator()(const imap::QuotaChange &change) const
    {
        return tr("Limits of “%1” changed").arg(line(QString::fromUtf8(change.root)));
    }
    QString operator()(const imap::MetadataChange &change) const
    {
        return change.folder.isEmpty() ? tr("Annotations of the server changed")
                                       : tr("Annotations of “%1” changed").arg(nameOf(change.folder));
    }
};

} // namespace

QString changeWords(const imap::Change &change, const NameFolder &nameOf)
{
    return std::visit(Words{nameOf}, change);
}

imap::MailboxName changedFolder(const imap::Change &change)
{
    return std::visit(
        [](const auto &one) -> imap::MailboxName {
            if constexpr (requires { one.folder; })
                return one.folder;
            else if constexpr (requires { one.name; })
                return one.name;
            else if constexpr (requires { one.from; })
                return one.from;
            else
                return {};
        },
        change);
}

imap::UidSet changedMessages(const imap::Change &change)
{
    return std::visit(
        [](const auto &one) -> imap::UidSet {
            if constexpr (requires { one.uids; })
                return one.uids;
            else
                return {};
        },
        change);
}

imap::Change withMessages(imap::Change change, const imap::UidSet &uids)
{
    std::visit(
        [&uids](auto &one) {
            if constexpr (requires { one.uids; })
                one.uids = uids;
        },
        change);
    return change;
}

QString changeIconName(const imap::Change &change)
{
    struct Icon {
        QString operator()(const imap::FlagChange &flag) const
        {
            if (flag.add.contains(imap::flags::Flagged))
                return QStringLiteral("starred");
            if (flag.remove.contains(imap::flags::Flagged))
                return QStringLiteral("non-starred");
            if (flag.add.contains(imap::flags::Seen))
                return QStringLiteral("mail-read");
            return flag.remove.contains(imap::flags::Seen) ? QStringLiteral("mail-unread")
                                                           : QStringLiteral("tag");
        }
        QString operator()(const imap::LabelChange &) const { return QStringLiteral("tag"); }
        QString operator()(const imap::CopyChange &) const { return QStringLiteral("edit-copy"); }
        QString operator()(const imap::MoveChange &) const { return QStringLiteral("mail-move"); }
        QString operator()(const imap::DeleteChange &) const { return QStringLiteral("user-trash"); }
        QString operator()(const imap::AppendChange &) const { return QStringLiteral("mail-message-new"); }
        QString operator()(const imap::CreateFolderChange &) const { return QStringLiteral("folder-new"); }
        QString operator()(const imap::AclChange &) const { return QStringLiteral("system-users"); }
        QString operator()(const imap::QuotaChange &) const { return QStringLiteral("quota"); }
        QString operator()(const imap::MetadataChange &) const { return QStringLiteral("configure"); }
        QString operator()(const imap::RenameFolderChange &) const { return QStringLiteral("folder"); }
        QString operator()(const imap::DeleteFolderChange &) const { return QStringLiteral("folder"); }
        QString operator()(const imap::SubscribeChange &) const { return QStringLiteral("folder"); }
    };
    return std::visit(Icon{}, change);
}

QString stateWords(const imap::JournalEntry &entry)
{
    using imap::OperationState;
    switch (entry.state) {
    case OperationState::Waiting:
        return tr("Waiting to be sent");
    case OperationState::Running:
        return tr("Being sent");
    case OperationState::Failed:
        return entry.error.isEmpty() ? tr("Not done") : tr("Not done: %1").arg(line(entry.error));
    case OperationState::Undone:
        return tr("Taken back");
    case OperationState::Done:
        break;
    }
    return entry.undoes != 0 ? tr("Done, to take something back") : tr("Done");
}

} // namespace ui
