#include "app/console/bytesjson.h"
#include "app/console/consoleerror.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "app/console/watch.h"
#include "commands/jmapaccess.h"
#include "commands/language.h"
#include "commands/notify.h"
#include "commands/unauthenticate.h"
#include "sync/specialfolders.h"

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

/// What a person who gives no groups wants to know: everything of the mail, at once.
QList<imap::NotifyGroup> usualGroups(bool selected)
{
    QList<imap::NotifyGroup> groups;
    if (selected)
        groups.append(imap::NotifyGroup::parse("selected MessageNew MessageExpunge FlagChange"));
    groups.append(imap::NotifyGroup::parse(
        "personal MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange"));
    return groups;
}

/// Prints what the server pushes about folders that are not open, until the time is over.
QCoro::Task<> notify(VerbContext context, VerbArguments arguments)
{
    const auto duration = takeOption(arguments, "--for");
    const int milliseconds = duration ? secondsArgument(*duration) : 0;
    imap::Notify command;
    command.status = takeSwitch(arguments, "--status");
    const bool none = arguments.size() == 1 && arguments.first().compare("none", Qt::CaseInsensitive) == 0;
    if (!none) {
        for (const QByteArray &group : std::as_const(arguments))
            command.groups.append(imap::NotifyGroup::parse(group));
        if (arguments.isEmpty())
            command.groups = usualGroups(context.session->state().mailbox.has_value());
    }
    Watch watch(context);
    QObject listener;
    std::optional<imap::StatusResponse> overflow;
    QObject::connect(context.session, &imap::Session::untagged, &listener,
                     [&watch, &overflow](const imap::Untagged &update) {
                         if (imap::isNotificationOverflow(update)) {
                             overflow = std::get<imap::StatusResponse>(update);
                             watch.finish();
                         }
                     });
    auto pending = context.session->run(std::move(command));
    co_await pending;
    // Of the open folder some servers tell during IDLE only.
    context.session->setKeepLive(true);
    auto over = watch.wait(milliseconds);
    co_await over;
    watch.check();
    context.session->setKeepLive(false);
    if (overflow)
        throw imap::CommandError(key("The server stopped telling what happens."), "NOTIFY", overflow->text,
                                 overflow->code);
}

QCoro::Task<> language(VerbContext context, VerbArguments arguments)
{
    imap::Language command;
    command.ranges = arguments;
    auto pending = context.session->run(std::move(command));
    const QList<QByteArray> tags = co_await pending;
    context.print(QJsonObject{{key("languages"), bytesListJson(tags)}});
}

QCoro::Task<> comparator(VerbContext context, VerbArguments arguments)
{
    imap::Comparator command;
    command.order = arguments;
    auto pending = context.session->run(std::move(command));
    const imap::ComparatorResult result = co_await pending;
    context.print(QJsonObject{{key("comparator"), bytesJson(result.active)},
                              {key("matching"), bytesListJson(result.matching)}});
}

QCoro::Task<> unauthenticate(VerbContext context, VerbArguments)
{
    imap::Unauthenticate command;
    auto pending = context.session->run(std::move(command));
    co_await pending;
    context.print(QJsonObject{{key("done"), true}});
}

QCoro::Task<> jmapAccess(VerbContext context, VerbArguments)
{
    imap::GetJmapAccess command;
    auto pending = context.session->run(std::move(command));
    const QByteArray url = co_await pending;
    context.print(QJsonObject{{key("url"), bytesJson(url)}});
}

QString reasonText(imap::RoleReason::Kind kind)
{
    using Kind = imap::RoleReason::Kind;
    switch (kind) {
    case Kind::Inbox:
        return key("inbox");
    case Kind::Attribute:
        return key("attribute");
    case Kind::XlistAttribute:
        return key("xlist-attribute");
    case Kind::Name:
        return key("name");
    case Kind::None:
        break;
    }
    return key("none");
}

QJsonObject specialFolderJson(const imap::SpecialFolder &special)
{
    const bool found = special.reason.kind != imap::RoleReason::Kind::None;
    return {{key("use"), QString::fromLatin1(imap::attributeOf(special.role))},
            {key("name"), found ? QJsonValue(special.name.toString()) : QJsonValue()},
            {key("reason"), reasonText(special.reason.kind)},
            {key("source"), found ? QJsonValue(special.reason.source) : QJsonValue()}};
}

/// One use, or all that there are.
QCoro::Task<> findSpecialFolder(VerbContext context, VerbArguments arguments)
{
    imap::SpecialFolder wanted;
    if (!arguments.isEmpty()) {
        QByteArray use = arguments.first();
        if (!use.startsWith('\\'))
            use.prepend('\\');
        wanted.role = imap::roleFromAttribute(imap::Flag(use));
        if (wanted.role == imap::FolderRole::None)
            throw UsageError("no special use that is known, such as \\Sent or \\Trash: " + arguments.first());
    }
    auto finding = imap::findSpecialFolders(context.session);
    const QList<imap::SpecialFolder> found = co_await finding;
    for (const imap::SpecialFolder &special : found) {
        if (special.role == wanted.role)
            wanted = special;
        if (arguments.isEmpty())
            context.print(specialFolderJson(special));
    }
    if (!arguments.isEmpty())
        context.print(specialFolderJson(wanted));
}

} // namespace

QList<ConnectionVerb> extensionVerbs()
{
    return {
        {"find-special-folder", "[USE]", "which folder is \\Sent, \\Trash ..., and why it is taken for that",
         0, 1, findSpecialFolder},
        {"notify", "[GROUP]... [--status] [--for SECONDS]",
         "print what happens in all folders, as \"personal (MessageNew MessageExpunge)\" (RFC 5465)", 0, -1,
         notify},
        {"language", "[RANGE]...", "the server's languages, or choose one (RFC 5255)", 0, -1, language},
        {"comparator", "[NAME]...", "how the server compares text (RFC 5255)", 0, -1, comparator},
        {"unauthenticate", "", "back to before sign-in (RFC 8437)", 0, 0, unauthenticate},
        {"get-jmap-access", "", "where the same mail is to be had by JMAP (RFC 9698)", 0, 0, jmapAccess},
    };
}

} // namespace app
