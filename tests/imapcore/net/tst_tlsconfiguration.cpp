#include "net/tlsconfiguration.h"
#include "tlsfiles.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QtTest>

using namespace imap;

class TlsConfigurationTest : public QObject
{
    Q_OBJECT

private:
    TlsFiles m_files;

    QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase();
    void isStrictByDefault();
    void authoritiesAreAddedToTheSystems();
    void certificateAndKeyInOneFile();
    void rsaKey();
    void keyWithPassphrase();
    void hugeFile();
};

void TlsConfigurationTest::initTestCase()
{
    const QString reason = m_files.make();
    if (!reason.isEmpty())
        QSKIP(qPrintable(reason));
}

void TlsConfigurationTest::isStrictByDefault()
{
    const auto result = tlsConfiguration({});
    QVERIFY(std::holds_alternative<QSslConfiguration>(result));
    const auto &configuration = std::get<QSslConfiguration>(result);
    QCOMPARE(configuration.protocol(), QSsl::TlsV1_2OrLater);
    QCOMPARE(configuration.peerVerifyMode(), QSslSocket::VerifyPeer);
    QVERIFY(configuration.localCertificate().isNull());
}

void TlsConfigurationTest::authoritiesAreAddedToTheSystems()
{
    // A company's own authority must not make the rest of the world untrusted.
    ConnectionSettings settings;
    settings.caFile = m_files.certificate(QStringLiteral("ca"));
    const auto result = tlsConfiguration(settings);
    QVERIFY(std::holds_alternative<QSslConfiguration>(result));
    const auto &configuration = std::get<QSslConfiguration>(result);
    const auto trusted = configuration.caCertificates();
    QVERIFY(trusted.contains(QSslCertificate(m_files.der(QStringLiteral("ca")), QSsl::Der)));
    // No more of the system's are loaded than without it (none, where Qt looks them up one by one): they are
    // a hundred and more and take megabytes.
    const auto usual = std::get<QSslConfiguration>(tlsConfiguration({})).caCertificates();
    QCOMPARE(trusted.size(), usual.size() + 1);
    for (const QSslCertificate &one : usual)
        QVERIFY(trusted.contains(one));
    // And they go on to be looked up: only in that does it differ from one that was given the same as a list.
    QSslConfiguration alone = configuration;
    alone.setCaCertificates(trusted);
    QVERIFY(!(configuration == alone));
}

void TlsConfigurationTest::certificateAndKeyInOneFile()
{
    ConnectionSettings settings;
    settings.clientCertificate = m_files.write(QStringLiteral("both.pem"),
                                               contents(m_files.key(QStringLiteral("client"))) +
                                                   contents(m_files.certificate(QStringLiteral("client"))));
    const auto result = tlsConfiguration(settings);
    QVERIFY(std::holds_alternative<QSslConfiguration>(result));
    const auto &configuration = std::get<QSslConfiguration>(result);
    QCOMPARE(configuration.localCertificate().toDer(), m_files.der(QStringLiteral("client")));
    QCOMPARE(configuration.privateKey().algorithm(), QSsl::Ec);
}

void TlsConfigurationTest::rsaKey()
{
    ConnectionSettings settings;
    settings.clientCertificate = m_files.certificate(QStringLiteral("rsa"));
    settings.clientKey = m_files.key(QStringLiteral("rsa"));
    const auto result = tlsConfiguration(settings);
    QVERIFY(std::holds_alternative<QSslConfiguration>(result));
    QCOMPARE(std::get<QSslConfiguration>(result).privateKey().algorithm(), QSsl::Rsa);
}

void TlsConfigurationTest::keyWithPassphrase()
{
    // Nobody is asked for a passphrase in the middle of connecting; the sentence says what is the matter.
    ConnectionSettings settings;
    settings.clientCertificate = m_files.certificate(QStringLiteral("client"));
    settings.clientKey = m_files.write(
        QStringLiteral("locked.key"),
        QSslKey(contents(m_files.key(QStringLiteral("client"))), QSsl::Ec).toPem("a passphrase"));
    const auto result = tlsConfiguration(settings);
    QVERIFY(std::holds_alternative<QString>(result));
    QVERIFY(std::get<QString>(result).contains(QStringLiteral("passphrase")));
}

void TlsConfigurationTest::hugeFile()
{
    ConnectionSettings settings;
    settings.caFile = m_files.write(QStringLiteral("huge.pem"), QByteArray(20 * 1024 * 1024, 'x'));
    const auto result = tlsConfiguration(settings);
    QVERIFY(std::holds_alternative<QString>(result));
    QVERIFY(std::get<QString>(result).contains(QStringLiteral("too large")));
}

QTEST_GUILESS_MAIN(TlsConfigurationTest)
#include "tst_tlsconfiguration.moc"
