#include "app/desktop/timelinerecorder.h"

#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/errortext.h"
#include "ui/views/folderview.h"
#include "ui/views/messagebodyview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"

#include <QEvent>
#include <algorithm>

namespace app
{
namespace
{

class PaintWaiter : public QObject
{
public:
    PaintWaiter(QWidget *widget, QObject *context, std::function<void()> painted)
        : QObject(context)
        , m_painted(std::move(painted))
    {
        widget->installEventFilter(this);
        connect(widget, &QObject::destroyed, this, &QObject::deleteLater);
        widget->update();
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_seen) {
            m_seen = true;
            watched->removeEventFilter(this);
            // Painting and handing the picture over happen in one go; what is queued comes behind both.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_painted();
                    deleteLater();
                },
                Qt::QueuedConnection);
        }
        return false;
    }

private:
    std::function<void()> m_painted;
    bool m_seen = false;
};

/// As a person reads it in the window: what happened, and what to do.
QString reasonText(const imap::ConnectionChanged &change, const QString &server)
{
    if (!change.error)
        return QStringLiteral("offline");
    const ui::ErrorText text = ui::errorText(*change.error, server);
    return text.advice.isEmpty() ? text.what : text.what + QLatin1Char(' ') + text.advice;
}

} // namespace

void afterPaint(QWidget *widget, QObject *context, std::function<void()> painted)
{
    new PaintWaiter(widget, context, std::move(painted));
}

TimelineRecorder::TimelineRecorder(Timeline &timeline, ui::MainWindow &window)
    : m_timeline(timeline)
    , m_window(window)
{
    afterPaint(&window, this, [this] {
        m_timeline.record("window-shown");
        m_heartbeat = std::make_unique<Heartbeat>();
        connect(m_heartbeat.get(), &Heartbeat::late, this, [this](double ms, double busyMs) {
            m_timeline.record("frame-late", {{QStringLiteral("late_ms"), qRound64(ms * 10) / 10.0},
                                             {QStringLiteral("busy_ms"), qRound64(busyMs * 10) / 10.0}});
        });
    });
    connect(window.list(), &ui::MessageListView::firstScreenPainted, this, &TimelineRecorder::listPainted);
    connect(window.list(), &ui::MessageListView::rowPainted, this, &TimelineRecorder::rowPainted);
    connect(window.list(), &ui::MessageListView::flagsPainted, this,
            [this](imap::Uid uid) { updateShown("flags", uid); });
    connect(window.reader(), &ui::ReaderPane::messageShown, this, &TimelineRecorder::messageShown);
}

void TimelineRecorder::watch(imap::AccountHandle *account)
{
    m_known.insert(account, {});
    connect(account, &imap::AccountHandle::eventsReady, this,
            [this, account](const imap::EventBatch &batch) { apply(account, batch); });
    connect(account, &QObject::destroyed, this, [this, account] { m_known.remove(account); });
}

void TimelineRecorder::write(const char *event, imap::AccountHandle *account, QJsonObject fields)
{
    if (!m_known.contains(account))
        return;
    fields.insert(QLatin1String("account"), account->config().id);
    m_timeline.record(event, fields, m_known.value(account).traffic);
}

void TimelineRecorder::writePainted(QWidget *widget, const char *event, imap::AccountHandle *account,
                                    QJsonObject fields)
{
    afterPaint(widget, this, [this, event, account, fields] { write(event, account, fields); });
}

void TimelineRecorder::apply(imap::AccountHandle *account, const imap::EventBatch &batch)
{
    m_known[account].traffic = batch.traffic;
    for (const imap::Event &event : batch.events) {
        if (const auto *change = std::get_if<imap::ConnectionChanged>(&event)) {
            connection(account, *change);
        } else if (const auto *folders = std::get_if<imap::FoldersChanged>(&event)) {
            writePainted(m_window.folders()->viewport(), "folders-shown", account,
                         {{QStringLiteral("rows"), folders->folders.size()},
                          {QStringLiteral("from"),
                           folders->fromCache ? QStringLiteral("cache") : QStringLiteral("server")}});
        } else if (const auto *reset = std::get_if<imap::FolderReset>(&event)) {
            if (isShown(account, reset->folder)) {
                begunAnew(*reset);
                m_knownTotal = reset->total;
            }
        } else if (const auto *messages = std::get_if<imap::MessagesChanged>(&event)) {
            changed(account, *messages);
        } else if (const auto *removed = std::get_if<imap::MessagesRemoved>(&event)) {
            if (!isShown(account, removed->folder))
                continue;
            m_knownTotal -= qMin<quint32>(m_knownTotal, quint32(removed->numbers.size()));
            QJsonObject fields{{QStringLiteral("what"), QStringLiteral("removed")},
                               {QStringLiteral("folder"), removed->folder.toString()},
                               {QStringLiteral("count"), removed->numbers.size()}};
            if (const imap::Uid uid = knownUid(removed->numbers.value(0)); uid.isValid())
                fields.insert(QStringLiteral("uid"), qint64(uid.value));
            writePainted(m_window.list()->viewport(), "update-shown", account, fields);
        } else if (const auto *progress = std::get_if<imap::FillProgress>(&event)) {
            filled(account, *progress);
        } else if (const auto *done = std::get_if<imap::FolderSynchronised>(&event)) {
            if (isShown(account, done->folder))
                m_knownTotal = qMax(m_knownTotal, done->total);
            write("synchronised", account,
                  {{QStringLiteral("folder"), done->folder.toString()},
                   {QStringLiteral("total"), qint64(done->total)},
                   {QStringLiteral("fetched"), qint64(done->fetched)}});
        }
    }
}

/// Once for each time that nothing is left.
void TimelineRecorder::filled(imap::AccountHandle *account, const imap::FillProgress &progress)
{
    const bool now = progress.total > 0 && progress.done >= progress.total;
    if (now && !std::exchange(m_known[account].filled, true))
        write("filled", account, {{QStringLiteral("messages"), qint64(progress.total)}});
    m_known[account].filled = now;
}

void TimelineRecorder::connection(imap::AccountHandle *account, const imap::ConnectionChanged &change)
{
    using imap::ConnectionState;
    Known &known = m_known[account];
    known.state = change.state;
    switch (change.state) {
    case ConnectionState::SigningIn:
    case ConnectionState::Online:
        if (!known.connected)
            write("connected", account);
        known.connected = true;
        if (change.state == ConnectionState::Online && !known.signedIn) {
            known.signedIn = true;
            write("signed-in", account);
        }
        break;
    case ConnectionState::Offline:
    case ConnectionState::Waiting:
    case ConnectionState::LoginRefused:
    case ConnectionState::CertificateRefused:
        if (known.connected || change.error) {
            QJsonObject fields{
                {QStringLiteral("reason"), reasonText(change, account->config().connection.host)}};
            if (change.error)
                fields.insert(QStringLiteral("error"), QLatin1String(change.error->name()));
            write("disconnected", account, fields);
        }
        known.connected = false;
        known.signedIn = false;
        break;
    case ConnectionState::Connecting:
        break;
    }
}

void TimelineRecorder::listPainted(int rows, bool fromCache)
{
    const ui::MailBrowser *browser = m_window.browser();
    m_listShown = true;
    // Told while painting: the picture is handed over when that is done.
    QMetaObject::invokeMethod(
        this,
        [this, rows, fromCache, account = browser->account(), folder = browser->folder(),
         total = browser->listModel()->rowCount()] {
            write("list-shown", account,
                  {{QStringLiteral("folder"), folder.toString()},
                   {QStringLiteral("rows"), rows},
                   {QStringLiteral("total"), total},
                   {QStringLiteral("from"), fromCache ? QStringLiteral("cache") : QStringLiteral("server")}});
        },
        Qt::QueuedConnection);
}

void TimelineRecorder::rowPainted(imap::Uid uid)
{
    if (m_fresh.remove(uid.value))
        updateShown("new", uid);
}

/// Told while painting, as listPainted.
void TimelineRecorder::updateShown(const char *what, imap::Uid uid)
{
    QMetaObject::invokeMethod(
        this,
        [this, what, uid, account = m_window.browser()->account(), folder = m_window.browser()->folder()] {
            write("update-shown", account,
                  {{QStringLiteral("what"), QLatin1String(what)},
                   {QStringLiteral("folder"), folder.toString()},
                   {QStringLiteral("uid"), qint64(uid.value)}});
        },
        Qt::QueuedConnection);
}

/// What the server has above all UIDs that were known came while we were away.
void TimelineRecorder::begunAnew(const imap::FolderReset &reset)
{
    if (m_highestIn != reset.folder)
        m_highest = {};
    m_highestIn = reset.folder;
    const imap::Uid before = m_highest;
    for (const imap::MessageRow &row : reset.rows) {
        if (!row.message || row.message->uid <= before)
            continue;
        if (m_listShown && !reset.fromCache && before.isValid())
            m_fresh.insert(row.message->uid.value);
        m_highest = std::max(m_highest, row.message->uid);
    }
}

/// Tells a message that is new from one that was asked for: it came in behind all that was there.
void TimelineRecorder::changed(imap::AccountHandle *account, const imap::MessagesChanged &event)
{
    if (!isShown(account, event.folder))
        return;
    quint32 last = m_knownTotal;
    for (const imap::MessageRow &row : event.rows) {
        if (!row.message)
            continue;
        if (m_highestIn == event.folder)
            m_highest = std::max(m_highest, row.message->uid);
        if (!m_listShown || row.number.value <= m_knownTotal)
            continue;
        last = qMax(last, row.number.value);
        m_fresh.insert(row.message->uid.value);
    }
    m_knownTotal = last;
}

/// The UID that the list has under a number; it hears of the batch behind us. Invalid if it has none.
imap::Uid TimelineRecorder::knownUid(imap::SeqNum number) const
{
    const ui::MessageListModel *model = m_window.browser()->listModel();
    if (!model->order().arrangement.isPlain())
        return {}; // its rows have no numbers
    const int index = int(number.value) - 1;
    return model->uidAt(model->isNewestFirst() ? model->rowCount() - 1 - index : index);
}

bool TimelineRecorder::isShown(imap::AccountHandle *account, const imap::MailboxName &folder) const
{
    return account == m_window.browser()->account() && folder == m_window.browser()->folder();
}

void TimelineRecorder::messageShown(const imap::MailboxName &folder, imap::Uid uid, quint64 bytes)
{
    writePainted(m_window.reader()->body()->viewport(), "message-shown", m_window.browser()->account(),
                 {{QStringLiteral("folder"), folder.toString()},
                  {QStringLiteral("uid"), qint64(uid.value)},
                  {QStringLiteral("bytes"), qint64(bytes)}});
}

} // namespace app
