#include "app/console/shell.h"

#include "app/console/consoleerror.h"
#include "app/console/humanmessage.h"
#include "app/console/humanoutput.h"
#include "app/console/responsejson.h"
#include "app/console/runverb.h"
#include "app/console/shellwords.h"
#include "commands/list.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <cstdio>
#include <unistd.h>

namespace app
{

namespace
{

/// So many results are kept back to line them up.
constexpr qsizetype ItemsAtOnce = 500;

/// Where the XDG base directory specification puts what is neither settings nor cache.
QString historyFile()
{
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    const QString folder =
        QDir::isAbsolutePath(state) ? state : QDir::homePath() + QStringLiteral("/.local/state");
    return folder + QStringLiteral("/postrider/imap-history");
}

QString errorText(const QJsonObject &error)
{
    QString text = error.value(QLatin1String("message")).toString();
    const QString server = error.value(QLatin1String("server")).toString();
    const QString code = error.value(QLatin1String("code")).toString();
    if (!server.isEmpty())
        text += (text.endsWith(QLatin1Char('.')) ? QStringLiteral(" The server says: ")
                                                 : QStringLiteral(". The server says: ")) +
                server;
    if (!code.isEmpty())
        text += QStringLiteral(" [%1]").arg(code);
    return oneLine(text);
}

bool changesFolders(const QByteArray &verb)
{
    return verb == "create-folder" || verb == "delete-folder" || verb == "rename-folder";
}

} // namespace

Shell::Shell(const ConsoleOptions &options, bool json, imap::WireLog *log)
    : m_options(options)
    , m_json(json)
    , m_log(log)
    , m_terminal(::isatty(STDIN_FILENO))
{
}

Shell::~Shell() = default;

QCoro::Task<int> Shell::run()
{
    std::exception_ptr failure;
    try {
        co_await connectAgain();
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        fail({}, failure);
        co_return m_status;
    }
    m_prompt = makePrompt(historyFile());
    m_prompt->setCompleter([this](const QByteArray &line) { return completion(line); });
    if (m_terminal) {
        m_interrupts = std::make_unique<Interrupts>();
        connect(m_interrupts.get(), &Interrupts::interrupted, this, &Shell::interrupt);
        connect(m_interrupts.get(), &Interrupts::resized, this, [this] { m_prompt->redraw(); });
        connect(m_interrupts.get(), &Interrupts::resumed, this, [this] { m_prompt->redraw(); });
        connect(m_interrupts.get(), &Interrupts::terminated, this, [this] {
            m_leaving = true;
            interrupt();
            m_prompt->stop();
        });
        const QString why = whyNoEditing();
        say(why + (why.isEmpty() ? QString() : QStringLiteral("\n")) +
            QStringLiteral("help lists the verbs, Tab completes, Ctrl-C stops a verb, Ctrl-D leaves.\n"));
    }
    while (!m_leaving) {
        auto coming = m_prompt->ask(promptText());
        const std::optional<QByteArray> line = co_await coming;
        if (!line)
            break;
        const bool goOn = co_await runLine(*line);
        if (!goOn)
            break;
    }
    co_await hangUp();
    co_return m_status;
}

QCoro::Task<> Shell::connectAgain()
{
    m_session = makeSession(m_options, m_log);
    m_mechanism = co_await beginSession(m_session.get(), &m_options);
    connect(m_session.get(), &imap::Session::untagged, this, &Shell::onPushed);
    connect(m_session.get(), &imap::Session::ended, this, &Shell::onEnded);
    if (m_terminal)
        co_await learnFolders();
    goLive();
}

QCoro::Task<> Shell::hangUp()
{
    if (!m_session)
        co_return;
    m_session->disconnect(this);
    co_await endSession(m_session.get());
    m_session->close();
}

/// False: the person leaves, or a script's connection is gone.
QCoro::Task<bool> Shell::runLine(QByteArray line)
{
    QByteArray name;
    std::exception_ptr failure;
    try {
        VerbArguments words = splitShellWords(line, Backslash::KeepsFlags);
        if (words.isEmpty())
            co_return true;
        name = words.takeFirst();
        if (name == "quit" || name == "exit")
            co_return false;
        const ConnectionVerb *verb = findVerb(name);
        if (!verb) {
            co_await runOwnVerb(name, words);
        } else if (!words.isEmpty() && words.first() == "--help") {
            help({name});
        } else {
            checkArguments(*verb, words);
            checkStandardInput(*verb, words);
            co_await runVerb(verb, words);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure)
        fail(name, failure);
    // A person connects again with the next verb; a script would not know that its folder is no longer open.
    co_return m_terminal || (m_session && m_session->isOpen());
}

QCoro::Task<> Shell::runOwnVerb(QByteArray name, VerbArguments arguments)
{
    if (name == "help" || name == "?") {
        help(arguments);
    } else if (name == "json") {
        m_json = !m_json;
        say(m_json ? QStringLiteral("Results are JSON lines.\n") : QStringLiteral("Results are tables.\n"));
    } else if (name == "reconnect") {
        co_await hangUp();
        co_await connectAgain();
    } else {
        throw UsageError("there is no verb \"" + name + "\"; help lists them");
    }
}

QCoro::Task<> Shell::runVerb(const ConnectionVerb *verb, VerbArguments arguments)
{
    if (!m_session || !m_session->isOpen()) {
        say(QStringLiteral("Connecting again ...\n"));
        co_await connectAgain();
    }
    const auto running = std::make_shared<Running>();
    running->verb = verb->name;
    running->over.start();
    m_running = running;
    const auto before = m_session->state().mailbox;
    VerbContext context;
    context.session = m_session.get();
    context.options = &m_options;
    context.mechanism = m_mechanism;
    context.stop = running->stop.get_token();
    context.print = [this, running](const QJsonObject &item) { take(running, item); };
    follow(running, context, verb, arguments);
    auto over = running->over.future();
    const bool finished = co_await over;
    m_running.reset();
    show(running);
    if (!finished)
        say(QStringLiteral("Stopped waiting. What was sent to the server it may still do.\n"));
    const auto &after = m_session->state().mailbox;
    if (after) {
        // A folder that was opened by hand is what a new connection opens.
        m_options.folder = after->name.toString();
        if (before && before->name == after->name && before->exists != after->exists)
            say(QStringLiteral("%1 messages in %2 now\n").arg(after->exists).arg(oneLine(m_options.folder)));
    } else {
        m_options.folder.clear();
    }
    if (running->failure)
        std::rethrow_exception(running->failure);
    if (m_terminal && finished && changesFolders(running->verb))
        co_await learnFolders();
    goLive();
}

QCoro::Task<> Shell::follow(std::shared_ptr<Running> running, VerbContext context, const ConnectionVerb *verb,
                            VerbArguments arguments)
{
    try {
        co_await verb->run(context, arguments);
    } catch (...) {
        running->failure = std::current_exception();
    }
    if (!std::exchange(running->finished, true)) {
        running->over.addResult(true);
        running->over.finish();
    }
}

QCoro::Task<> Shell::learnFolders()
{
    imap::List command;
    auto pending = m_session->run(std::move(command), "completion");
    try {
        const imap::ListResult result = co_await pending;
        m_folders.clear();
        for (const imap::MailboxInfo &folder : result.mailboxes)
            m_folders.append(folder.name.toString().toUtf8());
    } catch (const imap::Error &) {
        m_folders.clear(); // then names are not completed
    }
}

void Shell::help(const VerbArguments &arguments)
{
    QList<QStringList> rows;
    const auto add = [&](const auto &verb) {
        if (arguments.isEmpty() || arguments.first() == verb.name)
            rows.append({QString::fromUtf8(verb.name) + QLatin1Char(' ') + QString::fromUtf8(verb.arguments),
                         QString::fromUtf8(verb.summary)});
    };
    for (const ConnectionVerb &verb : connectionVerbs())
        add(verb);
    for (const ShellVerb &verb : shellVerbs())
        add(verb);
    if (rows.isEmpty())
        throw UsageError("there is no verb \"" + arguments.first() + "\"; help lists them");
    QString text;
    for (const QStringList &row : std::as_const(rows))
        text += QStringLiteral("%1\n    %2\n").arg(row.first(), row.last());
    say(text);
}

void Shell::take(const std::shared_ptr<Running> &running, const QJsonObject &item)
{
    if (running != m_running)
        return; // nobody waits for it any more
    if (m_json) {
        say(QString::fromUtf8(QJsonDocument(item).toJson(QJsonDocument::Compact)) + QLatin1Char('\n'));
        return;
    }
    running->items.append(item);
    // News are read as they come.
    if (item.contains(QLatin1String("kind")) || running->items.size() >= ItemsAtOnce)
        show(running);
}

void Shell::show(const std::shared_ptr<Running> &running)
{
    const QList<QJsonObject> items = std::exchange(running->items, {});
    say(humanText(items, terminalWidth()));
}

void Shell::say(const QString &text)
{
    if (text.isEmpty())
        return;
    if (m_prompt) {
        m_prompt->say(text);
        return;
    }
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

void Shell::fail(const QByteArray &verb, const std::exception_ptr &failure)
{
    QJsonObject error;
    int status = ExitUsage;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception &what) {
        error = errorJson(what);
        status = exitStatus(what);
    }
    // People make mistakes and go on; a script's first one is its result.
    if (m_status == ExitDone && (!m_terminal || !m_prompt))
        m_status = status;
    const QString text = verb.isEmpty()
                             ? errorText(error)
                             : QStringLiteral("%1: %2").arg(QString::fromUtf8(verb), errorText(error));
    if (m_terminal && m_prompt) {
        say(text + QLatin1Char('\n'));
    } else {
        const QByteArray bytes = text.toUtf8() + '\n';
        std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    }
}

void Shell::interrupt()
{
    if (!m_running) {
        m_prompt->startAgain();
        return;
    }
    const auto running = m_running;
    running->stop.request_stop();
    if (!std::exchange(running->finished, true)) {
        running->over.addResult(false);
        running->over.finish();
    }
}

void Shell::onPushed(const imap::Untagged &response)
{
    // While a verb runs it is answers that come.
    if (m_running || !m_prompt || !m_session->isIdling())
        return;
    const QString text = humanUpdate(responseJson(imap::Response(response)));
    if (!text.isEmpty())
        say(QStringLiteral("* ") + text + QLatin1Char('\n'));
    m_prompt->setPrompt(promptText());
}

void Shell::onEnded(const std::shared_ptr<const imap::Error> &error)
{
    if (m_running || !m_prompt)
        return; // the verb says so
    if (m_terminal) {
        say(errorText(errorJson(*error)) + QStringLiteral(" The next verb connects again.\n"));
        m_prompt->setPrompt(promptText());
    }
}

void Shell::goLive()
{
    if (m_terminal && m_session->isOpen())
        m_session->setKeepLive(true);
}

QString Shell::promptText() const
{
    const QString who = m_options.user.isEmpty()
                            ? m_options.connection.host
                            : m_options.user + QLatin1Char('@') + m_options.connection.host;
    if (!m_session || !m_session->isOpen())
        return QStringLiteral("%1 (not connected)> ").arg(who);
    const auto &mailbox = m_session->state().mailbox;
    if (!mailbox)
        return QStringLiteral("%1> ").arg(who);
    return QStringLiteral("%1 %2 (%3%4)> ")
        .arg(who, oneLine(mailbox->name.toString()), QString::number(mailbox->exists),
             mailbox->readOnly ? QStringLiteral(", read-only") : QString());
}

Completion Shell::completion(const QByteArray &line) const
{
    CompletionWords words;
    words.folders = m_folders;
    if (m_session) {
        words.capabilities = m_session->state().capabilities.names();
        if (const auto &mailbox = m_session->state().mailbox) {
            for (const imap::Flag &flag : mailbox->flags)
                words.flags.append(flag.name());
        }
    }
    return complete(line, words);
}

} // namespace app
