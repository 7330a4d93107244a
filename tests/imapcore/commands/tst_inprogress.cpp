#include "imapcore/commands/commandtesting.h"

#include "commands/inprogress.h"

using namespace imap;
using namespace testing;

class InProgressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void otherCodes();
};

void InProgressTest::parse_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<InProgress>("expected");
    const auto row = [](const char *code, const InProgress &expected) {
        QTest::newRow(code) << QByteArray(code) << expected;
    };
    row("[INPROGRESS (\"A001\" 454 1000)]", {"A001", 454, 1000});
    row("[INPROGRESS (\"A001\" 0 NIL)]", {"A001", 0, {}});
    row("[INPROGRESS (\"A001\" NIL NIL)]", {"A001", {}, {}});
    row("[INPROGRESS (NIL 5 10)]", {"", 5, 10});
    row("[INPROGRESS]", {});
    row("[inprogress (A001 1 2)]", {"A001", 1, 2});
    row("[INPROGRESS (\"A001\" 18446744073709551615 0)]", {"A001", 18446744073709551615u, {}});
    // Nonsense is nothing told.
    row("[INPROGRESS (\"A001\" -5 99999999999999999999)]", {"A001", {}, {}});
    row("[INPROGRESS ()]", {});
    row("[INPROGRESS 7]", {});
}

void InProgressTest::parse()
{
    QFETCH(QByteArray, code);
    QFETCH(InProgress, expected);
    const auto status = untagged<StatusResponse>("* OK " + code + " still working");
    QVERIFY(status);
    QVERIFY(inProgress(status->code) == expected);
}

void InProgressTest::otherCodes()
{
    QVERIFY(!inProgress(untagged<StatusResponse>("* OK [ALERT] x")->code));
    QVERIFY(!inProgress(untagged<StatusResponse>("* OK Still here")->code));
}

QTEST_GUILESS_MAIN(InProgressTest)
#include "tst_inprogress.moc"
