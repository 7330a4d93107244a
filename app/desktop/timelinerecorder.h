#pragma once

#include "account/accounthandle.h"
#include "app/desktop/heartbeat.h"
#include "app/desktop/timeline.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <functional>
#include <memory>

class QWidget;

namespace ui
{
class MainWindow;
}

namespace app
{

/// Calls once, after `widget` was painted for the next time and the picture was handed to the screen. Gives
/// up with `context`.
void afterPaint(QWidget *widget, QObject *context, std::function<void()> painted);

/// Watches the window and the accounts, and writes the timeline: what was painted, not what was asked for.
class TimelineRecorder : public QObject
{
    Q_OBJECT
public:
    TimelineRecorder(Timeline &timeline, ui::MainWindow &window);

    /// Call before the account is shown in the window and started.
    void watch(imap::AccountHandle *account);

private:
    struct Known {
        imap::Traffic traffic;
        imap::ConnectionState state = imap::ConnectionState::Offline;
        bool connected = false; ///< "connected" was written for this connection
        bool signedIn = false;
        bool filled = false; ///< all is there that is fetched unasked
    };
    void apply(imap::AccountHandle *account, const imap::EventBatch &batch);
    void connection(imap::AccountHandle *account, const imap::ConnectionChanged &change);
    void filled(imap::AccountHandle *account, const imap::FillProgress &progress);
    void begunAnew(const imap::FolderReset &reset);
    void changed(imap::AccountHandle *account, const imap::MessagesChanged &event);
    void listPainted(int rows, bool fromCache);
    void rowPainted(imap::Uid uid);
    void updateShown(const char *what, imap::Uid uid);
    imap::Uid knownUid(imap::SeqNum number) const;
    bool isShown(imap::AccountHandle *account, const imap::MailboxName &folder) const;
    void messageShown(const imap::MailboxName &folder, imap::Uid uid, quint64 bytes);
    void write(const char *event, imap::AccountHandle *account, QJsonObject fields = {});
    void writePainted(QWidget *widget, const char *event, imap::AccountHandle *account, QJsonObject fields);

    Timeline &m_timeline;
    ui::MainWindow &m_window;
    std::unique_ptr<Heartbeat> m_heartbeat; ///< from the first frame on: before it none can be late
    QHash<imap::AccountHandle *, Known> m_known;
    QSet<quint32> m_fresh;    ///< UIDs that came in and were not painted yet
    quint32 m_knownTotal = 0; ///< what is beyond this number is new
    imap::Uid m_highest;      ///< of those that were told
    imap::MailboxName m_highestIn;
    bool m_listShown = false;
};

} // namespace app
