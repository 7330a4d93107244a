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

/// The answer to what the message list asks for.
QByteArray messageList(int messages)
{
    QByteArray stream;
    for (int i = 1; i <= messages; ++i) {
        const QByteArray number = QByteArray::number(i);
        stream +=
            "* " + number + " FETCH (UID " + QByteArray::number(100'000 + i * 3) +
            " FLAGS (\\Seen $Forwarded NonJunk) INTERNALDATE \"17-Jul-2024 02:44:25 -0700\" RFC822.SIZE " +
            QByteArray::number(4000 + i) + " MODSEQ (7151940" + number +
            ") ENVELOPE (\"Wed, 17 Jul 2024 02:23:25 -0700\" \"Re: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?= Berlin " +
            number +
            "\" ((\"Terry Gray\" NIL \"gray\" \"cac.example.org\")) ((\"Terry Gray\" NIL \"gray\" "
            "\"cac.example.org\")) ((\"Terry Gray\" NIL \"gray\" \"cac.example.org\")) ((NIL NIL \"imap\" "
            "\"cac.example.org\")) ((NIL NIL \"minutes\" \"cnri.example.net\")(\"John Klensin\" NIL "
            "\"klensin\" \"mit.example.edu\")) NIL \"<F27397-0100000@cac.example.org>\" \"<B" +
            number +
            "-0100000@cac.example.org>\") BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\") NIL NIL "
            "\"QUOTED-PRINTABLE\" 1152 23 NIL NIL NIL NIL)(\"TEXT\" \"HTML\" (\"CHARSET\" \"UTF-8\") NIL NIL "
            "\"QUOTED-PRINTABLE\" 4554 73 NIL NIL NIL NIL) \"ALTERNATIVE\" (\"BOUNDARY\" \"----=_1\") NIL "
            "NIL "
            "NIL) BODY[HEADER.FIELDS (REFERENCES)] {52}\r\nReferences: <F27397-0100000@cac.example.org>\r\n "
            "a@b\r\n"
            ")\r\n";
    }
    return stream;
}

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
    const QByteArray stream = messageList(5000);
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
    parseAll(state, messageList(5000));
    state.SetItemsProcessed(int64_t(state.iterations()) * 5000);
}
BENCHMARK(responses);

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
