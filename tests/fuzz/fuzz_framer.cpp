// However a stream is cut into pushes, the framer makes the same of it.
#include "check.h"
#include "wire/framer.h"

#include <QByteArrayList>
#include <algorithm>

using namespace imap::wire;

namespace
{

struct Kept final : Spill {
    bool write(QByteArrayView octets) override
    {
        bytes.append(octets);
        return true;
    }
    ByteSourcePointer finish() override { return std::make_shared<MemorySource>(bytes); }
    QString failure() const override { return {}; }
    QByteArray bytes;
};

std::shared_ptr<Spill> keep(QByteArrayView response, qint64 octets)
{
    FUZZ_CHECK(!response.isEmpty());
    return octets % 2 == 0 ? std::make_shared<Kept>() : nullptr;
}

QByteArrayList drain(Framer &framer, const Limits &limits)
{
    QByteArrayList result;
    while (const auto item = framer.next()) {
        if (const auto *frame = std::get_if<Frame>(&*item)) {
            FUZZ_CHECK(frame->bytes.size() <= limits.response);
            result += "F" + QByteArray::number(frame->offset) + ' ' + frame->bytes.toByteArray();
            for (const SpilledLiteral &literal : frame->spilled) {
                FUZZ_CHECK(literal.at <= frame->bytes.size());
                result.last() += '|' + literal.octets->read(0, literal.size);
            }
        } else {
            const auto &error = std::get<FrameError>(*item);
            FUZZ_CHECK(error.beginning.size() <= 200);
            result += "E" + QByteArray::number(error.offset) + ' ' + error.message.toUtf8() + error.beginning;
        }
    }
    FUZZ_CHECK(framer.pending() <= limits.response);
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    // The first octet is the limits, the second the size of the pieces.
    Limits limits;
    if (data[0] > 0) {
        limits.line = data[0] % 64 + 1;
        limits.literal = data[0] % 16;
        limits.response = limits.line + data[0] / 2;
        limits.literals = data[0] % 5;
        limits.spillOver = data[0] % 7;
        limits.spilled = 40;
    }
    const qsizetype piece = data[1] % 50 + 1;
    const QByteArrayView stream(data + 2, qsizetype(size) - 2);

    Framer atOnce(limits);
    atOnce.setSpillOpener(keep);
    atOnce.push(stream);
    const QByteArrayList expected = drain(atOnce, limits);

    Framer inPieces(limits);
    inPieces.setSpillOpener(keep);
    QByteArrayList result;
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        inPieces.push(stream.sliced(at, std::min(piece, stream.size() - at)));
        result += drain(inPieces, limits);
    }
    FUZZ_CHECK(result == expected);
    FUZZ_CHECK(inPieces.midResponse() == atOnce.midResponse());
    FUZZ_CHECK(inPieces.pending() == atOnce.pending());
    return 0;
}
