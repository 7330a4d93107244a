#include "app/console/consoleerror.h"
#include "app/console/fetchjson.h"
#include "app/console/progress.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/fetchinto.h"
#include "commands/gmail.h"
#include "session/filesink.h"
#include "session/pieces.h"

#include <QFile>
#include <QRegularExpression>

namespace app
{

namespace
{

QCoro::Task<> printMessages(VerbContext context, imap::Fetch command)
{
    auto pending = imap::runInPieces(context.session, std::move(command));
    const QList<imap::FetchResponse> messages = co_await pending;
    for (const imap::FetchResponse &message : messages)
        context.print(messageJson(message));
}

template <class C>
QCoro::Task<> printStored(VerbContext context, C command)
{
    const bool silent = command.silent;
    auto pending = imap::runInPieces(context.session, std::move(command));
    const imap::StoreResult result = co_await pending;
    if (silent)
        co_return;
    for (const imap::FetchResponse &message : result.updates)
        context.print(messageJson(message));
}

/// The macros of FETCH stand alone on the wire; beside other words they mean what they stand for.
QList<QByteArray> expandMacro(const QByteArray &word)
{
    const QByteArray name = word.toUpper();
    if (name == "FAST")
        return {"FLAGS", "INTERNALDATE", "RFC822.SIZE"};
    if (name == "ALL")
        return {"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"};
    if (name == "FULL")
        return {"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"};
    return {word};
}

/// BODY[1.2], BODY.PEEK[]<0.1000> or BINARY[2] as typed.
imap::FetchSection sectionArgument(const QByteArray &argument)
{
    static const QRegularExpression form(
        QStringLiteral("^(BODY|BINARY)(\\.PEEK)?\\[([^\\]]*)\\](?:<(\\d+)\\.(\\d+)>)?$"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(textArgument(argument));
    if (!match.hasMatch())
        throw UsageError("--to takes one section, such as BODY.PEEK[] or BINARY[2], not " + argument);
    imap::FetchSection section;
    section.binary = match.captured(1).compare(QLatin1String("BINARY"), Qt::CaseInsensitive) == 0;
    section.peek = !match.captured(2).isEmpty();
    section.section = match.captured(3).toUtf8();
    if (!match.captured(5).isEmpty())
        section.partial = {match.captured(4).toULongLong(), match.captured(5).toULongLong()};
    return section;
}

/// One section of one message into a file, without having it in memory.
QCoro::Task<> fetchTo(VerbContext context, VerbArguments arguments, QByteArray file)
{
    const imap::RunOptions how = takeRunOptions(context, arguments);
    if (arguments.size() != 2)
        throw UsageError("fetch MESSAGE SECTION --to FILE");
    imap::FetchInto command;
    command.message = context.messages(arguments.first());
    command.section = sectionArgument(arguments.at(1));
    const QString name = QFile::decodeName(file);
    const auto sink = std::make_shared<imap::FileSink>(name);
    command.into = sink;
    auto pending = context.session->run(std::move(command), how);
    const imap::FetchIntoResult result = co_await pending;
    if (!result.octets)
        throw imap::CommandError(QStringLiteral("There is no such message, or it has no such section."),
                                 "FETCH");
    sink->commit();
    QJsonObject object = messageJson(*result.message);
    object.insert(QStringLiteral("file"), name);
    object.insert(QStringLiteral("octets"), *result.octets);
    context.print(object);
}

QCoro::Task<> fetch(VerbContext context, VerbArguments arguments)
{
    if (const auto file = takeOption(arguments, "--to")) {
        co_await fetchTo(context, arguments, *file);
        co_return;
    }
    imap::Fetch command;
    command.messages = context.messages(arguments.takeFirst());
    while (!arguments.isEmpty()) {
        const QByteArray word = arguments.takeFirst();
        if (word == "--modifiers") {
            command.modifiers = arguments;
            break;
        }
        command.items.extra += expandMacro(word);
    }
    if (command.items.isEmpty())
        throw UsageError("fetch needs at least one item, such as FLAGS or ENVELOPE");
    co_await printMessages(context, command);
}

QCoro::Task<> getFlags(VerbContext context, VerbArguments arguments)
{
    imap::Fetch command;
    command.messages = context.messages(arguments.first());
    command.items.flags = true;
    co_await printMessages(context, command);
}

QCoro::Task<> getLabels(VerbContext context, VerbArguments arguments)
{
    imap::Fetch command;
    command.messages = context.messages(arguments.first());
    command.items.gmailLabels = true;
    co_await printMessages(context, command);
}

template <imap::Store::Action action>
QCoro::Task<> store(VerbContext context, VerbArguments arguments)
{
    imap::Store command;
    command.messages = context.messages(arguments.takeFirst());
    command.action = action;
    command.silent = takeSwitch(arguments, "--silent");
    for (const QByteArray &flag : std::as_const(arguments))
        command.flags.insert(flagArgument(flag));
    co_await printStored(context, command);
}

template <imap::Store::Action action>
QCoro::Task<> storeLabels(VerbContext context, VerbArguments arguments)
{
    imap::StoreGmailLabels command;
    command.messages = context.messages(arguments.takeFirst());
    command.action = action;
    command.silent = takeSwitch(arguments, "--silent");
    for (const QByteArray &label : std::as_const(arguments))
        command.labels.append(textArgument(label));
    co_await printStored(context, command);
}

/// Marks and says which flags the messages have then.
QCoro::Task<> deleteMessages(VerbContext context, VerbArguments arguments)
{
    arguments.append(imap::flags::Deleted.name());
    co_await store<imap::Store::Add>(context, arguments);
}

} // namespace

QList<ConnectionVerb> messageVerbs()
{
    return {
        {"fetch", "SET ITEM... [--modifiers WORDS] | MESSAGE SECTION --to FILE [--progress]",
         "data of messages: FLAGS ENVELOPE BODY.PEEK[1] ...; --to puts one section into a file, however "
         "large",
         2, -1, fetch},
        {"get-flags", "SET", "flags of messages", 1, 1, getFlags},
        {"add-flags", "SET FLAG... [--silent]", "add flags", 2, -1, store<imap::Store::Add>},
        {"remove-flags", "SET FLAG... [--silent]", "remove flags", 2, -1, store<imap::Store::Remove>},
        {"set-flags", "SET [FLAG...] [--silent]", "set exactly these flags", 1, -1,
         store<imap::Store::Replace>},
        {"get-gmail-labels", "SET", "labels of messages (Gmail)", 1, 1, getLabels},
        {"add-gmail-labels", "SET LABEL... [--silent]", "add labels; Gmail's own are spelled \\Inbox", 2, -1,
         storeLabels<imap::Store::Add>},
        {"remove-gmail-labels", "SET LABEL... [--silent]", "remove labels", 2, -1,
         storeLabels<imap::Store::Remove>},
        {"set-gmail-labels", "SET [LABEL...] [--silent]", "set exactly these labels", 1, -1,
         storeLabels<imap::Store::Replace>},
        {"delete-messages", "SET [--silent]", "mark as \\Deleted; expunge removes them", 1, 2,
         deleteMessages},
    };
}

} // namespace app
