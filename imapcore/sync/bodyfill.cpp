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

/// The next messages, at most so many that their octets stay within a round's.
QList<MessageSummary> nextRound(const FillJob &job, UidSet &wanted, UidSet &round, bool all)
{
    QList<MessageSummary> messages;
    quint64 octets = 0;
    while (!wanted.isEmpty() && messages.size() < RoundMessages && octets < RoundOctets) {
        const UidSet one = takeHighest(wanted, 1);
        round.addRange(one.ranges().first().first, one.ranges().first().last);
        auto message = job.store->messages().load(job.id, Uid{one.ranges().first().first});
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
    UidSet wanted = job.store->messages().uids(job.id, Uid{1}, Uid{UidSet::Star - 1});
    if (!all) {
        const UidSet recent = co_await FillJob::recent(job, policy.days);
        wanted = intersection(wanted, recent);
    }
    wanted = difference(wanted, state.bodies);
    if (job.expect)
        job.expect(wanted.count());
    while (!wanted.isEmpty()) {
        const bool goOn = co_await FillJob::mayGoOn(job);
        if (!goOn)
            co_return false;
        UidSet round;
        const QList<MessageSummary> messages = nextRound(job, wanted, round, all);
        co_await fetchRound(job, messages, all);
        for (const UidSet::Range &range : round.ranges())
            state.bodies.addRange(range.first, range.last);
        state.rows = job.store->fills().state(job.id).rows;
        job.store->fills().save(job.id, state);
        if (job.progress)
            job.progress(0, round.count());
    }
    co_return true;
}

} // namespace imap
