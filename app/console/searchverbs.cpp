#include "app/console/consoleerror.h"
#include "app/console/searchjson.h"
#include "app/console/verbarguments.h"
#include "app/console/verbs.h"
#include "commands/multisearch.h"
#include "commands/sort.h"
#include "commands/thread.h"
#include "session/searchpieces.h"

#include <QCoro/QCoroFuture>

namespace app
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

/// What stands behind the verb, its options taken out.
struct Asked {
    QStringList words{};
    QByteArray charset{};
    std::optional<imap::SearchReturn> returns{};
    QList<imap::SearchScope> scopes{};
    std::optional<QString> raw{};

    imap::SearchKey criteria() const
    {
        const imap::SearchKey typed = imap::SearchKey::parse(words);
        return raw ? typed && imap::SearchKey::raw(*raw) : typed;
    }
};

/// The options may stand anywhere; behind "--" all are criteria.
Asked readArguments(VerbArguments arguments)
{
    const qsizetype end = arguments.indexOf("--");
    const VerbArguments criteria = end < 0 ? VerbArguments() : arguments.sliced(end + 1);
    if (end >= 0)
        arguments.resize(end);
    Asked asked;
    asked.charset = takeOption(arguments, "--charset").value_or(QByteArray());
    if (const auto words = takeOption(arguments, "--return"))
        asked.returns = imap::SearchReturn::parse(textArgument(*words));
    if (const auto text = takeOption(arguments, "--partial")) {
        const auto range = imap::PartialRange::parse(*text);
        if (!range)
            throw UsageError("not a range such as 1:100 or -1:-100: " + *text);
        if (!asked.returns)
            asked.returns.emplace();
        asked.returns->partial = range;
    }
    while (const auto scope = takeOption(arguments, "--in"))
        asked.scopes.append(imap::SearchScope::parse(textArgument(*scope)));
    if (const auto raw = takeOption(arguments, "--raw"))
        asked.raw = textArgument(*raw);
    for (const QByteArray &word : arguments + criteria)
        asked.words.append(textArgument(word));
    return asked;
}

QCoro::Task<> printSearch(VerbContext context, imap::Search command)
{
    command.byUid = !context.options->sequenceNumbers;
    command = command.compactFor(context.session->state().capabilities);
    auto pending = imap::searchInPieces(context.session, std::move(command));
    const imap::SearchResult result = co_await pending;
    context.print(searchResultJson(result));
}

QCoro::Task<> search(VerbContext context, VerbArguments arguments)
{
    const Asked asked = readArguments(std::move(arguments));
    imap::Search command;
    command.criteria = asked.criteria();
    command.returns = asked.returns;
    command.charset = asked.charset;
    co_await printSearch(context, command);
}

QCoro::Task<> gmailSearch(VerbContext context, VerbArguments arguments)
{
    const Asked asked = readArguments(std::move(arguments));
    imap::Search command;
    command.criteria = imap::SearchKey::gmail(asked.words.join(u' '));
    command.returns = asked.returns;
    command.charset = asked.charset;
    co_await printSearch(context, command);
}

QCoro::Task<> sort(VerbContext context, VerbArguments arguments)
{
    imap::Sort command;
    command.keys = imap::parseSortKeys(textArgument(arguments.takeFirst()));
    const Asked asked = readArguments(std::move(arguments));
    command.criteria = asked.criteria();
    command.byUid = !context.options->sequenceNumbers;
    command.returns = asked.returns;
    command.charset = asked.charset;
    auto pending = context.session->run(std::move(command));
    const imap::SortResult result = co_await pending;
    context.print(sortResultJson(result));
}

QCoro::Task<> thread(VerbContext context, VerbArguments arguments)
{
    imap::Thread command;
    command.algorithm = arguments.takeFirst();
    const Asked asked = readArguments(std::move(arguments));
    command.criteria = asked.criteria();
    command.byUid = !context.options->sequenceNumbers;
    command.charset = asked.charset;
    auto pending = context.session->run(std::move(command));
    const imap::Threads threads = co_await pending;
    for (qsizetype from = 0; from < threads.nodes.size();) {
        const qsizetype to = threads.endOf(from);
        context.print(QJsonObject{{key("thread"), threadJson(threads, from, to)}});
        from = to;
    }
}

QCoro::Task<> multiSearch(VerbContext context, VerbArguments arguments)
{
    const Asked asked = readArguments(std::move(arguments));
    imap::MultiSearch command;
    command.scopes = asked.scopes;
    command.criteria = asked.criteria();
    command.returns = asked.returns.value_or(imap::SearchReturn());
    command.charset = asked.charset;
    auto pending = context.session->run(std::move(command));
    const QList<imap::MailboxSearchResult> found = co_await pending;
    for (const imap::MailboxSearchResult &one : found) {
        QJsonObject object = searchResultJson(one.found);
        object[key("mailbox")] = one.mailbox.toString();
        object[key("uidvalidity")] = qint64(one.uidValidity.value);
        context.print(object);
    }
}

} // namespace

QList<ConnectionVerb> searchVerbs()
{
    return {
        {"search", "[--charset NAME] [--return WORDS] [--partial RANGE] [--raw TEXT] [CRITERION...]",
         "messages that match: SUBJECT Grüße UNSEEN, OR FROM ann NOT SEEN; none: all", 0, -1, search},
        {"gmail-search", "[--charset NAME] QUERY", "messages that match in Gmail's own words", 1, -1,
         gmailSearch},
        {"sort", "CRITERIA [--charset NAME] [--return WORDS] [--partial RANGE] [--raw TEXT] [CRITERION...]",
         "messages in order: \"REVERSE DATE SUBJECT\" (RFC 5256)", 1, -1, sort},
        {"thread", "ALGORITHM [--charset NAME] [--raw TEXT] [CRITERION...]",
         "conversations: REFERENCES, REFS, ORDEREDSUBJECT (RFC 5256)", 1, -1, thread},
        {"esearch", "[--in SCOPE]... [--charset NAME] [--return WORDS] [--partial RANGE] [CRITERION...]",
         "search many folders: --in personal --in subtree:Work (RFC 7377)", 0, -1, multiSearch},
    };
}

} // namespace app
