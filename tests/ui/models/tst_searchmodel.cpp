#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/roles.h"
#include "ui/models/searchmodel.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace ui;
using imap::MailboxName;
using imap::Uid;
using test::FakeAccount;

namespace
{

const MailboxName inbox{QStringLiteral("INBOX")};
const MailboxName archive{QStringLiteral("Archive")};

imap::MessageSummaryPtr message(quint32 uid, int minute, const QString &subject = QStringLiteral("Budget"),
                                const imap::FlagSet &flags = {imap::flags::Seen})
{
    auto made = std::make_shared<imap::MessageSummary>(
        *test::fakeMessage(uid, QStringLiteral("Jürgen Budgetar"), subject, flags));
    made->internalDate = QDateTime(QDate(2026, 11, 2), QTime(8, 0), Qt::UTC).addSecs(60 * minute);
    return made;
}

imap::CacheHit hit(const MailboxName &folder, const imap::MessageSummaryPtr &message)
{
    imap::CacheHit hit;
    hit.folder = folder;
    hit.message = message;
    return hit;
}

} // namespace

/// What a search found, as rows.
class TestSearchModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<FakeAccount> m_anna;
    std::unique_ptr<FakeAccount> m_work;
    std::unique_ptr<SearchModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    void search(SearchScope scope, const QList<imap::AccountHandle *> &accounts,
                const QString &text = QStringLiteral("budg"))
    {
        SearchQuestion question;
        question.text = text;
        question.scope = scope;
        question.accounts = accounts;
        if (scope == SearchScope::Folder)
            question.folder = inbox;
        m_model->search(question);
    }
    bool isDone() const { return m_model->status().phase == SearchStatus::Phase::Done; }
    /// "INBOX 4, INBOX 2", the newest first.
    QString rows() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const SearchHit *found = m_model->hitAt(row);
            all << QStringLiteral("%1 %2").arg(found->folder.toString()).arg(found->message->uid.value);
        }
        return all.join(QStringLiteral(", "));
    }
    static imap::CacheHits hits(const QList<imap::CacheHit> &some)
    {
        imap::CacheHits all;
        all.hits = some;
        all.kept = imap::Kept::Everything;
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_anna = std::make_unique<FakeAccount>(QStringLiteral("anna"));
        m_work = std::make_unique<FakeAccount>(QStringLiteral("work"));
        m_model = std::make_unique<SearchModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_anna.reset();
        m_work.reset();
    }

    void oneFolder()
    {
        m_anna->find = [](const imap::CacheSearch &) {
            return hits({hit(inbox, message(9, 1)), hit(inbox, message(4, 50))});
        };
        search(SearchScope::Folder, {m_anna.get()});
        QCOMPARE(m_model->status().phase, SearchStatus::Phase::Searching);
        QTRY_VERIFY(isDone());
        // In a folder its own order counts, as in its list: old mail that was moved here last stands on top.
        QCOMPARE(rows(), QStringLiteral("INBOX 9, INBOX 4"));
        const FakeAccount::Call asked = m_anna->callsOf(QStringLiteral("searchCache")).value(0);
        QCOMPARE(asked.search.folder, std::optional(inbox));
        QCOMPARE(asked.search.text, QStringLiteral("budg"));
        QVERIFY(m_work->calls().isEmpty());
    }
    void accountsByTime()
    {
        m_anna->find = [](const imap::CacheSearch &) {
            return hits({hit(inbox, message(1, 40)), hit(archive, message(2, 10))});
        };
        m_work->find = [](const imap::CacheSearch &) {
            return hits({hit(inbox, message(7, 50)), hit(inbox, message(8, 20)), hit(inbox, message(9, 5))});
        };
        search(SearchScope::All, {m_anna.get(), m_work.get()});
        QTRY_VERIFY(isDone());
        QCOMPARE(rows(), QStringLiteral("INBOX 7, INBOX 1, INBOX 8, Archive 2, INBOX 9"));
        QCOMPARE(m_model->hitAt(0)->account, m_work.get());
        QCOMPARE(m_model->hitAt(1)->account, m_anna.get());
        QVERIFY(!m_anna->callsOf(QStringLiteral("searchCache")).value(0).search.folder);
    }
    // What comes with a later page never has to be put in between.
    void pagesOfSeveralAccounts()
    {
        m_tester.reset(); // it fetches more by itself
        m_anna->find = [](const imap::CacheSearch &asked) {
            if (asked.after.isEmpty()) {
                auto page = hits({hit(inbox, message(1, 40)), hit(inbox, message(2, 30))});
                page.next = "more";
                return page;
            }
            return hits({hit(inbox, message(3, 25)), hit(inbox, message(4, 3))});
        };
        m_work->find = [](const imap::CacheSearch &) {
            return hits(
                {hit(archive, message(7, 35)), hit(archive, message(8, 10)), hit(archive, message(9, 5))});
        };
        search(SearchScope::All, {m_anna.get(), m_work.get()});
        QTRY_VERIFY(isDone());
        QCOMPARE(rows(), QStringLiteral("INBOX 1, Archive 7, INBOX 2"));
        QVERIFY(m_model->status().hasMore);
        QVERIFY(m_model->canFetchMore({}));
        m_model->fetchMore({});
        QTRY_COMPARE(rows(),
                     QStringLiteral("INBOX 1, Archive 7, INBOX 2, INBOX 3, Archive 8, Archive 9, INBOX 4"));
        QVERIFY(!m_model->canFetchMore({}));
        QVERIFY(!m_model->status().hasMore);
    }
    void wordsAreMarked()
    {
        m_anna->find = [](const imap::CacheSearch &) {
            auto found = hit(archive, message(1, 1, QStringLiteral("The büdget of 2027")));
            found.snippet = QStringLiteral("our budget");
            found.marks = {{4, 6}};
            return hits({found});
        };
        m_model->setNamePlace([](const imap::AccountHandle *, const MailboxName &) {
            return SearchModel::Place{QStringLiteral("Old Mail"), Correspondents::From};
        });
        search(SearchScope::Account, {m_anna.get()});
        QTRY_VERIFY(isDone());
        const auto display = m_model->index(0, 0).data(MessageRole::Display).value<MessageDisplayPtr>();
        QVERIFY(display);
        QCOMPARE(display->subjectMarks, (QList<imap::TextSpan>{{4, 4}}));
        QCOMPARE(display->correspondentMarks, (QList<imap::TextSpan>{{7, 4}}));
        QCOMPARE(display->preview, QStringLiteral("our budget"));
        QCOMPARE(display->previewMarks, (QList<imap::TextSpan>{{4, 6}}));
        QCOMPARE(display->place, QStringLiteral("Old Mail"));
        QVERIFY(m_model->index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("in Old Mail")));
        // Other words, the same message: the marks are those of now.
        search(SearchScope::Account, {m_anna.get()}, QStringLiteral("2027"));
        QTRY_COMPARE(m_model->displayAt(0)->subjectMarks, (QList<imap::TextSpan>{{14, 4}}));
        QVERIFY(m_model->displayAt(0)->correspondentMarks.isEmpty());
    }
    void answersToAnEarlierQuestion()
    {
        m_anna->holdSearches = true;
        m_anna->find = [](const imap::CacheSearch &asked) {
            return hits({hit(inbox, message(asked.text == QStringLiteral("old") ? 1 : 2, 1))});
        };
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral("old"));
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral("new"));
        QCOMPARE(m_anna->heldSearches.size(), 2U);
        m_anna->heldSearches[1]();
        QTRY_VERIFY(isDone());
        m_anna->heldSearches[0]();
        QTest::qWait(0);
        QCOMPARE(rows(), QStringLiteral("INBOX 2"));
    }
    // Who types on sees no blinking: what is still found stays, with the selection on it.
    void rowsStayWhileOneTypes()
    {
        m_anna->find = [](const imap::CacheSearch &asked) {
            if (asked.text == QStringLiteral("b"))
                return hits(
                    {hit(inbox, message(5, 5)), hit(inbox, message(4, 4)), hit(inbox, message(2, 2))});
            return hits({hit(inbox, message(5, 5)), hit(inbox, message(3, 3)), hit(inbox, message(2, 2))});
        };
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral("b"));
        QTRY_VERIFY(isDone());
        const QPersistentModelIndex kept(m_model->index(2, 0));
        const QPersistentModelIndex gone(m_model->index(1, 0));
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral("budget"));
        QCOMPARE(m_model->rowCount(), 3);
        QTRY_COMPARE(rows(), QStringLiteral("INBOX 5, INBOX 3, INBOX 2"));
        QCOMPARE(kept.row(), 2);
        QCOMPARE(kept.data(MessageRole::Uid).toUInt(), 2U);
        QVERIFY(!gone.isValid());
        QCOMPARE(resets.size(), 0);
    }
    void serverFindsMore()
    {
        m_anna->find = [](const imap::CacheSearch &) {
            auto found = hit(inbox, message(4, 4));
            found.snippet = QStringLiteral("from the cache");
            auto all = hits({found});
            all.kept = imap::Kept::Part;
            return all;
        };
        m_anna->findOnServer = [](const imap::ServerSearch &asked) {
            imap::ServerHits found;
            if (asked.before.isValid()) {
                found.messages = {message(1, 1)};
                found.found = 1;
            } else {
                found.messages = {message(6, 6), message(4, 4), message(2, 2)};
                found.found = 4;
                found.next = Uid(2);
            }
            return found;
        };
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral("Jürgen \"of 2027\""));
        QTRY_VERIFY(isDone());
        QCOMPARE(m_model->status().kept, imap::Kept::Part);
        m_model->searchServer();
        QCOMPARE(m_model->status().server, SearchStatus::Server::Asking);
        QTRY_COMPARE(m_model->status().server, SearchStatus::Server::Answered);
        QCOMPARE(rows(), QStringLiteral("INBOX 6, INBOX 4, INBOX 2"));
        QCOMPARE(m_model->displayAt(1)->preview, QStringLiteral("from the cache"));
        const imap::ServerSearch asked =
            m_anna->callsOf(QStringLiteral("searchServer")).value(0).serverSearch;
        QCOMPARE(asked.folder, inbox);
        // The server gets the words as they were typed.
        QCOMPARE(asked.criteria.toText(), QStringLiteral("TEXT Jürgen TEXT \"of 2027\""));
        m_model->fetchMore({});
        QTRY_COMPARE(rows(), QStringLiteral("INBOX 6, INBOX 4, INBOX 2, INBOX 1"));
        QVERIFY(!m_model->status().hasMore);
    }
    void whatGoesWrongIsSaid()
    {
        m_anna->failSearch = std::make_shared<imap::LocalError>(QStringLiteral("disk full"));
        search(SearchScope::Folder, {m_anna.get()});
        QTRY_VERIFY(isDone());
        QVERIFY2(m_model->status().error.contains(QStringLiteral("Disk full")),
                 qPrintable(m_model->status().error));
        m_anna->failSearch.reset();
        search(SearchScope::Folder, {m_anna.get()});
        QTRY_VERIFY(isDone());
        QVERIFY(m_model->status().error.isEmpty());
        m_anna->failSearch = std::make_shared<imap::LocalError>(QStringLiteral("no words"));
        m_model->searchServer();
        QTRY_COMPARE(m_model->status().server, SearchStatus::Server::Failed);
        QVERIFY(m_model->status().serverError.contains(QStringLiteral("No words")));
    }
    void nothingThatCouldBeFound()
    {
        search(SearchScope::Folder, {m_anna.get()}, QStringLiteral(" ?! "));
        QVERIFY(isDone());
        QVERIFY(m_model->terms().isEmpty());
        QVERIFY(m_anna->callsOf(QStringLiteral("searchCache")).isEmpty());
    }
    // What a person does is seen in this very turn; what the cache says a moment later stands.
    void changesOfThePerson()
    {
        bool starred = false;
        bool moved = false;
        m_anna->find = [&](const imap::CacheSearch &) {
            const imap::FlagSet flags = starred ? imap::FlagSet{imap::flags::Seen, imap::flags::Flagged}
                                                : imap::FlagSet{imap::flags::Seen};
            QList<imap::CacheHit> all{hit(inbox, message(4, 4, QStringLiteral("Budget"), flags))};
            if (!moved)
                all << hit(archive, message(4, 2));
            return hits(all);
        };
        search(SearchScope::Account, {m_anna.get()});
        QTRY_COMPARE(m_model->rowCount(), 2);
        imap::JournalEntry entry;
        entry.id = 1;
        entry.change = imap::FlagChange{inbox, imap::UidSet::single(Uid(4)), {imap::flags::Flagged}, {}};
        starred = true;
        m_anna->tell({imap::JournalChanged{{entry}}});
        QVERIFY(m_model->displayAt(0)->flagged);
        QVERIFY(!m_model->displayAt(1)->flagged); // the same UID in another folder
        entry.id = 2;
        entry.change = imap::MoveChange{archive, imap::UidSet::single(Uid(4)), inbox};
        moved = true;
        m_anna->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(rows(), QStringLiteral("INBOX 4"));
        // Refused: both are as they were.
        entry.state = imap::OperationState::Failed;
        moved = false;
        m_anna->tell({imap::JournalChanged{{entry}}});
        QTRY_COMPARE(m_model->rowCount(), 2);
        entry.id = 1;
        entry.change = imap::FlagChange{inbox, imap::UidSet::single(Uid(4)), {imap::flags::Flagged}, {}};
        starred = false;
        m_anna->tell({imap::JournalChanged{{entry}}});
        QVERIFY(!m_model->displayAt(0)->flagged);
        // So are Gmail's labels.
        entry.id = 3;
        entry.state = imap::OperationState::Waiting;
        entry.change = imap::LabelChange{inbox, imap::UidSet::single(Uid(4)), {QStringLiteral("Work")}, {}};
        m_anna->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(m_model->displayAt(0)->labels.first().name, QStringLiteral("Work"));
        entry.state = imap::OperationState::Undone;
        m_anna->tell({imap::JournalChanged{{entry}}});
        QVERIFY(m_model->displayAt(0)->labels.isEmpty());
    }
    void newMailIsFound()
    {
        quint32 last = 1;
        m_anna->find = [&](const imap::CacheSearch &) {
            QList<imap::CacheHit> all;
            for (quint32 uid = last; uid > 0; --uid)
                all << hit(inbox, message(uid, int(uid)));
            return hits(all);
        };
        search(SearchScope::Folder, {m_anna.get()});
        QTRY_COMPARE(m_model->rowCount(), 1);
        const QPersistentModelIndex first(m_model->index(0, 0));
        last = 2;
        m_anna->tell({imap::MessagesInserted{inbox, 1, {}}});
        QTRY_COMPARE(rows(), QStringLiteral("INBOX 2, INBOX 1"));
        QCOMPARE(first.row(), 1);
    }
    void renewingKeepsLaterPages()
    {
        m_anna->find = [](const imap::CacheSearch &asked) {
            if (!asked.after.isEmpty())
                return hits({hit(inbox, message(1, 1))});
            auto page = hits({hit(inbox, message(9, 9))});
            for (quint32 uid = 8; uid > 1; --uid)
                page.hits << hit(inbox, message(uid, int(uid)));
            page.next = "more";
            return page;
        };
        search(SearchScope::Folder, {m_anna.get()});
        QTRY_COMPARE(m_model->rowCount(), 8);
        m_model->fetchMore({});
        QTRY_COMPARE(m_model->rowCount(), 9);
        const auto asked = m_anna->callsOf(QStringLiteral("searchCache")).size();
        m_anna->tell({imap::MessagesChanged{inbox, {}}});
        QTRY_COMPARE(m_anna->callsOf(QStringLiteral("searchCache")).size(), asked + 1);
        QTRY_VERIFY(isDone());
        QCOMPARE(m_model->rowCount(), 9);
        QVERIFY(!m_model->status().hasMore);
    }
    void accountThatGoes()
    {
        m_anna->find = [](const imap::CacheSearch &) { return hits({hit(inbox, message(1, 1))}); };
        m_work->find = [](const imap::CacheSearch &) { return hits({hit(inbox, message(2, 2))}); };
        search(SearchScope::All, {m_anna.get(), m_work.get()});
        QTRY_COMPARE(m_model->rowCount(), 2);
        m_model->forget(m_work.get());
        m_work.reset();
        QTRY_COMPARE(rows(), QStringLiteral("INBOX 1"));
        m_model->forget(m_anna.get());
        QCOMPARE(m_model->rowCount(), 0);
        QCOMPARE(m_model->status().phase, SearchStatus::Phase::None);
    }
};

QTEST_GUILESS_MAIN(TestSearchModel)
#include "tst_searchmodel.moc"
