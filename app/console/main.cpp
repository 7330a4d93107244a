#include "app/console/batch.h"
#include "app/console/consoleerror.h"
#include "app/console/interact.h"
#include "app/console/parsecommand.h"
#include "app/console/runverb.h"
#include "app/console/verbarguments.h"

#include <QCoreApplication>
#include <cstdio>

using namespace app;

namespace
{

constexpr const char *parseUsage = "[--greeting] < bytes";
constexpr const char *parseSummary = "print what a server said as JSON lines, without a connection";
constexpr const char *batchUsage = "< verbs";
constexpr const char *batchSummary =
    "one verb a line, all on one connection; quoting as in a shell, # begins a comment";

constexpr const char *interactUsage = "[--json]";
constexpr const char *interactSummary = "a shell for people: history, completion, tables, news as they come";

void printHelp()
{
    std::printf("usage: postrider-imap [connection] VERB [arguments]\n\n%s\nVerbs:\n", consoleOptionsHelp);
    std::printf("  parse %s\n      %s\n", parseUsage, parseSummary);
    std::printf("  batch %s\n      %s\n", batchUsage, batchSummary);
    std::printf("  interact %s\n      %s\n", interactUsage, interactSummary);
    for (const ConnectionVerb &verb : connectionVerbs())
        std::printf("  %s %s\n      %s\n", verb.name, verb.arguments, verb.summary);
    std::puts("\nMessage sets are written 1,3:5,10:*. Results are JSON lines on standard output, an error is "
              "one JSON\n"
              "object on standard error. Exit status: 0 done, 1 the server refused, 2 wrong usage, 3 no "
              "connection or\n"
              "it broke, 4 sign-in refused, 5 the server lacks what it needs.");
}

/// Only the first: `search SUBJECT --help` looks for a word.
bool wantsHelp(const VerbArguments &arguments)
{
    return !arguments.isEmpty() && (arguments.first() == "--help" || arguments.first() == "-h");
}

int printUsage(const char *name, const char *arguments, const char *summary)
{
    std::printf("usage: postrider-imap %s %s\n%s\n", name, arguments, summary);
    return ExitDone;
}

int runParseVerb(const VerbArguments &arguments)
{
    if (wantsHelp(arguments))
        return printUsage("parse", parseUsage, parseSummary);
    const bool greeting = arguments == VerbArguments{"--greeting"};
    if (!greeting && !arguments.isEmpty())
        throw UsageError("parse takes --greeting and reads standard input");
    return runParse(stdin, stdout, greeting);
}

void requireAccount(const ConsoleOptions &options)
{
    if (!options.hasAccount)
        throw UsageError("no account: give --account URL in front of the verb");
}

int runBatchVerb(const ConsoleOptions &options, const VerbArguments &arguments)
{
    if (wantsHelp(arguments))
        return printUsage("[connection] batch", batchUsage, batchSummary);
    if (!arguments.isEmpty())
        throw UsageError("batch takes no arguments and reads verbs from standard input");
    requireAccount(options);
    return runBatch(options);
}

int runInteractVerb(const ConsoleOptions &options, VerbArguments arguments)
{
    if (wantsHelp(arguments))
        return printUsage("[connection] interact", interactUsage, interactSummary);
    const bool json = takeSwitch(arguments, "--json");
    if (!arguments.isEmpty())
        throw UsageError("interact takes --json and nothing else");
    requireAccount(options);
    return runInteract(options, json);
}

int run(VerbArguments arguments)
{
    const ConsoleOptions options = takeConsoleOptions(arguments);
    if (arguments.isEmpty())
        throw UsageError("no verb; see --help");
    QByteArray name = arguments.takeFirst();
    if (name == "help" && !arguments.isEmpty()) {
        name = arguments.takeFirst();
        arguments = {"--help"};
    }
    if (name == "--help" || name == "-h" || name == "help") {
        printHelp();
        return ExitDone;
    }
    if (name == "--version") {
        std::puts("postrider-imap " POSTRIDER_VERSION);
        return ExitDone;
    }
    if (name == "parse")
        return runParseVerb(arguments);
    if (name == "batch")
        return runBatchVerb(options, arguments);
    if (name == "interact")
        return runInteractVerb(options, arguments);
    const ConnectionVerb *verb = findVerb(name);
    if (!verb)
        throw UsageError("no verb \"" + name + "\"; see --help");
    if (wantsHelp(arguments))
        return printUsage((QByteArray("[connection] ") + verb->name).constData(), verb->arguments,
                          verb->summary);
    checkArguments(*verb, arguments);
    requireAccount(options);
    return runVerb(*verb, options, arguments);
}

} // namespace

int main(int argc, char **argv)
{
    // Qt must not take options that are ours.
    int few = 1;
    const QCoreApplication application(few, argv);
    try {
        return run(VerbArguments(argv + 1, argv + argc));
    } catch (const std::exception &error) {
        return reportError(error);
    }
}
