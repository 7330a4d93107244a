#include "app/console/bytesjson.h"
#include "app/console/consoleerror.h"
#include "app/console/mailfile.h"
#include "app/console/progress.h"
#include "app/console/responsejson.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/append.h"
#include "commands/status.h"
#include "session/movemessages.h"
#include "session/pieces.h"

#include <QJsonArray>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QJsonObject copyJson(const QByteArray &text, const std::optional<imap::CopiedUids> &copied)
{
    QJsonObject object{{key("text"), bytesJson(text)}};
    if (copied) {
        QJsonArray pairs;
        for (const auto &[from, to] : copied->pairs())
            pairs.append(QJsonArray{qint64(from.value), qint64(to.value)});
        object[key("copyuid")] =
            QJsonObject{{key("uidvalidity"), qint64(copied->uidValidity.value)}, {key("pairs"), pairs}};
    }
    return object;
}

template <class C>
QCoro::Task<> copyOrMove(VerbContext context, VerbArguments arguments)
{
    C command;
    command.messages = context.messages(arguments.first());
    command.mailbox = folderArgument(arguments.at(1));
    auto pending = imap::runInPieces(context.session, std::move(command));
    const imap::CopyResult result = co_await pending;
    context.print(copyJson(result.text, result.copied));
}

/// Without --fallback it is MOVE or nothing; with it, what the server has, and `expunged` says whether the
/// messages are gone from where they were.
QCoro::Task<> move(VerbContext context, VerbArguments arguments)
{
    const bool fallback = takeSwitch(arguments, "--fallback");
    if (arguments.size() != 2)
        throw UsageError("move takes messages and a folder");
    if (!fallback) {
        co_await copyOrMove<imap::Move>(context, arguments);
        co_return;
    }
    const imap::MessageSet messages = context.messages(arguments.first());
    const imap::MailboxName folder = folderArgument(arguments.at(1));
    auto pending = imap::moveMessages(context.session, messages, folder);
    const imap::MoveOutcome outcome = co_await pending;
    QJsonObject object = copyJson(outcome.text, outcome.copied);
    object[key("expunged")] = outcome.means != imap::MoveOutcome::Means::CopyAndMark;
    context.print(object);
}

QJsonObject expungeJson(const imap::ExpungeResult &result)
{
    QJsonArray responses;
    for (const imap::Untagged &response : result.responses)
        responses.append(responseJson(imap::Response(response)));
    return {{key("text"), bytesJson(result.text)}, {key("responses"), responses}};
}

QCoro::Task<> uidExpunge(VerbContext context, VerbArguments arguments)
{
    const imap::MessageSet messages = context.messages(arguments.first());
    if (!std::holds_alternative<imap::UidSet>(messages))
        throw UsageError("only UIDs can be expunged by a set; --sequence does not go with it");
    imap::UidExpunge command;
    command.messages = std::get<imap::UidSet>(messages);
    auto pending = imap::runInPieces(context.session, std::move(command));
    const imap::ExpungeResult result = co_await pending;
    context.print(expungeJson(result));
}

QCoro::Task<> expunge(VerbContext context, VerbArguments arguments)
{
    if (!arguments.isEmpty()) {
        co_await uidExpunge(context, arguments);
        co_return;
    }
    imap::Expunge command;
    auto pending = context.session->run(std::move(command));
    const imap::ExpungeResult result = co_await pending;
    context.print(expungeJson(result));
}

/// --flags, --date and --crlf, which hold for all files of the verb.
struct AppendOptions {
    imap::FlagSet flags;
    std::optional<QDateTime> date;
    bool crlf = false;
};

AppendOptions takeAppendOptions(VerbArguments &arguments)
{
    AppendOptions options;
    if (const auto flags = takeOption(arguments, "--flags"))
        options.flags = flagsArgument(*flags);
    if (const auto date = takeOption(arguments, "--date"))
        options.date = dateArgument(*date);
    options.crlf = takeSwitch(arguments, "--crlf");
    return options;
}

/// In the form that the message needs: as a literal if that can carry it.
imap::AppendMessage messageFrom(const VerbContext &context, const QByteArray &file,
                                const AppendOptions &options)
{
    using Form = imap::AppendMessage::Form;
    const MailFile mail = openMailFile(file, options.crlf);
    imap::AppendMessage message;
    message.source = mail.source;
    message.flags = options.flags;
    message.date = options.date;
    if (mail.hasUtf8Header && context.session->state().isEnabled("UTF8=ACCEPT"))
        message.form = Form::Utf8;
    else if (mail.hasNul)
        message.form = Form::Literal8;
    return message;
}

QJsonObject appendJson(const imap::AppendResult &result)
{
    QJsonObject object{{key("text"), bytesJson(result.text)}};
    if (result.appended) {
        QJsonArray uids;
        for (const imap::Uid uid : result.appended->uids)
            uids.append(qint64(uid.value));
        object[key("appenduid")] = QJsonObject{
            {key("uidvalidity"), qint64(result.appended->uidValidity.value)}, {key("uids"), uids}};
    }
    return object;
}

/// The mailbox's own limit, where the server says that each has one (RFC 7889 §2).
QCoro::Task<std::optional<quint64>> ownAppendLimit(imap::Session *session, imap::MailboxName folder)
{
    const imap::Capabilities &offered = session->state().capabilities;
    if (!offered.has("APPENDLIMIT") || !offered.value("APPENDLIMIT").isEmpty())
        co_return std::nullopt;
    imap::Status status;
    status.mailbox = std::move(folder);
    status.items.appendLimit = true;
    auto asking = session->run(std::move(status));
    try {
        const imap::MailboxStatus told = co_await asking;
        co_return told.appendLimit;
    } catch (const imap::CommandError &) {
        co_return std::nullopt; // APPEND will say what is wrong with the folder
    }
}

template <bool several>
QCoro::Task<> append(VerbContext context, VerbArguments arguments)
{
    const imap::RunOptions how = takeRunOptions(context, arguments);
    const AppendOptions options = takeAppendOptions(arguments);
    imap::Append command;
    command.mailbox = folderArgument(arguments.takeFirst());
    if (arguments.isEmpty() || (!several && arguments.size() > 1))
        throw UsageError(several ? "multiappend takes a folder and files"
                                 : "append takes a folder and a file");
    for (const QByteArray &file : std::as_const(arguments))
        command.messages.append(messageFrom(context, file, options));
    command.appendLimit = co_await ownAppendLimit(context.session, command.mailbox);
    auto pending = context.session->run(std::move(command), how);
    const imap::AppendResult result = co_await pending;
    context.print(appendJson(result));
}

QCoro::Task<> replace(VerbContext context, VerbArguments arguments)
{
    const imap::RunOptions how = takeRunOptions(context, arguments);
    const AppendOptions options = takeAppendOptions(arguments);
    if (arguments.size() != 3)
        throw UsageError("replace takes a message, a folder and a file");
    const imap::MessageSet messages = context.messages(arguments.first());
    imap::Replace command;
    const bool one = std::visit([](const auto &set) { return !set.hasStar() && set.count() == 1; }, messages);
    if (!one)
        throw UsageError("replace takes one message");
    if (const auto *uids = std::get_if<imap::UidSet>(&messages))
        command.replaced = uids->toList().first();
    else
        command.replaced = std::get<imap::SeqSet>(messages).toList().first();
    command.mailbox = folderArgument(arguments.at(1));
    command.message = messageFrom(context, arguments.at(2), options);
    auto pending = context.session->run(std::move(command), how);
    const imap::AppendResult result = co_await pending;
    context.print(appendJson(result));
}

} // namespace

QList<ConnectionVerb> mailVerbs()
{
    return {
        {"append", "FOLDER FILE [--flags FLAGS] [--date RFC3339] [--crlf] [--progress]",
         "put a message into a folder; FILE - is standard input, --crlf mends line ends that are LF alone", 2,
         8, append<false>},
        {"multiappend", "FOLDER FILE... [--flags FLAGS] [--date RFC3339] [--crlf] [--progress]",
         "put several messages into a folder, all or none (RFC 3502)", 2, -1, append<true>},
        {"replace", "MESSAGE FOLDER FILE [--flags FLAGS] [--date RFC3339] [--crlf] [--progress]",
         "put a message into a folder in place of one of the selected folder (RFC 8508)", 3, 9, replace},
        {"copy", "SET FOLDER", "copy messages; prints which UID became which", 2, 2, copyOrMove<imap::Copy>},
        {"move", "SET FOLDER [--fallback]",
         "move messages (RFC 6851); --fallback copies and deletes where the server has no MOVE", 2, 3, move},
        {"expunge", "[SET]", "remove what is marked \\Deleted: all, or of these UIDs", 0, 1, expunge},
        {"uid-expunge", "SET", "remove those of these UIDs that are marked \\Deleted (RFC 4315)", 1, 1,
         uidExpunge},
    };
}

} // namespace app
