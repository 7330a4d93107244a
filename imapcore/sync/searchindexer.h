#pragma once

#include "mime/searchtext.h"
#include "store/store.h"
#include "types/cachesearch.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace imap
{

/// Puts what the cache gets into its index of words, a little at a time: a few milliseconds of work, then a
/// pause four times as long, and none at all while somebody is waiting for something. What is not done when
/// the program ends is done in the next run.
class SearchIndexer : public QObject
{
    Q_OBJECT
public:
    static constexpr int SliceMs = 4;
    static constexpr int PauseMs = 16;
    static constexpr int QuietMs = 250; ///< after a click
    static constexpr int PollMs = 5000; ///< when all is done
    static constexpr int FailedMs = 60'000;

    /// `store` must outlive this.
    explicit SearchIndexer(store::Store *store, TextExtractor extractor = mime::textExtractor(),
                           QObject *parent = nullptr);

    /// Begins once the program has had `afterMs` for what is urgent.
    void start(int afterMs = 2000);
    /// The folder whose messages come first.
    void prefer(store::FolderId folder) { m_preferred = folder; }
    /// Somebody clicked: not now.
    void holdBack();

    /// Does one slice now; returns whether something may be left. Throws LocalError.
    bool workNow();
    /// The index was found damaged: empties it, so that it is made again. Once in a run; more is damaged than
    /// the index when that does not help, and the next opening of the store looks into it.
    void repair();

private:
    void slice();
    SearchText textOf(const store::UnindexedMessage &message, const MessageSummary &summary) const;

    store::Store *m_store;
    TextExtractor m_extractor;
    std::optional<store::FolderId> m_preferred;
    QTimer m_timer;
    bool m_begunAnew = false; ///< because of damage, in this run
};

} // namespace imap
