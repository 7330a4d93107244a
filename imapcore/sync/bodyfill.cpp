#include "sync/bodyfill.h"

#include "commands/fetch.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// Texts beyond this are not fetched unasked; other parts only up to the second.
constexpr quint64 LongestText = 1024 * 1024;
constexpr quint64 LongestSmallPart = 64 * 1024;
/// No single part longer than this is fetched unasked, whatever the policy.
constexpr quint64 LongestPart = 64 * 1024 * 1024;
/// One round: so many messages, and about so many octets.
constexpr qsizetype RoundMessages = 32;
constexpr quint64 RoundOctets = 512 * 1024;

struct Request {
    QList<QByteArray> sections;
    UidSet uids;
};

/// Messages that want the same sections share a command.
QList<Request> requestsFor(const FillJob &job, const QList<MessageSummary> &messages, bool all)
{
    QList<Request> requests;
    for (const MessageSummary &message : messages) {
        if (!message.structure)
            continue;
        QList<QByteArray> missing;
        for (const QByteArray &section : sectionsToKeep(*message.structure, all)) {
            if (!job.store->bodies().has(job.id, message.uid, section))
                missing.append(section);
        }
        if (missing.isEmpty())
            continue;
        const auto same = std::find_if(requests.begin(), requests.end(),
                                       [&](const Request &one) { return one.sections == missing; });
        if (same != requests.end())
            same->uids.add(message.uid);
        else
            requests.append({missing, UidSet::single(message.uid)});
    }
    return requests;
}

Fetch fetchOf(const Request &request)
{
    Fetch fetch;
    fetch.messages = request.uids;
    for (const QByteArray &name : request.sections) {
        FetchSection section;
        section.section = name;
        fetch.items.sections.append(section);
    }
    return fetch;
}

void store(const FillJob &job, const QList<FetchResponse> &answers, const QList<QByteArray> &sections)
{
    for (const FetchResponse &answer : answers) {
        if (!answer.uid)
            continue;
        for (const QByteArray &section : sections) {
            const QByteArray key = section.toUpper();
            if (answer.sections.contains(key) || answer.spilled.contains(key))
                job.store->bodies().put(job.id, *answer.uid, section,
                                        answer.section(key).value_or(QByteArray()));
        }
    }
}

/// Certain messages, the highest first. UIDs between them that no message has are done with those around
/// them, so that what is noted of a folder stays a few ranges.
class TopDown
{
public:
    /// `others` are messages that are left alone.
    TopDown(const UidSet &wanted, const UidSet &others)
        : m_wanted(wanted.ranges())
        , m_others(others.ranges())
    {
    }
    bool isEmpty() const { return m_wanted.isEmpty(); }
    Uid take()
    {
        UidSet::Range &range = m_wanted.last();
        const Uid uid{range.last};
        if (range.first == range.last)
            m_wanted.removeLast();
        else
            --range.last;
        m_taken.add(uid);
        return uid;
    }
    quint64 taken() const { return m_taken.count(); }
    /// What is done with those that were taken since this was asked last. `rows` are the UIDs whose messages
    /// are all known.
    UidSet done(const UidSet &rows)
    {
        const quint32 lowest = m_wanted.isEmpty() ? 1 : m_taken.ranges().first().first;
        UidSet set = intersection(UidSet::range(Uid{lowest}, Uid{m_top}), rows);
        while (!m_others.isEmpty() && m_others.last().first >= lowest) {
            const UidSet::Range other = m_others.takeLast();
            set.subtract(UidSet::range(Uid{other.first}, Uid{other.last}));
        }
        m_top = lowest - 1;
        set.unite(std::exchange(m_taken, {}));
        return set;
    }

private:
    QList<UidSet::Range> m_wanted;
    QList<UidSet::Range> m_others;
    UidSet m_taken;
    quint32 m_top = UidSet::Star - 1;
};

/// The next messages, at most so many that their octets stay within a round's.
QList<MessageSummary> nextRound(const FillJob &job, TopDown &wanted, bool all)
{
    QList<MessageSummary> messages;
    quint64 octets = 0;
    while (!wanted.isEmpty() && messages.size() < RoundMessages && octets < RoundOctets) {
        auto message = job.store->messages().load(job.id, wanted.take());
        if (!message || !message->structure)
            continue;
        const QList<QByteArray> sections = sectionsToKeep(*message->structure, all);
        forEachPart(*message->structure, [&](const BodyStructure &part, const QByteArray &section) {
            if (sections.contains(section))
                octets += part.size;
        });
        messages.append(std::move(*message));
    }
    return messages;
}

QCoro::Task<> fetchRound(FillJob job, QList<MessageSummary> messages, bool all)
{
    const QList<Request> requests = requestsFor(job, messages, all);
    QList<QFuture<QList<FetchResponse>>> answers;
    for (const Request &request : requests)
        answers.append(job.session->run(fetchOf(request), "fill"));
    for (qsizetype i = 0; i < answers.size(); ++i) {
        const auto answer = answers.at(i);
        const QList<FetchResponse> came = co_await answer;
        store(job, came, requests.at(i).sections);
    }
}

} // namespace

QList<QByteArray> sectionsToKeep(const BodyStructure &structure, bool all)
{
    QList<QByteArray> sections;
    forEachPart(structure, [&](const BodyStructure &part, const QByteArray &section) {
        if (all ? part.size <= LongestPart
                : part.size <= (part.type == QByteArrayView("text") ? LongestText : LongestSmallPart))
            sections.append(section);
    });
    return sections;
}

QCoro::Task<bool> fillBodies(FillJob job, FillPolicy policy)
{
    const bool all = policy.keep == FillPolicy::Keep::Everything;
    const bool may = co_await FillJob::mayGoOn(job);
    if (!may)
        co_return false;
    store::FillState state = job.store->fills().state(job.id);
    const UidSet stored = job.store->messages().uids(job.id, Uid{1}, Uid{UidSet::Star - 1});
    UidSet wanted = stored;
    if (!all) {
        const UidSet recent = co_await FillJob::recent(job, policy.days);
        wanted = intersection(wanted, recent);
    }
    wanted = difference(wanted, state.bodies);
    if (job.expect)
        job.expect(wanted.count());
    TopDown plan(wanted, difference(difference(stored, wanted), state.bodies));
    while (!plan.isEmpty()) {
        const bool goOn = co_await FillJob::mayGoOn(job);
        if (!goOn)
            co_return false;
        const QList<MessageSummary> messages = nextRound(job, plan, all);
        co_await fetchRound(job, messages, all);
        const quint64 count = plan.taken();
        state.rows = job.store->fills().state(job.id).rows;
        state.bodies.unite(plan.done(state.rows));
        job.store->fills().save(job.id, state);
        if (job.progress)
            job.progress(0, count);
    }
    co_return true;
}

} // namespace imap
