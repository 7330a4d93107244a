#include "mime/people.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;

namespace
{

Address address(OptionalBytes name, OptionalBytes mailbox, OptionalBytes host)
{
    return {std::move(name), std::nullopt, std::move(mailbox), std::move(host)};
}

Address groupEnd()
{
    return {};
}

} // namespace

class TestPeople : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void single_data();
    void single();
    void groups();
    void nilHostIsNoGroup();
    void correspondentsOfRow();
    void domains_data();
    void domains();
    void letters_data();
    void letters();
    void colours();
    void manyRecipients();
};

void TestPeople::single_data()
{
    QTest::addColumn<Address>("raw");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("mail");
    QTest::addColumn<QString>("shown");

    const QString ann = QStringLiteral("Ann");
    const QString mail = QStringLiteral("ann@example.org");
    QTest::newRow("both") << address("Ann", "ann", "example.org") << ann << mail << ann;
    QTest::newRow("no name") << address({}, "ann", "example.org") << QString() << mail << mail;
    QTest::newRow("quotes") << address("\"Ann\"", "ann", "example.org") << ann << mail << ann;
    QTest::newRow("single quotes") << address("'Ann'", "ann", "example.org") << ann << mail << ann;
    QTest::newRow("encoded, quoted inside")
        << address("=?utf-8?Q?=22Ann=22?=", "ann", "example.org") << ann << mail << ann;
    QTest::newRow("escapes") << address("Ann \\\"A\\\" B", "ann", "example.org")
                             << QStringLiteral("Ann \"A\" B") << mail << QStringLiteral("Ann \"A\" B");
    QTest::newRow("name is the address")
        << address("'ANN@example.org'", "ann", "example.org") << QString() << mail << mail;
    QTest::newRow("spoofed") << address("boss@bank.example", "x", "evil.example")
                             << QStringLiteral("boss@bank.example") << QStringLiteral("x@evil.example")
                             << QStringLiteral("boss@bank.example <x@evil.example>");
    QTest::newRow("spoofed, full width")
        << address("=?utf-8?B?Ym9zc++8oGJhbms=?=", "x", "evil.example") << QStringLiteral("boss＠bank")
        << QStringLiteral("x@evil.example") << QStringLiteral("boss＠bank <x@evil.example>");
    QTest::newRow("invisible name") << address("\xE2\x80\x8B\xE3\x85\xA4", "ann", "example.org")
                                    << QStringLiteral("\u200B\u3164") << mail << mail;
    QTest::newRow("raw latin-1") << address("J\xF8rn", "j", "example.org") << QStringLiteral("Jørn")
                                 << QStringLiteral("j@example.org") << QStringLiteral("Jørn");
    QTest::newRow("UTF-8 mailbox") << address({}, "j\xC3\xB8rn", "example.org") << QString()
                                   << QStringLiteral("jørn@example.org")
                                   << QStringLiteral("jørn@example.org");
    QTest::newRow("UW invents a host") << address("Ann", "ann", ".MISSING-HOST-NAME.") << QString()
                                       << QStringLiteral("ann") << QStringLiteral("ann");
    QTest::newRow("Dovecot invents both")
        << address("Ann", "MISSING_MAILBOX", "MISSING_DOMAIN") << ann << QString() << ann;
    QTest::newRow("nothing") << address("", "", "") << QString() << QString() << QString();
    QTest::newRow("line break") << address("Ann\r\nBcc: x", "ann", "example.org")
                                << QStringLiteral("Ann Bcc: x") << mail << QStringLiteral("Ann Bcc: x");
}

void TestPeople::single()
{
    QFETCH(Address, raw);
    QFETCH(QString, name);
    QFETCH(QString, mail);
    QFETCH(QString, shown);
    const QList<Person> list = people({raw});
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0].name, name);
    QCOMPARE(list[0].address, mail);
    QCOMPARE(list[0].display(), shown);
}

void TestPeople::groups()
{
    const QList<Person> list =
        people({address({}, "Friends", {}), address("Ann", "ann", "example.org"), address("Bob", "bob", {}),
                groupEnd(), address({}, "cid", "example.org"), address({}, "undisclosed-recipients", {}),
                groupEnd()});
    QCOMPARE(list.size(), 4);
    QCOMPARE(list[0],
             (Person{QStringLiteral("Ann"), QStringLiteral("ann@example.org"), QStringLiteral("Friends")}));
    QCOMPARE(list[1].group, QStringLiteral("Friends"));
    QCOMPARE(list[1].address, QStringLiteral("bob"));
    QVERIFY(list[2].group.isEmpty());
    QCOMPARE(list[3].display(), QStringLiteral("undisclosed-recipients"));
}

void TestPeople::nilHostIsNoGroup()
{
    const QList<Person> list = people({address({}, "root", {}), address({}, "cron", {})});
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0].display(), QStringLiteral("root"));
    QVERIFY(list[1].group.isEmpty());
    QVERIFY(people({groupEnd(), groupEnd()}).isEmpty());
}

void TestPeople::correspondentsOfRow()
{
    QList<Address> list;
    QCOMPARE(correspondents(list), QString());
    for (const char *name : {"Ann", "Bob", "Cid", "Dan", "Eve"})
        list.append(address(name, name, "example.org"));
    QCOMPARE(correspondents(list.first(1)), QStringLiteral("Ann"));
    QCOMPARE(correspondents(list.first(3)), QStringLiteral("Ann, Bob, Cid"));
    QCOMPARE(correspondents(list), QStringLiteral("Ann, Bob, Cid +2"));
    QCOMPARE(correspondents(list, 1), QStringLiteral("Ann +4"));
    QCOMPARE(correspondents(people(list), 1), QStringLiteral("Ann +4"));
    list.prepend(address({}, "Friends", {}));
    list.append(groupEnd());
    QCOMPARE(correspondents(list), QStringLiteral("Ann, Bob, Cid +2"));
}

void TestPeople::domains_data()
{
    QTest::addColumn<QString>("domain");
    QTest::addColumn<QString>("shown");

    const auto row = [](const char *name, const char *domain, const QString &shown) {
        QTest::newRow(name) << QString::fromUtf8(domain) << shown;
    };
    row("ascii", "Example.org", QStringLiteral("Example.org"));
    row("german", "xn--mnchen-3ya.example", QStringLiteral("münchen.example"));
    row("german, raw", "münchen.example", QStringLiteral("münchen.example"));
    row("japanese", "xn--wgv71a119e.jp", QStringLiteral("日本語.jp"));
    row("russian", "xn--80aswg.xn--p1ai", QStringLiteral("сайт.рф"));
    row("cyrillic apple", "xn--80ak6aa92e.com", QStringLiteral("xn--80ak6aa92e.com"));
    row("cyrillic apple, raw", "аррӏе.com", QStringLiteral("xn--80ak6aa92e.com"));
    row("mixed", "pаypal.com", QStringLiteral("xn--pypal-4ve.com"));
    row("not punycode", "xn--\x7f.example", QStringLiteral("xn--\x7f.example"));
}

void TestPeople::domains()
{
    QFETCH(QString, domain);
    QFETCH(QString, shown);
    QCOMPARE(displayDomain(domain), shown);
}

void TestPeople::letters_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("mail");
    QTest::addColumn<QString>("initials");

    const auto row = [](const QString &name, const QString &mail, const QString &expected) {
        QTest::addRow("%s/%s", qPrintable(name), qPrintable(mail)) << name << mail << expected;
    };
    row(QStringLiteral("John Ronald Doe"), {}, QStringLiteral("JD"));
    row(QStringLiteral("Doe, John"), {}, QStringLiteral("JD"));
    row(QStringLiteral("ann"), {}, QStringLiteral("A"));
    row(QStringLiteral("Ann (Sales)"), {}, QStringLiteral("A"));
    row(QStringLiteral("山田 太郎"), {}, QStringLiteral("山"));
    row(QStringLiteral("élodie ünal"), {}, QStringLiteral("ÉÜ"));
    row({}, QStringLiteral("john.doe@example.org"), QStringLiteral("JD"));
    row({}, QStringLiteral("info@example.org"), QStringLiteral("I"));
    row(QStringLiteral("boss@bank"), QStringLiteral("x@evil.example"), QStringLiteral("X"));
    row(QStringLiteral("🎉"), {}, QStringLiteral("?"));
    row({}, {}, QStringLiteral("?"));
}

void TestPeople::letters()
{
    QFETCH(QString, name);
    QFETCH(QString, mail);
    QFETCH(QString, initials);
    QCOMPARE(imap::mime::initials({name, mail, {}}), initials);
}

void TestPeople::colours()
{
    const Person ann{QStringLiteral("Ann"), QStringLiteral("ann@example.org"), {}};
    const Person same{QStringLiteral("A. N."), QStringLiteral("ANN@example.org"), {}};
    QCOMPARE(colourIndex(ann), colourIndex(same));
    QSet<int> seen;
    for (int i = 0; i < 500; ++i)
        seen.insert(colourIndex({{}, QStringLiteral("user%1@example.org").arg(i), {}}));
    QCOMPARE(seen.size(), colourCount);
    QCOMPARE(*std::min_element(seen.begin(), seen.end()), 0);
}

void TestPeople::manyRecipients()
{
    QList<Address> list;
    for (int i = 0; i < 50'000; ++i)
        list.append(address({}, "user", {})); // all could be the start of a group
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(people(list).size(), maximumPeople);
    QVERIFY(!correspondents(list).isEmpty());
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_mime_people.moc"
