// The cache under what a list does with it: headers come in, a screen's worth is read, a folder of a million
// is opened.
#include "bench/fetchstream.h"
#include "commands/response.h"
#include "store/store.h"
#include "sync/windowitems.h"
#include "wire/framer.h"

#include <QTemporaryDir>
#include <benchmark/benchmark.h>
#include <random>

using namespace imap;

namespace
{

constexpr int stored = 50'000;
constexpr int window = 50;

QList<MessageSummary> summaries(int count, quint32 firstUid)
{
    wire::Framer framer;
    framer.push(bench::FetchStream().take(count));
    QList<MessageSummary> made;
    while (const auto item = framer.next()) {
        const Response response = parseResponse(std::get<wire::Frame>(*item).bytes);
        const auto &fetch = std::get<FetchResponse>(std::get<Untagged>(response));
        made.append(summaryFrom(fetch, Uid{firstUid + quint32(made.size())}));
    }
    return made;
}

/// A store with one folder in it.
struct Filled {
    QTemporaryDir directory;
    std::unique_ptr<store::Store> store = store::Store::open(directory.path());
    store::FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));

    explicit Filled(int count = 0)
    {
        for (int first = 0; first < count; first += 500)
            store->messages().upsert(folder, summaries(500, quint32(first) + 1));
    }
};

/// Headers as background fill brings them.
void takeHeaders(benchmark::State &state)
{
    const QList<MessageSummary> answers = summaries(500, 1);
    Filled filled;
    quint32 uid = 1;
    for (auto _ : state) {
        state.PauseTiming();
        QList<MessageSummary> fresh = answers;
        for (MessageSummary &message : fresh)
            message.uid = Uid{uid++};
        state.ResumeTiming();
        filled.store->messages().upsert(filled.folder, fresh);
    }
    state.SetItemsProcessed(int64_t(state.iterations()) * 500);
}
BENCHMARK(takeHeaders)->Unit(benchmark::kMillisecond);

/// What is read when somebody scrolls somewhere.
void readScreen(benchmark::State &state)
{
    Filled filled(stored);
    std::mt19937 random(1);
    for (auto _ : state) {
        const quint32 first = quint32(random() % (stored - window)) + 1;
        const auto messages =
            filled.store->messages().load(filled.folder, Uid{first}, Uid{first + window - 1});
        if (messages.size() != window)
            state.SkipWithError("a message is missing");
    }
    state.SetItemsProcessed(int64_t(state.iterations()) * window);
}
BENCHMARK(readScreen)->Unit(benchmark::kMicrosecond);

/// Flags of a folder that another program went through.
void takeFlags(benchmark::State &state)
{
    Filled filled(10'000);
    bool seen = false;
    for (auto _ : state) {
        QList<store::StoredFlags> changes;
        seen = !seen;
        for (quint32 uid = 1; uid <= 10'000; ++uid)
            changes.append({Uid{uid}, seen ? FlagSet{flags::Seen} : FlagSet{}, ModSeq{uid}});
        filled.store->messages().setFlags(filled.folder, changes);
    }
    state.SetItemsProcessed(int64_t(state.iterations()) * 10'000);
}
BENCHMARK(takeFlags)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
