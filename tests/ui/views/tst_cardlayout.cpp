#include "ui/support/theme.h"
#include "ui/views/cardlayout.h"
#include "ui/views/labelchips.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace ui;

class TestCardLayout : public QObject
{
    Q_OBJECT

    static QList<QRect> parts(const CardLayout &card)
    {
        return {card.people, card.place, card.date, card.subject, card.chips, card.attachment};
    }

private Q_SLOTS:
    void nothingOverlapsAtAnyWidth_data()
    {
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("left to right") << false;
        QTest::newRow("right to left") << true;
    }
    void nothingOverlapsAtAnyWidth()
    {
        QFETCH(bool, mirrored);
        const Qt::LayoutDirection direction = mirrored ? Qt::RightToLeft : Qt::LeftToRight;
        for (int width = 1; width < 700; ++width) {
            const QRect row(0, 112, width, 56);
            CardNeeds needs;
            needs.dateWidth = 50;
            needs.placeWidth = width % 3 * 70;
            needs.chipsWidth = qMin(90, chipRoom(width));
            needs.attachment = needs.star = true;
            const CardLayout card = layoutCard(row, QFont(), needs, direction);
            QList<QRect> placed = parts(card);
            placed << card.star;
            for (const QRect &part : std::as_const(placed)) {
                QVERIFY(part.width() >= 0);
                QVERIFY2(part.isEmpty() || row.contains(part), qPrintable(QString::number(width)));
                for (const QRect &other : std::as_const(placed))
                    QVERIFY2(&part == &other || !part.intersects(other), qPrintable(QString::number(width)));
            }
        }
    }

    void partsGiveWayInOrder()
    {
        CardNeeds needs;
        needs.dateWidth = 50;
        needs.star = true;
        const auto at = [&](int width) {
            return layoutCard({0, 0, width, 56}, QFont(), needs, Qt::LeftToRight);
        };
        QVERIFY(!at(300).date.isEmpty());
        QVERIFY(at(120).date.isEmpty() && !at(120).star.isEmpty());
        QVERIFY(at(80).star.isEmpty() && !at(80).subject.isEmpty());
        QCOMPARE(at(400).people.left(), 28);
        QCOMPARE(layoutCard({0, 0, 400, 56}, QFont(), needs, Qt::RightToLeft).people.right(), 399 - 28);
    }

    // Under the pointer the buttons lie over them in narrow lists; what is left shows whole chips, or none.
    void chipsGiveWayToButtons()
    {
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            int narrower = 0;
            for (int width = 1; width < 700; ++width) {
                CardNeeds needs;
                needs.dateWidth = 50;
                needs.chipsWidth = qMin(90, chipRoom(width));
                needs.archive = needs.remove = true;
                const CardLayout card = layoutCard({0, 0, width, 56}, QFont(), needs, direction);
                const QRect seen = chipsBesideButtons(card, direction);
                QVERIFY(seen.isEmpty() || card.chips.contains(seen));
                for (const QRect &button :
                     {card.starTarget, card.readTarget, card.removeTarget, card.archiveTarget})
                    QVERIFY2(!seen.intersects(button), qPrintable(QString::number(width)));
                narrower += seen != card.chips ? 1 : 0;
            }
            QVERIFY(narrower > 0);
        }
        const CardLayout bare = layoutCard({0, 0, 40, 56}, QFont(), {}, Qt::LeftToRight);
        QVERIFY(chipsBesideButtons(bare, Qt::LeftToRight).isEmpty());
    }

    void chipsFitTheirRoom()
    {
        QList<Label> labels;
        for (const char *name : {"Important", "Work", "A label with quite a long name", "Later", "Travel"})
            labels << Label{imap::Flag(name), QString::fromLatin1(name), 3};
        for (int room = 0; room < 400; ++room)
            QVERIFY2(LabelChips(labels, QFont(), room).width() <= room, qPrintable(QString::number(room)));
        QVERIFY(LabelChips(labels, QFont(), 20).width() > 0);
        QVERIFY(LabelChips(labels, QFont(), 5).isEmpty());
        QVERIFY(LabelChips({}, QFont(), 100).isEmpty());
        // The "+2" has the ink that the row gives it.
        const auto painted = [&labels](const QColor &muted) {
            QImage image(400, 30, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            LabelChips(labels, QFont(), 400)
                .paint(&painter, image.rect(), lightPalette(), muted, Qt::LeftToRight);
            return image;
        };
        QVERIFY(painted(Qt::black) != painted(Qt::white));
    }
};

QTEST_MAIN(TestCardLayout)
#include "tst_cardlayout.moc"
