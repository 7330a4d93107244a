#include "ui/views/envelopeview.h"

#include "readeraccount.h"
#include "ui/views/labelchip.h"
#include "ui/views/peopleline.h"
#include "ui/views/personchip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

using namespace ui;

class TestEnvelopeView : public QObject
{
    Q_OBJECT
    std::unique_ptr<EnvelopeView> m_view;

    QLabel *label(const char *name) { return m_view->findChild<QLabel *>(QLatin1String(name)); }
    QStringList chips()
    {
        QStringList names;
        const auto all = m_view->findChildren<PersonChip *>();
        for (const PersonChip *chip : all) {
            if (chip->isVisible())
                names << chip->text();
        }
        return names;
    }
    void show(const imap::MessageSummary &message)
    {
        m_view->setMessage(test::share(message));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<EnvelopeView>();
        m_view->setNow(QDateTime(QDate(2025, 3, 7), QTime(10, 0)));
        m_view->resize(640, 200);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void showsWhoWhatAndWhen()
    {
        show(test::message(1));
        QCOMPARE(label("subject")->text(), QStringLiteral("Plans for the week"));
        QCOMPARE(chips(), (QStringList{QStringLiteral("Anna Berg"), QStringLiteral("Ben Holm")}));
        QVERIFY(label("date")->text().contains(QStringLiteral("3 days ago")));
        QVERIFY(label("date")->toolTip().contains(QStringLiteral("2025")));
    }

    void replyToOnlyWhenItDiffers()
    {
        imap::MessageSummary message = test::message(1);
        message.envelope.replyTo = message.envelope.from;
        show(message);
        QCOMPARE(chips().size(), 2);
        message.envelope.replyTo = {test::address("List", "list", "example.org")};
        show(message);
        QVERIFY(chips().contains(QStringLiteral("List")));
    }

    void manyRecipientsFold()
    {
        imap::MessageSummary message = test::message(1);
        message.envelope.to.clear();
        for (int i = 0; i < 40; ++i)
            message.envelope.to << test::address(("P" + QByteArray::number(i)).constData(), "p",
                                                 "example.org");
        show(message);
        QVERIFY(chips().size() < 12);
        auto *line = m_view->findChildren<PeopleLine *>().value(0);
        auto *more = line->findChild<QToolButton *>(QStringLiteral("more"));
        QVERIFY(more->text().contains(QStringLiteral("34")));
        QTest::mouseClick(more, Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(line->shown(), 40);
        QCOMPARE(chips().size(), 41);
    }

    // Thousands of addresses must not become thousands of widgets.
    void thousandsOfRecipientsAreBounded()
    {
        imap::MessageSummary message = test::message(1);
        for (int i = 0; i < 6000; ++i)
            message.envelope.cc << test::address("", QByteArray::number(i).constData(), "example.org");
        show(message);
        auto *line = m_view->findChildren<PeopleLine *>().value(1);
        line->unfold();
        QVERIFY(line->shown() <= 201);
    }

    void groupsAreNamed()
    {
        imap::MessageSummary message = test::message(1);
        imap::Address start;
        start.mailbox = QByteArray("Friends");
        message.envelope.to = {start, test::address("Eve", "eve", "example.org"), imap::Address{}};
        show(message);
        QVERIFY(chips().contains(QStringLiteral("Eve")));
        const auto labels = m_view->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel *found) { return found->text() == QStringLiteral("Friends:"); }));
    }

    void compactKeepsWhatMatters()
    {
        m_view->setCompact(true);
        show(test::message(1));
        QCOMPARE(chips(), QStringList{QStringLiteral("Anna Berg")});
        m_view->showDetails(true);
        QVERIFY(label("details")->text().contains(QStringLiteral("Ben Holm")));
        m_view->setCompact(false);
        QCOMPARE(chips().size(), 2);
    }

    void copiesTheAddress()
    {
        show(test::message(1));
        m_view->findChildren<PersonChip *>().constFirst()->copyAddress();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("anna@example.org"));
    }

    void detailsHaveWhatFewWant()
    {
        show(test::message(42));
        QVERIFY(!label("details")->isVisible());
        QTest::mouseClick(m_view->findChildren<QToolButton *>(QStringLiteral("more")).constLast(),
                          Qt::LeftButton);
        QVERIFY(label("details")->isVisible());
        QVERIFY(label("details")->text().contains(QStringLiteral("<1234.abcd@example.org>")));
        QVERIFY(label("details")->text().contains(QStringLiteral("42")));
    }

    void emptyAndHostileHeads()
    {
        imap::MessageSummary empty;
        empty.uid = imap::Uid(1);
        show(empty);
        QCOMPARE(label("subject")->text(), QStringLiteral("(no subject)"));
        imap::MessageSummary hostile = test::message(2);
        hostile.envelope.subject = QByteArray(200'000, 'W');
        hostile.envelope.from = {test::address("<img src=x onerror=y>", "a", "b.example")};
        show(hostile);
        QVERIFY(label("subject")->text().size() < 300);
        QVERIFY(m_view->minimumSizeHint().width() < 640); // a long word does not push the window
        QString tips;
        for (const PersonChip *chip : m_view->findChildren<PersonChip *>())
            tips += chip->toolTip();
        QVERIFY2(tips.contains(QStringLiteral("&lt;img")), qPrintable(tips)); // and never markup
        QVERIFY(!tips.contains(QStringLiteral("<img")));
    }

    // As the reader holds it: the text below gets what the head leaves.
    void manyLabelsCutNothingOff()
    {
        QWidget pane;
        auto *column = new QVBoxLayout(&pane);
        column->setContentsMargins(0, 0, 0, 0);
        auto *head = new EnvelopeView(&pane);
        auto *text = new QWidget(&pane);
        column->addWidget(head);
        column->addWidget(text, 1);
        pane.resize(520, 700);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        imap::MessageSummary message = test::message(1);
        head->setMessage(test::share(message));
        for (int i = 1; i <= 30; ++i)
            message.flags.insert(imap::Flag("Keyword" + QByteArray::number(i)));
        head->setFlags(message.flags, {});
        const auto labels = head->findChildren<LabelChip *>();
        QCOMPARE(labels.size(), 30);
        QTRY_VERIFY(labels.last()->y() > 2 * labels.first()->height());
        QTRY_COMPARE(head->height(), head->heightForWidth(head->width()));
        QCOMPARE(head->y(), 0);
        for (const LabelChip *chip : labels)
            QVERIFY(chip->parentWidget()->rect().contains(chip->geometry()));
        QCOMPARE(text->y(), head->height() + column->spacing());
    }

    void starAndReadAreAskedForNotDone()
    {
        show(test::message(1));
        QSignalSpy star(m_view.get(), &EnvelopeView::starToggled);
        QSignalSpy read(m_view.get(), &EnvelopeView::readToggled);
        QTest::mouseClick(m_view->findChild<QToolButton *>(QStringLiteral("star")), Qt::LeftButton);
        QTest::mouseClick(m_view->findChild<QToolButton *>(QStringLiteral("read")), Qt::LeftButton);
        QCOMPARE(star.value(0).value(0).toBool(), true);
        QCOMPARE(read.value(0).value(0).toBool(), true);
    }
};

QTEST_MAIN(TestEnvelopeView)
#include "tst_envelopeview.moc"
