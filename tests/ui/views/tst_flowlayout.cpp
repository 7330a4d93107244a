#include "ui/views/flowlayout.h"

#include <QLabel>
#include <QtTest>

using ui::FlowLayout;

class TestFlowLayout : public QObject
{
    Q_OBJECT
    std::unique_ptr<QWidget> m_parent;
    FlowLayout *m_flow = nullptr;

    QWidget *add(int width)
    {
        auto *item = new QWidget(m_parent.get());
        item->setFixedSize(width, 20);
        m_flow->addWidget(item);
        item->show();
        return item;
    }

private Q_SLOTS:
    void init()
    {
        m_parent = std::make_unique<QWidget>();
        m_flow = new FlowLayout(m_parent.get(), 4, 2);
        m_parent->resize(200, 100);
        m_parent->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_parent.get()));
    }

    void breaksLines()
    {
        QWidget *a = add(90);
        QWidget *b = add(90);
        QWidget *c = add(90);
        QTRY_COMPARE(c->pos(), QPoint(0, 22));
        QCOMPARE(a->pos(), QPoint(0, 0));
        QCOMPARE(b->pos(), QPoint(94, 0));
        QCOMPARE(m_flow->heightForWidth(200), 42);
        QCOMPARE(m_flow->heightForWidth(1000), 20);
    }

    // Items are exchanged while the layout is on the screen: the new ones must be placed although nothing
    // around them changed its size.
    void placesWhatReplacesOthers()
    {
        add(50);
        QWidget *old = add(60);
        QTRY_COMPARE(old->x(), 54);
        while (QLayoutItem *item = m_flow->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        add(80);
        QWidget *fresh = add(60);
        QTRY_COMPARE(fresh->x(), 84);
    }

    void mirrors()
    {
        m_parent->setLayoutDirection(Qt::RightToLeft);
        QWidget *a = add(90);
        QTRY_COMPARE(a->x(), 110);
    }

    void widerThanTheLineIsCut()
    {
        auto *item = new QLabel(QString(400, u'x'), m_parent.get());
        m_flow->addWidget(item);
        item->show();
        QTRY_COMPARE(item->width(), 200);
    }
};

QTEST_MAIN(TestFlowLayout)
#include "tst_flowlayout.moc"
