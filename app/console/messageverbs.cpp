#include "app/console/consoleerror.h"
#include "app/console/fetchjson.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/fetch.h"
#include "commands/store.h"

#include <QCoro/QCoroFuture>

namespace app
{

namespace
{

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

QCoro::Task<> fetch(VerbContext context, VerbArguments arguments)
{
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
    auto pending = context.session->run(std::move(command));
    const QList<imap::FetchResponse> messages = co_await pending;
    for (const imap::FetchResponse &message : messages)
        context.print(messageJson(message));
}

QCoro::Task<> printFlags(VerbContext context, imap::MessageSet messages)
{
    imap::Fetch command;
    command.messages = std::move(messages);
    command.items.flags = true;
    auto pending = context.session->run(std::move(command));
    const QList<imap::FetchResponse> found = co_await pending;
    for (const imap::FetchResponse &message : found)
        context.print(messageJson(message));
}

QCoro::Task<> getFlags(VerbContext context, VerbArguments arguments)
{
    imap::MessageSet messages = context.messages(arguments.first());
    co_await printFlags(context, messages);
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
    const bool silent = command.silent;
    auto pending = context.session->run(std::move(command));
    const imap::StoreResult result = co_await pending;
    if (silent)
        co_return;
    for (const imap::FetchResponse &message : result.updates)
        context.print(messageJson(message));
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
        {"fetch", "SET ITEM... [--modifiers WORDS]", "data of messages: FLAGS ENVELOPE BODY.PEEK[1] ...", 2,
         -1, fetch},
        {"get-flags", "SET", "flags of messages", 1, 1, getFlags},
        {"add-flags", "SET FLAG... [--silent]", "add flags", 2, -1, store<imap::Store::Add>},
        {"remove-flags", "SET FLAG... [--silent]", "remove flags", 2, -1, store<imap::Store::Remove>},
        {"set-flags", "SET [FLAG...] [--silent]", "set exactly these flags", 1, -1,
         store<imap::Store::Replace>},
        {"delete-messages", "SET [--silent]", "mark as \\Deleted; expunge removes them", 1, 2,
         deleteMessages},
    };
}

} // namespace app
