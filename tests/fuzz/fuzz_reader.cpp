// The reader throws SyntaxError or leaves a place inside the response; what it read can be written and is
// read as the same.
#include "check.h"
#include "support/writetoken.h"
#include "wire/framer.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <stdexcept>

using namespace imap;
using namespace imap::wire;

namespace
{

QByteArray bytesOf(const Writer &writer)
{
    QByteArray bytes;
    for (const Chunk &chunk : writer.finish({}))
        bytes += chunk.bytes;
    return bytes.chopped(2);
}

void checkTokens(Reader &reader, char stop)
{
    const QList<Token> tokens = reader.tokens(stop);
    Writer writer;
    try {
        for (const Token &token : tokens)
            write(writer, token);
    } catch (const std::invalid_argument &) {
        return; // liberal atoms and NUL are not written
    }
    const QByteArray written = bytesOf(writer);
    // An open "[" keeps what follows it together where the line has a "]", and a literal that ended the line
    // may now be quoted.
    if (written.contains('['))
        return;
    Reader again(written);
    FUZZ_CHECK(again.tokens() == tokens);
    FUZZ_CHECK(again.atEnd());
}

void checkMailbox(Reader &reader)
{
    const MailboxName name = reader.expectMailbox();
    try {
        const QByteArray written = bytesOf(Writer().mailbox(name));
        Reader again(written);
        const MailboxName second = again.expectMailbox();
        FUZZ_CHECK(second == name && second.wireBytes() == name.wireBytes());
    } catch (const std::invalid_argument &) {
        FUZZ_CHECK(name.wireBytes().contains('\0'));
    }
}

void readAs(uint8_t kind, Reader &reader)
{
    switch (kind % 10) {
    case 0:
        checkTokens(reader, '\0');
        break;
    case 1:
        checkTokens(reader, ']');
        break;
    case 2:
        checkMailbox(reader);
        break;
    case 3:
        reader.expectFlagList();
        break;
    case 4:
        FUZZ_CHECK(!reader.expectSet<Uid>().isEmpty());
        break;
    case 5:
        reader.expectDateTime();
        break;
    case 6:
        reader.expectNString();
        break;
    case 7:
        reader.expectNumber64();
        break;
    case 8:
        reader.expectAtom("[]");
        break;
    default:
        reader.expectAString();
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    // A copy of just this size, so that reading beyond it is seen.
    const QByteArray bytes(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    Reader reader(bytes);
    try {
        readAs(data[0], reader);
    } catch (const SyntaxError &error) {
        FUZZ_CHECK(error.offset() >= 0 && error.offset() <= bytes.size());
        FUZZ_CHECK(!error.expected().isEmpty());
    }
    FUZZ_CHECK(reader.offset() >= 0 && reader.offset() <= bytes.size());
    return 0;
}
