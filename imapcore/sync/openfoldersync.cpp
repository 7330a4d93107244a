// Opening a folder, and bringing what the cache knows in step with the server.
#include "commands/select.h"
#include "sync/openfolder.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>

namespace imap
{

QCoro::Task<> OpenFolder::attach(Session *session)
{
    const QPointer<OpenFolder> self(this);
    m_session = session;
    m_attached = false;
    m_holding = true;
    m_fetched = 0;
    m_condstore = session->state().capabilities.has("CONDSTORE");
    Select select;
    select.mailbox = m_name;
    select.condstore = m_condstore;
    auto selecting = session->run(std::move(select), "open " + m_name.toString().toUtf8());
    std::shared_ptr<const Error> refusal;
    try {
        co_await selecting;
    } catch (const CommandError &error) {
        refusal = std::make_shared<const CommandError>(error);
    } catch (const CapabilityError &error) {
        refusal = std::make_shared<const CapabilityError>(error);
    }
    // Somebody may have opened another folder meanwhile.
    if (!self || m_session != session)
        co_return;
    const auto &mailbox = session->state().mailbox;
    if (!refusal && (!mailbox || mailbox->name != m_name))
        co_return;
    if (refusal) {
        m_holding = false;
        m_session.clear();
        m_sink(FolderFailed{m_name, refusal});
        co_return;
    }
    m_attached = true;
    m_listening = connect(session, &Session::untagged, this, &OpenFolder::onUntagged);
    co_await synchronise();
}

QCoro::Task<> OpenFolder::synchronise()
{
    const QPointer<OpenFolder> self(this);
    const QPointer<Session> session(m_session);
    const SelectedMailbox mailbox = *session->state().mailbox;
    const store::FolderSyncState stored = m_store->mailboxes().syncState(m_id);
    m_condstore = m_condstore && mailbox.highestModSeq.isValid();

    if (stored.uidValidity.isValid() && stored.uidValidity != mailbox.uidValidity) {
        // UIDs mean other messages now (RFC 9051 §2.3.1.1): nothing of the old list counts.
        m_store->messages().dropFolderContents(m_id);
        m_rows.replace(UidRows());
    }
    store::FolderSyncState begun;
    begun.uidValidity = mailbox.uidValidity;
    m_store->mailboxes().saveSyncState(m_id, begun);

    // Messages only ever go away or come at the end with higher UIDs. Same count and same next UID: the same.
    const bool same = stored.uidValidity == mailbox.uidValidity && mailbox.uidNext.isValid() &&
                      stored.uidNext == mailbox.uidNext && m_rows.total() == mailbox.exists;
    const bool flagsSame = m_condstore && stored.highestModSeq == mailbox.highestModSeq;
    m_uidNext = mailbox.uidNext;
    const UidSet known = m_rows.knownRange();
    UidRows old;
    if (!same) {
        old = m_rows.take(mailbox.exists);
        if (known.isEmpty()) {
            // Nothing is on the screen that could flicker: the rows are there from the first moment.
            m_holding = false;
            reset();
        }
    }
    QFuture<Nothing> window;
    if (mailbox.exists > 0 && !(same && flagsSame)) {
        FetchStream fetch;
        fetch.messages = this->window();
        fetch.items = same ? flagItems(m_condstore) : windowItems(m_condstore);
        window = session->run(std::move(fetch), "open " + m_name.toString().toUtf8());
    }
    QFuture<Nothing> changes;
    if (m_condstore && stored.highestModSeq.isValid() && !flagsSame && !known.isEmpty() &&
        stored.uidValidity == mailbox.uidValidity) {
        FetchStream fetch;
        fetch.messages = known;
        fetch.items = flagItems(true);
        fetch.changedSince = stored.highestModSeq;
        changes = session->run(std::move(fetch), "open " + m_name.toString().toUtf8());
    }
    Q_EMIT windowAsked();
    try {
        if (window.isValid())
            co_await window;
        if (changes.isValid())
            co_await changes;
    } catch (const CommandError &) {
        // The numbers were right when they were sent; a server that refuses leaves rows to be asked for
        // again.
    }
    if (!self || !session || m_session != session)
        co_return;
    flush();
    if (!same && !known.isEmpty()) {
        const bool flagsKnown = m_condstore && stored.highestModSeq.isValid();
        if (flagsKnown)
            m_rows.keepVerified(old);
    } else if (same && !flagsSame && !m_condstore) {
        // Without CONDSTORE only what was just fetched has flags that are surely right.
        m_rows.keepOnly(this->window());
    }
    if (std::exchange(m_holding, false))
        reset();
    m_saveTimer.start(SaveMs);
    m_sink(FolderSynchronised{m_name, m_rows.shownTotal(), m_fetched});
    if (m_journal->hasWaiting(m_name))
        co_await m_journal->send(session);
    if (self)
        fill();
}

} // namespace imap
