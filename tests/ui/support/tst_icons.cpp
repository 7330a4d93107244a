#include "ui/support/icons.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace ui;

class TestIcons : public QObject
{
    Q_OBJECT

    static int ink(const QImage &image)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y).alpha() > 100;
        }
        return count;
    }

private Q_SLOTS:
    void everyIconDrawsSomethingInItsColour_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : iconNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyIconDrawsSomethingInItsColour()
    {
        QFETCH(QString, name);
        const QImage image = iconPixmap(name, 16, QColor(200, 0, 0), 1).toImage();
        QCOMPARE(image.size(), QSize(16, 16));
        QVERIFY(ink(image) >= 6);
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 16; ++x) {
                const QColor pixel = image.pixelColor(x, y);
                QVERIFY2(pixel.alpha() < 60 || (pixel.red() > 180 && pixel.green() < 20), "another colour");
            }
        }
    }

    void drawnAnewForEveryScale()
    {
        const QPixmap twice = iconPixmap(QStringLiteral("folder"), 16, Qt::black, 2);
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
        const QIcon folder = icon(QStringLiteral("folder"));
        QCOMPARE(folder.pixmap(QSize(22, 22), 3.0).size(), QSize(66, 66));
    }

    void followsThePalette()
    {
        const QPalette before = QApplication::palette();
        const QIcon dot = icon(QStringLiteral("live-dot"));
        QPalette palette(before);
        palette.setColor(QPalette::WindowText, Qt::green);
        palette.setColor(QPalette::Disabled, QPalette::WindowText, Qt::gray);
        palette.setColor(QPalette::HighlightedText, Qt::yellow);
        QApplication::setPalette(palette);
        const auto middle = [&](QIcon::Mode mode) {
            return dot.pixmap(QSize(16, 16), 1.0, mode).toImage().pixelColor(8, 8);
        };
        QCOMPARE(middle(QIcon::Normal), QColor(Qt::green));
        QCOMPARE(middle(QIcon::Disabled), QColor(Qt::gray));
        QCOMPARE(middle(QIcon::Selected), QColor(Qt::yellow));
        QApplication::setPalette(before);
    }

    void ownColourStays()
    {
        const QIcon dot = icon(QStringLiteral("live-dot"), QColor(0, 0, 255));
        QCOMPARE(dot.pixmap(QSize(16, 16), 1.0).toImage().pixelColor(8, 8), QColor(0, 0, 255));
    }

    void attachmentTypes()
    {
        QCOMPARE(attachmentIconName(QStringLiteral("IMAGE/PNG")), QStringLiteral("image-x-generic"));
        QCOMPARE(attachmentIconName(QStringLiteral("application/zip")), QStringLiteral("package-x-generic"));
        QCOMPARE(attachmentIconName(QStringLiteral("text/calendar")), QStringLiteral("x-office-calendar"));
        const QStringList names = iconNames();
        for (const char *type : {"a/b", "", "text/plain", "text/csv", "message/rfc822", "video/mp4",
                                 "audio/ogg", "application/pdf", "application/msword"})
            QVERIFY(names.contains(attachmentIconName(QString::fromLatin1(type))));
    }

    void unknownNameIsHarmless() { QVERIFY(icon(QStringLiteral("no-such-icon")).isNull()); }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
