#include "ui/mainwindow/panelayout.h"

#include <QSettings>
#include <QSplitter>
#include <QTemporaryDir>
#include <QtTest>

using ui::PaneLayout;

class TestPaneLayout : public QObject
{
    Q_OBJECT
    std::unique_ptr<PaneLayout> m_panes;
    QWidget *m_folders = nullptr;
    QWidget *m_list = nullptr;
    QWidget *m_reader = nullptr;

    void make()
    {
        m_folders = new QWidget;
        m_list = new QWidget;
        m_reader = new QWidget;
        m_panes = std::make_unique<PaneLayout>(m_folders, m_list, m_reader);
    }
    void show(int width)
    {
        m_panes->resize(width, 700);
        m_panes->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panes.get()));
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init() { make(); }

    void fitsTheWidthUnlessChosen()
    {
        show(1280);
        QCOMPARE(m_panes->arrangement(), PaneLayout::Arrangement::Wide);
        QVERIFY(m_list->x() < m_reader->x());
        QVERIFY(m_folders->width() >= 220 && m_folders->width() <= 280);
        QVERIFY(m_list->width() >= 380 && m_list->width() <= 520);
        QVERIFY(m_reader->width() > m_list->width());
        m_panes->resize(800, 700);
        QTRY_COMPARE(m_panes->arrangement(), PaneLayout::Arrangement::Stacked);
        QVERIFY(m_list->y() < m_reader->y());
        m_panes->resize(500, 700);
        QTRY_COMPARE(m_panes->arrangement(), PaneLayout::Arrangement::ListOnly);
        QVERIFY(m_list->isVisible());
        QVERIFY(!m_reader->isVisible());
        m_panes->setChoice(PaneLayout::Choice::Stacked);
        QCOMPARE(m_panes->arrangement(), PaneLayout::Arrangement::Stacked);
        m_panes->resize(1400, 700);
        QCoreApplication::processEvents();
        QCOMPARE(m_panes->arrangement(), PaneLayout::Arrangement::Stacked);
    }

    void listOnlyShowsOneAtATime()
    {
        m_panes->setChoice(PaneLayout::Choice::ListOnly);
        show(900);
        m_panes->setReading(true);
        QVERIFY(!m_list->isVisible());
        QVERIFY(m_reader->isVisible());
        m_panes->setReading(false);
        QVERIFY(m_list->isVisible());
        QVERIFY(!m_reader->isVisible());
        // Coming back to a wide window shows both whatever was read.
        m_panes->setReading(true);
        m_panes->setChoice(PaneLayout::Choice::Wide);
        QVERIFY(m_list->isVisible());
        QVERIFY(m_reader->isVisible());
    }

    void remembers()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        show(1280);
        auto *outer = m_panes->findChild<QSplitter *>();
        outer->setSizes({300, 980});
        Q_EMIT outer->splitterMoved(300, 1);
        m_panes->setFoldersShown(true);
        m_panes->setChoice(PaneLayout::Choice::Wide);
        m_panes->save(store);
        make();
        m_panes->restore(store);
        show(1280);
        QCOMPARE(m_panes->choice(), PaneLayout::Choice::Wide);
        QVERIFY2(qAbs(m_folders->width() - 300) < 4, qPrintable(QString::number(m_folders->width())));
    }

    void survivesNonsenseInTheSettings()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        store.setValue(QStringLiteral("layout"), 77);
        store.setValue(QStringLiteral("folderWidth"), -5);
        store.setValue(QStringLiteral("listWidth"), QStringLiteral("wide"));
        m_panes->restore(store);
        show(1280);
        QCOMPARE(m_panes->choice(), PaneLayout::Choice::Automatic);
        QVERIFY(m_folders->width() > 50);
        QVERIFY(m_reader->width() > 200);
    }

    void tinyWindowsDoNotBreak()
    {
        show(1280);
        m_panes->resize(1, 1);
        QCoreApplication::processEvents();
        m_panes->resize(1280, 700);
        QTRY_COMPARE(m_panes->arrangement(), PaneLayout::Arrangement::Wide);
        QVERIFY(m_list->isVisible());
    }
};

QTEST_MAIN(TestPaneLayout)
#include "tst_panelayout.moc"
