// The folder pane and the message list with made-up mail, in every state, for looking at.
#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/messagelistmodel.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QPainter>
#include <QSplitter>
#include <QTimer>

using namespace ui;

namespace
{

imap::FolderInfo folder(const char *name, imap::FolderRole role, std::optional<quint32> unseen = {})
{
    imap::FolderInfo info;
    info.name = imap::MailboxName(QString::fromUtf8(name));
    info.delimiter = QLatin1Char('/');
    info.role = role;
    info.unseen = unseen;
    info.total = 200;
    return info;
}

QList<imap::FolderInfo> folders()
{
    using imap::FolderRole;
    imap::FolderInfo shared = folder("Shared/Support", FolderRole::None, 4);
    shared.owner = imap::FolderOwner::Shared;
    return {folder("INBOX", FolderRole::None, 12),
            folder("Drafts", FolderRole::Drafts),
            folder("Sent", FolderRole::Sent),
            folder("Archive", FolderRole::Archive),
            folder("Archive/2025", FolderRole::None),
            folder("Junk", FolderRole::Junk, 1280),
            folder("Trash", FolderRole::Trash),
            folder("Starred", FolderRole::Flagged),
            folder("Projects/Moonshine/Contracts and correspondence with the city", FolderRole::None, 2),
            folder("Projects/House", FolderRole::None, 3),
            folder("Lists", FolderRole::None),
            folder("Lists/debian-devel", FolderRole::None, 48),
            folder("\xD7\xA2\xD7\x91\xD7\xA8\xD7\x99\xD7\xAA", FolderRole::None, 7),
            folder("Travel", FolderRole::None),
            shared};
}

/// Sheets of all icons at three sizes.
class IconSheet : public QWidget
{
public:
    IconSheet() { resize(900, 480); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QStringList names = iconNames();
        constexpr int cell = 88;
        const int columns = qMax(1, width() / cell);
        for (int i = 0; i < names.size(); ++i) {
            const QPoint at(i % columns * cell + 8, i / columns * 48 + 8);
            paintIcon(&painter, {at, QSize(16, 16)}, names[i], palette().color(QPalette::WindowText));
            paintIcon(&painter, {at + QPoint(22, 0), QSize(22, 22)}, names[i],
                      palette().color(QPalette::WindowText));
            paintIcon(&painter, {at + QPoint(48, 0), QSize(32, 32)}, names[i],
                      palette().color(QPalette::WindowText));
        }
    }
};

void tellState(test::FakeAccount &account, const QString &state)
{
    using imap::ConnectionState;
    const imap::MailboxName inbox(QStringLiteral("INBOX"));
    imap::ConnectionChanged connection{ConnectionState::Online, true, 0, {}};
    if (state == QLatin1String("connecting")) {
        connection = {ConnectionState::Connecting, false, 0, {}};
    } else if (state == QLatin1String("waiting")) {
        connection = {ConnectionState::Waiting, false, 20'000,
                      std::make_shared<imap::AbortError>(imap::AbortError::Reason::HostNotFound,
                                                         QStringLiteral("dns"))};
    } else if (state == QLatin1String("offline")) {
        connection = {ConnectionState::Offline, false, 0, {}};
    } else if (state == QLatin1String("refused")) {
        connection = {ConnectionState::LoginRefused, false, 0,
                      std::make_shared<imap::LoginError>(QStringLiteral("no"), "AUTHENTICATE",
                                                         "Wrong password",
                                                         imap::ResponseCode{"AUTHENTICATIONFAILED", {}})};
    }
    account.tell({connection});
    if (state == QLatin1String("failed"))
        account.tell({imap::FolderFailed{inbox, std::make_shared<imap::CommandError>(
                                                    QStringLiteral("no"), "SELECT", "Mailbox doesn't exist",
                                                    imap::ResponseCode{"NONEXISTENT", {}})}});
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("dark palette"));
    const QCommandLineOption table(QStringLiteral("table"), QStringLiteral("table mode"));
    const QCommandLineOption mirrored(QStringLiteral("rtl"), QStringLiteral("right to left"));
    const QCommandLineOption icons(QStringLiteral("icons"), QStringLiteral("all icons"));
    const QCommandLineOption total(QStringLiteral("total"), QStringLiteral("messages"), QStringLiteral("n"),
                                   QStringLiteral("200"));
    const QCommandLineOption state(
        QStringLiteral("state"),
        QStringLiteral("normal, loading, empty, connecting, waiting, offline, refused, failed"),
        QStringLiteral("name"), QStringLiteral("normal"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("of the window"),
                                  QStringLiteral("WxH"), QStringLiteral("760x640"));
    const QCommandLineOption list(QStringLiteral("list-width"), QStringLiteral("pixels"), QStringLiteral("n"),
                                  QStringLiteral("500"));
    const QCommandLineOption select(QStringLiteral("select"), QStringLiteral("select these rows"),
                                    QStringLiteral("a-b"));
    const QCommandLineOption unfocused(QStringLiteral("unfocused"),
                                       QStringLiteral("focus in the folder pane"));
    const QCommandLineOption used(QStringLiteral("used"), QStringLiteral("of the quota"),
                                  QStringLiteral("percent"));
    const QCommandLineOption shot(QStringLiteral("shot"), QStringLiteral("save a picture and end"),
                                  QStringLiteral("file"));
    parser.addOptions(
        {dark, table, mirrored, icons, total, state, size, list, select, unfocused, used, shot});
    parser.process(application);
    if (parser.isSet(dark))
        applyDarkPalette(&application);
    else
        applyLightPalette(&application);
    if (parser.isSet(mirrored))
        QApplication::setLayoutDirection(Qt::RightToLeft);

    test::FakeAccount account;
    FolderTreeModel folderModel;
    folderModel.addAccount(&account);
    account.tell({imap::FoldersChanged{folders(), false}});
    const QString which = parser.value(state);
    const bool normal = which == QLatin1String("normal") || which == QLatin1String("loading");
    const quint32 messages = normal ? parser.value(total).toUInt() : 0;
    const QDateTime now = QDateTime::currentDateTime();
    const imap::MailboxName inbox(QStringLiteral("INBOX"));
    if (normal || which == QLatin1String("empty"))
        account.serve(
            inbox, messages, [=](quint32 uid) { return test::variedMessage(uid, messages, now); }, 0);

    QSplitter window;
    window.setChildrenCollapsible(false);
    window.setHandleWidth(1);
    FolderView folderView;
    folderView.setModel(&folderModel);
    MessageListModel model;
    MessageListView view;
    view.setModel(&model);
    if (parser.isSet(table))
        view.setMode(MessageListView::Mode::Table);
    window.addWidget(&folderView);
    window.addWidget(&view);
    model.open(&account, {inbox, QStringLiteral("Inbox"), Correspondents::From, {}});
    tellState(account, which);
    if (parser.isSet(used))
        account.tell(
            {imap::QuotaChanged{{{"", "STORAGE", parser.value(used).toULongLong() * 20'000, 2'000'000}}}});
    if (which == QLatin1String("loading"))
        account.hold();
    QObject::connect(&view, &MessageListView::flagToggleRequested, &model,
                     [&](const QItemSelection &rows, const imap::Flag &flag, bool on) {
                         account.changeFlags(inbox, model.uids(rows),
                                             on ? imap::FlagSet{flag} : imap::FlagSet{},
                                             on ? imap::FlagSet{} : imap::FlagSet{flag});
                     });
    folderView.setCurrentIndex(folderModel.folderIndex(account.config().id, inbox));
    folderView.setExpansion(
        {QStringLiteral("+fake\x1fProjects"), QStringLiteral("+fake\x1fProjects/Moonshine")});

    IconSheet sheet;
    QWidget *shown = parser.isSet(icons) ? static_cast<QWidget *>(&sheet) : &window;
    const QStringList extent = parser.value(size).split(QLatin1Char('x'));
    shown->resize(extent.value(0).toInt(), extent.value(1).toInt());
    const int listWidth = parser.value(list).toInt();
    window.setSizes({shown->width() - listWidth, listWidth});
    shown->show();
    (parser.isSet(unfocused) ? static_cast<QWidget *>(&folderView) : &view)->setFocus();
    QTimer::singleShot(100, &view, [&] {
        model.setPreview(imap::Uid(messages - 3),
                         QStringLiteral("All jobs passed in 4 minutes. The slowest was the one that"));
        const QStringList rows = parser.value(select).split(QLatin1Char('-'));
        if (parser.isSet(select))
            view.selectionModel()->select(
                QItemSelection(model.index(rows.first().toInt(), 0),
                               model.index(rows.last().toInt(), model.columnCount() - 1)),
                QItemSelectionModel::ClearAndSelect);
    });
    if (parser.isSet(shot))
        QTimer::singleShot(400, shown, [&] {
            const bool saved = shown->grab().save(parser.value(shot));
            QCoreApplication::exit(saved ? 0 : 1);
        });
    return QApplication::exec();
}
