#pragma once

#include "store/store.h"
#include "types/cachesearch.h"
#include "types/messageset.h"

#include <QObject>
#include <QTimer>
#include <deque>
#include <exception>
#include <functional>
#include <memory>

namespace imap
{

/// Answers searches in the cache, one after the other, a few milliseconds at a time, so that other work of
/// the account goes on beside a search that finds a million messages.
class CacheSearcher : public QObject
{
    Q_OBJECT
public:
    using Answer = std::function<void(CacheHits)>;
    using Failure = std::function<void(std::exception_ptr)>;

    static constexpr int SliceMs = 4;
    /// Of more hits in all folders those with the highest keys are looked at.
    static constexpr qsizetype MaxFound = 300'000;

    /// `store` must outlive this.
    explicit CacheSearcher(store::Store *store, QObject *parent = nullptr);
    ~CacheSearcher() override;

    /// Who knows which messages of a folder are hidden: their owner moved or deleted them. None of them is
    /// found.
    void setHidden(std::function<UidSet(const MailboxName &)> hidden) { m_hidden = std::move(hidden); }

    /// Either is called once, from the event loop; neither if this goes before.
    void search(const CacheSearch &search, Answer answered, Failure failed);

private:
    struct Run;
    void slice();
    void beginAnew();
    void step(Run &run);
    void collect(Run &run);
    void rank(Run &run);
    void show(Run &run);
    bool isHidden(Run &run, const MailboxName &folder, Uid uid) const;
    Kept keptOf(const std::optional<MailboxName> &folder) const;

    store::Store *m_store;
    std::function<UidSet(const MailboxName &)> m_hidden;
    bool m_begunAnew = false; ///< the index, because of damage, in this run
    std::deque<std::unique_ptr<Run>> m_runs;
    QTimer m_timer;
};

} // namespace imap
