// The dialog on who may do what in a folder, in every state, for looking at.
#include "support/fakeserver.h"
#include "ui/dialogs/rightspane.h"
#include "ui/dialogs/sharewithdialog.h"
#include "ui/dialogs/sharingdialog.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QTimer>

using namespace ui;
using imap::AclEntry;
using imap::Rights;

namespace
{

imap::FolderAccess accessFor(const QString &state)
{
    imap::FolderAccess access;
    access.offered = state != QLatin1String("none");
    access.mine =
        Rights(state == QLatin1String("readonly") || state == QLatin1String("own") ? "lrs" : "lrswipkxtea");
    access.entries = QList<AclEntry>{{"anna", Rights("lrswipkxtea")},
                                     {"bob", Rights("lrswipte")},
                                     {"caroline.featherstonehaugh-cholmondeley@department.of.very.long.names."
                                      "example.org",
                                      Rights("lrs")},
                                     {"dmitri", Rights("lrt")},
                                     {"group:accounting", Rights("lrsw")},
                                     {"authenticated", Rights("lrs")},
                                     {"anyone", Rights("l")},
                                     {"-erik", Rights("swi")}};
    if (state == QLatin1String("own"))
        access.entries.reset();
    if (state == QLatin1String("old")) {
        access.newRights = false;
        access.entries = QList<AclEntry>{{"anna", Rights("lrswipcda")}, {"bob", Rights("lrswipd")}};
    }
    if (state == QLatin1String("many")) {
        for (int i = 1; i <= 60; ++i)
            *access.entries << AclEntry{"person" + QByteArray::number(i), Rights(i % 3 ? "lrs" : "lrswipte")};
    }
    return access;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("dark palette"));
    const QCommandLineOption mirrored(QStringLiteral("rtl"), QStringLiteral("right to left"));
    const QCommandLineOption state(
        QStringLiteral("state"),
        QStringLiteral(
            "normal, readonly, own, none, asking, offline, refused, changed, many, old, add, menu"),
        QStringLiteral("name"), QStringLiteral("normal"));
    const QCommandLineOption row(QStringLiteral("row"), QStringLiteral("chosen row"), QStringLiteral("n"),
                                 QStringLiteral("1"));
    const QCommandLineOption shot(QStringLiteral("shot"), QStringLiteral("save a picture and end"),
                                  QStringLiteral("file"));
    parser.addOptions({dark, mirrored, state, row, shot});
    parser.process(application);
    if (parser.isSet(dark))
        applyDarkPalette(&application);
    else
        applyLightPalette(&application);
    if (parser.isSet(mirrored))
        QApplication::setLayoutDirection(Qt::RightToLeft);

    const QString which = parser.value(state);
    test::FakeServer account;
    imap::FolderInfo folder;
    folder.name = imap::MailboxName(QStringLiteral("Projects/House"));
    account.access.insert(folder.name, accessFor(which));
    account.grantable.insert(
        "anna",
        {Rights("lkxa"), {Rights("r"), Rights("s"), Rights("w"), Rights("i"), Rights("p"), Rights("te")}});
    account.holdInquiries = which == QLatin1String("asking");
    if (which == QLatin1String("offline"))
        account.failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("Permission denied"));
    auto *model = new AclModel(&account, folder);
    SharingDialog dialog(model, QStringLiteral("House"), QStringLiteral("Anna at example.org"));
    dialog.show();
    QTimer::singleShot(150, &dialog, [&] {
        dialog.list()->setCurrentIndex(model->index(parser.value(row).toInt()));
        if (which == QLatin1String("refused"))
            Q_EMIT model->refused("bob", QStringLiteral("mail.example.org does not give you the right to do "
                                                        "this. It said: “Permission denied”."));
        if (which == QLatin1String("changed"))
            Q_EMIT model->entered(3, "bob", false);
        if (which == QLatin1String("add"))
            dialog.findChild<QPushButton *>(QStringLiteral("addPerson"))->click();
        if (which == QLatin1String("menu"))
            QCoreApplication::postEvent(dialog.list(),
                                        new QKeyEvent(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier));
    });
    if (parser.isSet(shot)) {
        QTimer::singleShot(600, &dialog, [&] {
            QWidget *shown = QApplication::activePopupWidget();
            if (!shown)
                shown = dialog.findChild<ShareWithDialog *>();
            const bool saved = (shown ? shown : &dialog)->grab().save(parser.value(shot));
            QCoreApplication::exit(saved ? 0 : 1);
        });
    }
    return QApplication::exec();
}
