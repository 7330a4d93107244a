#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QSet>
#include <QTest>

using namespace ui;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void darkAndLightAreTold()
    {
        QVERIFY(!isDark(lightPalette()));
        QVERIFY(isDark(darkPalette()));
    }

    // A word in a place of just its width is there to its end.
    void aLineFitsIntoItsWidth()
    {
        for (int tenths = 70; tenths < 160; ++tenths) {
            QFont font;
            font.setPointSizeF(tenths / 10.0);
            for (const QFont &one : {tabular(font), semibold(tabular(font))}) {
                for (int percent = 80; percent <= 120; ++percent) {
                    const QString text = QStringLiteral("%1 %").arg(percent);
                    QCOMPARE(QFontMetrics(one).elidedText(text, Qt::ElideRight, lineWidth(one, text)), text);
                }
            }
        }
    }

    void wordsCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
    }
    // WCAG 2.2 AA asks for 4.5:1 for text and 3:1 for shapes that carry meaning.
    void wordsCanBeRead()
    {
        QFETCH(QPalette, palette);
        const QColor base = palette.color(QPalette::Base);
        QVERIFY(contrast(palette.color(QPalette::Text), base) > 7);
        QVERIFY(contrast(mutedInk(palette), base) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >=
                4.5);
        QVERIFY(contrast(palette.color(QPalette::PlaceholderText), base) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::Link), base) >= 4.5);
        for (int hue = 0; hue < hueCount; ++hue) {
            const ColorPair label = labelColors(hue, palette);
            QVERIFY2(contrast(label.ground, label.ink) >= 4.5, qPrintable(QString::number(hue)));
            const ColorPair initials = initialsColors(hue, palette);
            QVERIFY2(contrast(initials.ground, initials.ink) >= 4.5, qPrintable(QString::number(hue)));
        }
        for (const bool selected : {false, true}) {
            const ColorPair pill = pillColors(palette, selected);
            QVERIFY(contrast(pill.ground, pill.ink) >= (selected ? 3 : 4.5));
        }
        for (const State state : {State::Live, State::Waiting, State::Offline, State::Error})
            QVERIFY(contrast(stateColor(state, palette), palette.color(QPalette::Window)) >= 3);
    }

    // A desktop with a palette of its own, say black on yellow, keeps readable second ink as well.
    void mutedInkFollowsForeignPalettes()
    {
        QPalette palette(Qt::yellow);
        palette.setColor(QPalette::Base, Qt::yellow);
        palette.setColor(QPalette::Text, QColor(90, 90, 0));
        QVERIFY(contrast(mutedInk(palette), Qt::yellow) >= 4.5);
    }

    void huesAreStableAndSpread()
    {
        QCOMPARE(stableHue(QStringLiteral("Work")), stableHue(QStringLiteral("work")));
        QSet<int> seen;
        for (int i = 0; i < 200; ++i)
            seen.insert(stableHue(QStringLiteral("person%1@example.org").arg(i)));
        QCOMPARE(seen.size(), hueCount);
        QVERIFY(labelColors(-1, lightPalette()) == labelColors(hueCount - 1, lightPalette()));
    }

    void rowsGrowWithTheFont()
    {
        QFont font;
        font.setPointSizeF(9);
        QCOMPARE(cardRowHeight(font), 56);
        font.setPointSizeF(30);
        QVERIFY(cardRowHeight(font) > 80);
        QVERIFY(folderRowHeight(font) > 28);
        QCOMPARE(scaledFont(font, titleType).pointSizeF(), 30 * titleType);
        font.setPixelSize(20);
        QCOMPARE(scaledFont(font, smallType).pixelSize(), 17);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
