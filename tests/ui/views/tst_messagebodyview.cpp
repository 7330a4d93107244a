#include "ui/views/messagebodyview.h"

#include "ui/views/bodytext.h"
#include "ui/views/findbar.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextTable>
#include <QtTest>

using namespace ui;
using imap::mime::Block;
using imap::mime::BlockKind;
using imap::mime::TextBody;

namespace
{

Block paragraph(const QString &text, int quoteLevel = 0)
{
    Block block;
    block.text = text;
    block.quoteLevel = quoteLevel;
    return block;
}

/// As the mime library would: quote runs filled in.
TextBody bodyOf(const QList<Block> &blocks)
{
    TextBody body;
    body.blocks = blocks;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        if (blocks.at(i).quoteLevel == 0)
            continue;
        if (!body.quoteRuns.isEmpty() && body.quoteRuns.last().first + body.quoteRuns.last().count == i)
            ++body.quoteRuns.last().count;
        else
            body.quoteRuns << imap::mime::QuoteRun{i, 1};
    }
    return body;
}

} // namespace

class TestMessageBodyView : public QObject
{
    Q_OBJECT
    std::unique_ptr<MessageBodyView> m_view;

    void show(const QList<Block> &blocks, const imap::MessageBody &message = {})
    {
        m_view->setBody(bodyOf(blocks), message);
        QCoreApplication::processEvents();
    }
    QString text() { return m_view->toPlainText(); }
    /// Where a link's text stands in the view.
    QPoint whereIs(const QString &words)
    {
        QTextCursor cursor = m_view->document()->find(words);
        cursor.setPosition(cursor.selectionStart() + 1);
        return m_view->cursorRect(cursor).center();
    }
    void click(const QString &words)
    {
        QTest::mouseMove(m_view->viewport(), whereIs(words));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, whereIs(words));
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<MessageBodyView>();
        m_view->resize(1200, 600);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void keepsTheColumnReadable()
    {
        show({paragraph(QString(400, u'x').replace(QStringLiteral("xxxxxxxx"), QStringLiteral("word or ")))});
        const QTextFrameFormat frame = m_view->document()->rootFrame()->frameFormat();
        QVERIFY(frame.leftMargin() > 150); // a wide window has wide margins
        QCOMPARE(frame.leftMargin(), frame.rightMargin());
        const QTextLayout *layout = m_view->document()->firstBlock().layout();
        QVERIFY(layout->lineCount() > 1);
        const int characters = layout->lineAt(0).textLength();
        QVERIFY2(characters > 55 && characters < 95, qPrintable(QString::number(characters)));
        m_view->resize(300, 600);
        QCoreApplication::processEvents();
        QVERIFY(m_view->document()->rootFrame()->frameFormat().leftMargin() < 20);
        QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
    }

    void longWordsBreak()
    {
        m_view->resize(400, 400);
        show({paragraph(QString(5000, u'x'))});
        QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
    }

    void longQuotesFoldAndUnfold()
    {
        QList<Block> blocks{paragraph(QStringLiteral("My answer"))};
        for (int i = 0; i < 30; ++i)
            blocks << paragraph(QStringLiteral("quoted line %1").arg(i), 1);
        blocks << paragraph(QStringLiteral("Goodbye"));
        show(blocks);
        QVERIFY(!text().contains(QStringLiteral("quoted line 3")));
        QVERIFY(text().contains(QStringLiteral("Show 30 quoted lines")));
        QVERIFY(text().contains(QStringLiteral("Goodbye")));
        click(QStringLiteral("Show 30"));
        QVERIFY(text().contains(QStringLiteral("quoted line 29")));
        click(QStringLiteral("Hide quoted"));
        QVERIFY(!text().contains(QStringLiteral("quoted line 29")));
    }

    void oneQuotedLineIsNotSeveral()
    {
        QVERIFY(bodytext::fold(1, true).endsWith(QStringLiteral("Show 1 quoted line")));
        QVERIFY(bodytext::fold(2, true).endsWith(QStringLiteral("Show 2 quoted lines")));
    }

    void shortQuotesStay()
    {
        show({paragraph(QStringLiteral("> you wrote"), 1), paragraph(QStringLiteral("I answer"))});
        QVERIFY(text().contains(QStringLiteral("you wrote")));
        QVERIFY(!text().contains(QStringLiteral("Show")));
    }

    // A forwarded or quoted message with nothing else is what there is to read.
    void aMessageOfNothingButQuotesIsNotFolded()
    {
        QList<Block> blocks;
        for (int i = 0; i < 30; ++i)
            blocks << paragraph(QStringLiteral("quoted line %1").arg(i), 2);
        show(blocks);
        QVERIFY(text().contains(QStringLiteral("quoted line 29")));
    }

    // Somebody who reads from right to left has the bars of a quote on the right.
    void quotesFollowTheirDirection()
    {
        show({paragraph(QStringLiteral("left"), 1), paragraph(QString::fromUtf8("שלום"), 2)});
        const QTextBlock left = m_view->document()->firstBlock();
        QVERIFY(left.blockFormat().leftMargin() > 0);
        QCOMPARE(left.blockFormat().rightMargin(), 0);
        const QTextBlock right = left.next();
        QCOMPARE(right.blockFormat().leftMargin(), 0);
        QVERIFY(right.blockFormat().rightMargin() > left.blockFormat().leftMargin());
    }

    void linksAreShownThenFollowed()
    {
        Block block = paragraph(QStringLiteral("see here please"));
        block.links = {{4, 4, QStringLiteral("https://example.org/a?b=c"), false}};
        show({block});
        QSignalSpy hovered(m_view.get(), &MessageBodyView::linkHovered);
        QSignalSpy activated(m_view.get(), &MessageBodyView::linkActivated);
        click(QStringLiteral("here"));
        QVERIFY(!hovered.isEmpty());
        QCOMPARE(hovered.first().at(0).toString(), QStringLiteral("https://example.org/a?b=c"));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0].at(0).toUrl(), QUrl(QStringLiteral("https://example.org/a?b=c")));
        QVERIFY(text().contains(QStringLiteral("see here please"))); // and the text is still there
    }

    void otherSchemesAreNotFollowed()
    {
        Block block = paragraph(QStringLiteral("see here please"));
        block.links = {{4, 4, QStringLiteral("file:///etc/passwd"), false}};
        show({block});
        QSignalSpy activated(m_view.get(), &MessageBodyView::linkActivated);
        click(QStringLiteral("here"));
        QVERIFY(activated.isEmpty());
        QVERIFY(text().contains(QStringLiteral("see here please")));
    }

    void deceptiveLinksShowWhereTheyLead()
    {
        Block block = paragraph(QStringLiteral("log in at www.bank.example now"));
        block.links = {{10, 16, QStringLiteral("https://evil.example.com/x"), true}};
        show({block});
        QVERIFY(text().contains(QStringLiteral("www.bank.example (leads to evil.example.com) now")));
    }

    void picturesComeFromTheMessageOnly()
    {
        QImage image(200, 50, QImage::Format_RGB32);
        image.fill(Qt::red);
        QByteArray png;
        QBuffer buffer(&png);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        QVERIFY(image.save(&buffer, "PNG"));
        imap::BodyStructure part;
        part.type = "image";
        part.subtype = "png";
        part.encoding = "base64";
        imap::BodyStructure whole;
        whole.type = "multipart";
        whole.subtype = "related";
        whole.parts = {imap::BodyStructure{}, part};
        imap::MessageBody message;
        message.structure = whole;
        message.sections = {{"2", png.toBase64()}};
        Block picture;
        picture.kind = BlockKind::Picture;
        picture.resource = "2";
        picture.text = QStringLiteral("red");
        Block missing = picture;
        missing.resource = "3";
        missing.text = QStringLiteral("the other one");
        show({picture, missing}, message);
        QVERIFY(text().contains(QChar(QChar::ObjectReplacementCharacter)));
        QVERIFY(text().contains(QStringLiteral("[Picture: the other one]")));
        const QPixmap shot = m_view->grab();
        QVERIFY(shot.toImage().pixelColor(shot.width() / 2, 40).isValid());
    }

    // The stock view reads local files: nothing may come from anywhere but the message.
    void nothingElseIsEverLoaded()
    {
        class Probe : public MessageBodyView
        {
        public:
            using MessageBodyView::loadResource;
        } probe;
        for (const char *url : {"file:///etc/passwd", "http://127.0.0.1/x.png", "qrc:/icons/account.svg",
                                "postrider-part:1", "data:image/png;base64,AAAA"}) {
            for (const int type : {QTextDocument::ImageResource, QTextDocument::HtmlResource,
                                   QTextDocument::StyleSheetResource})
                QVERIFY2(!probe.loadResource(type, QUrl(QLatin1String(url))).isValid(), url);
        }
    }

    void picturesThatAreTooLargeOrNoPicturesAreLeftOut()
    {
        imap::MessageBody message;
        imap::BodyStructure part;
        part.type = "image";
        part.subtype = "svg+xml";
        part.encoding = "7bit";
        message.structure = part;
        message.sections = {{"1", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"}};
        Block picture;
        picture.kind = BlockKind::Picture;
        picture.resource = "1";
        show({picture}, message);
        QVERIFY(text().contains(QStringLiteral("[Picture]")));
    }

    void longMessagesOfferTheRest()
    {
        QList<Block> blocks;
        for (int i = 0; i < 600; ++i)
            blocks << paragraph(QStringLiteral("paragraph %1 ").arg(i) + QString(400, u'y'));
        show(blocks);
        QVERIFY(m_view->hasMore());
        QVERIFY(!text().contains(QStringLiteral("paragraph 599")));
        QVERIFY(text().contains(QStringLiteral("Show all of it")));
        m_view->showAll();
        QTRY_VERIFY(text().contains(QStringLiteral("paragraph 599")));
        QVERIFY(!text().contains(QStringLiteral("Show all of it")));
        QVERIFY(!m_view->hasMore());
    }

    void missingPartsCanBeAskedFor()
    {
        Block note;
        note.kind = BlockKind::Note;
        note.note = imap::mime::NoteKind::NotLoaded;
        note.text = QStringLiteral("1.2");
        show({paragraph(QStringLiteral("start")), note});
        QSignalSpy wanted(m_view.get(), &MessageBodyView::sectionWanted);
        click(QStringLiteral("Load it"));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0].at(0).toByteArray(), QByteArray("1.2"));
    }

    void tablesListsAndCode()
    {
        Block row1;
        row1.kind = BlockKind::TableRow;
        row1.level = 2;
        row1.text = QStringLiteral("Item\tPrice");
        Block row2 = row1;
        row2.text = QStringLiteral("Tea\t3.20");
        row2.links = {{4, 4, QStringLiteral("https://example.org/"), false}};
        Block item;
        item.kind = BlockKind::ListItem;
        item.level = 1;
        item.marker = QStringLiteral("3.");
        item.text = QStringLiteral("third");
        Block code = paragraph(QStringLiteral("a\n  b"));
        code.preformatted = true;
        show({row1, row2, item, code});
        const QTextTable *table =
            qobject_cast<QTextTable *>(m_view->document()->rootFrame()->childFrames().value(0));
        QVERIFY(table);
        QCOMPARE(table->rows(), 2);
        QCOMPARE(table->columns(), 2);
        QTextCursor cell = table->cellAt(1, 1).firstCursorPosition();
        QCOMPARE(cell.block().text(), QStringLiteral("3.20"));
        cell.movePosition(QTextCursor::NextCharacter);
        QVERIFY(cell.charFormat().isAnchor());
        QVERIFY(text().contains(QStringLiteral("3.\tthird")));
    }

    // 300 x 100 cells take the text engine seconds: such tables come as lines.
    void hugeTablesDoNotStopTheProgram()
    {
        QList<Block> blocks;
        for (int i = 0; i < 2000; ++i) {
            Block row;
            row.kind = BlockKind::TableRow;
            row.text = QStringLiteral("a\tb\tc\td\te\tf\tg\th\ti\tj");
            row.level = 10;
            blocks << row;
        }
        QElapsedTimer timer;
        timer.start();
        show(blocks);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(m_view->document()->rootFrame()->childFrames().isEmpty());
    }

    void zoomsWithinReason()
    {
        show({paragraph(QStringLiteral("text"))});
        const qreal before =
            m_view->document()->firstBlock().begin().fragment().charFormat().font().pointSizeF();
        QSignalSpy changed(m_view.get(), &MessageBodyView::zoomChanged);
        m_view->setZoom(2);
        QCOMPARE(changed.size(), 1);
        const qreal after =
            m_view->document()->firstBlock().begin().fragment().charFormat().font().pointSizeF();
        QVERIFY(after > before * 1.9);
        m_view->setZoom(100);
        QCOMPARE(m_view->zoom(), 4.0);
    }

    void findsForwardBackwardAndSaysWhenNot()
    {
        show({paragraph(QStringLiteral("one two one")), paragraph(QStringLiteral("One"))});
        FindBar bar(m_view.get());
        bar.open();
        auto *edit = bar.findChild<QLineEdit *>(QStringLiteral("findText"));
        auto *state = bar.findChild<QLabel *>(QStringLiteral("findState"));
        QTest::keyClicks(edit, QStringLiteral("one"));
        QCOMPARE(m_view->textCursor().selectionStart(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_view->textCursor().selectionStart(), 8);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_view->textCursor().selectionStart(), 12);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_view->textCursor().selectionStart(), 0);
        QVERIFY(state->text().contains(QStringLiteral("start")));
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_view->textCursor().selectionStart(), 12);
        QTest::keyClicks(edit, QStringLiteral("zzz"));
        QCOMPARE(state->text(), QStringLiteral("Not found"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar.isVisible());
    }
};

QTEST_MAIN(TestMessageBodyView)
#include "tst_messagebodyview.moc"
