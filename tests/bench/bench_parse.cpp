#include "bench/fetchstream.h"
#include "commands/response.h"
#include "wire/framer.h"
#include "wire/writer.h"

#include <QByteArray>
#include <algorithm>
#include <benchmark/benchmark.h>

using namespace imap;

namespace
{

constexpr qsizetype readSize = 16 * 1024; ///< what TLS gives at once

/// Pushes the stream as a socket would and gives each frame to `use`.
template <class Use>
void feed(const QByteArray &stream, Use use)
{
    wire::Framer framer;
    for (qsizetype at = 0; at < stream.size(); at += readSize) {
        framer.push(QByteArrayView(stream).sliced(at, std::min(readSize, stream.size() - at)));
        while (const auto item = framer.next())
            use(std::get<wire::Frame>(*item).bytes);
    }
}

void parseAll(benchmark::State &state, const QByteArray &stream)
{
    for (auto _ : state) {
        qsizetype malformed = 0;
        feed(stream, [&](QByteArrayView frame) {
            const Response response = parseResponse(frame);
            malformed += std::holds_alternative<Malformed>(response) ? 1 : 0;
        });
        if (malformed > 0)
            state.SkipWithError("a response was malformed");
    }
    state.SetBytesProcessed(int64_t(state.iterations()) * stream.size());
}

void frames(benchmark::State &state)
{
    const QByteArray stream = bench::FetchStream().take(5000);
    for (auto _ : state) {
        qsizetype total = 0;
        feed(stream, [&](QByteArrayView frame) { total += frame.size(); });
        benchmark::DoNotOptimize(total);
    }
    state.SetBytesProcessed(int64_t(state.iterations()) * stream.size());
    state.SetItemsProcessed(int64_t(state.iterations()) * 5000);
}
BENCHMARK(frames);

void responses(benchmark::State &state)
{
    const int messages = 100'000;
    parseAll(state, bench::FetchStream().take(messages));
    state.SetItemsProcessed(int64_t(state.iterations()) * messages);
}
BENCHMARK(responses)->Unit(benchmark::kMillisecond);

void flagLines(benchmark::State &state)
{
    QByteArray stream;
    for (int i = 1; i <= 20'000; ++i)
        stream += "* " + QByteArray::number(i) + " FETCH (UID " + QByteArray::number(i * 2) +
                  " MODSEQ (12345678) FLAGS (\\Seen \\Answered))\r\n";
    parseAll(state, stream);
    state.SetItemsProcessed(int64_t(state.iterations()) * 20'000);
}
BENCHMARK(flagLines);

void bodies(benchmark::State &state)
{
    QByteArray stream;
    for (int i = 1; i <= 16; ++i)
        stream += "* " + QByteArray::number(i) + " FETCH (UID 7 BODY[1] {1000000}\r\n" +
                  QByteArray("All work and no play makes mail\r\n").repeated(40'000).first(1'000'000) +
                  ")\r\n";
    parseAll(state, stream);
}
BENCHMARK(bodies);

void search(benchmark::State &state)
{
    QByteArray stream = "* SEARCH";
    for (int i = 1; i <= 500'000; ++i)
        stream += ' ' + QByteArray::number(i * 3);
    parseAll(state, stream + "\r\n");
}
BENCHMARK(search);

void fetchLines(benchmark::State &state)
{
    const MessageSet set = SeqSet::range(SeqNum{1}, SeqNum{200});
    for (auto _ : state) {
        wire::Writer writer;
        writer.atom("FETCH")
            .set(set)
            .open()
            .atom("UID")
            .atom("FLAGS")
            .atom("ENVELOPE")
            .atom("BODYSTRUCTURE")
            .close();
        benchmark::DoNotOptimize(writer.finish("A123"));
    }
}
BENCHMARK(fetchLines);

} // namespace

BENCHMARK_MAIN();
