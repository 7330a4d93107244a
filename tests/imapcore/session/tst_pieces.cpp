#include "commands/select.h"
#include "session/movemessages.h"
#include "session/pieces.h"
#include "session/searchpieces.h"
#include "support/conversation.h"

using namespace imap;
using namespace imap::test;

namespace
{

/// A task on its way, whose end may be an error.
template <class T>
class Watched
{
public:
    explicit Watched(QCoro::Task<T> task) { watch(std::move(task), m_state); }

    bool isReady() const { return m_state->value || m_state->error; }
    T result() const
    {
        if (m_state->error)
            std::rethrow_exception(m_state->error);
        return m_state->value.value();
    }

private:
    struct State {
        std::optional<T> value;
        std::exception_ptr error;
    };
    static QCoro::Task<> watch(QCoro::Task<T> task, std::shared_ptr<State> state)
    {
        try {
            state->value = co_await task;
        } catch (...) {
            state->error = std::current_exception();
        }
    }

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

SessionOptions shortLines()
{
    SessionOptions options = Conversation::quick();
    options.lineOctets = 140; // room for 100 octets of a set, and the smallest that is kept to
    return options;
}

void select(Conversation &talk, const QByteArray &capabilities, const QByteArray &access = "READ-WRITE")
{
    talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 " + capabilities + "] ready");
    Select command;
    command.mailbox = MailboxName(QStringLiteral("INBOX"));
    auto done = talk.session().run(std::move(command));
    talk.client("A1 SELECT INBOX");
    talk.server("* 3 EXISTS\r\nA1 OK [" + access + "] done");
    QTRY_VERIFY(done.isFinished());
}

/// 60 UIDs that are no neighbours, of four digits each.
UidSet scattered()
{
    UidSet uids;
    for (quint32 i = 0; i < 60; ++i)
        uids.add(Uid(1001 + i * 2));
    return uids;
}

MailboxName trash()
{
    return MailboxName(QStringLiteral("Trash"));
}

/// What the client wrote, line by line.
QByteArrayList lines(Conversation &talk)
{
    QByteArrayList lines = talk.takeUnread().split('\n');
    for (QByteArray &line : lines)
        line = line.trimmed();
    lines.removeAll({});
    return lines;
}

/// The set that a command line names.
UidSet setOf(const QByteArray &line)
{
    return *UidSet::parse(line.split(' ').at(3));
}

} // namespace

class TestPieces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cuts();
    void flagsInOneFlight();
    void fetchesAreOneList();
    void copiesOneAfterTheOther();
    void theFirstFailureIsTheLast();
    void moveWithTheExtension();
    void moveWithUidPlus();
    void moveWithNeither();
    void moveMarksOnlyWhatWasCopied();
    void moveOfNothing();
    void moveFromAReadOnlyFolder();
    void searches();
    void searchesAreOneResult();
};

void TestPieces::cuts()
{
    const QList<MessageSet> pieces = piecesOf(scattered(), 100, true);
    QCOMPARE(pieces.size(), 3);
    UidSet all;
    for (const MessageSet &piece : pieces) {
        const UidSet uids = std::get<UidSet>(piece);
        QVERIFY(uids.toByteArray().size() <= 100);
        for (const auto &range : uids.ranges())
            all.addRange(range.first, range.last);
    }
    QCOMPARE(all, scattered());
    QCOMPARE(piecesOf(UidSet::from(Uid(1)), 8000, true), (QList<MessageSet>{UidSet::from(Uid(1))}));
    QCOMPARE(piecesOf(UidSet(), 8000, true).size(), 1); // for the command to refuse
    SeqSet numbers;
    for (quint32 i = 0; i < 60; ++i)
        numbers.add(SeqNum(1001 + i * 2));
    QCOMPARE(piecesOf(numbers, 100, false), QList<MessageSet>{numbers});
    QCOMPARE(piecesOf(numbers, 100, true).size(), 3);
}

void TestPieces::flagsInOneFlight()
{
    Conversation talk(shortLines());
    select(talk, "CONDSTORE");
    Store store;
    store.messages = scattered();
    store.flags = FlagSet({flags::Seen});
    store.unchangedSince = ModSeq(5);
    const Watched done(runInPieces(&talk.session(), std::move(store)));
    const QByteArrayList written = lines(talk);
    QCOMPARE(written.size(), 3);
    for (const QByteArray &line : written)
        QVERIFY(line.size() <= 160);
    talk.server("* 1 FETCH (UID 1001 FLAGS (\\Seen))\r\nA2 OK [MODIFIED 1003] done");
    talk.server("A3 OK done\r\n* 60 FETCH (UID 1119 FLAGS (\\Seen))\r\nA4 OK [MODIFIED 1117] done");
    QTRY_VERIFY(done.isReady());
    const StoreResult result = done.result();
    QCOMPARE(result.updates.size(), 2);
    QCOMPARE(result.modified.toByteArray(), QByteArray("1003,1117"));
}

void TestPieces::fetchesAreOneList()
{
    Conversation talk(shortLines());
    select(talk, "");
    Fetch fetch;
    fetch.messages = scattered();
    fetch.items.flags = true;
    const Watched done(runInPieces(&talk.session(), std::move(fetch)));
    const QByteArrayList written = lines(talk);
    QVERIFY(written.size() > 1);
    quint32 number = 0;
    for (qsizetype i = 0; i < written.size(); ++i) {
        for (const Uid uid : setOf(written.at(i)).toList())
            talk.server("* " + QByteArray::number(++number) + " FETCH (UID " + QByteArray::number(uid.value) +
                        " FLAGS ())");
        talk.server('A' + QByteArray::number(2 + i) + " OK done");
    }
    QTRY_VERIFY(done.isReady());
    const QList<FetchResponse> found = done.result();
    QCOMPARE(found.size(), 60);
    QVERIFY(std::is_sorted(found.begin(), found.end(),
                           [](const auto &a, const auto &b) { return a.uid < b.uid; }));
}

void TestPieces::copiesOneAfterTheOther()
{
    Conversation talk(shortLines());
    select(talk, "UIDPLUS");
    Copy copy;
    copy.messages = scattered();
    copy.mailbox = trash();
    const Watched done(runInPieces(&talk.session(), std::move(copy)));
    quint32 next = 1;
    for (int tag = 2; !done.isReady() && tag < 9; ++tag) {
        const QByteArrayList written = lines(talk);
        QCOMPARE(written.size(), 1);
        const UidSet set = setOf(written.first());
        const quint32 count = quint32(set.count());
        talk.server('A' + QByteArray::number(tag) + " OK [COPYUID 9 " + set.toByteArray() + ' ' +
                    QByteArray::number(next) + ':' + QByteArray::number(next + count - 1) + "] done");
        next += count;
    }
    QVERIFY(done.isReady());
    const CopyResult result = done.result();
    QCOMPARE(result.copied->count(), 60u);
    QCOMPARE(result.copied->destinationOf(Uid(1001)), Uid(1));
    QCOMPARE(result.copied->destinationOf(Uid(1119)), Uid(60));
}

/// Over quota: the rest is not tried, but what was copied is said by nobody; the error is the answer.
void TestPieces::theFirstFailureIsTheLast()
{
    Conversation talk(shortLines());
    select(talk, "UIDPLUS MOVE");
    Move move;
    move.messages = scattered();
    move.mailbox = trash();
    const Watched done(runInPieces(&talk.session(), std::move(move)));
    QCOMPARE(lines(talk).size(), 1);
    talk.server("A2 OK done");
    QCOMPARE(lines(talk).size(), 1);
    talk.server("A3 NO [OVERQUOTA] full");
    QTRY_VERIFY(done.isReady());
    QVERIFY_EXCEPTION_THROWN(done.result(), CommandError);
    QVERIFY(talk.isSilent());
}

void TestPieces::moveWithTheExtension()
{
    Conversation talk;
    select(talk, "UIDPLUS MOVE");
    const Watched done(moveMessages(&talk.session(), *UidSet::parse("4,7:*"), trash()));
    talk.client("A2 UID MOVE 4,7:* Trash");
    talk.server("* OK [COPYUID 9 4,7 1:2] moved\r\n* 1 EXPUNGE\r\nA2 OK done");
    QTRY_VERIFY(done.isReady());
    const MoveOutcome outcome = done.result();
    QCOMPARE(outcome.means, MoveOutcome::Means::Move);
    QCOMPARE(outcome.copied->count(), 2u);
}

/// Which messages there are is asked first: `7:*` must not mean one that comes while they are copied.
void TestPieces::moveWithUidPlus()
{
    Conversation talk;
    select(talk, "UIDPLUS");
    const Watched done(moveMessages(&talk.session(), *UidSet::parse("4,7:*"), trash()));
    talk.client("A2 UID FETCH 4,7:* (UID)");
    talk.server("* 1 FETCH (UID 4)\r\n* 2 FETCH (UID 8)\r\nA2 OK done");
    talk.client("A3 UID COPY 4,8 Trash");
    talk.server("* 3 EXISTS\r\n* 3 FETCH (UID 9 FLAGS (\\Recent))\r\nA3 OK [COPYUID 9 4,8 1:2] done");
    talk.client("A4 UID STORE 4,8 +FLAGS.SILENT (\\Deleted)");
    talk.server("A4 OK done");
    talk.client("A5 UID EXPUNGE 4,8");
    talk.server("* 2 EXPUNGE\r\n* 1 EXPUNGE\r\nA5 OK done");
    QTRY_VERIFY(done.isReady());
    const MoveOutcome outcome = done.result();
    QCOMPARE(outcome.means, MoveOutcome::Means::CopyAndExpunge);
    QCOMPARE(outcome.copied->destinationOf(Uid(8)), Uid(2));
}

/// A bare EXPUNGE would remove what somebody else has marked: it is never sent.
void TestPieces::moveWithNeither()
{
    Conversation talk;
    select(talk, "");
    const Watched done(moveMessages(&talk.session(), *SeqSet::parse("2"), trash()));
    talk.client("A2 FETCH 2 (UID)");
    talk.server("* 2 FETCH (UID 8)\r\nA2 OK done");
    talk.client("A3 UID COPY 8 Trash");
    talk.server("A3 OK done");
    talk.client("A4 UID STORE 8 +FLAGS.SILENT (\\Deleted)");
    talk.server("A4 OK done");
    QTRY_VERIFY(done.isReady());
    QCOMPARE(done.result().means, MoveOutcome::Means::CopyAndMark);
    QVERIFY(talk.isSilent());
}

void TestPieces::moveMarksOnlyWhatWasCopied()
{
    Conversation talk;
    select(talk, "UIDPLUS");
    const Watched done(moveMessages(&talk.session(), *UidSet::parse("4:5"), trash()));
    talk.client("A2 UID FETCH 4:5 (UID)");
    talk.server("* 1 FETCH (UID 4)\r\n* 2 FETCH (UID 5)\r\nA2 OK done");
    talk.client("A3 UID COPY 4:5 Trash");
    talk.server("* 1 EXPUNGE\r\nA3 OK [COPYUID 9 5 1] done");
    talk.client("A4 UID STORE 5 +FLAGS.SILENT (\\Deleted)");
    talk.server("A4 NO no right to delete");
    QTRY_VERIFY(done.isReady());
    QVERIFY_EXCEPTION_THROWN(done.result(), CommandError);
    QVERIFY(talk.isSilent());
}

void TestPieces::moveOfNothing()
{
    Conversation talk;
    select(talk, "UIDPLUS");
    const Watched done(moveMessages(&talk.session(), *UidSet::parse("4"), trash()));
    talk.client("A2 UID FETCH 4 (UID)");
    talk.server("A2 OK done");
    QTRY_VERIFY(done.isReady());
    QVERIFY(!done.result().copied);
    QVERIFY(talk.isSilent());
}

/// Else the copies would be made, and then the marking refused.
void TestPieces::moveFromAReadOnlyFolder()
{
    Conversation talk;
    select(talk, "UIDPLUS", "READ-ONLY");
    const Watched done(moveMessages(&talk.session(), *UidSet::parse("4"), trash()));
    QTRY_VERIFY(done.isReady());
    QVERIFY_EXCEPTION_THROWN(done.result(), ReadOnlyError);
    QVERIFY(talk.isSilent());
}

/// The long set is cut, whatever else is asked stays with each piece.
void TestPieces::searches()
{
    Search search;
    search.criteria = SearchKey::messages(scattered()) && !SearchKey::seen();
    search.returns = SearchReturn{.min = true, .all = true, .count = true};
    const QList<Search> pieces = searchPieces(search, 180);
    QVERIFY(pieces.size() > 1);
    for (const Search &piece : pieces) {
        wire::Writer writer;
        piece.encode(writer);
        const QByteArray line = writer.finish("A1").first().bytes;
        QVERIFY2(line.size() <= 180, line.constData());
        QVERIFY(line.contains("UNSEEN") || line.contains("NOT SEEN"));
    }
    // Not where the pieces would mean something else.
    for (const SearchKey &whole : {SearchKey::messages(scattered()) || SearchKey::seen(),
                                   !SearchKey::messages(scattered()), SearchKey::all()})
        QCOMPARE(searchPieces(Search{.criteria = whole}, 180).size(), 1);
    search.returns->save = true;
    QCOMPARE(searchPieces(search, 180).size(), 1);
}

void TestPieces::searchesAreOneResult()
{
    SessionOptions options = shortLines();
    options.lineOctets = 180;
    Conversation talk(options);
    select(talk, "ESEARCH");
    Search search;
    search.criteria = SearchKey::messages(scattered());
    search.returns = SearchReturn{.min = true, .max = true, .all = true, .count = true};
    const Watched done(searchInPieces(&talk.session(), search));
    // As many at a time as the session thinks right; each finds one message.
    quint32 count = 0;
    for (int turn = 0; !done.isReady() && turn < 20; ++turn) {
        for (const QByteArray &line : lines(talk)) {
            const QByteArray tag = line.split(' ').first();
            const QByteArray uid = QByteArray::number(1001 + 10 * count++);
            talk.server("* ESEARCH (TAG \"" + tag + "\") UID MIN " + uid + " MAX " + uid + " COUNT 1 ALL " +
                        uid + "\r\n" + tag + " OK done");
        }
    }
    QVERIFY(count > 1);
    QTRY_VERIFY(done.isReady());
    const SearchResult result = done.result();
    QCOMPARE(result.count, std::optional<quint32>(count));
    QCOMPARE(result.min, std::optional<quint32>(1001));
    QCOMPARE(result.max, std::optional<quint32>(1001 + (count - 1) * 10));
    QCOMPARE(std::get<UidSet>(*result.ids).count(), quint64(count));
}

QTEST_GUILESS_MAIN(TestPieces)
#include "tst_pieces.moc"
