#include "imapcore/commands/commandtesting.h"

#include "commands/quota.h"

using namespace imap;
using namespace testing;

class QuotaTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void parse_data();
    void parse();
    void roots();
    void malformed_data();
    void malformed();
    void limits();
    void veryManyRoots();
    void ofOneRoot();
    void ofAMailbox();
    void whoMaySet();
};

namespace
{

const MailboxName inbox(QStringLiteral("INBOX"));

} // namespace

void QuotaTest::encode()
{
    QCOMPARE(encoded(GetQuota{}), QByteArray("A GETQUOTA \"\""));
    QCOMPARE(encoded(GetQuota{"User quota"}), QByteArray("A GETQUOTA \"User quota\""));
    QCOMPARE(encoded(GetQuotaRoot{MailboxName(QStringLiteral("ä"))}), QByteArray("A GETQUOTAROOT &AOQ-"));
    QCOMPARE(encoded(SetQuota{"user/alice", {{"STORAGE", 512}, {"X-NUM-FOLDERS", 9223372036854775807u}}}),
             QByteArray("A SETQUOTA user/alice (STORAGE 512 X-NUM-FOLDERS 9223372036854775807)"));
    QCOMPARE(encoded(SetQuota{"", {}}), QByteArray("A SETQUOTA \"\" ()"));
    QVERIFY_EXCEPTION_THROWN(encoded(SetQuota{"", {{"A B", 1}}}), std::invalid_argument);
}

void QuotaTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<Quota>>("quotas");
    const auto row = [](const QByteArray &line, const QList<Quota> &quotas) {
        QTest::newRow(line.constData()) << line << quotas;
    };
    row("* QUOTA \"\" (STORAGE 10 512)", {{"", "STORAGE", 10, 512}});
    row("* quota Root (storage 1 2 Message 3 4)", {{"Root", "STORAGE", 1, 2}, {"Root", "MESSAGE", 3, 4}});
    row("* QUOTA user/alice (STORAGE 0 100000 MESSAGE 0 500 X-ANNOTATION-STORAGE 0 10 X-NUM-FOLDERS 7 40)",
        {{"user/alice", "STORAGE", 0, 100000},
         {"user/alice", "MESSAGE", 0, 500},
         {"user/alice", "X-ANNOTATION-STORAGE", 0, 10},
         {"user/alice", "X-NUM-FOLDERS", 7, 40}});
    row("* QUOTA {2}\r\na\" (STORAGE 18446744073709551615 9223372036854775807)",
        {{"a\"", "STORAGE", 18446744073709551615u, 9223372036854775807u}});
    row("* QUOTA \"\" ()", {});
    row("* QUOTA \"\"", {});
    row("* QUOTA NIL NIL", {});
    // A count that went wrong, and "no limit" of servers that have no better word.
    row("* QUOTA x (STORAGE -5 512)", {{"x", "STORAGE", 0, 512}});
    row("* QUOTA x (STORAGE 5 -1 MESSAGE 1 2)", {{"x", "MESSAGE", 1, 2}});
    row("* QUOTA x  ( STORAGE  5  6 ) ", {{"x", "STORAGE", 5, 6}});
}

void QuotaTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<Quota>, quotas);
    const auto response = untagged<QuotaResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->resources, quotas);
    feedTruncated(line);
}

void QuotaTest::roots()
{
    const auto response = untagged<QuotaRootResponse>("* QUOTAROOT \"a b\" \"\" \"User quota\" x");
    QVERIFY(response);
    QCOMPARE(response->roots.mailbox.toString(), QStringLiteral("a b"));
    QCOMPARE(response->roots.quotaRoots, (QList<QByteArray>{"", "User quota", "x"}));
    QVERIFY(untagged<QuotaRootResponse>("* QUOTAROOT INBOX")->roots.quotaRoots.isEmpty());
}

void QuotaTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"* QUOTA", "* QUOTA x (", "* QUOTA x (STORAGE)", "* QUOTA x (STORAGE 1)", "* QUOTA x (STORAGE 1 x)",
          "* QUOTA x (STORAGE 1 18446744073709551616)", "* QUOTA x STORAGE 1 2", "* QUOTA x (STORAGE - 2)",
          "* QUOTAROOT", "* QUOTAROOT x (y)"})
        QTest::newRow(line) << QByteArray(line);
}

void QuotaTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
    feedTruncated(line);
}

void QuotaTest::limits()
{
    wire::Limits few;
    few.listItems = 10;
    QVERIFY(!isMalformed("* QUOTAROOT x" + QByteArray(" r").repeated(10), few));
    QVERIFY(isMalformed("* QUOTAROOT x" + QByteArray(" r").repeated(11), few));
    QVERIFY(isMalformed("* QUOTA x (" + QByteArray("A 1 2 ").repeated(11) + ')', few));
}

/// Each of very many roots compared with each quota would take for ever.
void QuotaTest::veryManyRoots()
{
    QByteArray roots = "* QUOTAROOT INBOX";
    QList<QByteArray> lines;
    for (int i = 0; i < 10'000; ++i) {
        roots += " r" + QByteArray::number(i);
        lines.append("* QUOTA r" + QByteArray::number(i) + " (STORAGE 1 2)");
    }
    const QuotaRootResult found = run(GetQuotaRoot{inbox}, QList<QByteArray>{roots} + lines);
    QCOMPARE(found.roots.quotaRoots.size(), 1000);
    QCOMPARE(found.quotas.size(), 1000);
}

void QuotaTest::ofOneRoot()
{
    const QList<Quota> found = run(
        GetQuota{"a"}, {"* QUOTA b (STORAGE 1 2)", "* QUOTA a (STORAGE 3 4 MESSAGE 5 6)", "* QUOTA c ()"});
    QCOMPARE(found, (QList<Quota>{{"a", "STORAGE", 3, 4}, {"a", "MESSAGE", 5, 6}}));
    QCOMPARE(run(SetQuota{"a", {{"STORAGE", 5}}}, {"* QUOTA a (STORAGE 3 4)"}).first().limit, quint64(4));
    QVERIFY(run(GetQuota{"a"}, {}).isEmpty());
}

/// Two roots limit INBOX; the quota of another user, asked for at the same time, is not mixed in.
void QuotaTest::ofAMailbox()
{
    const QuotaRootResult found =
        run(GetQuotaRoot{inbox},
            {"* QUOTAROOT other z", "* QUOTAROOT INBOX a \"\"", "* QUOTA z (STORAGE 9 9)",
             "* QUOTA \"\" (MESSAGE 1 2)", "* QUOTA a (STORAGE 3 4)", "* QUOTA a (STORAGE 5 6)"});
    QCOMPARE(found.roots, (MailboxQuotaRoots{inbox, {"a", ""}}));
    QCOMPARE(found.quotas, (QList<Quota>{{"", "MESSAGE", 1, 2}, {"a", "STORAGE", 5, 6}}));
    QVERIFY(run(GetQuotaRoot{inbox}, {"* QUOTAROOT INBOX"}).quotas.isEmpty());
}

void QuotaTest::whoMaySet()
{
    const SetQuota command{"a", {{"STORAGE", 5}}};
    command.check(Capabilities({"IMAP4rev1", "QUOTA"})); // RFC 2087: may try
    command.check(Capabilities({"QUOTA", "QUOTA=RES-STORAGE", "QUOTASET"}));
    const Capabilities readOnly({"QUOTA", "QUOTA=RES-STORAGE", "quota=res-message"});
    QVERIFY_EXCEPTION_THROWN(command.check(readOnly), CapabilityError);
    QCOMPARE(quotaResources(readOnly), (QList<QByteArray>{"STORAGE", "MESSAGE"}));
    QVERIFY(quotaResources(Capabilities({"QUOTA", "QUOTASET", "QUOTA=RES-"})).isEmpty());
    // Cyrus 3.6: as RFC 2087, but it says what it counts.
    const Capabilities cyrus({"QUOTA", "X-QUOTA=STORAGE", "X-QUOTA=X-NUM-FOLDERS"});
    QCOMPARE(quotaResources(cyrus), (QList<QByteArray>{"STORAGE", "X-NUM-FOLDERS"}));
    command.check(cyrus);
}

QTEST_GUILESS_MAIN(QuotaTest)
#include "tst_quota.moc"
