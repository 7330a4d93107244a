#include "ui/support/icons.h"
#include "ui/views/listnotice.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace ui;
using imap::ConnectionState;

class TestListNotice : public QObject
{
    Q_OBJECT

    static FolderStatus status(FolderPhase phase, ConnectionState connection = ConnectionState::Online,
                               std::shared_ptr<const imap::Error> error = {})
    {
        return {phase, QStringLiteral("Archive"), QStringLiteral("mail.example.org"), connection,
                std::move(error)};
    }

private Q_SLOTS:
    void everyStateHasWords_data()
    {
        QTest::addColumn<FolderStatus>("given");
        QTest::addColumn<QString>("title");
        const auto lost =
            std::make_shared<imap::AbortError>(imap::AbortError::Reason::HostNotFound, QStringLiteral("x"));
        const auto login = std::make_shared<imap::LoginError>(QStringLiteral("no"), "LOGIN", "",
                                                              imap::ResponseCode{"AUTHENTICATIONFAILED", {}});
        QTest::newRow("none") << status(FolderPhase::None) << QStringLiteral("No folder chosen");
        QTest::newRow("empty") << status(FolderPhase::Synchronised)
                               << QStringLiteral("No messages in Archive");
        QTest::newRow("opening") << status(FolderPhase::Opening) << QStringLiteral("Opening Archive\u2026");
        QTest::newRow("connecting") << status(FolderPhase::Opening, ConnectionState::Connecting)
                                    << QStringLiteral("Connecting\u2026");
        QTest::newRow("offline") << status(FolderPhase::Opening, ConnectionState::Offline)
                                 << QStringLiteral("Offline");
        QTest::newRow("waiting") << status(FolderPhase::Opening, ConnectionState::Waiting, lost)
                                 << QStringLiteral("Server not found");
        QTest::newRow("refused") << status(FolderPhase::Opening, ConnectionState::LoginRefused, login)
                                 << QStringLiteral("Password refused");
        QTest::newRow("failed") << status(FolderPhase::Failed, ConnectionState::Online, lost)
                                << QStringLiteral("Archive cannot be opened");
        const auto gone = std::make_shared<imap::CommandError>(QStringLiteral("no"), "SELECT", "Gone",
                                                               imap::ResponseCode{"NONEXISTENT", {}});
        QTest::newRow("gone") << status(FolderPhase::Failed, ConnectionState::Online, gone)
                              << QStringLiteral(
                                     "\u201cArchive\u201d is not there any more on mail.example.org");
        QTest::newRow("empty cache") << status(FolderPhase::Cached, ConnectionState::Offline)
                                     << QStringLiteral("No messages in Archive");
    }
    void everyStateHasWords()
    {
        QFETCH(FolderStatus, given);
        QFETCH(QString, title);
        const ListNotice notice = noticeFor(given);
        QCOMPARE(notice.title, title);
        QVERIFY2(iconNames().contains(notice.icon), qPrintable(notice.icon));
    }

    void offlineSaysThatNothingIsStored()
    {
        const ListNotice notice = noticeFor(status(FolderPhase::Opening, ConnectionState::Offline));
        QVERIFY(notice.text.contains(QStringLiteral("Nothing of Archive is stored")));
    }

    void sayWhatToDo()
    {
        const auto lost = std::make_shared<imap::AbortError>(imap::AbortError::Reason::ConnectionRefused,
                                                             QStringLiteral("x"));
        const QString text = noticeFor(status(FolderPhase::Opening, ConnectionState::Waiting, lost)).text;
        QVERIFY(text.contains(QStringLiteral("Check the port")));
        QVERIFY(text.endsWith(QStringLiteral("Nothing of Archive is stored on this computer.")));
        const auto login = std::make_shared<imap::LoginError>(QStringLiteral("no"), "LOGIN", "",
                                                              imap::ResponseCode{"AUTHENTICATIONFAILED", {}});
        for (const FolderPhase phase : {FolderPhase::Opening, FolderPhase::Failed})
            QVERIFY(noticeFor(status(phase, ConnectionState::LoginRefused, login))
                        .text.contains(QStringLiteral("app password")));
    }

    // Both its ends are seen, and an ellipsis between them.
    void aLongNameIsCutInItsMiddle()
    {
        const auto painted = [](const QString &ends) {
            FolderStatus given = status(FolderPhase::Synchronised);
            given.folderName = ends + QString(200, QLatin1Char('W')) + ends;
            QImage image(400, 300, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintNotice(&painter, image.rect(), noticeFor(given), QFont(), QPalette());
            painter.end();
            return image;
        };
        QVERIFY(painted(QStringLiteral("12")) != painted(QStringLiteral("21")));
    }

    void drawsAtAnySize()
    {
        const ListNotice notice = noticeFor(status(FolderPhase::Opening, ConnectionState::Offline));
        for (const QSize size : {QSize(1, 1), QSize(30, 400), QSize(400, 10), QSize(600, 400)}) {
            QImage image(size, QImage::Format_RGB32);
            QPainter painter(&image);
            paintNotice(&painter, image.rect(), notice, QFont(), QPalette());
        }
    }
};

QTEST_MAIN(TestListNotice)
#include "tst_listnotice.moc"
