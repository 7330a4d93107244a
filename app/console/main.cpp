#include "app/console/parsecommand.h"

#include <QByteArray>
#include <QList>
#include <array>
#include <cstdio>

namespace
{

constexpr int exitDone = 0;
constexpr int exitUsage = 2;

using Arguments = QList<QByteArray>; // behind the verb

struct Verb {
    const char *name;
    const char *arguments;
    const char *summary;
    int (*run)(const Verb &verb, const Arguments &arguments);
};

int usage(const Verb &verb)
{
    std::fprintf(stderr, "usage: postrider-imap %s %s\n", verb.name, verb.arguments);
    return exitUsage;
}

int parse(const Verb &verb, const Arguments &arguments)
{
    bool greeting = false;
    for (const QByteArray &argument : arguments) {
        if (argument != "--greeting")
            return usage(verb);
        greeting = true;
    }
    return app::runParse(stdin, stdout, greeting);
}

constexpr std::array verbs{
    Verb{"parse", "[--greeting] < bytes", "print what a server said as JSON lines, without a connection",
         parse},
};

void printHelp()
{
    std::puts("usage: postrider-imap VERB [arguments]\n\nVerbs:");
    for (const Verb &verb : verbs)
        std::printf("  %s %s\n      %s\n", verb.name, verb.arguments, verb.summary);
}

bool wantsHelp(const Arguments &arguments)
{
    return arguments.contains("--help") || arguments.contains("-h");
}

} // namespace

int main(int argc, char **argv)
{
    Arguments arguments(argv + 1, argv + argc);
    if (arguments.isEmpty()) {
        std::fputs("postrider-imap: no verb; see --help\n", stderr);
        return exitUsage;
    }
    const QByteArray name = arguments.takeFirst();
    if (name == "--help" || name == "-h") {
        printHelp();
        return exitDone;
    }
    if (name == "--version") {
        std::puts("postrider-imap " POSTRIDER_VERSION);
        return exitDone;
    }
    for (const Verb &verb : verbs) {
        if (name != verb.name)
            continue;
        if (!wantsHelp(arguments))
            return verb.run(verb, arguments);
        std::printf("usage: postrider-imap %s %s\n%s\n", verb.name, verb.arguments, verb.summary);
        return exitDone;
    }
    std::fprintf(stderr, "postrider-imap: no verb \"%s\"; see --help\n", name.constData());
    return exitUsage;
}
