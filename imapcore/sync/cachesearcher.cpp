#include "sync/cachesearcher.h"

#include "store/searchwords.h"
#include "sync/uidsets.h"

#include <QElapsedTimer>
#include <QHash>
#include <algorithm>
#include <limits>

namespace imap
{

namespace
{

/// Where one page ends and the next begins. In one folder the time is 0 and the keys alone count.
struct Place {
    qint64 time = 0;
    store::MessageKey key = 0;
    auto operator<=>(const Place &) const = default;
};

constexpr Place Beginning{std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::max()};

QByteArray toBytes(const Place &place)
{
    return QByteArray::number(place.time) + ':' + QByteArray::number(place.key);
}

Place placeFrom(const QByteArray &bytes)
{
    const qsizetype colon = bytes.indexOf(':');
    bool timeOk = false;
    bool keyOk = false;
    const Place place{bytes.left(colon).toLongLong(&timeOk), bytes.mid(colon + 1).toLongLong(&keyOk)};
    return colon > 0 && timeOk && keyOk ? place : Beginning;
}

} // namespace

struct CacheSearcher::Run {
    CacheSearch search;
    Answer answered;
    Failure failed;
    QByteArray expression;
    std::optional<store::FolderId> folder;
    Place after = Beginning;
    qsizetype limit = 0;
    // The steps, and how far each has come.
    qsizetype chunk = 1000;
    bool collected = false;
    QList<store::MessageKey> keys; ///< all folders: what was found, in the order of the index
    qsizetype ranked = 0;
    std::vector<Place> best; ///< a heap of the newest so far, the oldest in front; one more than a page
    bool sorted = false;
    qsizetype shown = 0;
    QHash<MailboxName, UidSet> hidden;
    CacheHits hits;
    bool done = false;
};

CacheSearcher::CacheSearcher(store::Store *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &CacheSearcher::slice);
}

CacheSearcher::~CacheSearcher() = default;

void CacheSearcher::search(const CacheSearch &search, Answer answered, Failure failed)
{
    auto run = std::make_unique<Run>();
    run->search = search;
    run->answered = std::move(answered);
    run->failed = std::move(failed);
    run->expression = store::matchExpression(search.text);
    run->after = placeFrom(search.after);
    run->limit = qBound<qsizetype>(1, search.limit, CacheSearch::MaxLimit);
    m_runs.push_back(std::move(run));
    if (!m_timer.isActive())
        m_timer.start(0);
}

void CacheSearcher::slice()
{
    if (m_runs.empty())
        return;
    Run &run = *m_runs.front();
    std::exception_ptr error;
    try {
        QElapsedTimer watch;
        watch.start();
        while (!run.done && watch.elapsed() < SliceMs)
            step(run);
    } catch (const sqlite::SqliteError &refusal) {
        error = std::current_exception();
        if (refusal.isDamage() && !std::exchange(m_begunAnew, true))
            beginAnew();
    } catch (const LocalError &) {
        error = std::current_exception();
    }
    if (run.done || error) {
        const std::unique_ptr<Run> ended = std::move(m_runs.front());
        m_runs.pop_front();
        if (error)
            ended->failed(error);
        else
            ended->answered(std::move(ended->hits));
    }
    if (!m_runs.empty())
        m_timer.start(0);
}

void CacheSearcher::beginAnew()
{
    try {
        m_store->search().startAnew();
    } catch (const LocalError &) {
        // More is damaged than the index; the next opening of the store looks into it.
    }
}

void CacheSearcher::step(Run &run)
{
    if (!run.collected)
        collect(run);
    else if (run.ranked < run.keys.size())
        rank(run);
    else
        show(run);
}

/// Each call begins the search in the index anew, which can be dear; so the pieces grow.
void CacheSearcher::collect(Run &run)
{
    if (run.search.folder && !run.folder) {
        const auto known = m_store->mailboxes().folder(*run.search.folder);
        if (!known || run.expression.isEmpty()) {
            run.collected = true;
            return;
        }
        run.folder = known->id;
    }
    if (run.folder) {
        const auto below = run.after == Beginning ? 0 : run.after.key;
        const auto found = m_store->search().find(run.expression, run.folder, below, run.limit + 1);
        for (const store::MessageKey key : found)
            run.best.push_back({0, key});
        run.collected = true;
        return;
    }
    const store::MessageKey below = run.keys.isEmpty() ? 0 : run.keys.last();
    const QList<store::MessageKey> found =
        m_store->search().find(run.expression, std::nullopt, below, run.chunk);
    run.keys.append(found);
    run.collected = found.size() < run.chunk || run.keys.size() >= MaxFound;
    run.chunk *= 4;
}

void CacheSearcher::rank(Run &run)
{
    const qsizetype end = qMin(run.ranked + 200, run.keys.size());
    for (; run.ranked < end; ++run.ranked) {
        const store::MessageKey key = run.keys[run.ranked];
        const auto time = m_store->search().date(key);
        if (!time)
            continue;
        const Place place{*time, key};
        if (place >= run.after)
            continue;
        run.best.push_back(place);
        std::push_heap(run.best.begin(), run.best.end(), std::greater<>());
        if (qsizetype(run.best.size()) > run.limit + 1) {
            std::pop_heap(run.best.begin(), run.best.end(), std::greater<>());
            run.best.pop_back();
        }
    }
}

void CacheSearcher::show(Run &run)
{
    if (!std::exchange(run.sorted, true)) {
        std::sort(run.best.begin(), run.best.end(), std::greater<>());
        if (qsizetype(run.best.size()) > run.limit) {
            run.best.resize(size_t(run.limit));
            run.hits.next = toBytes(run.best.back());
        }
        run.hits.notIndexed = m_store->search().waiting();
        if (run.search.after.isEmpty())
            run.hits.kept = keptOf(run.search.folder);
    }
    if (run.shown >= qsizetype(run.best.size())) {
        run.done = true;
        return;
    }
    const store::MessageKey key = run.best[size_t(run.shown++)].key;
    const auto where = m_store->search().locate(key);
    const auto folder = where ? m_store->mailboxes().folder(where->folder) : std::nullopt;
    if (folder && isHidden(run, folder->name, where->uid))
        return;
    auto summary = folder ? m_store->messages().load(where->folder, where->uid) : std::nullopt;
    if (!summary)
        return; // it went since it was found
    CacheHit hit;
    hit.folder = folder->name;
    hit.message = std::make_shared<const MessageSummary>(std::move(*summary));
    const SearchText text = m_store->search().text(key).value_or(SearchText());
    store::Snippet snippet = store::makeSnippet(text.body, run.search.text);
    if (snippet.marks.isEmpty() && !text.files.isEmpty()) {
        if (auto names = store::makeSnippet(text.files, run.search.text); !names.marks.isEmpty())
            snippet = std::move(names);
    }
    hit.snippet = std::move(snippet.text);
    hit.marks = std::move(snippet.marks);
    run.hits.hits.append(std::move(hit));
}

bool CacheSearcher::isHidden(Run &run, const MailboxName &folder, Uid uid) const
{
    if (!m_hidden)
        return false;
    auto known = run.hidden.find(folder);
    if (known == run.hidden.end())
        known = run.hidden.insert(folder, m_hidden(folder));
    return known->contains(uid);
}

/// By the notes of who fills folders; sets of UIDs are compared, no messages counted.
Kept CacheSearcher::keptOf(const std::optional<MailboxName> &only) const
{
    Kept kept = Kept::Everything;
    const QList<store::StoredFolder> folders = m_store->mailboxes().folders();
    for (const store::StoredFolder &folder : folders) {
        if ((only && folder.name != *only) || !folder.selectable || folder.total == 0U)
            continue;
        const store::FillState filled = m_store->fills().state(folder.id);
        // A folder that nobody has opened has no next UID; it is as it was when it was filled.
        const Uid next = m_store->mailboxes().syncState(folder.id).uidNext;
        const UidSet all = next.value > 1 ? UidSet::range(Uid{1}, Uid{next.value - 1}) : UidSet();
        const bool isWhole = next.isValid() ? difference(all, filled.rows).isEmpty()
                                            : !filled.rows.isEmpty() && folder.total == filled.doneAt;
        if (!isWhole)
            return Kept::Part;
        if (!difference(filled.rows, filled.bodies).isEmpty())
            kept = Kept::Headers;
    }
    return kept;
}

} // namespace imap
