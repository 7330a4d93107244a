#include "app/console/runverb.h"

#include "app/console/askpassword.h"
#include "app/console/consoleerror.h"
#include "commands/connection.h"
#include "commands/select.h"
#include "net/transportfactory.h"
#include "sasl/choosemechanism.h"
#include "session/signin.h"

#include <QCoreApplication>
#include <QCoro/QCoroFuture>
#include <QFile>
#include <QJsonDocument>
#include <cstdio>

namespace app
{

namespace
{

void printLine(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout); // updates of `idle` are read as they come
}

QCoro::Task<QString> connectAndSignIn(imap::Session *session, ConsoleOptions options)
{
    auto opened = session->open();
    const imap::StatusResponse greeting = co_await opened;
    const auto security = options.connection.security;
    imap::SignInOptions signIn;
    signIn.startTls = security == imap::ConnectionSettings::Security::StartTls;
    signIn.allowClearText = security == imap::ConnectionSettings::Security::Plain ||
                            security == imap::ConnectionSettings::Security::Command;
    signIn.user = options.user;
    signIn.authorizationId = options.authorizationId;
    signIn.mechanism = options.mechanism;
    signIn.compress = options.compress;
    signIn.vendor = options.vendor;
    signIn.token = !options.tokenCommand.isEmpty();
    signIn.clientCertificate = !options.connection.clientCertificate.isEmpty();
    signIn.host = options.connection.host;
    signIn.port = options.connection.port;
    if (greeting.kind != imap::StatusResponse::Kind::Preauth &&
        imap::needsSecret(options.mechanism.toLatin1())) {
        auto secret = readSecret(options);
        if (!secret && !signIn.clientCertificate)
            secret = askPassword(
                QStringLiteral("Password for %1 at %2: ").arg(options.user, options.connection.host));
        if (!secret && !signIn.clientCertificate)
            throw UsageError("the server wants a password: give --password-command, --password-file or "
                             "--token-command");
        signIn.secret = secret.value_or(imap::Secret());
    }
    co_return co_await imap::signIn(session, signIn);
}

QCoro::Task<> workAndQuit(VerbContext context, SessionWork work, int *status)
{
    try {
        context.mechanism = co_await beginSession(context.session, context.options);
        *status = co_await work(context);
        co_await endSession(context.session);
    } catch (const std::exception &error) {
        *status = reportError(error);
    }
    // Queued: an error before the event loop runs must end it, too.
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

QCoro::Task<int> runOne(VerbContext context, const ConnectionVerb *verb, VerbArguments arguments)
{
    co_await verb->run(context, arguments);
    co_return int(ExitDone);
}

} // namespace

imap::MessageSet VerbContext::messages(const QByteArray &text) const
{
    if (options->sequenceNumbers) {
        if (const auto set = imap::SeqSet::parse(text))
            return *set;
    } else if (const auto set = imap::UidSet::parse(text)) {
        return *set;
    }
    throw UsageError("not a set of messages such as 1,3:5,10:*: " + text);
}

const QList<ConnectionVerb> &connectionVerbs()
{
    static const QList<ConnectionVerb> verbs = serverVerbs() + folderVerbs() + messageVerbs() + mailVerbs() +
                                               searchVerbs() + adminVerbs() + extensionVerbs();
    return verbs;
}

const ConnectionVerb *findVerb(const QByteArray &name)
{
    for (const ConnectionVerb &verb : connectionVerbs()) {
        if (name == verb.name)
            return &verb;
    }
    return nullptr;
}

void checkArguments(const ConnectionVerb &verb, const VerbArguments &arguments)
{
    if (arguments.size() < verb.fewest || (verb.most >= 0 && arguments.size() > verb.most))
        throw UsageError(QByteArray("usage: ") + verb.name + ' ' + verb.arguments);
}

void checkStandardInput(const ConnectionVerb &verb, const VerbArguments &arguments)
{
    if (QByteArrayView(verb.arguments).contains("FILE") && arguments.contains("-"))
        throw UsageError("standard input holds the verbs; name a file in place of -");
}

imap::WireLog makeWireLog(const ConsoleOptions &options)
{
    return imap::WireLog(options.wireLog.isEmpty() ? 64 * 1024 : 256 * 1024 * 1024);
}

int writeWireLog(const ConsoleOptions &options, const imap::WireLog &log, int status)
{
    if (options.wireLog.isEmpty())
        return status;
    QFile file(options.wireLog);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return reportError(UsageError("cannot write " + options.wireLog.toUtf8()));
    file.write(log.toText().toUtf8());
    return status;
}

std::unique_ptr<imap::Session> makeSession(const ConsoleOptions &options, imap::WireLog *log)
{
    imap::SessionOptions sessionOptions;
    sessionOptions.host = options.connection.host;
    sessionOptions.greetingTimeoutMs = options.connection.connectTimeoutMs;
    sessionOptions.readTimeoutMs = options.connection.readTimeoutMs;
    sessionOptions.idleDelayMs = 0;
    sessionOptions.withoutExtensions = options.withoutExtensions;
    return std::make_unique<imap::Session>(imap::makeTransport(options.connection), sessionOptions, log);
}

QCoro::Task<QString> beginSession(imap::Session *session, const ConsoleOptions *options)
{
    const QString mechanism = co_await connectAndSignIn(session, *options);
    if (options->folder.isEmpty())
        co_return mechanism;
    imap::Select select;
    select.mailbox = imap::MailboxName(options->folder);
    select.readOnly = options->readOnly;
    auto selected = session->run(std::move(select));
    co_await selected;
    co_return mechanism;
}

QCoro::Task<> endSession(imap::Session *session)
{
    if (!session->isOpen())
        co_return;
    imap::Logout logout;
    auto goodbye = session->run(std::move(logout));
    try {
        co_await goodbye;
    } catch (const imap::Error &) {
        // The work was done; how the server hangs up does not matter.
    }
}

int runOnSession(const ConsoleOptions &options, const SessionWork &work)
{
    imap::WireLog log = makeWireLog(options);
    int status = ExitDone;
    {
        const std::unique_ptr<imap::Session> session = makeSession(options, &log);
        VerbContext context;
        context.session = session.get();
        context.options = &options;
        context.print = printLine;
        const auto running = workAndQuit(context, work, &status);
        QCoreApplication::exec();
    }
    return writeWireLog(options, log, status);
}

int runVerb(const ConnectionVerb &verb, const ConsoleOptions &options, const VerbArguments &arguments)
{
    return runOnSession(options, [&](VerbContext context) { return runOne(context, &verb, arguments); });
}

} // namespace app
