#include "sasl/channelbinding.h"

#include <QCryptographicHash>
#include <QtTest>

using namespace imap;

namespace
{

// Certificates for nobody, signed by themselves; made with openssl req -x509.
constexpr const char *ecdsaSha256 =
    "MIIBcDCCARWgAwIBAgIUXGOf2O69EzwAJwSdCTjhKMUpUg4wCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBdDAgFw0yNjExMjYw"
    "ODE3MjhaGA8yMTI2MTEwMjA4MTcyOFowDDEKMAgGA1UEAwwBdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFAisPbQMCHs"
    "P2OdNuCMwuKs4Yd77G/HSelxNx+oPGuemO4p3yMaHGFPBGmfL0gSOnbxNHbDY7sZ5KdaY+FmWPSjUzBRMB0GA1UdDgQWBBQo"
    "jC5NW79xuMvvTb+imBNLrmReKDAfBgNVHSMEGDAWgBQojC5NW79xuMvvTb+imBNLrmReKDAPBgNVHRMBAf8EBTADAQH/MAoG"
    "CCqGSM49BAMCA0kAMEYCIQDCRrr+8lmj8XqP0tIOoMLikHgaGoCgTPqtTXUDs/9tDwIhANEjr00IKpYQNSLBfdotqGiGoq2z"
    "rUUWlflYCnoRED20";
constexpr const char *ecdsaSha384 =
    "MIIBbzCCARWgAwIBAgIUeSqF4tE2NDE6DrdIzjFmtw50OKMwCgYIKoZIzj0EAwMwDDEKMAgGA1UEAwwBdDAgFw0yNjExMjYw"
    "ODE3MjlaGA8yMTI2MTEwMjA4MTcyOVowDDEKMAgGA1UEAwwBdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFCjRstmYySq"
    "xORjS7Cx7VziuzeMkuw4qBVQEnL0c1Cluzypex40vScxIJmnjICCM8xByzL+Ygt+8XFAed2UP3ijUzBRMB0GA1UdDgQWBBR5"
    "wgxUPNYNUQZXZ84Wh/UKn4ErRjAfBgNVHSMEGDAWgBR5wgxUPNYNUQZXZ84Wh/UKn4ErRjAPBgNVHRMBAf8EBTADAQH/MAoG"
    "CCqGSM49BAMDA0gAMEUCIH6zp8RnQh26BBPx2rXpGW+Nu3DSy/7cP9jvCtDj+EP4AiEAkP8Wyd+PHMpguv9OTAPaqxM10Ua7"
    "JKal47lsX//twNc=";
constexpr const char *rsaSha1 =
    "MIIB9jCCAV+gAwIBAgIUDg+JQaSkTxNgNjE+nWDmovsU11MwDQYJKoZIhvcNAQEFBQAwDDEKMAgGA1UEAwwBdDAgFw0yNjEx"
    "MjYwODE3MjlaGA8yMTI2MTEwMjA4MTcyOVowDDEKMAgGA1UEAwwBdDCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAwwVE"
    "rcOiF+FkQgrChaEZGxJlTXgxFfJRH0r0bsYhjnUoA4pEOoS+rZA8/No7w/EWXbqNkIms+GO/Bqa8e+e3SMsZtbFIQNOBqwGI"
    "rEanVnONaXOXWjCSBtNnfaYDlXK6HLgXk0zZlVtxd3HgrYnoehynApO16oG6YesSFarAt00CAwEAAaNTMFEwHQYDVR0OBBYE"
    "FFnI+3zJJY5jn2jAFolURmLqPnjuMB8GA1UdIwQYMBaAFFnI+3zJJY5jn2jAFolURmLqPnjuMA8GA1UdEwEB/wQFMAMBAf8w"
    "DQYJKoZIhvcNAQEFBQADgYEAplwO7ku3rPUM/PdfmpoxIs7lfvpOOAyx0I1hMowP2/8Zh1rn7nWfWvv6wz39qsKVdhVno4Et"
    "eP5lerADXGzxx7UEZSMNE9Djk5eYCBa68mm2tUgfSTTLC1+mbUmNvLjfqBn87J84lhSAJtbXoqNY0GqB21rc2aq0jwvs/sIa"
    "jO8=";
constexpr const char *rsaPssSha384 =
    "MIICXjCCAZOgAwIBAgIULoj/zX4wfgB6qoDUcLcHsqh2168wQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgIFAKEcMBoG"
    "CSqGSIb3DQEBCDANBglghkgBZQMEAgIFAKIDAgEQMAwxCjAIBgNVBAMMAXQwIBcNMjYxMTI2MDgxNzI5WhgPMjEyNjExMDIw"
    "ODE3MjlaMAwxCjAIBgNVBAMMAXQwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAMzaGM21qMVuyNvhsoeDhl5Wy/siIQKt"
    "ak33rIfFgENjRk38G0lJI649fPg7ZGZboIWEBIioFvGKb60JZv7W56jaxV1RpQujtlZ1znWR0nEK9pL0AqnrNXlf83bJKHDW"
    "4pAbT/Gc01jYdiW7/SGzbemGyv8iqlonahhm7LIUjLwdAgMBAAGjUzBRMB0GA1UdDgQWBBTttyac8lZZ6CixpwTzsGYbTZPW"
    "TTAfBgNVHSMEGDAWgBTttyac8lZZ6CixpwTzsGYbTZPWTTAPBgNVHRMBAf8EBTADAQH/MEEGCSqGSIb3DQEBCjA0oA8wDQYJ"
    "YIZIAWUDBAICBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAICBQCiAwIBEAOBgQC7XV6FqKjtb/NT8CWwld2NGltmkOQa"
    "6T7hXYXvwY9VM3VSg2PhLIS+xgo6pcgCtZi8ZKbabLxNteAacZbLvE9O1wfrvfATm6binx38VV1d7iecQKHyWTQFS8qVsy8n"
    "5qgda8+yvkHJDBRNDbTpOphpX2helsJULGJEBLyIA0b4Mw==";
constexpr const char *ed25519 =
    "MIIBLjCB4aADAgECAhQ4LHSGXliW8rTPRK5ZhVSGuBVnsTAFBgMrZXAwDDEKMAgGA1UEAwwBdDAgFw0yNjExMjYwODE3Mjla"
    "GA8yMTI2MTEwMjA4MTcyOVowDDEKMAgGA1UEAwwBdDAqMAUGAytlcAMhAPJ4IrerJsp78uxf65nSx2pYD6teWCBnzCDq0Xtw"
    "EGwko1MwUTAdBgNVHQ4EFgQUkLSywGAitDtVPg+KtqyxSFkDmeswHwYDVR0jBBgwFoAUkLSywGAitDtVPg+KtqyxSFkDmesw"
    "DwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQAl3Ei6ZltMMCE57pjXQGG6CCHxTiGSdLhyqO4FjpkgQPeI+vJvERT3RIu31H+a"
    "/54v/Ijk1m33nk/u7eNsfKgL";

} // namespace

class ChannelBindingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashOfTheSignature_data();
    void hashOfTheSignature();
    void nothingWithoutAHash_data();
    void nothingWithoutAHash();
    void damagedCertificates();
};

// The first octets as sha256sum and sha384sum print them: RFC 5929, section 4.1.
void ChannelBindingTest::hashOfTheSignature_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("ecdsa-with-SHA256")
        << QByteArray(ecdsaSha256) << 32 << QByteArray("3d5f5affe10ea75e8457be01");
    QTest::newRow("ecdsa-with-SHA384")
        << QByteArray(ecdsaSha384) << 48 << QByteArray("85f3419193c1902622f06c25");
    QTest::newRow("SHA-1 is replaced") << QByteArray(rsaSha1) << 32 << QByteArray("b92aed043ac9b8d4d6f0f1a8");
    QTest::newRow("RSASSA-PSS, SHA384")
        << QByteArray(rsaPssSha384) << 48 << QByteArray("a01216494de81bccbb604f02");
}

void ChannelBindingTest::hashOfTheSignature()
{
    QFETCH(QByteArray, certificate);
    QFETCH(int, size);
    QFETCH(QByteArray, begins);
    const ChannelBinding binding = serverEndPoint(QByteArray::fromBase64(certificate));
    QVERIFY(binding.isAvailable());
    QCOMPARE(binding.type, QByteArray("tls-server-end-point"));
    QCOMPARE(binding.data.size(), size);
    QCOMPARE(binding.data.left(12).toHex(), begins);
}

void ChannelBindingTest::nothingWithoutAHash_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::newRow("Ed25519 has none of its own") << QByteArray::fromBase64(ed25519);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no certificate") << QByteArray("-----BEGIN CERTIFICATE-----");
    QTest::newRow("a length that is too long") << QByteArray("\x30\x84\xff\xff\xff\xff\x30", 7);
    QTest::newRow("a length of nine octets") << QByteArray("\x30\x89\1\1\1\1\1\1\1\1\1", 11);
}

void ChannelBindingTest::nothingWithoutAHash()
{
    QFETCH(QByteArray, certificate);
    QVERIFY(!serverEndPoint(certificate).isAvailable());
}

void ChannelBindingTest::damagedCertificates()
{
    // TLS has seen to it that it is one; still, nothing in it may lead us out of it.
    for (const char *text : {ecdsaSha256, rsaPssSha384}) {
        const QByteArray whole = QByteArray::fromBase64(text);
        for (qsizetype i = 0; i < whole.size(); ++i) {
            QByteArray damaged = whole;
            damaged[i] = static_cast<char>(damaged.at(i) ^ 0x81);
            const ChannelBinding binding = serverEndPoint(damaged);
            QVERIFY(!binding.isAvailable() || binding.data.size() >= 28);
            QVERIFY(!serverEndPoint(whole.left(i)).isAvailable());
        }
    }
}

QTEST_GUILESS_MAIN(ChannelBindingTest)
#include "tst_channelbinding.moc"
