#include "support/conversation.h"
#include "sync/arranger.h"
#include "sync/openfolder.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

namespace
{

using By = Arrangement::By;

QByteArray row(quint32 number, quint32 uid, const QByteArray &subject, const QByteArray &answers = "NIL")
{
    return "* " + QByteArray::number(number) + " FETCH (UID " + QByteArray::number(uid) +
           " FLAGS () INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 100 ENVELOPE (NIL \"" +
           subject + "\" NIL NIL NIL NIL NIL NIL " + answers + " \"<" + QByteArray::number(uid) +
           "@x>\") BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 1))";
}

/// An open folder on a scripted server with its arranger, and the rows that a list would show.
class Desk
{
public:
    explicit Desk(const QByteArray &capabilities)
        : store(store::Store::open(cache.path()))
        , sink([this](Event event) { events.append(std::move(event)); })
        , folders(store.get(), sink)
        , journal(store.get(), &folders, sink)
        , arranger(store.get(),
                   {[this] { return folder && folder->isAttached() ? &talk.session() : nullptr; },
                    [this] { return folder->hidden(); }},
                   sink)
        , folder(std::make_unique<OpenFolder>(store.get(), &folders, &journal,
                                              MailboxName(QStringLiteral("INBOX")), [this](Event event) {
                                                  sink(event);
                                                  arranger.take(event);
                                              }))
    {
        arranger.open(folder->name(), folder->id());
        QObject::connect(folder.get(), &OpenFolder::leaving, &arranger, &Arranger::noteLeaving);
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 " + capabilities + "] ready");
    }
    /// A folder of these messages, the first UID being 1; all are seen in the first window.
    void open(const QList<QByteArray> &rows)
    {
        const QByteArray count = QByteArray::number(rows.size());
        attached = folder->attach(&talk.session());
        talk.client("A1 SELECT INBOX");
        talk.server("* " + count + " EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT " +
                    QByteArray::number(rows.size() + 1) + "] x\r\nA1 OK done");
        talk.takeUnread();
        for (const QByteArray &one : rows)
            talk.server(one);
        talk.server("A2 OK done");
    }
    bool isArranged(const Arrangement &arrangement) const
    {
        const auto *reset = last<ArrangementReset>();
        return reset && reset->arrangement == arrangement;
    }
    template <class T>
    const T *last() const
    {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (const auto *found = std::get_if<T>(&*event))
                return found;
        }
        return nullptr;
    }
    /// The rows, conversations as "1 3, 2".
    QByteArray shown() const
    {
        ArrangedMessages messages;
        for (const Event &event : events) {
            if (const auto *reset = std::get_if<ArrangementReset>(&event)) {
                messages = reset->messages ? *reset->messages : ArrangedMessages();
            } else if (const auto *moved = std::get_if<ArrangementMoved>(&event)) {
                for (const Uid uid : moved->removed)
                    messages.remove(uid);
                for (const auto &addition : moved->added)
                    messages.add(addition);
            }
        }
        QByteArrayList groups;
        for (qsizetype group = 0; group < messages.groupCount(); ++group) {
            QByteArrayList uids;
            for (qsizetype at = messages.groupBegin(group); at < messages.groupEnd(group); ++at)
                uids << QByteArray::number(messages.uidAt(at).value);
            groups << uids.join(' ');
        }
        return groups.join(", ");
    }

    QTemporaryDir cache;
    Conversation talk;
    std::unique_ptr<store::Store> store;
    QList<Event> events;
    EventSink sink;
    FolderList folders;
    Journal journal;
    Arranger arranger;
    std::unique_ptr<OpenFolder> folder;
    QCoro::Task<> attached;
};

const Arrangement bySubject{By::Subject, false};
const Arrangement conversations{By::Arrival, true};

} // namespace

class TestArranger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fromTheCache();
    void newMailFindsItsPlace();
    void conversationsFromTheCache();
    void theServerSorts();
    void newMailInTheServersOrder();
    void theServerThreads();
    void theServerCannot();
    void theServerRefuses();
    void aNewBeginningWithTheSameMessages();
    void nobodyLookedAtWhatWent();
    void backToItsOwnOrder();
    void stoppedWhileTheServerSorts();
    void whatIsHidden();
    void contentsOfRows();
    void theConnectionBreaks();
};

/// All three are in the cache: nothing is asked.
void TestArranger::fromTheCache()
{
    Desk desk("SORT");
    desk.open({row(1, 1, "pear"), row(2, 2, "Re: apple"), row(3, 3, "Orange")});
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    QCOMPARE(desk.shown(), QByteArray("2, 3, 1"));
    QCOMPARE(desk.last<ArrangementReset>()->source, ArrangementSource::Cache);
    QVERIFY(desk.talk.isSilent());
    QVERIFY(desk.last<ArrangementStarted>());
}

void TestArranger::newMailFindsItsPlace()
{
    Desk desk("SORT");
    desk.open({row(1, 1, "pear"), row(2, 2, "Re: apple"), row(3, 3, "Orange")});
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    desk.talk.server("* 4 EXISTS");
    desk.talk.takeUnread();
    desk.talk.server(row(4, 4, "banana") + "\r\nA3 OK done");
    QTRY_COMPARE(desk.shown(), QByteArray("2, 4, 3, 1"));
    desk.talk.server("* 3 EXPUNGE");
    QTRY_COMPARE(desk.shown(), QByteArray("2, 4, 1"));
    QCOMPARE(
        std::count_if(desk.events.begin(), desk.events.end(),
                      [](const Event &event) { return std::holds_alternative<ArrangementReset>(event); }),
        1);
}

void TestArranger::conversationsFromTheCache()
{
    Desk desk("THREAD=REFS");
    desk.open({row(1, 1, "a"), row(2, 2, "b"), row(3, 3, "Re: a", "\"<1@x>\"")});
    desk.arranger.arrange(conversations);
    QTRY_VERIFY(desk.isArranged(conversations));
    QCOMPARE(desk.shown(), QByteArray("2, 1 3"));
    desk.talk.server("* 4 EXISTS");
    desk.talk.takeUnread();
    desk.talk.server(row(4, 4, "Re: b", "\"<2@x>\"") + "\r\nA3 OK done");
    QTRY_COMPARE(desk.shown(), QByteArray("1 3, 2 4"));
    desk.talk.server("* 4 EXPUNGE");
    QTRY_COMPARE(desk.shown(), QByteArray("2, 1 3"));
}

/// Sixty messages, of which only the newest window was seen.
static void openLarge(Desk &desk)
{
    desk.attached = desk.folder->attach(&desk.talk.session());
    desk.talk.client("A1 SELECT INBOX");
    desk.talk.server("* 60 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 61] x\r\nA1 OK done");
    desk.talk.takeUnread();
    for (quint32 number = 11; number <= 60; ++number)
        desk.talk.server(row(number, number, "s" + QByteArray::number(number)));
    desk.talk.server("A2 OK done");
}

static QByteArray numbers(quint32 first, quint32 last, const QByteArray &between)
{
    QByteArrayList list;
    for (quint32 number = first; number <= last; ++number)
        list << QByteArray::number(number);
    return list.join(between);
}

void TestArranger::theServerSorts()
{
    Desk desk("SORT ESORT SORT=DISPLAY");
    openLarge(desk);
    desk.arranger.arrange({By::From, false});
    desk.talk.client("A3 UID SORT RETURN (ALL) (DISPLAYFROM) US-ASCII ALL");
    desk.talk.server("* ESEARCH (TAG \"A3\") UID ALL 31:60,1:30\r\nA3 OK done");
    QTRY_VERIFY(desk.isArranged({By::From, false}));
    QCOMPARE(desk.shown(), numbers(31, 60, ", ") + ", " + numbers(1, 30, ", "));
    QCOMPARE(desk.last<ArrangementReset>()->source, ArrangementSource::Server);
}

/// The server is asked where the new message stands among some of the others, not for all of them again.
void TestArranger::newMailInTheServersOrder()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL");
    desk.talk.server("* SORT " + numbers(1, 60, " ") + "\r\nA3 OK done");
    QTRY_VERIFY(desk.isArranged(bySubject));
    desk.talk.server("* 61 EXISTS");
    desk.talk.takeUnread();
    desk.talk.server(row(61, 61, "new") + "\r\nA4 OK done");
    desk.talk.client("A5 UID SORT (SUBJECT) US-ASCII UID 1:61");
    desk.talk.server("* SORT " + numbers(1, 20, " ") + " 61 " + numbers(21, 60, " ") + "\r\nA5 OK done");
    QTRY_COMPARE(desk.shown(), numbers(1, 20, ", ") + ", 61, " + numbers(21, 60, ", "));
    QVERIFY(desk.talk.isSilent());
}

void TestArranger::theServerThreads()
{
    Desk desk("THREAD=ORDEREDSUBJECT THREAD=REFERENCES");
    openLarge(desk);
    desk.arranger.arrange(conversations);
    desk.talk.client("A3 UID THREAD REFERENCES US-ASCII ALL\r\nA4 UID SEARCH UNSEEN");
    desk.talk.server("* THREAD (5 (60)(7))((3)(4))(1)\r\nA3 OK done\r\n* SEARCH 7\r\nA4 OK done");
    QTRY_VERIFY(desk.isArranged(conversations));
    QCOMPARE(desk.shown(), QByteArray("1, 3 4, 5 7 60"));
    const auto messages = desk.last<ArrangementReset>()->messages;
    QVERIFY(messages->isGroupUnread(2));
    QVERIFY(!messages->isGroupUnread(1));
    desk.talk.server("* 61 EXISTS");
    desk.talk.takeUnread();
    desk.talk.server(row(61, 61, "Re: s", "\"<3@x>\"") + "\r\nA5 OK done");
    desk.talk.client("A6 UID SEARCH OR HEADER \"Message-ID\" \"61@x\" HEADER \"Message-ID\" \"3@x\"");
    desk.talk.server("* SEARCH 3 61\r\nA6 OK done");
    QTRY_COMPARE(desk.shown(), QByteArray("1, 5 7 60, 3 4 61"));
}

void TestArranger::theServerCannot()
{
    Desk desk("IDLE");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    QCOMPARE(desk.last<ArrangementReset>()->source, ArrangementSource::KnownOnly);
    QCOMPARE(desk.shown(), numbers(11, 60, ", "));
}

void TestArranger::theServerRefuses()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL");
    desk.talk.server("A3 NO [LIMIT] not today");
    QTRY_VERIFY(desk.isArranged(bySubject));
    QCOMPARE(desk.last<ArrangementReset>()->source, ArrangementSource::KnownOnly);
}

/// After a reconnection the folder begins anew; with the same messages the order need not.
void TestArranger::aNewBeginningWithTheSameMessages()
{
    Desk desk("SORT");
    desk.open({row(1, 1, "pear"), row(2, 2, "apple")});
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    desk.events.clear();
    desk.arranger.take(FolderReset{desk.folder->name(), 2, {}, false, false, true, {}});
    QCoreApplication::processEvents();
    QVERIFY(!desk.last<ArrangementReset>() && !desk.last<ArrangementStarted>());
    desk.arranger.take(FolderReset{desk.folder->name(), 3, {}, false, false, true, {}});
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL"); // one is not known
}

/// EXPUNGE names a number; in an order of all messages that is a UID, as they ascend.
void TestArranger::nobodyLookedAtWhatWent()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL");
    desk.talk.server("* SORT 60 2 1 " + numbers(3, 59, " ") + "\r\nA3 OK done");
    QTRY_VERIFY(desk.isArranged(bySubject));
    desk.talk.server("* 2 EXPUNGE\r\n* 2 EXPUNGE");
    QTRY_COMPARE(desk.shown(), "60, 1, " + numbers(4, 59, ", "));
}

void TestArranger::backToItsOwnOrder()
{
    Desk desk("SORT");
    desk.open({row(1, 1, "pear"), row(2, 2, "apple")});
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    desk.arranger.arrange({});
    QTRY_VERIFY(desk.isArranged({}));
    QVERIFY(!desk.last<ArrangementReset>()->messages);
}

/// Asking for what is there stops what is being made; the late answer changes nothing.
void TestArranger::stoppedWhileTheServerSorts()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL");
    desk.arranger.arrange({});
    QVERIFY(desk.isArranged({}));
    desk.talk.server("* SORT " + numbers(1, 60, " ") + "\r\nA3 OK done");
    QVERIFY(desk.isArranged({}));
    QCOMPARE(desk.shown(), QByteArray());
}

/// Messages that were moved away are in no order, though the server still has them; and come back.
void TestArranger::whatIsHidden()
{
    Desk desk("SORT");
    desk.open({row(1, 1, "pear"), row(2, 2, "Re: apple"), row(3, 3, "Orange")});
    desk.folder->hide(UidSet::single(Uid(3)));
    desk.arranger.arrange(bySubject);
    QTRY_VERIFY(desk.isArranged(bySubject));
    QCOMPARE(desk.shown(), QByteArray("2, 1"));
    QCOMPARE(desk.last<ArrangementReset>()->source, ArrangementSource::Cache);
    desk.folder->unhide(UidSet::single(Uid(3)));
    QTRY_COMPARE(desk.shown(), QByteArray("2, 3, 1"));
    desk.folder->hide(UidSet::single(Uid(2)));
    QTRY_COMPARE(desk.shown(), QByteArray("3, 1"));
}

void TestArranger::contentsOfRows()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.show({Uid(60), Uid(5), Uid(11)});
    const auto *shown = desk.last<MessagesShown>();
    QVERIFY(shown);
    QCOMPARE(shown->messages.size(), 2);
    QCOMPARE(shown->messages.first()->uid, Uid(60));
    const QByteArray asked = desk.talk.takeUnread();
    QVERIFY2(asked.startsWith("A3 UID FETCH 5 ("), asked);
    desk.talk.server(row(5, 5, "five") + "\r\nA3 OK done");
    QTRY_COMPARE(desk.last<MessagesChanged>()->rows.first().message->uid, Uid(5));
    QVERIFY(desk.talk.isSilent());
}

void TestArranger::theConnectionBreaks()
{
    Desk desk("SORT");
    openLarge(desk);
    desk.arranger.arrange(bySubject);
    desk.talk.client("A3 UID SORT (SUBJECT) US-ASCII ALL");
    desk.talk.session().close();
    QTRY_VERIFY(desk.last<ArrangementFailed>());
}

QTEST_GUILESS_MAIN(TestArranger)
#include "tst_arranger.moc"
