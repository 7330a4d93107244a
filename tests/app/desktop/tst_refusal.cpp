#include "app/desktop/refusal.h"

#include <QMessageBox>
#include <QtTest>

/// Somebody started the program from the desktop, and it cannot run.
class TestRefusal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aWindowSaysWhy()
    {
        const auto box = app::refusalBox(QStringLiteral("The profile <b>x</b> is busy."));
        box->open();
        QVERIFY(QTest::qWaitForWindowExposed(box.get()));
        QVERIFY(box->text().startsWith(QStringLiteral("Postrider cannot start.")));
        QVERIFY(box->text().endsWith(QStringLiteral("The profile <b>x</b> is busy.")));
        QCOMPARE(box->textFormat(), Qt::PlainText); // a path may look like markup
        QTest::keyClick(box.get(), Qt::Key_Escape);
        QTRY_VERIFY(!box->isVisible());
    }

    void nobodyWaitsForAWindowThatNobodySees()
    {
        QVERIFY(app::hasDisplay(QStringLiteral("xcb")));
        QVERIFY(app::hasDisplay(QStringLiteral("wayland")));
        QVERIFY(!app::hasDisplay(QStringLiteral("offscreen")));
        QVERIFY(!app::hasDisplay(QStringLiteral("minimal")));
    }
};

QTEST_MAIN(TestRefusal)
#include "tst_refusal.moc"
