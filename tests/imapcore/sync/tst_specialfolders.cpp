#include "sync/specialfolders.h"

#include "support/conversation.h"
#include "types/specialfoldernames.h"

#include <QCoro/QCoroTask>
#include <QtTest>

using namespace imap;
using namespace imap::test;

namespace
{

FolderInfo folder(const char *name, const char *attribute = nullptr, QChar delimiter = QLatin1Char('/'))
{
    FolderInfo info;
    info.name = MailboxName(QString::fromUtf8(name));
    info.delimiter = delimiter;
    if (attribute)
        info.attributes.insert(Flag(attribute));
    return info;
}

const SpecialFolder *chosen(const QList<SpecialFolder> &all, FolderRole role)
{
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const SpecialFolder &one) { return one.role == role; });
    return at == all.end() ? nullptr : &*at;
}

QString nameOf(const QList<SpecialFolder> &all, FolderRole role)
{
    const SpecialFolder *special = chosen(all, role);
    return special ? special->name.toString() : QString();
}

NamespaceEntry entry(const char *prefix, QChar delimiter = QLatin1Char('/'))
{
    return NamespaceEntry{MailboxName(QString::fromLatin1(prefix)), delimiter};
}

} // namespace

class TestSpecialFolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theServersWordCounts()
    {
        QList<FolderInfo> folders{folder("Sent"), folder("Gesendet", "\\Sent"), folder("inbox"),
                                  folder("x", "\\junk"), folder("[Gmail]/Todos", "\\AllMail")};
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::None); // the server says that another one is Sent
        QCOMPARE(folders.at(1).role, FolderRole::Sent);
        QCOMPARE(folders.at(2).role, FolderRole::Inbox);
        QCOMPARE(folders.at(3).role, FolderRole::Junk); // Cyrus writes lower case
        QCOMPARE(folders.at(4).role, FolderRole::All);
    }
    void namesAreGuessedAtTheTopOnly()
    {
        QList<FolderInfo> folders{folder("Work/Trash"), folder("Entwürfe"), folder("已删除"),
                                  folder("INBOX.Sent Items", nullptr, QLatin1Char('.'))};
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::None);
        QCOMPARE(folders.at(1).role, FolderRole::Drafts);
        QCOMPARE(folders.at(2).role, FolderRole::Trash);
        QCOMPARE(folders.at(3).role, FolderRole::Sent);
    }
    void aRoleIsOneFolders()
    {
        QList<FolderInfo> folders{folder("Trash"), folder("Deleted Items"),
                                  folder("Users/bob/Sent", "\\Sent")};
        folders[2].owner = FolderOwner::OtherUsers;
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::Trash);
        QCOMPARE(folders.at(1).role, FolderRole::None);
        QCOMPARE(folders.at(2).role, FolderRole::None);
    }
    /// A dialog shows the choice and must be able to say where it comes from.
    void everyChoiceHasAReason()
    {
        const QList<FolderInfo> folders{folder("INBOX"),          folder("Weg", "\\trash"),
                                        folder("Spam", "\\Spam"), folder("Éléments envoyés"),
                                        folder("Alles"),          folder("Work/Drafts")};
        const XlistAttributes xlist{{MailboxName(QStringLiteral("Alles")), FlagSet{Flag("\\AllMail")}},
                                    {MailboxName(QStringLiteral("Weg")), FlagSet{Flag("\\Important")}}};
        const QList<SpecialFolder> all = chooseSpecialFolders(folders, {}, xlist);
        using Kind = RoleReason::Kind;
        const auto reason = [&](FolderRole role) {
            const SpecialFolder *special = chosen(all, role);
            return special ? special->reason : RoleReason{};
        };
        QCOMPARE(reason(FolderRole::Inbox), (RoleReason{Kind::Inbox, QStringLiteral("INBOX")}));
        QCOMPARE(reason(FolderRole::Trash), (RoleReason{Kind::Attribute, QStringLiteral("\\Trash")}));
        QCOMPARE(reason(FolderRole::Junk), (RoleReason{Kind::XlistAttribute, QStringLiteral("\\Spam")}));
        QCOMPARE(reason(FolderRole::All), (RoleReason{Kind::XlistAttribute, QStringLiteral("\\AllMail")}));
        QCOMPARE(reason(FolderRole::Sent),
                 (RoleReason{Kind::Name, QStringLiteral("éléments envoyés"), QStringLiteral("fr")}));
        QCOMPARE(reason(FolderRole::Drafts), RoleReason{});
        QCOMPARE(reason(FolderRole::Archive), RoleReason{});
    }
    /// LIST is asked before XLIST is believed, and both before a name.
    void betterWitnessesFirst()
    {
        QList<FolderInfo> folders{folder("Sent"), folder("a"), folder("b", "\\Sent")};
        const XlistAttributes xlist{{MailboxName(QStringLiteral("a")), FlagSet{Flag("\\Sent")}}};
        QCOMPARE(nameOf(chooseSpecialFolders(folders, {}, xlist), FolderRole::Sent), QStringLiteral("b"));
        folders.removeLast();
        QCOMPARE(nameOf(chooseSpecialFolders(folders, {}, xlist), FolderRole::Sent), QStringLiteral("a"));
        QCOMPARE(nameOf(chooseSpecialFolders(folders), FolderRole::Sent), QStringLiteral("Sent"));
    }
    void namesInManyLanguages_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("role");
        const auto row = [](const char *name, FolderRole role) {
            QTest::newRow(name) << QString::fromUtf8(name) << int(role);
        };
        row("sENT iTEMS", FolderRole::Sent);
        row("Gesendete Elemente", FolderRole::Sent);
        row("MESSAGES ENVOYÉS", FolderRole::Sent);
        row("Papelera", FolderRole::Trash);
        row("Posta indesiderata", FolderRole::Junk);
        row("Lixeira", FolderRole::Trash);
        row("Prullenbak", FolderRole::Trash);
        row("Elementy usunięte", FolderRole::Trash);
        row("Koncepty", FolderRole::Drafts);
        row("ОТПРАВЛЕННЫЕ", FolderRole::Sent);
        row("Кошик", FolderRole::Trash);
        row("Skräppost", FolderRole::Junk);
        row("Kladder", FolderRole::Drafts);
        row("Søppelpost", FolderRole::Junk);
        row("Roskaposti", FolderRole::Junk);
        row("Törölt elemek", FolderRole::Trash);
        row("Gönderilmiş Öğeler", FolderRole::Sent);
        row("Πρόχειρα", FolderRole::Drafts);
        row("下書き", FolderRole::Drafts);
        row("已发送邮件", FolderRole::Sent);
        row("垃圾郵件", FolderRole::Junk);
        row("보낸 편지함", FolderRole::Sent);
        row("Arkiv", FolderRole::Archive);
    }
    void namesInManyLanguages()
    {
        QFETCH(QString, name);
        QFETCH(int, role);
        FolderInfo info = folder("x");
        // macOS servers take accents apart.
        for (const auto form : {QString::NormalizationForm_C, QString::NormalizationForm_D}) {
            info.name = MailboxName(name.normalized(form));
            QCOMPARE(nameOf(chooseSpecialFolders({info}), FolderRole(role)), info.name.toString());
        }
    }
    void aNameStandsForOneRole()
    {
        QHash<QString, FolderRole> seen;
        for (const FolderRole role : {FolderRole::Drafts, FolderRole::Sent, FolderRole::Archive,
                                      FolderRole::Junk, FolderRole::Trash}) {
            QVERIFY(specialFolderNames(role).size() > 30);
            for (const auto &[name, language] : specialFolderNames(role)) {
                QVERIFY2(!name.isEmpty() && seen.value(name, role) == role, qPrintable(name));
                QVERIFY2(QLocale(language).language() != QLocale::C, qPrintable(name));
                seen.insert(name, role);
            }
        }
        QVERIFY(specialFolderNames(FolderRole::All).isEmpty());
    }
    /// The likelier name wins, not the first in the list.
    void severalNamesFit()
    {
        const QList<FolderInfo> folders{folder("Deleted Messages"), folder("Papierkorb"), folder("Trash")};
        QCOMPARE(nameOf(chooseSpecialFolders(folders), FolderRole::Trash), QStringLiteral("Trash"));
    }
    void topOfThePersonalNamespaces()
    {
        const QList<FolderInfo> folders{folder("Trash"), folder("#mh/Sent"), folder("#mh/x/Drafts"),
                                        folder("INBOX/Junk"), folder("[Gmail]/Archive")};
        QList<SpecialFolder> all = chooseSpecialFolders(folders, {{entry(""), entry("#mh/")}, {}, {}});
        QCOMPARE(nameOf(all, FolderRole::Trash), QStringLiteral("Trash"));
        QCOMPARE(nameOf(all, FolderRole::Sent), QStringLiteral("#mh/Sent"));
        QCOMPARE(nameOf(all, FolderRole::Drafts), QString());
        QCOMPARE(nameOf(all, FolderRole::Junk), QStringLiteral("INBOX/Junk"));
        QCOMPARE(nameOf(all, FolderRole::Archive), QStringLiteral("[Gmail]/Archive"));
        all = chooseSpecialFolders(folders);
        QCOMPARE(nameOf(all, FolderRole::Sent), QString());
    }
    void whatCannotBeOpenedIsNotGuessed()
    {
        FolderInfo container = folder("Trash");
        container.selectable = false;
        QVERIFY(chooseSpecialFolders({container}).isEmpty());
    }
    /// RFC 6154 §2 allows it: an archive that is also everything.
    void oneFolderForTwoPurposes()
    {
        QList<FolderInfo> folders{folder("Everything", "\\All")};
        folders.first().attributes.insert(Flag("\\Archive"));
        const QList<SpecialFolder> all = chooseSpecialFolders(folders);
        QCOMPARE(nameOf(all, FolderRole::All), QStringLiteral("Everything"));
        QCOMPARE(nameOf(all, FolderRole::Archive), QStringLiteral("Everything"));
        assignRoles(folders);
        QCOMPARE(folders.first().role, FolderRole::Archive);
    }
    void attributes()
    {
        QCOMPARE(roleFromAttribute(Flag("\\sent")), FolderRole::Sent);
        QCOMPARE(roleFromAttribute(Flag("\\Starred")), FolderRole::Flagged);
        QCOMPARE(roleFromAttribute(Flag("\\Noselect")), FolderRole::None);
        QCOMPARE(attributeOf(FolderRole::Flagged), QByteArray("\\Flagged"));
        QCOMPARE(attributeOf(FolderRole::Important), QByteArray("\\Important"));
        QCOMPARE(attributeOf(FolderRole::None), QByteArray());
    }
    /// A server from before SPECIAL-USE, whose names nobody could guess. NAMESPACE is refused.
    void oldGmailIsAskedByXlist()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 XLIST NAMESPACE] hi");
        auto task = findSpecialFolders(&talk.session());
        talk.client("A1 NAMESPACE");
        talk.client("A2 LIST \"\" *");
        talk.client("A3 XLIST \"\" *");
        talk.server("A1 NO not today");
        talk.server("* LIST (\\HasNoChildren) \"/\" \"[Gmail]/Odeslan&AOE- po&AWE-ta\"");
        talk.server("* LIST (\\HasNoChildren) \"/\" \"[Gmail]/V&AWE-e\"");
        talk.server("A2 OK done");
        talk.server("* XLIST (\\HasNoChildren \\AllMail) \"/\" \"[Gmail]/V&AWE-e\"");
        talk.server("A3 OK done");
        QVERIFY(task.isReady());
        const QList<SpecialFolder> all = QCoro::waitFor(std::move(task));
        QCOMPARE(nameOf(all, FolderRole::All), QStringLiteral("[Gmail]/Vše"));
        QCOMPARE(nameOf(all, FolderRole::Sent), QStringLiteral("[Gmail]/Odeslaná pošta"));
        QCOMPARE(int(chosen(all, FolderRole::Sent)->reason.kind), int(RoleReason::Kind::Name));
    }
    void modernServersAreAskedOnce()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 XLIST SPECIAL-USE LIST-EXTENDED] hi");
        auto task = findSpecialFolders(&talk.session());
        talk.client("A1 LIST \"\" * RETURN (SPECIAL-USE)");
        talk.server("* LIST (\\important) \"/\" x");
        talk.server("A1 OK done");
        const QList<SpecialFolder> all = QCoro::waitFor(std::move(task));
        QCOMPARE(nameOf(all, FolderRole::Important), QStringLiteral("x"));
        QVERIFY(talk.isSilent());
    }
    void namespacesDecideTheOwner()
    {
        const Namespaces namespaces{{entry("")}, {entry("Users/")}, {entry("Public/")}};
        const auto owner = [&](const char *name) {
            return ownerOf(MailboxName(QString::fromLatin1(name)), namespaces);
        };
        QCOMPARE(owner("Drafts"), FolderOwner::Personal);
        QCOMPARE(owner("Users/bob/Work"), FolderOwner::OtherUsers);
        QCOMPARE(owner("Public"), FolderOwner::Shared);
        QCOMPARE(owner("Publicity"), FolderOwner::Personal);
        QCOMPARE(owner("INBOX"), FolderOwner::Personal);
    }
};

QTEST_GUILESS_MAIN(TestSpecialFolders)
#include "tst_specialfolders.moc"
