#pragma once

#include "session/session.h"
#include "store/store.h"
#include "sync/conversations.h"
#include "sync/sortkey.h"
#include "types/events.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace imap
{

/// Keeps the open folder's messages in the order that was asked for. From the cache where that has all of
/// them; else the server sorts or threads, and only UIDs come over the wire; else what is known is put in
/// order. Afterwards the order follows what happens in the folder: a new message finds its place by a few
/// comparisons, and nothing is asked for again.
class Arranger : public QObject
{
    Q_OBJECT
public:
    /// Another connection with the folder selected, as long as `hold` lives.
    struct Side {
        QPointer<Session> session;
        std::shared_ptr<void> hold;
    };
    struct Around {
        std::function<Session *()> line;  ///< the session while the open folder is selected on it, else null
        std::function<UidSet()> hidden{}; ///< messages that are not shown though the server has them
        /// Where a large folder may be sorted without anybody waiting behind that. No session: there is none.
        std::function<QCoro::Task<Side>()> side{};
    };

    Arranger(store::Store *store, Around around, EventSink sink, QObject *parent = nullptr);
    ~Arranger() override;

    /// Another folder is open now, in its own order; the same again keeps its order.
    void open(const MailboxName &folder, store::FolderId id);
    /// Ends whatever order is being made, and makes this one.
    void arrange(const Arrangement &arrangement);
    /// The messages on the screen; the latest call counts.
    void show(const QList<Uid> &uids);
    /// Which messages the next MessagesRemoved is about, as far as anybody looked.
    void noteLeaving(const QList<Uid> &uids) { m_leaving += uids; }
    /// What the open folder told, after it was told to everybody.
    void take(const Event &event);

private:
    struct Making {
        Arrangement arrangement;
        ArrangementSource source = ArrangementSource::Cache;
        quint32 done = 0;
        quint32 total = 0;
        Uid next;
        std::unique_ptr<KeySorter> sorter;
        std::unique_ptr<Conversations> conversations;
        QElapsedTimer told;
    };

    void on(const FolderReset &event);
    void on(const MessagesInserted &event);
    void on(const MessagesChanged &event);
    void on(const MessagesRemoved &event);
    template <class Other>
    void on(const Other &)
    {
    }

    void begin();
    bool isUpToDate(quint64 stored) const;
    void makeFromStore(ArrangementSource source);
    void step();
    void tellProgress();
    QCoro::Task<> askServer(quint64 serial);
    QCoro::Task<bool> askOrder(Session *session, quint64 serial);
    QCoro::Task<bool> askThreads(Session *session, quint64 serial);
    void install(ArrangedMessages messages, ArrangementSource source);
    void takeIn(const QList<MessageSummaryPtr> &messages);
    bool place(const MessageSummary &message, ArrangementMoved &moved);
    quint32 placeByKey(const MessageSummary &message) const;
    QList<Uid> companionsOf(const MessageSummary &message) const;
    QCoro::Task<> placeByServer();
    QCoro::Task<QList<Uid>> askCompanions(MessageSummaryPtr message);
    QCoro::Task<qint64> askPosition(Uid uid);
    QCoro::Task<> fetchShown();

    store::Store *m_store;
    Around m_around;
    UidSet m_hidden; ///< when the order was begun
    EventSink m_sink;
    MailboxName m_folder;
    store::FolderId m_id;
    quint32 m_total = 0;
    Arrangement m_wanted;
    quint64 m_serial = 0; ///< tells a task that its order is not wanted any more
    std::optional<Making> m_making;
    std::stop_source m_stop;
    QTimer m_stepTimer;
    QTimer m_againTimer;
    QTimer m_growthTimer;   ///< looks whether more of the folder came to be known
    quint64 m_stored = 0;   ///< messages in the cache when the order was begun
    bool m_refused = false; ///< the server would not, and is not asked again

    Arrangement m_arrangement; ///< of m_messages
    ArrangementSource m_source = ArrangementSource::Cache;
    ArrangedMessages m_messages;
    std::unique_ptr<Conversations> m_conversations; ///< of an order from the cache
    QList<MessageSummaryPtr> m_meanwhile;           ///< came while an order was being made
    QSet<Uid> m_goneMeanwhile;
    QList<Uid> m_leaving;
    QList<MessageSummaryPtr> m_homeless; ///< wait for the server to say where they belong
    bool m_placing = false;
    QList<Uid> m_shown;
    bool m_fetching = false;
    bool m_fetchAgain = false;
};

} // namespace imap
