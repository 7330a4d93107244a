#include "types/capability.h"
#include "ui/models/capabilitymodel.h"
#include "ui/models/capabilitywords.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace ui;

class TestCapabilityModel : public QObject
{
    Q_OBJECT

    static QModelIndex find(const QAbstractItemModel &model, const char *name)
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data().toString() == QLatin1String(name))
                return model.index(row, 0);
        }
        return {};
    }
    static QString stateOf(const QAbstractItemModel &model, const char *name)
    {
        const QModelIndex index = find(model, name);
        return index.isValid() ? index.data(CapabilityRoles::StateText).toString()
                               : QStringLiteral("not listed");
    }
    static imap::ServerDetails dovecot()
    {
        imap::ServerDetails server;
        server.beforeSignIn = {"IMAP4rev1", "SASL-IR", "STARTTLS", "AUTH=PLAIN", "AUTH=TOOTH-FAIRY"};
        server.capabilities = {"IMAP4rev1",
                               "IDLE",
                               "SORT",
                               "THREAD=REFS",
                               "THREAD=REFERENCES",
                               "ESEARCH",
                               "LIST-EXTENDED",
                               "QRESYNC",
                               "CATENATE",
                               "COMPRESS=DEFLATE",
                               "X-NEW",
                               "QUOTA=RES-STORAGE"};
        server.enabled = {"QRESYNC"};
        server.dropped = {"ESORT"};
        return server;
    }

private Q_SLOTS:
    void statesAreTrue()
    {
        CapabilityModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setServer(dovecot());
        QCOMPARE(stateOf(model, "IDLE"), QStringLiteral("Used"));
        QCOMPARE(stateOf(model, "QRESYNC"), QStringLiteral("Switched on"));
        QCOMPARE(stateOf(model, "ESORT"), QStringLiteral("Refused"));
        QCOMPARE(stateOf(model, "CATENATE"), QStringLiteral("Not used"));
        QCOMPARE(stateOf(model, "X-NEW"), QStringLiteral("Not used"));
        QCOMPARE(stateOf(model, "AUTH=TOOTH-FAIRY"), QStringLiteral("Not used"));
        QCOMPARE(stateOf(model, "QUOTA=RES-STORAGE"), QStringLiteral("Used"));
        QCOMPARE(stateOf(model, "MOVE"), QStringLiteral("Missing"));
        // One way of threading is enough, and the connection is not compressed.
        QCOMPARE(stateOf(model, "THREAD=REFS"), QStringLiteral("Used"));
        QCOMPARE(stateOf(model, "THREAD=REFERENCES"), QStringLiteral("Not used"));
        QCOMPARE(stateOf(model, "COMPRESS=DEFLATE"), QStringLiteral("Not used"));
        QVERIFY(find(model, "STARTTLS")
                    .data(CapabilityRoles::Sentence)
                    .toString()
                    .contains(QLatin1String("before signing in")));
    }
    // What is part of something else is not missing (RFC 7162: QRESYNC has CONDSTORE; RFC 9051, appendix E).
    void impliedOnesAreNotMissing()
    {
        CapabilityModel model;
        model.setServer(dovecot());
        QCOMPARE(stateOf(model, "CONDSTORE"), QStringLiteral("not listed"));
        imap::ServerDetails modern;
        modern.capabilities = {"IMAP4rev2"};
        model.setServer(modern);
        for (const char *name :
             {"IDLE", "MOVE", "UIDPLUS", "LIST-STATUS", "SPECIAL-USE", "NAMESPACE", "LITERAL-"})
            QCOMPARE(stateOf(model, name), QStringLiteral("not listed"));
        QCOMPARE(stateOf(model, "NOTIFY"), QStringLiteral("Missing"));
    }
    void allThatHelpIsSaidToBeMissing()
    {
        imap::ServerDetails poor;
        poor.capabilities = {"IMAP4rev1"};
        CapabilityModel model;
        model.setServer(poor);
        for (const char *name :
             {"IDLE", "CONDSTORE", "QRESYNC", "NOTIFY", "MOVE", "UIDPLUS", "COMPRESS=DEFLATE", "LIST-STATUS",
              "SPECIAL-USE", "ESEARCH", "SORT", "THREAD=REFERENCES", "QUOTA", "ACL"}) {
            QCOMPARE(stateOf(model, name), QStringLiteral("Missing"));
            QVERIFY2(find(model, name)
                         .data(CapabilityRoles::Sentence)
                         .toString()
                         .contains(QLatin1String("Without it")),
                     name);
        }
    }
    // A server that quirks keep us from using is not one that lacks it.
    void avoidedOnes()
    {
        imap::ServerDetails gmail;
        gmail.capabilities = {"IMAP4rev1", "CONDSTORE"};
        gmail.avoided = {"QRESYNC"};
        CapabilityModel model;
        model.setServer(gmail);
        QCOMPARE(stateOf(model, "QRESYNC"), QStringLiteral("Avoided"));
    }

    void filter()
    {
        CapabilityModel model;
        model.setServer(dovecot());
        CapabilityFilter filter;
        filter.setSourceModel(&model);
        QCOMPARE(filter.rowCount(), model.rowCount());
        filter.setText(QStringLiteral("rfc 2177"));
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("IDLE"));
        filter.setText(QStringLiteral("new mail"));
        QVERIFY(find(filter, "IDLE").isValid());
        filter.setText({});
        filter.setShown(CapabilityFilter::Show::Missing);
        QVERIFY(find(filter, "MOVE").isValid());
        QVERIFY(!find(filter, "IDLE").isValid());
        filter.setShown(CapabilityFilter::Show::NotUsed);
        QVERIFY(find(filter, "CATENATE").isValid());
        QVERIFY(find(filter, "ESORT").isValid());
        QVERIFY(!find(filter, "MOVE").isValid());
        filter.setShown(CapabilityFilter::Show::Used);
        QVERIFY(find(filter, "QRESYNC").isValid());
    }

    // The table is written by hand: each entry must be whole.
    void theTableIsSound()
    {
        QSet<QByteArray> names;
        for (const CapabilityWords &words : capabilityWords()) {
            const QByteArray name(words.name);
            QVERIFY2(!names.contains(name.toUpper()), name);
            names << name.toUpper();
            QVERIFY2(QByteArray(words.what).endsWith('.'), name);
            QVERIFY2(!words.use || QByteArray(words.use).endsWith('.'), name);
            QVERIFY2(!words.cost || QByteArray(words.cost).endsWith('.'), name);
            QVERIFY2(!words.cost || words.use, name); // what is of no use is not missed
            const QByteArray reference(words.reference);
            QVERIFY2(reference.isEmpty() || reference.startsWith("RFC "), name);
            if (words.unless)
                QVERIFY2(wordsFor(words.unless), name);
        }
        QCOMPARE(QByteArray(wordsFor("auth=plain")->name), QByteArray("AUTH=PLAIN"));
        QCOMPARE(QByteArray(wordsFor("AUTH=NEW")->name), QByteArray("AUTH="));
        QVERIFY(!wordsFor("AUTH"));
        QVERIFY(!wordsFor(""));
    }
};

QTEST_MAIN(TestCapabilityModel)
#include "tst_capabilitymodel.moc"
