#pragma once

#include "commands/responses.h"
#include "session/session.h"
#include "store/store.h"
#include "sync/filljob.h"
#include "sync/flagjournal.h"
#include "sync/folderlist.h"
#include "sync/folderrows.h"
#include "types/events.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace imap
{

/// The folder on the screen. Knows how many messages it has and, for those that were seen, which UID stands
/// at which number; never asks for all of them. Applies every response of its mailbox, whoever caused it:
/// store first, then event. Shows the cache while there is no connection.
class OpenFolder : public QObject
{
    Q_OBJECT
public:
    /// Rows that are fetched before anybody scrolled: a screenful.
    static constexpr quint32 FirstWindow = 50;
    /// Rows of one FETCH while scrolling.
    static constexpr quint32 WindowLimit = 100;

    OpenFolder(store::Store *store, FolderList *folders, FlagJournal *journal, MailboxName name,
               EventSink sink, QObject *parent = nullptr);
    ~OpenFolder() override;

    const MailboxName &name() const { return m_name; }
    store::FolderId id() const { return m_id; }
    bool isAttached() const { return m_attached && m_session; }

    /// FolderReset with what the cache knows, if it knows anything.
    void showCache();
    /// SELECT, then the first window. Failure of SELECT is told as FolderFailed; a broken connection is
    /// thrown on.
    QCoro::Task<> attach(Session *session);
    /// The connection or the selection is gone: what is known stays on the screen.
    void detach();
    /// The rows on the screen; the latest call counts.
    void showRows(SeqNum first, SeqNum last);
    /// Tells the rows of these messages again, from the store.
    void showAgain(const UidSet &uids);
    /// Their owner moved or deleted these messages: they go from the list and its counts at once, though the
    /// server still numbers them, and whatever becomes of them there is not told. Those that stand where
    /// nobody has looked yet go when somebody does. What is hidden when the folder is opened says
    /// `FolderList::hiddenIn`.
    void hide(const UidSet &uids);
    /// They stay after all: those that the server still has are in the list again.
    void unhide(const UidSet &uids);
    const UidSet &hidden() const { return m_rows.hidden(); }

    /// The server sends what a row needs of new mail by itself (NOTIFY): it is waited for, and asked for only
    /// if it does not come.
    void setNewsPushed(bool pushed) { m_newsPushed = pushed; }
    /// Somebody else has stored these rows: they need not be fetched. Tells nothing: what is not on the
    /// screen is told when it comes there.
    void adopt(const StoredRows &rows);

Q_SIGNALS:
    /// Told just before MessagesRemoved: those of them that anybody had looked at.
    void leaving(const QList<imap::Uid> &uids);
    /// The first window is on its way: what else the connection needs may share its flight.
    void windowAsked();

private:
    static constexpr int SaveMs = 2000;

    void onUntagged(const Untagged &response);
    void onExists(quint32 count);
    void onExpunge(SeqNum number);
    void onVanished(const VanishedResponse &response);
    void onFetch(const FetchResponse &response);

    QCoro::Task<> synchronise();
    QCoro::Task<> fill();
    QCoro::Task<> fetchNew();
    void reset();
    bool learn(qsizetype row, Uid uid);
    void tellRemoved(const QList<SeqNum> &numbers, const QList<Uid> &uids);
    void tellHidden(const QList<FolderRows::Span> &spans, qsizetype count);
    SeqSet window() const;
    void adoptFlags(Uid uid, qsizetype row, const FetchResponse &response);
    void countUnseen(qint64 delta);
    void flush();
    void save();

    store::Store *m_store;
    FolderList *m_folders;
    FlagJournal *m_journal;
    MailboxName m_name;
    store::FolderId m_id;
    FolderRows m_rows;
    EventSink m_sink;
    QPointer<Session> m_session;
    QMetaObject::Connection m_listening;
    bool m_attached = false;
    bool m_holding = false;   ///< between SELECT and the reset: changes are taken in but not yet told
    bool m_told = false;      ///< a FolderReset was told, so changes make sense
    quint32 m_firstShown = 0; ///< by the server's numbers
    quint32 m_lastShown = 0;
    quint32 m_fetched = 0;
    Uid m_uidNext; ///< one above the highest UID heard of
    bool m_condstore = false;
    QList<MessageRow> m_pending; ///< taken in, not yet stored and told; the server's numbers
    bool m_filling = false;
    bool m_fillAgain = false;
    bool m_fetchingNew = false;
    bool m_newsPushed = false;
    QTimer m_newTimer; ///< runs while pushed rows are waited for
    QTimer m_flushTimer;
    QTimer m_saveTimer;
    QTimer m_recountTimer;
};

} // namespace imap
