#pragma once

#include "account/events.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace imap
{

/// Collects events in the worker and hands them on at most once in `IntervalMs`, the first at once. The
/// order stays; neighbours that say one thing become one event: a message that changed twice, removals in
/// a row, counts of one folder.
class EventBatcher : public QObject
{
    Q_OBJECT
public:
    static constexpr int IntervalMs = 50;
    /// The same alert is told at most so often: a full disk, say, is met at every step.
    static constexpr int AlertMs = 60'000;

    explicit EventBatcher(QObject *parent = nullptr);

    void add(Event event);
    /// Called when a batch is made, for the figures in it.
    void setTraffic(std::function<Traffic()> traffic) { m_traffic = std::move(traffic); }
    void flush();
    /// Whether rows of the open folder got other numbers behind the batch with this revision.
    bool movedSince(quint64 revision) const;

Q_SIGNALS:
    void batchReady(const imap::EventBatch &batch);

private:
    QList<Event> m_events;
    quint64 m_revision = 0;
    quint64 m_lastMove = 0; ///< revision of the last batch that moved rows
    std::function<Traffic()> m_traffic;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    QString m_alert; ///< told last
    QElapsedTimer m_sinceAlert;
};

/// Whether `next` was taken into `last`, the event before it.
bool mergeEvents(Event &last, const Event &next);

} // namespace imap
