#include "sasl/choosemechanism.h"

#include <QtTest>

using namespace imap;

class ChooseMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
    void secrets();
};

void ChooseMechanismTest::order_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<MechanismWishes>("wishes");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray all = "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256";
    const QByteArray best = "SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN";
    const MechanismWishes clear;
    const MechanismWishes allowed{.allowClearText = true};
    const MechanismWishes tls{.encrypted = true};
    QTest::newRow("all, encrypted") << all << tls << best;
    QTest::newRow("all, in clear") << all << clear << QByteArray("SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5");
    QTest::newRow("all, in clear, allowed") << all << allowed << best;
    QTest::newRow("only PLAIN, in clear") << QByteArray("PLAIN") << clear << QByteArray();
    QTest::newRow("lower case") << QByteArray("plain scram-sha-1") << tls << QByteArray("SCRAM-SHA-1 PLAIN");
    QTest::newRow("unknown ones") << QByteArray("X-MINE KERBEROS_V4 PLAIN") << tls << QByteArray("PLAIN");
    QTest::newRow("offered twice") << QByteArray("PLAIN PLAIN") << tls << QByteArray("PLAIN");
    QTest::newRow("nothing") << QByteArray() << tls << QByteArray();

    const QByteArray bound = "SCRAM-SHA-1-PLUS SCRAM-SHA-1 SCRAM-SHA-512 SCRAM-SHA-512-PLUS";
    QTest::newRow("bound to the channel where that is possible")
        << bound << MechanismWishes{.encrypted = true, .canBind = true}
        << QByteArray("SCRAM-SHA-512-PLUS SCRAM-SHA-512 SCRAM-SHA-1-PLUS SCRAM-SHA-1");
    QTest::newRow("no channel binding") << bound << tls << QByteArray("SCRAM-SHA-512 SCRAM-SHA-1");

    // Old, weak or nobody's: a person must ask for them.
    const QByteArray odd = "GSSAPI NTLM DIGEST-MD5 ANONYMOUS EXTERNAL";
    QTest::newRow("never by themselves") << odd << tls << QByteArray();
    for (const QByteArray &name : odd.split(' '))
        QTest::addRow("forced %s", name.constData())
            << odd << MechanismWishes{.encrypted = true, .forced = name.toLower()} << name;

    const QByteArray tokens = "XOAUTH2 OAUTH2 PLAIN OAUTHBEARER";
    QTest::newRow("a token") << tokens << MechanismWishes{.encrypted = true, .token = true}
                             << QByteArray("OAUTHBEARER XOAUTH2 OAUTH2");
    QTest::newRow("a token in clear") << tokens << MechanismWishes{.token = true} << QByteArray();
    QTest::newRow("a password is no token") << tokens << tls << QByteArray("PLAIN");
    QTest::newRow("a certificate") << QByteArray("PLAIN EXTERNAL")
                                   << MechanismWishes{.encrypted = true, .certificate = true}
                                   << QByteArray("EXTERNAL");

    QTest::newRow("forced") << all << MechanismWishes{.encrypted = true, .forced = "plain"}
                            << QByteArray("PLAIN");
    QTest::newRow("forced, not offered")
        << QByteArray("PLAIN") << MechanismWishes{.encrypted = true, .forced = "CRAM-MD5"} << QByteArray();
    QTest::newRow("forced does not allow clear text")
        << all << MechanismWishes{.forced = "LOGIN"} << QByteArray();
    QTest::newRow("forced and allowed")
        << all << MechanismWishes{.allowClearText = true, .forced = "LOGIN"} << QByteArray("LOGIN");
    QTest::newRow("forced, unknown") << QByteArray("X-MINE")
                                     << MechanismWishes{.encrypted = true, .forced = "X-MINE"}
                                     << QByteArray();
}

void ChooseMechanismTest::order()
{
    QFETCH(QByteArray, offered);
    QFETCH(MechanismWishes, wishes);
    QFETCH(QByteArray, expected);
    QCOMPARE(mechanismOrder(offered.split(' '), wishes).join(' '), expected);
}

void ChooseMechanismTest::secrets()
{
    for (const char *name : {"", "PLAIN", "scram-sha-256", "XOAUTH2", "X-MINE"})
        QVERIFY2(needsSecret(name), name);
    for (const char *name : {"EXTERNAL", "anonymous", "GSSAPI"})
        QVERIFY2(!needsSecret(name), name);
}

QTEST_GUILESS_MAIN(ChooseMechanismTest)
#include "tst_choosemechanism.moc"
