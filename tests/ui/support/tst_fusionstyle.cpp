#include "ui/support/fusionstyle.h"

#include <QComboBox>
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
};

QTEST_MAIN(TestFusionStyle)
#include "tst_fusionstyle.moc"
