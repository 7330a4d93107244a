#include "sync/notifications.h"

#include "commands/notify.h"
#include "session/fallback.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

namespace
{

/// Numbers must not change under a FETCH by number, so what is expunged in the open folder is told when RFC
/// 9051 §5.5 allows it: in IDLE, where the session is whenever nothing else is to do.
Notify allEvents(const Capabilities &capabilities, bool folders)
{
    NotifyGroup selected;
    selected.filter.kind = NotifyFilter::Kind::SelectedDelayed;
    selected.events.messageNew = true;
    selected.events.fetchItems = windowItemNames(capabilities);
    selected.events.messageExpunge = true;
    selected.events.flagChange = true;
    NotifyGroup others;
    others.filter.kind = NotifyFilter::Kind::Personal;
    others.events.messageNew = true;
    others.events.messageExpunge = true;
    others.events.flagChange = true;
    others.events.mailboxName = folders;
    others.events.subscriptionChange = folders;
    Notify notify;
    notify.groups = {selected, others};
    return notify;
}

} // namespace

QCoro::Task<bool> subscribeToAll(Session *session)
{
    const QPointer<Session> alive(session);
    if (!session->state().capabilities.has("NOTIFY"))
        co_return false;
    const Capabilities capabilities = session->state().capabilities;
    // RFC 5465 §3.1: a server may know less than all, and says [BADEVENT]. New mail is what matters.
    for (const bool folders : {true, false}) {
        auto agreed = session->run(allEvents(capabilities, folders), "news");
        try {
            co_await agreed;
            co_return true;
        } catch (const CommandError &) {
            // What is known of NOTIFY then ends here, or the plainer form does.
        }
        if (!alive || !alive->isOpen())
            co_return false;
    }
    alive->dropExtensions({"NOTIFY"});
    co_return false;
}

} // namespace imap
