#include "ui/models/messagedisplay.h"

#include "support/fakemail.h"

#include <QTest>

using namespace ui;

class TestMessageDisplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreDecoded()
    {
        auto message = std::make_shared<imap::MessageSummary>(*test::fakeMessage(1));
        message->envelope.subject = "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n aus K\xC3\xB6ln";
        message->envelope.from.first().name = "=?utf-8?B?15PXldeT?=";
        const MessageDisplay display = makeDisplay(*message, Correspondents::From);
        QCOMPARE(display.subject, QStringLiteral("Gr\u00fc\u00dfe aus K\u00f6ln"));
        QCOMPARE(display.correspondents, QStringLiteral("\u05d3\u05d5\u05d3"));
        QVERIFY(display.people.contains(QStringLiteral("david@example.co.il")));
    }

    void nothingIsNeverNothing()
    {
        imap::MessageSummary bare;
        bare.uid = imap::Uid(1);
        const MessageDisplay from = makeDisplay(bare, Correspondents::From);
        QVERIFY(from.noSubject);
        QVERIFY(!from.subject.isEmpty());
        QVERIFY(!from.correspondents.isEmpty());
        QVERIFY(makeDisplay(bare, Correspondents::To).correspondents != from.correspondents);
        QVERIFY(!from.date.isValid());
        QVERIFY(spokenRow(from).startsWith(QStringLiteral("Unread")));
    }

    void ownMailNamesWhoWasWrittenTo()
    {
        const auto message = test::fakeMessage(1);
        QCOMPARE(makeDisplay(*message, Correspondents::To).correspondents, QStringLiteral("me@example.org"));
    }

    void flags()
    {
        const auto message = test::fakeMessage(1, {imap::flags::Flagged, imap::flags::Answered,
                                                   imap::Flag("$FORWARDED"), imap::Flag("$label1")});
        MessageDisplay display = makeDisplay(*message, Correspondents::From);
        QVERIFY(display.unread && display.flagged && display.answered && display.forwarded);
        QCOMPARE(display.labels.size(), 1);
        display.preview = QStringLiteral("kept");
        auto changed = std::make_shared<imap::MessageSummary>(*message);
        changed->flags = {imap::flags::Seen};
        changed->gmailLabels = {QStringLiteral("Work"), QStringLiteral("\\Important")};
        const MessageDisplay read = withFlags(display, *changed);
        QVERIFY(!read.unread && !read.flagged);
        QCOMPARE(read.labels.size(), 1);
        QCOMPARE(read.labels.first().name, QStringLiteral("Work"));
        QCOMPARE(read.preview, QStringLiteral("kept"));
        QCOMPARE(read.subject, display.subject);
    }

    void attachments()
    {
        QVERIFY(makeDisplay(*test::fakeMessage(2), Correspondents::From).attachment);
        QVERIFY(!makeDisplay(*test::fakeMessage(3), Correspondents::From).attachment);
    }

    // A forged Date from the future would otherwise stand over everything in the reader's mind.
    void datesFromTheFutureAreNotBelieved()
    {
        auto message = std::make_shared<imap::MessageSummary>(*test::fakeMessage(1));
        const QDateTime arrived = message->internalDate;
        message->envelope.date = "Tue, 1 Jan 2199 00:00:00 +0000";
        QCOMPARE(displayDate(*message), arrived);
        message->envelope.date = "rubbish";
        QCOMPARE(displayDate(*message), arrived);
        message->envelope.date = "Fri, 4 Jul 2014 10:00:00 +0200";
        QCOMPARE(displayDate(*message).date(), QDate(2014, 7, 4));
    }

    void spokenRows()
    {
        const auto message = test::fakeMessage(2, QStringLiteral("Anna Berg"), QStringLiteral("Plans"), {});
        const QString spoken = spokenRow(makeDisplay(*message, Correspondents::From));
        QVERIFY2(spoken.startsWith(QStringLiteral("Unread, Anna Berg, Plans, ")), qPrintable(spoken));
        QVERIFY(spoken.endsWith(QStringLiteral("with attachment")));
    }
};

QTEST_GUILESS_MAIN(TestMessageDisplay)
#include "tst_messagedisplay.moc"
