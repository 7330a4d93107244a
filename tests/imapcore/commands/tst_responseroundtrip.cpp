#include "commands/response.h"
#include "imapcore/commands/corpus.h"
#include "support/randomvalues.h"
#include "support/serverform.h"
#include "wire/framer.h"
#include "wire/imapdate.h"

#include <QtTest>
#include <algorithm>

using namespace imap;

namespace
{

constexpr int rounds = 1500;

/// What comes of a stream that arrives in pieces of these sizes, over and over.
QList<Response> readInPieces(QByteArrayView stream, const QList<qsizetype> &sizes)
{
    QList<Response> responses;
    wire::Framer framer;
    qsizetype at = 0;
    for (qsizetype i = 0; at < stream.size(); ++i) {
        const qsizetype size = std::min(sizes[i % sizes.size()], stream.size() - at);
        framer.push(stream.sliced(at, size));
        at += size;
        while (const auto item = framer.next()) {
            if (const auto *frame = std::get_if<wire::Frame>(&*item))
                responses.append(parseResponse(frame->bytes));
        }
    }
    return responses;
}

QList<Response> readAtOnce(QByteArrayView stream)
{
    return readInPieces(stream, {stream.size()});
}

template <class T>
const T *untagged(const QList<Response> &responses)
{
    const auto *found = responses.size() == 1 ? std::get_if<Untagged>(&responses.first()) : nullptr;
    return found ? std::get_if<T>(found) : nullptr;
}

/// Token as a server writes it.
QByteArray serverToken(const Token &token)
{
    if (token.isNil())
        return "NIL";
    if (const auto *atom = std::get_if<Token::Atom>(&token.value))
        return atom->text;
    if (const auto *string = std::get_if<Token::String>(&token.value))
        return test::serverString(string->bytes);
    QByteArrayList items;
    for (const Token &item : token.list())
        items.append(serverToken(item));
    return '(' + items.join(' ') + ')';
}

QByteArray allOfCorpus()
{
    QByteArray stream;
    for (const corpus::Sample &sample : corpus::samples) {
        if (qstrcmp(sample.server, "dovecot binary") != 0) // has a NUL, so its text here ends early
            stream += QByteArray(sample.bytes) + "\r\n";
    }
    return stream;
}

} // namespace

/// What a server writes is read as what it meant, and however the network cuts it.
class ResponseRoundTripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void envelopes();
    void bodyStructures();
    void longResponses();
    void fetchItems();
    void responseCodes();
    void cutAtEachPlace_data() { corpus::columns(); }
    void cutAtEachPlace();
    void cutIntoEqualPieces();
    void cutAnywhere();

private:
    test::RandomValues m_random;
};

void ResponseRoundTripTest::envelopes()
{
    for (int i = 0; i < rounds; ++i) {
        const Envelope envelope = m_random.envelope();
        const QByteArray line = "* 1 FETCH (ENVELOPE " + test::serverEnvelope(envelope) + ")\r\n";
        const QList<Response> responses = readAtOnce(line);
        const auto *fetch = untagged<FetchResponse>(responses);
        QVERIFY2(fetch && fetch->envelope == envelope, line);
    }
}

void ResponseRoundTripTest::bodyStructures()
{
    for (int i = 0; i < rounds; ++i) {
        const BodyStructure body = m_random.bodyStructure();
        QVERIFY(test::hasServerForm(body));
        const QByteArray line = "* 1 FETCH (BODYSTRUCTURE " + test::serverBody(body) + ")\r\n";
        const QList<Response> responses = readAtOnce(line);
        const auto *fetch = untagged<FetchResponse>(responses);
        QVERIFY2(fetch && fetch->structure == body, line);
    }
}

/// Long responses are kept in memory otherwise than short ones.
void ResponseRoundTripTest::longResponses()
{
    for (int i = 0; i < rounds / 10; ++i) {
        const Envelope envelope = m_random.envelope();
        const BodyStructure body = m_random.bodyStructure();
        const QByteArray text = m_random.octets(40'000);
        const QList<Response> responses =
            readAtOnce("* 1 FETCH (ENVELOPE " + test::serverEnvelope(envelope) + " BODY[TEXT] {" +
                       QByteArray::number(text.size()) + "}\r\n" + text + " BODYSTRUCTURE " +
                       test::serverBody(body) + ")\r\n");
        const auto *fetch = untagged<FetchResponse>(responses);
        QVERIFY(fetch && fetch->envelope == envelope && fetch->structure == body);
        QCOMPARE(fetch->sections.value("TEXT"), OptionalBytes(text));
    }
}

void ResponseRoundTripTest::fetchItems()
{
    for (int i = 0; i < rounds; ++i) {
        FetchResponse meant;
        meant.number = SeqNum(quint32(1 + m_random.below(4'000'000'000)));
        QByteArrayList items;
        if (m_random.oneIn(2)) {
            meant.uid = Uid(quint32(1 + m_random.below(4'000'000'000)));
            items.append("UID " + QByteArray::number(meant.uid->value));
        }
        if (m_random.oneIn(2)) {
            meant.flags = m_random.oneIn(3) ? FlagSet{flags::Seen} : m_random.flagSet();
            QByteArrayList names;
            for (const Flag &flag : *meant.flags)
                names.append(flag.name());
            items.append("FLAGS (" + names.join(' ') + ')');
        }
        if (m_random.oneIn(2)) {
            meant.modSeq = ModSeq(quint64(m_random.below(std::numeric_limits<qsizetype>::max())));
            items.append("MODSEQ (" + QByteArray::number(meant.modSeq->value) + ')');
        }
        if (m_random.oneIn(2)) {
            meant.internalDate = m_random.dateTime();
            items.append("INTERNALDATE \"" + wire::formatDateTime(*meant.internalDate) + '"');
        }
        if (m_random.oneIn(2)) {
            meant.size = quint64(m_random.below(std::numeric_limits<qsizetype>::max()));
            items.append("RFC822.SIZE " + QByteArray::number(*meant.size));
        }
        if (m_random.oneIn(2)) {
            const OptionalBytes section = m_random.optionalBytes();
            meant.sections.insert("1.2.MIME", section);
            items.append("BODY[1.2.MIME] " + test::serverNString(section));
        }
        if (m_random.oneIn(2)) {
            const Token token = m_random.token();
            meant.others.insert("X-ITEM", token);
            items.append("X-ITEM " + serverToken(token));
        }
        // In whatever order: rotated here.
        if (!items.isEmpty())
            std::rotate(items.begin(), items.begin() + m_random.below(items.size()), items.end());
        const QByteArray line =
            "* " + QByteArray::number(meant.number.value) + " FETCH (" + items.join(' ') + ")\r\n";
        const QList<Response> responses = readAtOnce(line);
        const auto *fetch = untagged<FetchResponse>(responses);
        QVERIFY2(fetch && *fetch == meant, line);
        if (meant.internalDate)
            QCOMPARE(fetch->internalDate->offsetFromUtc(), meant.internalDate->offsetFromUtc());
    }
}

void ResponseRoundTripTest::responseCodes()
{
    // A "]" inside a string is legal, and no server sends it; the framer takes it for the end of the code.
    const QByteArrayView alphabet = "abcXYZ 019\"\\(){}[%*~+&-,.<>@=?:;$";
    for (int i = 0; i < rounds; ++i) {
        ResponseCode code{.name = m_random.atom().toUpper(), .arguments = {}};
        QByteArray written = code.name;
        for (qsizetype k = m_random.below(4); k > 0; --k) {
            const Token argument = m_random.oneIn(2) ? Token{Token::Atom{m_random.atom()}}
                                                     : Token{Token::String{m_random.text(20, alphabet)}};
            code.arguments.append(argument);
            written += ' ' + serverToken(argument);
        }
        const QByteArray text = m_random.text(40, "abc [](){}12\"\\").trimmed();
        const QByteArray line = "* NO [" + written + "] " + text + "\r\n";
        const QList<Response> responses = readAtOnce(line);
        const auto *status = untagged<StatusResponse>(responses);
        QVERIFY2(status && status->code == code && status->text == text, line);
    }
}

void ResponseRoundTripTest::cutAtEachPlace()
{
    QFETCH(QByteArray, bytes);
    const QByteArray stream = bytes + "\r\n* 7 EXISTS\r\n";
    const QList<Response> expected = readAtOnce(stream);
    QCOMPARE(expected.size(), 2);
    for (qsizetype at = 1; at < stream.size(); ++at)
        QVERIFY2(readInPieces(stream, {at, stream.size()}) == expected, stream.first(at));
}

void ResponseRoundTripTest::cutIntoEqualPieces()
{
    const QByteArray stream = allOfCorpus();
    const QList<Response> expected = readAtOnce(stream);
    for (const qsizetype size : {1, 2, 3, 5, 7, 11, 16, 64, 100, 511, 4096})
        QVERIFY2(readInPieces(stream, {size}) == expected, QByteArray::number(size));
}

void ResponseRoundTripTest::cutAnywhere()
{
    const QByteArray corpus = allOfCorpus();
    for (int i = 0; i < 30; ++i) {
        // With responses in between that nobody has thought of.
        const QByteArray stream = "* 1 FETCH (BODYSTRUCTURE " + test::serverBody(m_random.bodyStructure()) +
                                  ")\r\n" + corpus + "* 2 FETCH (ENVELOPE " +
                                  test::serverEnvelope(m_random.envelope()) + ")\r\n" + m_random.octets(50) +
                                  "\r\n* 3 EXISTS\r\n";
        const QList<Response> expected = readAtOnce(stream);
        QList<qsizetype> sizes;
        for (int k = 0; k < 40; ++k)
            sizes.append(1 + m_random.below(m_random.oneIn(3) ? 400 : 12));
        QVERIFY(readInPieces(stream, sizes) == expected);
    }
}

QTEST_GUILESS_MAIN(ResponseRoundTripTest)
#include "tst_responseroundtrip.moc"
