#include "support/fakeserver.h"
#include "ui/models/annotationmodel.h"
#include "ui/models/annotationwords.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::MetadataChange;
using imap::MetadataEntry;
using imap::OperationState;
using Phase = AnnotationModel::Phase;

static const imap::MailboxName noted{QStringLiteral("Noted")};

/// What is noted on a folder, as the server tells it and the journal changes it.
class TestAnnotationModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<AnnotationModel> m_model;

    void serve(const QList<MetadataEntry> &entries, std::optional<quint64> longest = {})
    {
        m_account->notes.insert(noted, imap::Annotations{true, entries, longest});
    }
    void open()
    {
        m_model = std::make_unique<AnnotationModel>(m_account.get(), noted);
        new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     m_model.get());
    }
    void openReady(const QList<MetadataEntry> &entries)
    {
        serve(entries);
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
    }
    QByteArray value(const char *entry) const
    {
        const int row = m_model->rowOf(entry);
        return row < 0 ? QByteArray("none") : m_model->valueAt(row);
    }
    void tell(quint64 id, const MetadataEntry &entry, OperationState state, const QString &error = {})
    {
        imap::JournalEntry told;
        told.id = id;
        told.change = MetadataChange{noted, {entry}};
        told.state = state;
        told.error = error;
        m_account->tell({imap::JournalChanged{{told}}});
    }

private Q_SLOTS:
    void init() { m_account = std::make_unique<test::FakeServer>(); }
    void cleanup()
    {
        m_model.reset();
        m_account.reset();
    }

    void commentsStandFirst()
    {
        openReady({{"/shared/vendor/x/size", "0"},
                   {"/Shared/Comment", "for all"},
                   {"/private/vendor/x/y", QByteArray("\0\xff\x01", 3)},
                   {"/private/comment", "Two\r\nlines"}});
        QStringList rows;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < AnnotationModel::ColumnCount; ++column)
                cells << m_model->index(row, column).data().toString();
            rows << cells.join(QStringLiteral(" | "));
        }
        QCOMPARE(rows, (QStringList{QStringLiteral("Comment | Only you | Two lines"),
                                    QStringLiteral("Comment | Everybody | for all"),
                                    QStringLiteral("vendor/x/size | Everybody | 0"),
                                    QStringLiteral("vendor/x/y | Only you | 3 bytes that are no text")}));
        QCOMPARE(value("/shared/COMMENT"), QByteArray("for all"));
    }

    void aChangeIsShownAtOnceAndStays()
    {
        openReady({{"/private/comment", "old"}});
        QSignalSpy wanted(m_model.get(), &AnnotationModel::changeWanted);
        QSignalSpy entered(m_model.get(), &AnnotationModel::entered);
        m_model->change("/private/comment", QByteArray("old")); // as it is
        QCOMPARE(wanted.size(), 0);
        m_model->change("/private/comment", QByteArray("new"));
        QCOMPARE(value("/private/comment"), QByteArray("new"));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<MetadataChange>(),
                 (MetadataChange{noted, {{"/private/comment", QByteArray("new")}}}));
        tell(4, {"/private/comment", "new"}, OperationState::Waiting);
        QCOMPARE(entered.size(), 1);
        serve({{"/private/comment", "new!"}}); // servers keep what they think right
        tell(4, {"/private/comment", "new"}, OperationState::Done);
        QTRY_COMPARE(value("/private/comment"), QByteArray("new!"));
    }

    void aRefusedOneIsTakenBackWithTheReason()
    {
        openReady({{"/shared/comment", "as it was"}});
        QSignalSpy refused(m_model.get(), &AnnotationModel::refused);
        m_model->change("/shared/comment", std::nullopt);
        QCOMPARE(m_model->rowCount(), 0);
        tell(1, {"/shared/comment", {}}, OperationState::Waiting);
        tell(1, {"/shared/comment", {}}, OperationState::Failed, QStringLiteral("Permission denied"));
        QCOMPARE(value("/shared/comment"), QByteArray("as it was"));
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused[0][1].toString().contains(QStringLiteral("Permission denied")));
    }

    void whatIsOfAnotherFolderIsNotOfThisOne()
    {
        openReady({{"/private/comment", "mine"}});
        imap::JournalEntry told;
        told.id = 3;
        told.change = MetadataChange{imap::MailboxName(QStringLiteral("Other")), {{"/private/comment", "x"}}};
        told.state = OperationState::Waiting;
        m_account->tell({imap::JournalChanged{{told}}});
        QCOMPARE(value("/private/comment"), QByteArray("mine"));
    }

    void theTruthAfterABreak()
    {
        openReady({{"/private/comment", "old"}});
        m_model->change("/private/comment", QByteArray("new"));
        tell(1, {"/private/comment", "new"}, OperationState::Waiting);
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 1000, nullptr}});
        QCOMPARE(value("/private/comment"), QByteArray("new"));
        QCOMPARE(m_model->index(0, AnnotationModel::Audience).data().toString(),
                 QStringLiteral("Waiting to be sent"));
        serve({{"/private/comment", "new"}, {"/shared/comment", "from elsewhere"}});
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        QTRY_COMPARE(value("/shared/comment"), QByteArray("from elsewhere"));
    }

    void phases()
    {
        open(); // the fake server has no METADATA
        QCOMPARE(m_model->phase(), Phase::Asking);
        QTRY_COMPARE(m_model->phase(), Phase::NotOffered);
        serve({{"/private/comment", {}}}, 3000); // NIL is nothing
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
        QCOMPARE(m_model->rowCount(), 0);
        QCOMPARE(m_model->leftOut(), std::optional<quint64>(3000));
        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("no such folder"));
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Failed);
    }

    void names_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("shared");
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QString>("problem"); // a word of it
        const auto row = [](const char *typed, bool shared, const char *entry, const char *problem = "") {
            QTest::newRow(typed) << QString::fromUtf8(typed) << shared << QByteArray(entry)
                                 << QString::fromUtf8(problem);
        };
        row("Comment", false, "/private/comment");
        row(" comment ", true, "/shared/comment");
        row("/Shared/comment", false, "/Shared/comment");
        row("vendor/example/note", false, "/private/vendor/example/note");
        row("", false, "", "name");
        row("über", false, "/private/über", "English");
        row("a*", true, "/shared/a*", "*");
        row("a//b", true, "/shared/a//b", "Between");
        row("a/", true, "/shared/a/", "Between");
        row("vendor/x", true, "/shared/vendor/x", "vendor/example");
    }
    void names()
    {
        QFETCH(QString, typed);
        QFETCH(bool, shared);
        QFETCH(QString, problem);
        const QByteArray entry =
            annotationEntry(typed, shared ? AnnotationAudience::Shared : AnnotationAudience::Private);
        QTEST(entry, "entry");
        const QString words = annotationProblem(entry);
        QCOMPARE(words.isEmpty(), problem.isEmpty());
        QVERIFY2(words.contains(problem), qPrintable(words));
    }
};

QTEST_MAIN(TestAnnotationModel)
#include "tst_annotationmodel.moc"
