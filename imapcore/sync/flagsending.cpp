// The remote half of setting and removing flags.

#include "commands/acl.h"
#include "commands/fetch.h"
#include "commands/store.h"
#include "sync/flagoperation.h"
#include "sync/remote.h"
#include "sync/uidsets.h"

#include <QHash>

namespace imap
{

namespace
{

/// The right that a flag needs (RFC 4314 §4).
char rightFor(const Flag &flag)
{
    return flag == flags::Seen ? 's' : flag == flags::Deleted ? 't' : 'w';
}

bool needSeveralRights(const FlagSet &flags)
{
    return std::any_of(flags.begin(), flags.end(),
                       [&flags](const Flag &flag) { return rightFor(flag) != rightFor(*flags.begin()); });
}

/// The server answers for each message that a STORE has changed, `.SILENT` or not (RFC 7162 §3.1.3).
bool tellsOfEach(const Remote &remote)
{
    return remote.session()->state().capabilities.has("CONDSTORE") &&
           remote.mailbox().highestModSeq.isValid();
}

/// What is not as the step wants it, flag by flag.
QList<FlagStep> refusedOf(const FlagStep &step, const QList<FetchResponse> &found, Remote &remote)
{
    QHash<Flag, UidSet> missing;
    for (const FetchResponse &message : found) {
        if (!message.uid || !message.flags || !step.place.uids.contains(*message.uid))
            continue;
        bool asWanted = true;
        for (const Flag &flag : step.flags) {
            if (message.flags->contains(flag) == step.add)
                continue;
            asWanted = false;
            missing[flag].add(*message.uid);
        }
        if (!asWanted)
            remote.noteFlags(step.place.folder, *message.uid, *message.flags);
    }
    QList<FlagStep> refused;
    for (const Flag &flag : step.flags) {
        if (missing.contains(flag))
            refused.append(
                {{step.place.folder, step.place.validity, missing.value(flag)}, step.add, FlagSet{flag}});
    }
    return refused;
}

/// Of these messages of a step nothing was said. They may have been as wanted before, or be gone, so it is
/// their flags now that tell. Returns what was refused.
QCoro::Task<QList<FlagStep>> lookAgain(RemotePtr remote, FlagStep step, UidSet uids)
{
    Fetch command;
    command.messages = uids;
    command.items.flags = true;
    command.items.modSeq = true;
    QList<FetchResponse> found;
    try {
        auto looking = askInPieces(remote, std::move(command));
        found = co_await looking;
    } catch (const CommandError &) {
        found.clear(); // nobody knows better than the answer to STORE
    }
    co_return refusedOf(step, found, *remote);
}

/// What the server did of a step that it refused in parts.
QList<FlagStep> doneOf(const FlagStep &step, const QList<FlagStep> &refused)
{
    UidSet touched;
    for (const FlagStep &part : refused)
        touched.unite(part.place.uids);
    QList<FlagStep> done;
    const auto append = [&](const UidSet &uids, const FlagSet &flags) {
        if (!uids.isEmpty())
            done.append({{step.place.folder, step.place.validity, uids}, step.add, flags, true});
    };
    append(difference(step.place.uids, touched), step.flags);
    for (const Flag &flag : step.flags) {
        UidSet uids = touched;
        for (const FlagStep &part : refused) {
            if (part.flags.contains(flag))
                uids.subtract(part.place.uids);
        }
        append(uids, FlagSet{flag});
    }
    return done;
}

/// Whether the server says that a right for these flags is missing.
QCoro::Task<bool> lacksRight(RemotePtr remote, QList<FlagStep> refused)
{
    if (!remote->session()->state().capabilities.has("ACL"))
        co_return false;
    MyRights command;
    command.mailbox = refused.first().place.folder;
    Rights rights;
    try {
        auto asking = ask(remote, std::move(command));
        rights = co_await asking;
    } catch (const CommandError &) {
        co_return false;
    }
    co_return std::any_of(refused.begin(), refused.end(), [&rights](const FlagStep &step) {
        return !rights.allows(rightFor(*step.flags.begin()));
    });
}

/// Dovecot says nothing where the right is missing.
CommandError refusal(bool lacksRight)
{
    if (!lacksRight)
        return CommandError(QStringLiteral("The server did not keep the change, and does not say why."),
                            "STORE");
    return CommandError(QStringLiteral("You do not have the right to change these flags in this folder."),
                        "STORE", {}, ResponseCode{.name = "NOPERM", .arguments = {}});
}

} // namespace

/// Returns what the server refused of it without a word.
QCoro::Task<QList<FlagStep>> FlagOperation::sendStep(RemotePtr remote, FlagStep step)
{
    const bool tells = tellsOfEach(*remote);
    Store command;
    command.messages = step.place.uids;
    command.action = step.add ? Store::Add : Store::Remove;
    command.flags = step.flags;
    // That there was a change does not say that all of it was allowed; the flags themselves do.
    command.silent = !tells || !needSeveralRights(step.flags);
    auto storing = askInPieces(remote, std::move(command));
    const StoreResult result = co_await storing;
    QList<FlagStep> refused;
    UidSet unsaid;
    if (tells) {
        // What was so before, as far as it is known here, need not be answered for: of all of a large folder
        // that may be nearly everything.
        UidSet changed;
        const QList<FlagStep> back = wayBackOf({step});
        for (const FlagStep &part : back)
            changed.unite(part.place.uids);
        unsaid = intersection(difference(step.place.uids, result.confirmed), changed);
    }
    if (!unsaid.isEmpty()) {
        auto looking = lookAgain(remote, step, unsaid);
        refused = co_await looking;
    }
    co_return refused;
}

QCoro::Task<> FlagOperation::send(RemotePtr remote)
{
    const QList<FlagStep> steps = m_steps;
    QHash<MailboxName, UidSet> all;
    for (FlagStep &step : m_steps) {
        all[step.place.folder].unite(step.place.uids);
        step.confirmed = false;
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const FlagStep &step = steps.at(i);
        const UidSet uids = all.value(step.place.folder);
        co_await remote->enterToFlag(step.place.folder, uids);
        requireSame(*remote, step.place);
        remote->begin();
        auto sending = sendStep(remote, step);
        const QList<FlagStep> refused = co_await sending;
        if (refused.isEmpty()) {
            m_steps[i].confirmed = true; // nobody locates the steps of what is running
            continue;
        }
        const bool forbidden = co_await lacksRight(remote, refused);
        // What was refused is in the place of its step, behind what was done of it.
        m_steps = m_steps.first(i) + doneOf(step, refused) + refused + m_steps.mid(i + 1);
        throw refusal(forbidden);
    }
}

} // namespace imap
