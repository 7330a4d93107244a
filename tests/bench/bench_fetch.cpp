// Postrider beside libetpan on the same stream of FETCH responses: speed and memory in a small table.
#include "bench/consumer.h"
#include "bench/fetchstream.h"

#include <QtGlobal>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace imap::bench;

namespace
{

constexpr int manyMessages = 100'000;
constexpr int fewMessages = 10'000;
constexpr int rounds = 5;
/// Messages of one command, as a mail program asks for them; libetpan keeps them until the command ends.
constexpr int window = 500;

/// The answer to command `number`, in front of the first one the greeting.
QByteArray answer(FetchStream &messages, int number)
{
    const QByteArray greeting = number == 1 ? "* PREAUTH ready\r\n" : "";
    return greeting + messages.take(window) + QByteArray::number(number) + " OK Fetch completed.\r\n";
}

/// A stream that is in memory as a whole, so that making it costs nothing.
struct WholeStream {
    QByteArray bytes;
    qsizetype at = 0;

    static qsizetype read(void *context, char *to, qsizetype size)
    {
        auto *stream = static_cast<WholeStream *>(context);
        const qsizetype octets = std::min(size, stream->bytes.size() - stream->at);
        std::memcpy(to, stream->bytes.constData() + stream->at, size_t(octets));
        stream->at += octets;
        return octets;
    }
};

/// A stream that is made as it is read, so that it takes no memory itself.
struct MadeStream {
    int commands; ///< how many there will be
    FetchStream messages = FetchStream();
    WholeStream made = {};
    int number = 0; ///< of the command whose answer is `made`

    static qsizetype read(void *context, char *to, qsizetype size)
    {
        auto *stream = static_cast<MadeStream *>(context);
        if (stream->made.at == stream->made.bytes.size() && stream->number < stream->commands)
            stream->made = {answer(stream->messages, ++stream->number)};
        return WholeStream::read(&stream->made, to, size);
    }
};

std::vector<std::unique_ptr<Consumer>> consumers()
{
    std::vector<std::unique_ptr<Consumer>> all;
    all.push_back(makePostrider());
    if (auto etpan = makeEtpan())
        all.push_back(std::move(etpan));
    return all;
}

/// Of this thread: what else the machine does hardly shows.
double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

double secondsFor(Consumer &consumer, const QByteArray &bytes)
{
    WholeStream stream{bytes};
    const double before = cpuSeconds();
    const int messages = consumer.run(WholeStream::read, &stream);
    const double seconds = cpuSeconds() - before;
    if (messages != manyMessages) {
        std::fprintf(stderr, "%s read %d of %d messages\n", consumer.name(), messages, manyMessages);
        std::exit(1);
    }
    return seconds;
}

/// The largest resident size of a process that reads this many messages and does nothing else, in kB.
int printMemory(const char *name, int messages)
{
    for (const auto &consumer : consumers()) {
        if (std::strcmp(consumer->name(), name) != 0)
            continue;
        MadeStream stream{.commands = messages / window};
        if (consumer->run(MadeStream::read, &stream) != messages)
            return 1;
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("%ld\n", usage.ru_maxrss);
        return 0;
    }
    return 1;
}

double megabytesOf(const char *program, const char *name, int messages)
{
    const std::string command = std::string(program) + " --memory " + name + ' ' + std::to_string(messages);
    long kilobytes = 0;
    if (FILE *output = popen(command.c_str(), "r")) {
        if (std::fscanf(output, "%ld", &kilobytes) != 1)
            kilobytes = 0;
        pclose(output);
    }
    return double(kilobytes) / 1024;
}

void printTable(const char *program)
{
    FetchStream messages;
    QByteArray bytes;
    for (int number = 1; number <= manyMessages / window; ++number)
        bytes += answer(messages, number);
    const double megabytes = double(bytes.size()) / 1e6;
    std::printf("%d FETCH responses, %.1f MB, %.0f octets each; best of %d rounds, one thread, CPU time\n\n",
                manyMessages, megabytes, double(bytes.size()) / manyMessages, rounds);

    const auto all = consumers();
    std::vector<double> best(all.size(), 1e9);
    for (int round = 0; round < rounds; ++round) {
        for (size_t i = 0; i < all.size(); ++i)
            best[i] = std::min(best[i], secondsFor(*all[i], bytes));
    }
    std::printf("%-10s %8s %12s %16s %17s\n", "", "MB/s", "responses/s", "peak MB at 10k", "peak MB at 100k");
    for (size_t i = 0; i < all.size(); ++i) {
        std::printf("%-10s %8.1f %12.0f %16.1f %17.1f\n", all[i]->name(), megabytes / best[i],
                    manyMessages / best[i], megabytesOf(program, all[i]->name(), fewMessages),
                    megabytesOf(program, all[i]->name(), manyMessages));
    }
    if (all.size() > 1)
        std::printf("\n%s is %.1f times as fast as %s\n", all[0]->name(), best[1] / best[0], all[1]->name());
    else
        std::printf("\nlibetpan was not found: nothing to compare with\n");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 4 && std::strcmp(argv[1], "--memory") == 0)
        return printMemory(argv[2], std::atoi(argv[3]));
    printTable(argv[0]);
    return 0;
}
