#include "ui/support/fusionstyle.h"

#include "ui/support/theme.h"

#include <QComboBox>
#include <QPainter>
#include <QStyleOption>
#include <QtTest>

using namespace ui;

namespace
{

/// Notes the words that are drawn.
class NotingStyle : public FusionStyle
{
public:
    mutable QStringList drawn;

    void drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool enabled,
                      const QString &text, QPalette::ColorRole role) const override
    {
        drawn << text;
        FusionStyle::drawItemText(painter, rect, flags, palette, enabled, text, role);
    }
};

} // namespace

class TestFusionStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongEntryOfAListEndsWithDots_data()
    {
        QTest::addColumn<bool>("withPicture");
        QTest::newRow("words alone") << false;
        QTest::newRow("with a picture") << true;
    }
    void aLongEntryOfAListEndsWithDots()
    {
        QFETCH(bool, withPicture);
        NotingStyle style;
        QComboBox box;
        box.setStyle(&style);
        QPixmap picture(16, 16);
        picture.fill(Qt::red);
        const QIcon sign = withPicture ? QIcon(picture) : QIcon();
        box.addItem(sign, QStringLiteral("Short"));
        box.addItem(sign, QString(200, QLatin1Char('w')));
        box.resize(240, box.sizeHint().height());
        box.grab();
        QVERIFY2(style.drawn.contains(QStringLiteral("Short")),
                 qPrintable(style.drawn.join(QLatin1Char('|'))));
        style.drawn.clear();
        box.setCurrentIndex(1);
        box.grab();
        QCOMPARE(style.drawn.size(), 1);
        QVERIFY2(style.drawn.first().contains(QChar(0x2026)), qPrintable(style.drawn.first()));
        QVERIFY(box.fontMetrics().horizontalAdvance(style.drawn.first()) <
                box.width() - (withPicture ? box.iconSize().width() : 0));
    }

    // The dim words of what is disabled, mixed half into the ground: nothing of the box was left.
    void aDisabledBoxIsSeenInTheDark()
    {
        FusionStyle style;
        const QPalette palette = darkPalette();
        QStyleOptionButton option;
        option.palette = palette;
        option.palette.setCurrentColorGroup(QPalette::Disabled);
        option.state = QStyle::State_Off;
        option.rect = QRect(0, 0, 16, 16);
        const QColor ground = palette.color(QPalette::Active, QPalette::Base);
        QImage image(16, 16, QImage::Format_RGB32);
        image.fill(ground);
        QPainter painter(&image);
        style.drawPrimitive(QStyle::PE_IndicatorCheckBox, &option, &painter, nullptr);
        painter.end();
        const qreal seen = contrast(image.pixelColor(8, 0), ground);
        QVERIFY2(seen >= 1.8, qPrintable(QString::number(seen)));
    }
};

QTEST_MAIN(TestFusionStyle)
#include "tst_fusionstyle.moc"
