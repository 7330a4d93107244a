#include "sync/conversations.h"

#include <QtTest>

using namespace imap;

namespace
{

using Groups = QList<QList<quint32>>;

MessageSummary mail(quint32 uid, const QByteArray &subject, const QByteArray &answers = {},
                    const QByteArray &references = {})
{
    MessageSummary message;
    message.uid = Uid(uid);
    message.internalDate = QDateTime(QDate(2026, 1, 1), QTime(10, 0), Qt::UTC).addDays(uid);
    message.envelope.subject = subject;
    message.envelope.messageId = "<" + QByteArray::number(uid) + "@example.org>";
    if (!answers.isEmpty())
        message.envelope.inReplyTo = answers;
    message.references = references;
    return message;
}

Groups groupsOf(const ArrangedMessages &messages)
{
    Groups groups;
    for (qsizetype group = 0; group < messages.groupCount(); ++group) {
        QList<quint32> uids;
        for (qsizetype at = messages.groupBegin(group); at < messages.groupEnd(group); ++at)
            uids << messages.uidAt(at).value;
        groups << uids;
    }
    return groups;
}

Groups conversationsOf(const QList<MessageSummary> &messages)
{
    Conversations conversations;
    for (const MessageSummary &message : messages)
        conversations.add(message, false);
    return groupsOf(conversations.finish());
}

} // namespace

class ConversationsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersGoWithWhatTheyAnswer();
    void childrenOfSomebodyMissing();
    void theAnswerCameFirst();
    void circlesAreConversations();
    void subjectsAloneAreNoReason();
    void anAnswerWithoutReferences();
    void aSeasonLater();
    void brokenHeaders();
    void oneMessageJoinsFew();
    void whoComesLater();
    void manyComeLater();
    void aMillionInTime();
};

void ConversationsTest::answersGoWithWhatTheyAnswer()
{
    QCOMPARE(conversationsOf({mail(1, "a"), mail(2, "b"), mail(3, "Re: a", "<1@example.org>"),
                              mail(4, "Re: a", {}, "<1@example.org> <3@example.org>")}),
             (Groups{{2}, {1, 3, 4}}));
}

/// Two answers to something that is not in this folder belong together.
void ConversationsTest::childrenOfSomebodyMissing()
{
    QCOMPARE(conversationsOf({mail(1, "x", "<gone@example.org>"), mail(2, "y", {}, "<gone@example.org>")}),
             (Groups{{1, 2}}));
}

void ConversationsTest::theAnswerCameFirst()
{
    QCOMPARE(conversationsOf({mail(1, "Re: a", "<2@example.org>"), mail(2, "a")}), (Groups{{1, 2}}));
}

void ConversationsTest::circlesAreConversations()
{
    QCOMPARE(conversationsOf({mail(1, "a", "<3@example.org>"), mail(2, "a", "<1@example.org>"),
                              mail(3, "a", "<2@example.org>"), mail(4, "b", "<4@example.org>")}),
             (Groups{{1, 2, 3}, {4}}));
}

void ConversationsTest::subjectsAloneAreNoReason()
{
    QCOMPARE(conversationsOf({mail(1, "Invoice"), mail(2, "Invoice"), mail(3, ""), mail(4, "Re:")}),
             (Groups{{1}, {2}, {3}, {4}}));
}

void ConversationsTest::anAnswerWithoutReferences()
{
    QCOMPARE(conversationsOf({mail(1, "Lunch"), mail(2, "Dinner"), mail(3, "Lunch"), mail(4, "RE: lunch"),
                              mail(5, "Re: Lunch", "<nobody@example.org>")}),
             (Groups{{1}, {2}, {3, 4}, {5}}));
}

void ConversationsTest::aSeasonLater()
{
    QCOMPARE(conversationsOf({mail(1, "Lunch"), mail(2 + Conversations::subjectDays, "Re: Lunch")}),
             (Groups{{1}, {2 + Conversations::subjectDays}}));
}

void ConversationsTest::brokenHeaders()
{
    MessageSummary none;
    none.uid = Uid(7);
    QCOMPARE(conversationsOf({mail(1, "a", "<", ">>>"), mail(2, "b", "<>", "< > <"),
                              mail(3, "c", "<" + QByteArray(100'000, 'x') + ">"), none}),
             (Groups{{1}, {2}, {3}, {7}}));
}

/// A hostile message that names everybody gets only some of them.
void ConversationsTest::oneMessageJoinsFew()
{
    QList<MessageSummary> messages;
    QByteArray all;
    for (quint32 uid = 1; uid <= 1000; ++uid) {
        messages << mail(uid, "s");
        all += "<" + QByteArray::number(uid) + "@example.org> ";
    }
    messages << mail(2000, "evil", {}, all);
    const Groups groups = conversationsOf(messages);
    QVERIFY(groups.last().size() <= Conversations::maximumReferences + 1);
    QVERIFY(groups.last().contains(1000)); // the nearest
    QVERIFY(groups.last().contains(1));    // and the first
}

void ConversationsTest::whoComesLater()
{
    Conversations conversations;
    for (const MessageSummary &message :
         {mail(1, "a"), mail(2, "b"), mail(3, "x", "<gone@example.org>"), mail(4, "Lunch")})
        conversations.add(message, false);
    conversations.finish();
    const auto sought = [&](const MessageSummary &message) { return conversations.companions(message); };
    QCOMPARE(sought(mail(10, "c")), std::vector<Uid>{});
    QCOMPARE(sought(mail(11, "c", "<2@example.org>")), std::vector<Uid>{Uid(2)});
    QCOMPARE(sought(mail(12, "c", "<gone@example.org>")), std::vector<Uid>{Uid(3)});
    QCOMPARE(sought(mail(13, "Re: Lunch")), std::vector<Uid>{Uid(4)});
    conversations.learn(mail(11, "c", "<2@example.org>"));
    QCOMPARE(sought(mail(14, "c", "<11@example.org>")), std::vector<Uid>{Uid(11)});
    QVERIFY(isCompanion(mail(11, "c"), mail(14, "c", "<11@example.org>")));
    QVERIFY(!isCompanion(mail(11, "c"), mail(14, "c", "<1@example.org>")));
}

void ConversationsTest::manyComeLater()
{
    Conversations conversations;
    conversations.finish();
    for (quint32 uid = 1; uid <= 10'000; ++uid)
        conversations.learn(mail(uid, "s"));
    for (const quint32 uid : {1u, 5000u, 10'000u}) {
        const auto found =
            conversations.companions(mail(20'000, "s", "<" + QByteArray::number(uid) + "@example.org>"));
        QVERIFY(std::find(found.begin(), found.end(), Uid(uid)) != found.end());
    }
}

/// 300,000, which is enough to see that nothing grows faster than the folder; the memory is for each.
void ConversationsTest::aMillionInTime()
{
    constexpr quint32 count = 300'000;
    Conversations conversations;
    for (quint32 uid = 1; uid <= count; ++uid)
        conversations.add(
            mail(uid, "s", uid % 3 ? "<" + QByteArray::number(uid - 1) + "@example.org>" : QByteArray()),
            false);
    const ArrangedMessages messages = conversations.finish();
    QCOMPARE(messages.size(), qsizetype(count));
    const qsizetype perMillion = (messages.memory() + conversations.memory()) * 10 / 3;
    QVERIFY2(perMillion < 26'000'000, QByteArray::number(perMillion));
}

QTEST_APPLESS_MAIN(ConversationsTest)
#include "tst_conversations.moc"
