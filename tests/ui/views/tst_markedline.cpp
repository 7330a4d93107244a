#include "ui/support/theme.h"
#include "ui/views/markedline.h"
#include "ui/views/rowcolors.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace ui;

/// Words that were searched for stand out, whatever the line.
class TestMarkedLine : public QObject
{
    Q_OBJECT

    static RowColors colors()
    {
        RowColors some;
        some.text = Qt::black;
        some.accent = Qt::blue;
        return some;
    }
    /// Some blue in the white, and no grey of letters.
    static bool isShade(const QColor &pixel) { return pixel.blue() == 255 && pixel.red() < 250; }
    /// The columns that have the ground of a mark, from left to right.
    static QList<int> marked(const QString &text, const QList<imap::TextSpan> &marks, int width,
                             Qt::LayoutDirection direction = Qt::LeftToRight, int *used = nullptr)
    {
        QImage image(400, 24, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const int length = paintMarkedLine(&painter, {0, 0, width, 24}, text, marks, QFont(), Qt::black,
                                           colors(), direction);
        painter.end();
        if (used)
            *used = length;
        QList<int> columns;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (isShade(image.pixelColor(x, y))) {
                    columns << x;
                    break;
                }
            }
        }
        return columns;
    }

private Q_SLOTS:
    void standsOnItsGround()
    {
        const QString text = QStringLiteral("The budget of 2027");
        const QFontMetrics metrics((QFont()));
        const QList<int> columns = marked(text, {{4, 6}}, 400);
        QVERIFY(!columns.isEmpty());
        const int before = metrics.horizontalAdvance(text.left(4));
        QVERIFY2(qAbs(columns.first() - before) <= 3, qPrintable(QString::number(columns.first())));
        QVERIFY(columns.last() < metrics.horizontalAdvance(text.left(10)) * 3 / 2);
        QVERIFY(marked(text, {}, 400).isEmpty());
    }
    // In the other direction it is at the other end of the line.
    void rightToLeft()
    {
        const QString text = QString::fromUtf8("תקציב לשנת 2027");
        const QList<int> columns = marked(text, {{0, 5}}, 400, Qt::RightToLeft);
        QVERIFY(!columns.isEmpty());
        QVERIFY2(columns.last() > 380, qPrintable(QString::number(columns.last())));
    }
    void neverWiderThanItsPlace()
    {
        const QString text = QStringLiteral("A long subject with the word budget and much more behind it");
        for (int width = 0; width < 300; width += 7) {
            int used = 0;
            const QList<int> columns = marked(text, {{0, 1}, {28, 6}}, width, Qt::LeftToRight, &used);
            QVERIFY(used <= width);
            QVERIFY(columns.isEmpty() || columns.last() < width);
        }
    }
    // A cut may fall into a mark, and a mark may be of a text that is shorter now.
    void marksOutsideOfTheText()
    {
        marked(QStringLiteral("short"), {{3, 50}, {70, 2}}, 400);
        marked(QString(), {{0, 5}}, 400);
    }
    void readableInEveryLook()
    {
        const QStyle::State chosen = QStyle::State_Selected | QStyle::State_Active;
        for (const QPalette &palette : {lightPalette(), darkPalette()}) {
            for (const QStyle::State state : {QStyle::State(), chosen, chosen | QStyle::State_HasFocus}) {
                QStyleOptionViewItem option;
                option.palette = palette;
                option.state = state;
                const RowColors row = rowColors(option);
                const QColor ground = row.ground.isValid() ? row.ground : palette.color(QPalette::Base);
                QImage image(1, 1, QImage::Format_RGB32);
                image.fill(ground);
                QPainter(&image).fillRect(image.rect(), markGround(row));
                QVERIFY2(contrast(image.pixelColor(0, 0), row.text) >= 4.5, qPrintable(row.text.name()));
            }
        }
    }
};

QTEST_MAIN(TestMarkedLine)
#include "tst_markedline.moc"
