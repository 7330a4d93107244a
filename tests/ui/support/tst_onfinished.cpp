#include "ui/support/onfinished.h"

#include <QPromise>
#include <QTest>
#include <stdexcept>

using namespace ui;

class TestOnFinished : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultArrives()
    {
        QPromise<int> promise;
        promise.start();
        int got = 0;
        onFinished(
            promise.future(), this, [&](int value) { got = value; },
            [](const imap::Error &) { QFAIL("failed"); });
        promise.addResult(7);
        promise.finish();
        QTRY_COMPARE(got, 7);
    }

    void alreadyFinishedCountsToo()
    {
        QPromise<void> promise;
        promise.start();
        promise.finish();
        bool called = false;
        onFinished(
            promise.future(), this, [&] { called = true; }, [](const imap::Error &) { QFAIL("failed"); });
        QTRY_VERIFY(called);
    }

    void errorsKeepTheirClass()
    {
        QPromise<int> promise;
        promise.start();
        QString name;
        onFinished(
            promise.future(), this, [](int) { QFAIL("succeeded"); },
            [&](const imap::Error &error) { name = QLatin1String(error.name()); });
        promise.setException(std::make_exception_ptr(imap::LoginError(QStringLiteral("no"))));
        promise.finish();
        QTRY_COMPARE(name, QStringLiteral("LoginError"));
    }

    void foreignExceptionsBecomeLocalErrors()
    {
        QPromise<int> promise;
        promise.start();
        QString message;
        onFinished(
            promise.future(), this, [](int) { QFAIL("succeeded"); },
            [&](const imap::Error &error) { message = error.message(); });
        promise.setException(std::make_exception_ptr(std::runtime_error("odd")));
        promise.finish();
        QTRY_COMPARE(message, QStringLiteral("odd"));
    }

    void anEndWithoutResultIsAFailure()
    {
        int failures = 0;
        {
            QPromise<int> dropped;
            dropped.start();
            onFinished(
                dropped.future(), this, [](int) { QFAIL("succeeded"); },
                [&](const imap::Error &) { ++failures; });
        }
        QTRY_COMPARE(failures, 1);
    }

    void nothingHappensAfterTheContextDied()
    {
        QPromise<int> promise;
        promise.start();
        bool called = false;
        auto *context = new QObject;
        onFinished(
            promise.future(), context, [&](int) { called = true; },
            [&](const imap::Error &) { called = true; });
        delete context;
        promise.addResult(1);
        promise.finish();
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestOnFinished)
#include "tst_onfinished.moc"
