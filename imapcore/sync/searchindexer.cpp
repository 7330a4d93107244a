#include "sync/searchindexer.h"

namespace imap
{

namespace
{

/// Messages that are looked at for one slice; headers alone take some 50 microseconds each.
constexpr int SliceMessages = 64;

} // namespace

SearchIndexer::SearchIndexer(store::Store *store, TextExtractor extractor, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_extractor(std::move(extractor))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SearchIndexer::slice);
}

void SearchIndexer::start(int afterMs)
{
    if (m_extractor)
        m_timer.start(afterMs);
}

void SearchIndexer::holdBack()
{
    if (m_timer.isActive() && m_timer.remainingTime() < QuietMs)
        m_timer.start(QuietMs);
}

void SearchIndexer::slice()
{
    try {
        m_timer.start(workNow() ? PauseMs : PollMs);
    } catch (const sqlite::SqliteError &error) {
        m_timer.start(FailedMs);
        if (error.isDamage())
            repair();
    } catch (const LocalError &) {
        m_timer.start(FailedMs); // the disk is full, perhaps
    }
}

void SearchIndexer::repair()
{
    if (std::exchange(m_begunAnew, true))
        return;
    try {
        m_store->search().startAnew();
        start(PauseMs);
    } catch (const LocalError &) {
        start(FailedMs);
    }
}

bool SearchIndexer::workNow()
{
    if (!m_extractor)
        return false;
    QElapsedTimer watch;
    watch.start();
    store::Transaction transaction = m_store->transaction();
    const QList<store::UnindexedMessage> messages = m_store->search().next(m_preferred, SliceMessages);
    for (const store::UnindexedMessage &message : messages) {
        const auto summary =
            m_store->messages().load(message.folder, message.uid, store::Include::AlsoRemoved);
        // A summary that cannot be read counts as none, and is fetched again when somebody wants it.
        m_store->search().put(message.key, summary ? textOf(message, *summary) : SearchText());
        if (watch.elapsed() >= SliceMs)
            break;
    }
    transaction.commit();
    return !messages.isEmpty();
}

SearchText SearchIndexer::textOf(const store::UnindexedMessage &message, const MessageSummary &summary) const
{
    MessageBody body;
    body.uid = message.uid;
    body.structure = summary.structure;
    if (summary.structure) {
        const QList<QByteArray> sections = m_extractor.sections(*summary.structure);
        for (const QByteArray &section : sections) {
            if (auto bytes = m_store->bodies().peek(message.folder, message.uid, section))
                body.sections.insert(section, std::move(*bytes));
        }
    }
    return m_extractor.text(summary, body);
}

} // namespace imap
