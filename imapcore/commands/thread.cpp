#include "commands/thread.h"

namespace imap
{

static_assert(Command<Thread>);

namespace
{

QByteArrayView commandName(bool byUid)
{
    return byUid ? "UID THREAD" : "THREAD";
}

} // namespace

Requirements Thread::requirements() const
{
    return {.name = byUid ? "UID THREAD" : "THREAD",
            .states = Selected,
            .usesSequenceNumbers = !byUid || imap::usesSequenceNumbers(criteria),
            .readsFlags = true,
            .answer = "THREAD"};
}

void Thread::check(const Capabilities &capabilities) const
{
    requireCapability(capabilities, "THREAD=" + algorithm.toUpper(), commandName(byUid));
    checkCriteria(criteria, capabilities, commandName(byUid));
}

/// thread     = ["UID" SP] "THREAD" SP thread-alg SP search-criteria
/// thread-alg = "ORDEREDSUBJECT" / "REFERENCES" / thread-alg-ext                           (RFC 5256 §5)
void Thread::encode(wire::Writer &writer) const
{
    if (byUid)
        writer.atom("UID");
    writer.atom("THREAD").atom(algorithm.toUpper());
    encodeSortProgram(writer, criteria, charset);
}

bool Thread::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<ThreadResponse>(&untagged);
    if (!response)
        return false;
    // One answer is the rule, and shares the nodes of the response: a million of them are 8 MB.
    if (result.nodes.isEmpty())
        result.nodes = response->threads.nodes;
    else
        result.nodes += response->threads.nodes;
    return true;
}

std::exception_ptr Thread::error(const Completion &completion) const
{
    const QByteArray sent = charsetOf(criteria, charset);
    return criteriaError(completion, commandName(byUid), sent.isEmpty() ? QByteArray("US-ASCII") : sent);
}

} // namespace imap
