#include "app/console/bytesjson.h"
#include "app/console/consoleerror.h"
#include "app/console/responsejson.h"
#include "app/console/serverinfo.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "app/console/watch.h"
#include "commands/connection.h"
#include "commands/enable.h"
#include "commands/id.h"
#include "commands/namespaces.h"

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

QCoro::Task<> capabilities(VerbContext context, VerbArguments)
{
    imap::Capability command;
    auto pending = context.session->run(std::move(command));
    const imap::Capabilities found = co_await pending;
    context.print(QJsonObject{{key("capabilities"), bytesListJson(found.names())}});
}

QCoro::Task<> hasCapability(VerbContext context, VerbArguments arguments)
{
    const bool has = context.session->state().capabilities.has(arguments.first());
    context.print(QJsonObject{{key("capability"), bytesJson(arguments.first())}, {key("has"), has}});
    co_return;
}

QCoro::Task<> welcome(VerbContext context, VerbArguments)
{
    context.print(QJsonObject{{key("welcome"), bytesJson(context.session->state().greeting.text)}});
    co_return;
}

QCoro::Task<> noop(VerbContext context, VerbArguments)
{
    auto session = context.session;
    const auto listening =
        QObject::connect(session, &imap::Session::untagged, session, [context](const imap::Untagged &u) {
            context.print(responseJson(imap::Response(u)));
        });
    imap::Noop command;
    auto pending = session->run(std::move(command));
    co_await pending;
    QObject::disconnect(listening);
}

QCoro::Task<> enable(VerbContext context, VerbArguments arguments)
{
    imap::Enable command;
    command.names = arguments;
    auto pending = context.session->run(std::move(command));
    const QList<QByteArray> names = co_await pending;
    context.print(QJsonObject{{key("enabled"), bytesListJson(names)}});
}

QCoro::Task<> id(VerbContext context, VerbArguments arguments)
{
    if (arguments.size() % 2 != 0)
        throw UsageError("id takes pairs of a field and its value");
    imap::Id command;
    for (qsizetype i = 0; i < arguments.size(); i += 2)
        command.fields.append({arguments.at(i), arguments.at(i + 1)});
    auto pending = context.session->run(std::move(command));
    const imap::IdFields fields = co_await pending;
    context.print(idJson(fields));
}

QCoro::Task<> namespaces(VerbContext context, VerbArguments)
{
    imap::Namespace command;
    auto pending = context.session->run(std::move(command));
    const imap::Namespaces found = co_await pending;
    context.print(namespacesJson(found));
}

/// Prints what the server pushes, until the time is over or the connection ends.
QCoro::Task<> idle(VerbContext context, VerbArguments arguments)
{
    const auto duration = takeOption(arguments, "--for");
    const int milliseconds = duration ? secondsArgument(*duration) : 0;
    if (!arguments.isEmpty())
        throw UsageError("idle takes --for SECONDS");
    if (!context.session->state().mailbox)
        throw UsageError("idle needs a folder: --folder NAME in front of the verb");
    Watch watch(context);
    context.session->setKeepLive(true);
    auto over = watch.wait(milliseconds);
    co_await over;
    watch.check();
    context.session->setKeepLive(false);
}

} // namespace

QList<ConnectionVerb> serverVerbs()
{
    return {
        {"capabilities", "", "what the server offers after sign-in", 0, 0, capabilities},
        {"has-capability", "NAME", "whether the server offers it", 1, 1, hasCapability},
        {"welcome", "", "the server's greeting", 0, 0, welcome},
        {"noop", "", "do nothing; prints what the server says meanwhile", 0, 0, noop},
        {"enable", "NAME...", "switch extensions on (RFC 5161)", 1, -1, enable},
        {"id", "[FIELD VALUE]...", "who the server is (RFC 2971)", 0, -1, id},
        {"namespace", "", "where folders are: personal, other users', shared (RFC 2342)", 0, 0, namespaces},
        {"server-info", "", "what is known of the server and of this connection, as one object", 0, 0,
         serverInfo},
        {"logout", "", "say goodbye; prints the server's last words", 0, 0, logout},
        {"shutdown", "", "close the connection without a word", 0, 0, shutdown},
        {"idle", "[--for SECONDS]", "print each update of the selected folder as it comes", 0, 2, idle},
    };
}

} // namespace app
