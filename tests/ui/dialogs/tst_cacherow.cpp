#include "ui/dialogs/cacherow.h"

#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;

/// What a person sees and chooses of the mail that is kept on this computer.
class TestCacheRow : public QObject
{
    Q_OBJECT
    std::unique_ptr<CacheRow> m_row;

    QComboBox *size() { return m_row->findChild<QComboBox *>(QStringLiteral("cacheSize")); }
    QPushButton *button() { return m_row->findChild<QPushButton *>(QStringLiteral("emptyCache")); }
    QString words()
    {
        QStringList texts;
        for (const QLabel *label : m_row->findChildren<QLabel *>())
            texts << label->text();
        return texts.join(QLatin1Char(' '));
    }
    QMessageBox *question()
    {
        return m_row->window()->findChild<QMessageBox *>(QStringLiteral("emptyQuestion"));
    }

private Q_SLOTS:
    void init() { m_row = std::make_unique<CacheRow>(); }

    void choosing()
    {
        imap::CacheLimits limits;
        limits.removedDays = 12;
        m_row->setLimits(limits);
        QCOMPARE(m_row->limits(), limits);
        QVERIFY(size()->currentText().contains(QStringLiteral("at most 1 GiB")));
        const QSignalSpy edited(m_row.get(), &CacheRow::edited);
        size()->setCurrentIndex(size()->findText(QStringLiteral("Keep any amount")));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(m_row->limits().bodyBytes, std::numeric_limits<qint64>::max());
        QCOMPARE(m_row->limits().removedDays, 12); // has no place here, and stays
    }
    void choosingHowLong()
    {
        auto *age = m_row->findChild<QComboBox *>(QStringLiteral("cacheAge"));
        QCOMPARE(age->currentText(), QStringLiteral("however old"));
        const QSignalSpy edited(m_row.get(), &CacheRow::edited);
        age->setCurrentIndex(age->findText(QStringLiteral("not longer than 30 days")));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(m_row->limits().bodyDays, 30);
    }
    void limitsOfOnesOwnStay()
    {
        imap::CacheLimits limits;
        limits.bodyBytes = 123'456'789;
        limits.bodyDays = 11;
        m_row->setLimits(limits);
        QCOMPARE(m_row->limits(), limits);
        QVERIFY(size()->currentText().contains(QStringLiteral("117.7 MiB")));
        limits.bodyBytes = 0;
        m_row->setLimits(limits);
        QCOMPARE(m_row->limits(), limits);
    }
    void emptyingIsAskedFirst()
    {
        const QSignalSpy asked(m_row.get(), &CacheRow::emptyAsked);
        QVERIFY(button()->isHidden()); // nobody has said yet what there is
        m_row->setUsage({3'400'000, 5'000'000});
        QVERIFY(!button()->isHidden());
        QVERIFY2(words().contains(QStringLiteral("3.2 MiB")) && words().contains(QStringLiteral("4.8 MiB")),
                 qPrintable(words()));
        button()->click();
        question()->button(QMessageBox::Cancel)->click();
        QCOMPARE(asked.count(), 0);
        QTRY_VERIFY(!question());
        button()->click();
        QAbstractButton *go = nullptr;
        for (QAbstractButton *each : question()->buttons()) {
            if (question()->buttonRole(each) == QMessageBox::DestructiveRole)
                go = each;
        }
        QVERIFY(go);
        go->click();
        QCOMPARE(asked.count(), 1);
        m_row->setBusy();
        QVERIFY(!button()->isEnabled());
        m_row->setUsage({0, 100'000});
        QVERIFY(button()->isEnabled());
    }
    void problemsAreSaid()
    {
        m_row->setBusy();
        m_row->setProblem(QStringLiteral("There is no room left."));
        QVERIFY(words().contains(QStringLiteral("There is no room left.")));
        QVERIFY(button()->isEnabled());
    }
};

QTEST_MAIN(TestCacheRow)
#include "tst_cacherow.moc"
