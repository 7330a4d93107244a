#include "support/fakeserver.h"
#include "ui/models/aclmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::AclChange;
using imap::AclEntry;
using imap::OperationState;
using imap::Rights;
using Phase = AclModel::Phase;

static const imap::MailboxName shared{QStringLiteral("Shared")};

/// Who may do what in a folder, as the server tells it and the journal changes it.
class TestAclModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<AclModel> m_model;

    static imap::FolderInfo folder()
    {
        imap::FolderInfo info;
        info.name = shared;
        info.delimiter = QLatin1Char('/');
        return info;
    }
    void serve(const QList<AclEntry> &entries, const char *mine = "lrswipkxtea")
    {
        imap::FolderAccess access;
        access.offered = true;
        access.mine = Rights(mine);
        access.entries = entries;
        m_account->access.insert(shared, access);
    }
    void open(const imap::FolderInfo &info = folder())
    {
        m_model = std::make_unique<AclModel>(m_account.get(), info);
        new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     m_model.get());
    }
    void openReady(const QList<AclEntry> &entries)
    {
        serve(entries);
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
        QTRY_COMPARE(m_model->rowCount(), int(entries.size()));
    }
    QStringList names() const
    {
        QStringList list;
        for (int row = 0; row < m_model->rowCount(); ++row)
            list << m_model->index(row).data().toString();
        return list;
    }
    QByteArray rightsOf(const QByteArray &identifier) const
    {
        const int row = m_model->rowOf(identifier);
        return row < 0 ? QByteArray("none") : m_model->entryAt(row).rights.toByteArray();
    }
    /// What the journal tells of a change.
    void tell(quint64 id, const QByteArray &identifier, const char *rights, OperationState state,
              const QString &error = {})
    {
        imap::JournalEntry entry;
        entry.id = id;
        entry.change = AclChange{shared, identifier, Rights(rights)};
        entry.state = state;
        entry.error = error;
        m_account->tell({imap::JournalChanged{{entry}}});
    }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<test::FakeServer>(); // its user is set by FakeAccount
    }
    void cleanup()
    {
        m_model.reset();
        m_account.reset();
    }

    void peopleFirstThenManyThenWhatIsTakenAway()
    {
        const QByteArray own = m_account->config().user.toUtf8();
        openReady({{"anyone", Rights("l")},
                   {"zoe", Rights("lrs")},
                   {"-bob", Rights("w")},
                   {"$staff", Rights("lrswipte")},
                   {"bob", Rights("lrswipkxte")},
                   {own, Rights("lrswipkxtea")},
                   {"authenticated", Rights("lra")}});
        QCOMPARE(names(), (QStringList{QString::fromUtf8(own), QStringLiteral("bob"), QStringLiteral("zoe"),
                                       QStringLiteral("staff"), QStringLiteral("Everybody who signs in"),
                                       QStringLiteral("Everybody"), QStringLiteral("bob")}));
        const auto role = [this](const char *identifier) {
            return m_model->index(m_model->rowOf(identifier)).data(AclRole::AccessText).toString();
        };
        QCOMPARE(role("zoe"), QStringLiteral("Read"));
        QCOMPARE(role("bob"), QStringLiteral("Manage"));
        QCOMPARE(role("$staff"), QStringLiteral("Write"));
        QCOMPARE(role(own), QStringLiteral("All"));
        QCOMPARE(role("authenticated"), QStringLiteral("Special"));
        QVERIFY(m_model->index(m_model->rowOf("-bob")).data(AclRole::Negative).toBool());
        QVERIFY(role("-bob").contains(QLatin1Char('w')));
    }

    /// The old c and d stand for the new rights (RFC 4314 §2.1.1), so roles are known on old servers as well.
    void rolesOfOldServers()
    {
        QCOMPARE(roleOf(Rights("lrswipcda")), AccessRole::All);
        QCOMPARE(roleOf(Rights("lrswipcd")), AccessRole::Manage);
        QCOMPARE(roleOf(Rights("lrswipd")), AccessRole::Write);
        QCOMPARE(roleOf(Rights("lrswipkxtecda0123")), AccessRole::All);
        QCOMPARE(roleOf(Rights("lrs0")), AccessRole::Special);
        QCOMPARE(roleOf(Rights("lr")), AccessRole::Read); // as administrators often give it
        QCOMPARE(roleOf(Rights()), AccessRole::None);
        const QList<AccessRole> roles = accessRoles();
        for (const AccessRole role : roles) {
            QCOMPARE(roleOf(roleRights(role)), role);
            QCOMPARE(roleOf(roleRights(role).obsolete()), role);
        }
    }

    void aChangeIsShownAtOnceAndStays()
    {
        openReady({{"bob", Rights("lrs")}});
        QSignalSpy wanted(m_model.get(), &AclModel::changeWanted);
        QSignalSpy entered(m_model.get(), &AclModel::entered);
        m_model->change("bob", Rights("lrsw"));
        QCOMPARE(rightsOf("bob"), QByteArray("lrsw"));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<AclChange>(), (AclChange{shared, "bob", Rights("lrsw"), Rights("lrs")}));
        tell(7, "bob", "lrsw", OperationState::Waiting);
        QCOMPARE(entered.size(), 1);
        QCOMPARE(entered[0][0].toULongLong(), 7ULL);
        // The server makes more of it than was asked for.
        serve({{"bob", Rights("lrswp")}});
        tell(7, "bob", "lrsw", OperationState::Done);
        QTRY_COMPARE(rightsOf("bob"), QByteArray("lrswp"));
        QCOMPARE(entered.size(), 1);
    }

    void aRefusedOneIsTakenBackWithTheReason()
    {
        openReady({{"bob", Rights("lrs")}});
        QSignalSpy refused(m_model.get(), &AclModel::refused);
        m_model->change("bob", {});
        m_model->change("nobody", Rights("lrs"));
        QCOMPARE(m_model->rowOf("bob"), -1);
        QVERIFY(m_model->rowOf("nobody") >= 0);
        tell(7, "bob", "", OperationState::Waiting);
        tell(8, "nobody", "lrs", OperationState::Waiting);
        imap::JournalEntry entry;
        entry.id = 8;
        entry.change = AclChange{shared, "nobody", Rights("lrs")};
        entry.state = OperationState::Failed;
        m_account->tell({imap::OperationFailed{8, std::make_shared<imap::CommandError>(
                                                      QStringLiteral("no"), "SETACL", "Unknown user")},
                         imap::JournalChanged{{entry}}});
        QCOMPARE(m_model->rowOf("nobody"), -1);
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused[0][1].toString().contains(QStringLiteral("Unknown user")));
        QCOMPARE(m_model->rowOf("bob"), -1); // the other one still goes on
        tell(7, "bob", "", OperationState::Failed, QStringLiteral("not permitted"));
        QCOMPARE(rightsOf("bob"), QByteArray("lrs"));
        QVERIFY(refused[1][1].toString().contains(QStringLiteral("not permitted")));
    }

    /// So that only the difference is made: what the server told may be long ago.
    void aChangeSaysWhatWasSeen()
    {
        openReady({{"bob", Rights("lrscd")}});
        QSignalSpy wanted(m_model.get(), &AclModel::changeWanted);
        m_model->change("bob", Rights("lrswcd"));
        m_model->change("carol", Rights("lrs"));
        m_model->change("bob", {});
        QCOMPARE(wanted.size(), 3);
        QCOMPARE(wanted[0][0].value<AclChange>().seen, std::optional(Rights("lrskxte")));
        QCOMPARE(wanted[1][0].value<AclChange>().seen, std::optional(Rights()));
        QCOMPARE(wanted[2][0].value<AclChange>().seen, std::optional(Rights("lrswkxte")));
    }

    // Three clicks faster than the journal: each builds on the one before.
    void quickChangesBuildOnEachOther()
    {
        openReady({{"bob", Rights("lr")}});
        for (const char right : {'s', 'w', 'i'}) {
            const Rights now = m_model->entryAt(m_model->rowOf("bob")).rights;
            m_model->change("bob", toggledRights(now, right, true, nullptr));
        }
        QCOMPARE(rightsOf("bob"), QByteArray("lrswi"));
        tell(1, "bob", "lrs", OperationState::Waiting);
        QCOMPARE(rightsOf("bob"), QByteArray("lrswi"));
        tell(2, "bob", "lrsw", OperationState::Waiting);
        tell(3, "bob", "lrswi", OperationState::Waiting);
        tell(1, "bob", "lrs", OperationState::Done);
        QCOMPARE(rightsOf("bob"), QByteArray("lrswi"));
    }

    void undoneElsewhereIsSeen()
    {
        openReady({{"bob", Rights("lrs")}});
        m_model->change("bob", Rights("lrswipte"));
        tell(1, "bob", "lrswipte", OperationState::Waiting);
        tell(1, "bob", "lrswipte", OperationState::Undone);
        QCOMPARE(rightsOf("bob"), QByteArray("lrs"));
        // The undo of something that was sent is a change of its own, which may be over before it is told.
        serve({{"bob", Rights("l")}});
        tell(2, "bob", "l", OperationState::Done);
        QTRY_COMPARE(rightsOf("bob"), QByteArray("l"));
    }

    void whatWaitsFromAnEarlierRunIsShown()
    {
        imap::JournalEntry entry;
        entry.id = 3;
        entry.change = AclChange{shared, "carol", Rights("lrs")};
        entry.state = OperationState::Waiting;
        imap::JournalEntry older = entry;
        older.id = 2;
        older.change = AclChange{shared, "carol", Rights("l")};
        m_account->journalEntries = {entry, older};
        serve({{"bob", Rights("lrs")}});
        open();
        QTRY_COMPARE(rightsOf("carol"), QByteArray("lrs"));
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 1000, nullptr}});
        QVERIFY(m_model->index(m_model->rowOf("carol"))
                    .data(AclRole::KindText)
                    .toString()
                    .contains(QStringLiteral("Waiting")));
        QVERIFY(!m_model->isOnline());
    }

    /// After a break nobody knows what became of a change that was under way: the server is asked.
    void theTruthAfterABreak()
    {
        openReady({{"bob", Rights("lrs")}});
        m_model->change("bob", Rights("lrsw"));
        tell(1, "bob", "lrsw", OperationState::Running);
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 1000, nullptr}});
        QCOMPARE(rightsOf("bob"), QByteArray("lrsw"));
        serve({{"bob", Rights("lrsw")}, {"dave", Rights("l")}});
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        QTRY_COMPARE(rightsOf("dave"), QByteArray("l"));
        tell(1, "bob", "lrsw", OperationState::Done);
        QTRY_COMPARE(rightsOf("bob"), QByteArray("lrsw"));
        QVERIFY(m_model->isOnline());
    }

    void phases()
    {
        m_account->access.insert(shared, imap::FolderAccess{});
        open();
        QCOMPARE(m_model->phase(), Phase::Asking);
        QTRY_COMPARE(m_model->phase(), Phase::NotOffered);
        QVERIFY(!m_model->canChange());

        // Only the own rights are told without the right a.
        imap::FolderAccess access;
        access.offered = true;
        access.mine = Rights("lrs");
        access.refused = QStringLiteral("Permission denied");
        m_account->access.insert(shared, access);
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
        QVERIFY(!m_model->canChange());
        QCOMPARE(m_model->rowCount(), 0);

        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("no such folder"));
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Failed);
    }

    /// Dovecot says that one may do everything in a folder that is gone; its entries it does not list.
    void aFolderThatIsGone()
    {
        openReady({{"bob", Rights("lrs")}});
        imap::FolderAccess access = m_account->access.value(shared);
        access.entries.reset();
        access.refused = QStringLiteral("Mailbox does not exist");
        m_account->access.insert(shared, access);
        m_model->ask();
        QTRY_COMPARE(m_model->phase(), Phase::Failed);
        QCOMPARE(m_model->problem(), QStringLiteral("Mailbox does not exist"));
        QVERIFY(!m_model->canChange());
    }

    void lessThanWasAskedFor()
    {
        openReady({{"anna", Rights("lra")}, {"bob", Rights("lrs")}});
        QSignalSpy otherwise(m_model.get(), &AclModel::madeOtherwise);
        const auto made = [this](quint64 id, const AclChange &change) {
            m_model->change(change.identifier, change.rights);
            imap::JournalEntry entry;
            entry.id = id;
            entry.change = change;
            entry.state = OperationState::Done;
            m_account->tell({imap::JournalChanged{{entry}}});
        };
        // Dovecot leaves the right a to the owner.
        made(1, AclChange{shared, "anna", Rights("lr"), Rights("lra")});
        QTRY_COMPARE(otherwise.size(), 1);
        QCOMPARE(otherwise[0][0].toByteArray(), QByteArray("anna"));
        QCOMPARE(otherwise[0][1].value<Rights>(), Rights("a"));
        QCOMPARE(otherwise[0][2].value<Rights>(), Rights());
        QCOMPARE(rightsOf("anna"), QByteArray("lra"));
        made(2, AclChange{shared, "bob", Rights("lrw"), Rights("lrs")});
        QTRY_COMPARE(otherwise.size(), 2);
        QCOMPARE(otherwise[1][1].value<Rights>(), Rights("s"));
        QCOMPARE(otherwise[1][2].value<Rights>(), Rights("w"));
        // As it was asked for, with a right more.
        serve({{"anna", Rights("lra")}, {"bob", Rights("lrwip")}});
        made(3, AclChange{shared, "bob", Rights("lrwi"), Rights("lrs")});
        QTRY_COMPARE(rightsOf("bob"), QByteArray("lrwip"));
        QCOMPARE(otherwise.size(), 2);
    }

    void whoCanChangeItInstead()
    {
        imap::FolderInfo info = folder();
        info.owner = imap::FolderOwner::OtherUsers;
        info.name = imap::MailboxName(QStringLiteral("Users/alice/Shared"));
        imap::FolderAccess access;
        access.offered = true;
        access.mine = Rights("lrs");
        m_account->access.insert(info.name, access);
        open(info);
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
        QCOMPARE(m_model->administrators(), QStringList{QStringLiteral("alice")});
    }

    void ownRightsAreGivenUpByWhatTakesTheRightA()
    {
        const QByteArray own = m_account->config().user.toUtf8();
        openReady({{own, Rights("lrswipkxtea")}, {"bob", Rights("lra")}});
        QVERIFY(m_model->givesUpOwnRights(own, Rights("lrs")));
        QVERIFY(m_model->givesUpOwnRights(own, {}));
        QVERIFY(!m_model->givesUpOwnRights(own, Rights("lra")));
        QVERIFY(!m_model->givesUpOwnRights("bob", {}));
        QVERIFY(m_model->givesUpOwnRights("-" + own, Rights("a")));
        QVERIFY(!m_model->givesUpOwnRights("-" + own, Rights("w")));
        QVERIFY(m_model->givesUpOwnRights("owner", {}) == false); // there is no such entry
        // Who always has it loses nothing.
        m_account->grantable.insert(own, imap::GrantableRights{Rights("la"), {Rights("r")}});
        m_model->askGrantable(own);
        QTRY_VERIFY(m_model->grantable(own));
        QVERIFY(!m_model->givesUpOwnRights(own, Rights("l")));
    }

    void namesThatCannotBeAdded()
    {
        openReady({{"bob", Rights("lrs")}});
        QVERIFY(!m_model->addProblem("").isEmpty());
        QVERIFY(!m_model->addProblem("-").isEmpty());
        QVERIFY(m_model->addProblem("bob").contains(QStringLiteral("already")));
        QVERIFY(m_model->addProblem("-bob").isEmpty());
        QVERIFY(m_model->addProblem("carol").isEmpty());
    }

    /// Rights of one set can be granted only together (RFC 4314 §3.4).
    void tiedRightsGoTogether()
    {
        const imap::GrantableRights grantable{Rights("l"),
                                              {Rights("r"), Rights("s"), Rights("tec"), Rights("kx")}};
        QCOMPARE(toggledRights(Rights("lr"), 't', true, &grantable), Rights("lrtec"));
        QCOMPARE(toggledRights(Rights("lrtec"), 'e', false, &grantable), Rights("lr"));
        QCOMPARE(toggledRights(Rights("lr"), 'l', false, &grantable), Rights("lr"));
        QCOMPARE(toggledRights(Rights("r"), 'w', true, nullptr), Rights("rw"));
        // A role takes only what fits whole, and what is always given.
        const imap::GrantableRights coarse{Rights("l"),
                                           {Rights("r"), Rights("s"), Rights("xte"), Rights("w")}};
        QCOMPARE(fittingRights(roleRights(AccessRole::Write), &coarse), Rights("lrsw"));
        QCOMPARE(fittingRights(roleRights(AccessRole::Manage), &coarse), Rights("lrswxte"));
        const imap::GrantableRights old{Rights(), {Rights("l"), Rights("r"), Rights("s"), Rights("d")}};
        QCOMPARE(fittingRights(roleRights(AccessRole::Write), &old), Rights("lrsd"));
    }

    void onOldServersTheOldLettersAreAskedFor()
    {
        imap::FolderAccess access;
        access.offered = true;
        access.newRights = false;
        access.mine = Rights("lrswipcda");
        access.entries = QList<AclEntry>{{"bob", Rights("lrs")}};
        m_account->access.insert(shared, access);
        open();
        QTRY_COMPARE(m_model->phase(), Phase::Ready);
        QSignalSpy wanted(m_model.get(), &AclModel::changeWanted);
        m_model->change("bob", roleRights(AccessRole::Manage));
        QCOMPARE(wanted[0][0].value<AclChange>().rights, Rights("lrswipcd"));
        QCOMPARE(m_model->index(m_model->rowOf("bob")).data(AclRole::AccessText).toString(),
                 QStringLiteral("Manage"));
    }

    void ownRightsInWords()
    {
        QVERIFY(ownRightsText(Rights("lrswipkxtea")).contains(QStringLiteral("everything")));
        QVERIFY(ownRightsText(Rights("lrswipcda")).contains(QStringLiteral("everything")));
        QVERIFY(ownRightsText(Rights()).contains(QStringLiteral("nothing")));
        const QString some = ownRightsText(Rights("lrt"));
        QVERIFY(some.contains(QStringLiteral("read messages")) && some.contains(QStringLiteral("delete")));
        QVERIFY(!some.contains(QStringLiteral("label")));
        const QLocale before;
        QLocale::setDefault(QLocale::c());
        const QString words = ownRightsText(Rights("lr"));
        QLocale::setDefault(before);
        QCOMPARE(words, QStringLiteral("You may see the folder and read messages."));
        imap::FolderInfo info = folder();
        QVERIFY(missingRight(info, 't').isEmpty()); // nobody said that it is missing
        info.myRights = Rights("lr");
        QCOMPARE(missingRight(info, 't'),
                 QStringLiteral("The server does not let you delete here: right t is missing."));
        QVERIFY(missingRight(info, 'i', QStringLiteral("Trash")).contains(QStringLiteral("into “Trash”")));
        for (char right = 'a'; right <= 'z'; ++right) {
            QVERIFY(!rightText(right).isEmpty());
            QVERIFY(!missingRight(info, right).contains(QLatin1Char('%')));
        }
    }

    // A folder that is shared with sixty, one of whom has a very long name: what changes is one row.
    void sixtyEntries()
    {
        QList<AclEntry> entries;
        for (int i = 0; i < 60; ++i)
            entries << AclEntry{"user" + QByteArray::number(i), Rights("lrs")};
        entries << AclEntry{QByteArray(3000, 'x') + "\r\n<b>", Rights("lrs")};
        openReady(entries);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        m_model->change("user30", Rights("lrsw"));
        QCOMPARE(changed.size(), 1);
        QVERIFY(!names().last().contains(QLatin1Char('\n')));
        QVERIFY(names().last().size() < 300);
    }
};

QTEST_MAIN(TestAclModel)
#include "tst_aclmodel.moc"
