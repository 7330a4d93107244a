#pragma once

#include "sync/filljob.h"
#include "types/message.h"

#include <QElapsedTimer>
#include <QObject>
#include <deque>
#include <optional>

namespace imap
{

/// Brings the rows of one folder into the store: the newest first, in windows. What is done is noted in the
/// same transaction, so it goes on where it ended, also after a restart. The window shrinks where the
/// connection is slow, so that a click never waits long behind it.
class RowFill : public QObject
{
    Q_OBJECT
public:
    static constexpr quint32 SmallestWindow = 25;
    static constexpr quint32 LargestWindow = 1500;
    static constexpr quint32 SmallWindow = 100; ///< the largest over the connection that people wait at

    explicit RowFill(FillJob job, QObject *parent = nullptr);
    ~RowFill() override;

    /// All rows, or with `days` those of messages that arrived since. True: they are there. False: stopped at
    /// the gate. Throws CommandError when the server refuses, AbortError when the connection ends. The object
    /// must outlive the task.
    QCoro::Task<bool> run(std::optional<int> days);

Q_SIGNALS:
    void filled(const imap::StoredRows &rows);

private:
    class Plan;
    class GapPlan;
    class SetPlan;
    struct Window {
        quint32 first = 0; ///< numbers; 0: it goes by UID
        quint32 last = 0;
        UidSet uids;
        QList<MessageSummary> messages;
        QList<std::pair<quint32, Uid>> positions;
        QFuture<Nothing> answer;
        QElapsedTimer asked;
    };

    QCoro::Task<bool> fillAll();
    QCoro::Task<bool> reconcile();
    QCoro::Task<bool> carryOut(std::shared_ptr<Plan> plan);
    QCoro::Task<quint32> numberBelow(quint32 highest);
    QCoro::Task<Uid> uidAt(quint32 number);

    void ask(Window window);
    void onUntagged(const Untagged &response);
    void take(const FetchResponse &response);
    void keep(Window window, const UidSet &covered);
    void adapt(const Window &window);

    FillJob m_job;
    store::FillState m_state;
    std::deque<Window> m_windows; ///< asked for, in the order of their answers
    quint32 m_size = 100;         ///< of the next window
    qsizetype m_ahead = 2;        ///< windows that are under way together
    QElapsedTimer m_lastAnswer;
    bool m_moved = false; ///< numbers are not what they were
    bool m_condstore = false;
    bool m_isExtra = false; ///< what is fetched is not all rows, see FillJob::expect
};

} // namespace imap
