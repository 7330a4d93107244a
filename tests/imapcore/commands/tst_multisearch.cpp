#include "commands/multisearch.h"
#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

namespace
{

MultiSearch searching(const QStringList &scopes, const SearchKey &criteria = SearchKey::seen())
{
    MultiSearch search;
    for (const QString &scope : scopes)
        search.scopes.append(SearchScope::parse(scope));
    search.criteria = criteria;
    return search;
}

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class MultiSearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode()
    {
        QCOMPARE(encoded(searching({})), QByteArray("A ESEARCH RETURN (ALL) SEEN"));
        QCOMPARE(
            encoded(searching({s("personal"), s("SUBTREE:Entwürfe/a b"), s("mailboxes:inbox")})),
            QByteArray(
                "A ESEARCH IN (personal subtree \"Entw&APw-rfe/a b\" mailboxes INBOX) RETURN (ALL) SEEN"));
        MultiSearch several = searching({s("subtree-one:a")});
        several.scopes.first().mailboxes.append(MailboxName(s("b")));
        several.returns = SearchReturn{.count = true};
        QCOMPARE(encoded(several), QByteArray("A ESEARCH IN (subtree-one (a b)) RETURN (COUNT) SEEN"));
        several.scopes.first().mailboxes.clear();
        QVERIFY_EXCEPTION_THROWN(encoded(several), std::invalid_argument);
    }
    void scopes()
    {
        for (const char *wrong : {"", "everywhere", "subtree", "personal:x", "subtree x"})
            QVERIFY_EXCEPTION_THROWN(SearchScope::parse(s(wrong)), InvalidCriteriaError);
    }
    void needs()
    {
        QCOMPARE(searching({}).requirements().capability, std::string_view("MULTISEARCH"));
        searching({}).check(Capabilities({"MULTISEARCH"}));
        // A number names another message in each mailbox.
        const MultiSearch numbers = searching({s("inboxes")}, SearchKey::messages(*SeqSet::parse("1")));
        QVERIFY_EXCEPTION_THROWN(numbers.check(Capabilities({"MULTISEARCH"})), InvalidCriteriaError);
    }
    void results()
    {
        const auto found =
            run(searching({s("personal")}),
                {"* ESEARCH (TAG \"A\" MAILBOX \"Entw&APw-rfe\" UIDVALIDITY 1) UID ALL 4001,4003",
                 "* ESEARCH (TAG \"A\" MAILBOX b UIDVALIDITY 7) UID COUNT 5 ALL 3:5", "* SEARCH 1"});
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).mailbox.toString(), s("Entwürfe"));
        QCOMPARE(std::get<UidSet>(*found.at(0).found.ids).toByteArray(), QByteArray("4001,4003"));
        QCOMPARE(found.at(1).uidValidity, UidValidity(7));
        QCOMPARE(found.at(1).found.count, std::optional(5u));
    }
    void refusals() { QVERIFY(searching({}).error(completion("A BAD what"))); }
};

QTEST_GUILESS_MAIN(MultiSearchTest)
#include "tst_multisearch.moc"
