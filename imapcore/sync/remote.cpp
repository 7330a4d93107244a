#include "sync/remote.h"

#include "commands/connection.h"
#include "commands/select.h"

namespace imap
{

namespace
{

AbortError gone()
{
    return {AbortError::Reason::Stopped, QStringLiteral("There is no connection to the server.")};
}

} // namespace

void Remote::check() const
{
    if (!m_owner)
        throw gone();
}

store::Store &Remote::store() const
{
    check();
    return *m_store;
}

Session *Remote::session() const
{
    check();
    Session *session = m_held ? m_held->session() : nullptr;
    if (!session || !session->isOpen())
        throw gone();
    return session;
}

const SelectedMailbox &Remote::mailbox() const
{
    const auto &mailbox = session()->state().mailbox;
    if (!mailbox || mailbox->selecting || mailbox->name != m_folder)
        throw gone();
    return *mailbox;
}

bool Remote::holds(const MailboxName &folder) const
{
    Session *present = m_held ? m_held->session() : nullptr;
    return present && present->isOpen() && (folder.isEmpty() || folder == m_folder);
}

QCoro::Task<> Remote::enter(MailboxName folder, bool moving)
{
    check();
    if (holds(folder))
        co_return;
    co_await hold(folder, moving);
    if (!folder.isEmpty())
        co_await hearNews(folder);
}

QCoro::Task<> Remote::enterToFlag(MailboxName folder, UidSet uids)
{
    check();
    if (holds(folder))
        co_return;
    co_await hold(folder, false);
    const auto &mailbox = session()->state().mailbox;
    // What was not told has no number yet, and UIDs ascend.
    const bool told = mailbox && mailbox->name == folder && !mailbox->selecting && !mailbox->readOnly &&
                      !uids.isEmpty() && Uid(uids.ranges().last().last) < mailbox->uidNext;
    if (!told)
        co_await hearNews(folder);
}

QCoro::Task<> Remote::hold(MailboxName folder, bool moving)
{
    m_held.reset();
    m_folder = {};
    auto asking = m_source(folder, moving);
    std::shared_ptr<HeldSession> held = co_await asking;
    check();
    m_held = std::move(held);
    m_folder = folder;
}

QCoro::Task<> Remote::hearNews(MailboxName folder)
{
    const auto &mailbox = session()->state().mailbox;
    const bool there = mailbox && mailbox->name == folder && !mailbox->readOnly;
    if (there) {
        // A session knows of messages only what it was told, and a UID beyond that is nothing to it: those
        // that came by another one are told now. The answer must be here first: Dovecot puts the telling off
        // until all that was sent together is done.
        auto telling = session()->run(Noop(), QByteArray("journal"));
        co_await telling;
        check();
        co_return;
    }
    if (m_held->isShared())
        throw gone();
    // A folder that was deleted and made anew is not the one that a session has had selected.
    Select select;
    select.mailbox = folder;
    select.condstore = session()->state().capabilities.has("CONDSTORE");
    auto selecting = session()->run(std::move(select), "journal");
    co_await selecting;
    check();
}

void Remote::begin()
{
    const bool wasBegun = std::exchange(m_begun, true);
    check();
    try {
        m_save();
    } catch (const LocalError &error) {
        m_begun = wasBegun;
        if (!wasBegun)
            throw;
        // The server may have done something already, so the operation must go on later.
        throw AbortError(AbortError::Reason::Other, error.message());
    }
}

void Remote::touched(const MailboxName &folder)
{
    if (!m_touched.contains(folder))
        m_touched.append(folder);
}

void Remote::addTrail(const store::Trail &trail)
{
    try {
        store().notes().addTrail(trail);
    } catch (const LocalError &error) {
        throw AbortError(AbortError::Reason::Other, error.message());
    }
    UidSet uids;
    uids.addRange(trail.first.value, trail.first.value + trail.count - 1);
    m_departed.append({trail.folder, trail.validity, uids});
}

} // namespace imap
