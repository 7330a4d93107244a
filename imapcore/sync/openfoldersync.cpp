// Opening a folder, and bringing what the cache knows in step with the server.
#include "sync/openfoldersync.h"

#include "commands/enable.h"
#include "session/fallback.h"
#include "sync/reconcile.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// So many UIDs from the last UIDNEXT on are asked for before it is known how many messages are new.
constexpr quint32 NewUids = 100;
/// Known rows that the server is reminded of, so that one which has forgotten old expunges need not name all
/// UIDs that are not in use (RFC 7162 §3.2.5.2).
constexpr int MatchPairs = 8;
constexpr qsizetype MatchFrom = 1000;
/// So many pieces of the list are looked at for whether they stand where they should.
constexpr int CheckedEnds = 8;

/// Where the ends of what is known stand now proves, or not, what the server says is gone.
UidSet endsOfKnown(const UidRows &rows)
{
    UidSet ends = UidSet::single(rows.at(rows.lowerBound(1)));
    qsizetype last = rows.lastKnownBefore(rows.size());
    ends.add(rows.at(last));
    for (int i = 0; i < CheckedEnds && last >= 0; ++i) {
        const qsizetype gap = rows.lastUnknownBefore(last);
        last = rows.lastKnownBefore(gap);
        if (last >= 0)
            ends.add(rows.at(gap + 1));
    }
    return ends;
}

} // namespace

QCoro::Task<> OpenFolder::attach(Session *session)
{
    return attachWithout(session, {});
}

QCoro::Task<> OpenFolder::attachWithout(Session *session, QList<QByteArray> refused)
{
    const QPointer<OpenFolder> self(this);
    disconnect(m_listening);
    abandon({});
    const quint64 attempt = ++m_attempt;
    m_session = session;
    m_attached = false;
    m_checking = false;
    m_underWay.clear();
    m_unanswered = {};
    m_fetched = 0;
    m_listening = connect(session, &Session::untagged, this, &OpenFolder::onUntagged);
    prepare(refused);
    auto selecting = select();
    askAhead();
    if (!m_resync->ahead.isEmpty())
        Q_EMIT windowAsked();
    const QByteArray extension = m_resync->qresync ? "QRESYNC" : m_resync->condstore ? "CONDSTORE" : "";
    SelectResult selected;
    std::shared_ptr<const Error> refusal;
    bool form = false;
    try {
        selected = co_await selecting;
    } catch (const CommandError &error) {
        form = !extension.isEmpty() && refusesForm(error);
        refusal = std::make_shared<const CommandError>(error);
    } catch (const CapabilityError &error) {
        refusal = std::make_shared<const CapabilityError>(error);
    }
    // Somebody may have opened another folder meanwhile.
    if (!self || attempt != m_attempt || m_session != session)
        co_return;
    if (form) {
        auto again = attachWithout(session, refused + QList<QByteArray>{extension});
        co_await again;
        co_return;
    }
    const auto &mailbox = session->state().mailbox;
    if (!refusal && (!mailbox || mailbox->name != m_name)) {
        abandon({});
        co_return;
    }
    if (refusal) {
        // A folder that is not there is refused in any form, which says nothing of the extensions.
        m_session.clear();
        abandon(refusal);
        co_return;
    }
    session->dropExtensions(refused);
    co_await synchronise(attempt, selected);
}

/// Back to what was known; with a refusal that is told.
void OpenFolder::abandon(const std::shared_ptr<const Error> &refusal)
{
    flush();
    if (m_resync && m_holding)
        m_rows.replace(std::move(m_resync->then));
    m_holding = false;
    m_resync.reset();
    if (refusal)
        m_sink(FolderFailed{m_name, refusal});
}

/// What is known from the last time decides what is asked.
void OpenFolder::prepare(const QList<QByteArray> &refused)
{
    m_resync = std::make_unique<Resync>();
    Resync &sync = *m_resync;
    const Capabilities &capabilities = m_session->state().capabilities;
    sync.stored = m_store->mailboxes().syncState(m_id);
    sync.condstore = capabilities.has("CONDSTORE") && !refused.contains("CONDSTORE");
    sync.reopened = m_session->state().mailbox.has_value();
    sync.awaitsClosed = sync.reopened;
    if (!refused.contains("QRESYNC"))
        enableQresync();
    sync.qresync = sync.canQresync && sync.stored.uidValidity.isValid() &&
                   sync.stored.highestModSeq.isValid() && sync.stored.uidNext.value > 1 &&
                   m_rows.rows().knownCount() > 0;
}

/// Must have been sent before the first SELECT of the connection (RFC 5161 §3.1), of whatever folder; then it
/// holds for all of them.
void OpenFolder::enableQresync()
{
    const SessionState &state = m_session->state();
    const bool offered = state.capabilities.has("QRESYNC") && state.capabilities.has("ENABLE");
    m_resync->canQresync = offered && state.isEnabled("QRESYNC");
    if (!offered || m_resync->canQresync || state.stateMask() != Authenticated || m_resync->awaitsClosed)
        return;
    Enable enable;
    enable.names = {"QRESYNC"};
    m_session->run(std::move(enable), "open " + m_name.toString().toUtf8());
    m_resync->canQresync = true;
}

QFuture<SelectResult> OpenFolder::select()
{
    Select command;
    command.mailbox = m_name;
    command.readOnly = m_readOnly;
    command.streamed = true;
    if (m_resync->qresync) {
        const store::FolderSyncState &stored = m_resync->stored;
        QresyncParameters parameters;
        parameters.uidValidity = stored.uidValidity;
        parameters.modSeq = stored.highestModSeq;
        const UidRows &rows = m_rows.rows();
        const Uid first = rows.at(rows.lowerBound(1));
        parameters.knownUids = UidSet::range(first, Uid{qMax(first.value, stored.uidNext.value - 1)});
        m_resync->complete = parameters.knownUids;
        // Denser towards the end, where messages go most often.
        for (qsizetype left = rows.size() / 2, pair = 0; left > MatchFrom && pair < MatchPairs;
             left /= 2, ++pair) {
            const qsizetype row = rows.lastKnownBefore(rows.size() - left + 1);
            if (row < 0)
                continue;
            parameters.matchNumbers.add(SeqNum{quint32(row + 1)});
            parameters.matchUids.add(rows.at(row));
        }
        command.qresync = parameters;
    } else {
        command.condstore = m_resync->condstore;
    }
    return m_session->run(std::move(command), "open " + m_name.toString().toUtf8());
}

/// What can be asked before the answer to SELECT: by UID it means the same whatever became of the numbers. If
/// SELECT fails, these are refused; if the UIDs mean other messages now, they only bring what is true of
/// those.
void OpenFolder::askAhead()
{
    Resync &sync = *m_resync;
    const store::FolderSyncState &stored = sync.stored;
    if (!stored.uidValidity.isValid() || !stored.uidNext.isValid())
        return;
    const QByteArray cause = "open " + m_name.toString().toUtf8();
    const Capabilities &capabilities = m_session->state().capabilities;
    const auto ask = [&](const UidSet &uids, const FetchItems &items, bool changes) {
        FetchStream fetch;
        fetch.messages = uids;
        fetch.items = items;
        fetch.behindSelect = true;
        if (changes)
            fetch.changedSince = stored.highestModSeq;
        sync.ahead.append({m_session->run(std::move(fetch), cause), uids, changes});
    };
    const UidRows &rows = m_rows.rows();
    const qsizetype last = rows.lastKnownBefore(rows.size());
    const bool changes = sync.condstore && stored.highestModSeq.isValid();
    if (!sync.qresync && last >= 0) {
        // What is on the screen, and whether it is still there; then what changed elsewhere.
        const SeqSet shown = window();
        for (const SeqSet::Range &range : shown.ranges()) {
            const QList<UidSet::Range> known = m_rows.uids(qsizetype(range.first) - 1, range.last).ranges();
            if (!known.isEmpty())
                ask(UidSet::range(Uid{known.first().first}, Uid{known.last().last}),
                    flagItems(sync.condstore, capabilities), false);
        }
        if (changes)
            ask(UidSet::range(rows.at(rows.lowerBound(1)), rows.at(last)), flagItems(true, capabilities),
                true);
    } else if (sync.qresync) {
        ask(endsOfKnown(rows), flagItems(true, capabilities), false);
    }
    ask(UidSet::range(stored.uidNext, Uid{quint32(qMin<quint64>(quint64(stored.uidNext.value) + NewUids - 1,
                                                                UidSet::Star - 1))}),
        windowItems(sync.condstore, capabilities), false);
}

// ---------------------------------------------------------------- the answer

void OpenFolder::takeWhileSelecting(const Untagged &response)
{
    if (!m_resync)
        return;
    if (const auto *status = std::get_if<StatusResponse>(&response); status && status->code.name == "CLOSED")
        m_resync->awaitsClosed = false;
    const SelectedMailbox &mailbox = *m_session->state().mailbox;
    // What comes before CLOSED is about the folder that was open before (RFC 7162 §3.2.11).
    if (!m_resync->qresync || m_resync->awaitsClosed || mailbox.uidValidity != m_resync->stored.uidValidity)
        return;
    if (const auto *vanished = std::get_if<VanishedResponse>(&response)) {
        m_resync->vanished.unite(vanished->uids);
    } else if (const auto *fetch = std::get_if<FetchResponse>(&response)) {
        begin(mailbox.exists);
        onFetch(*fetch);
    } else if (const auto *exists = std::get_if<ExistsResponse>(&response); exists && m_holding) {
        onExists(exists->count);
    }
}

/// From here on the rows are those of now, of which nothing is known yet; those of then wait to be compared.
void OpenFolder::begin(quint32 exists)
{
    if (m_holding)
        return;
    flush();
    m_holding = true;
    m_resync->then = m_rows.take(exists);
    m_beyond = 0;
}

/// The folder as SELECT describes it. Returns whether anything of the last time counts.
bool OpenFolder::adoptMailbox(const SelectResult &selected)
{
    Resync &sync = *m_resync;
    m_attached = true;
    begin(selected.exists);
    m_rows.insertUnknown(m_rows.total(), qsizetype(selected.exists) - qsizetype(m_rows.total()));
    m_uidNext = sync.uidNext = selected.uidNext.value_or(Uid{});
    m_modSeq = selected.highestModSeq.value_or(ModSeq{});
    m_condstore = sync.condstore && m_modSeq.isValid();
    m_adrift = {};
    m_flagsOld = {};
    m_unsaid = {};
    m_flagsLost = false;
    const UidValidity before = sync.stored.uidValidity;
    const UidValidity validity = selected.uidValidity.value_or(UidValidity{});
    if (before != validity || !validity.isValid()) {
        // UIDs mean other messages now (RFC 9051 §2.3.1.1): nothing of the old list counts.
        flush();
        if (before.isValid() && !validity.isValid())
            m_store->messages().dropFolderContents(m_id);
        store::FolderSyncState begun;
        begun.uidValidity = validity;
        m_store->mailboxes().saveSyncState(m_id, begun);
        if (before.isValid()) {
            const UidSet hidden = m_rows.hidden();
            m_rows.unhide(hidden);
        }
        m_flagsAhead.clear();
        m_goneLater = {};
        sync.then = UidRows();
        sync.stored = {};
    }
    // A server that was set back to an older state, or keeps no mod-sequences here any more, does not know
    // what changed since.
    sync.modSeqCounts =
        m_condstore && sync.stored.highestModSeq.isValid() && sync.stored.highestModSeq <= m_modSeq;
    const QList<Untagged> early = std::exchange(sync.early, {});
    for (const Untagged &response : early)
        take(response);
    return sync.then.knownCount() > 0;
}

QCoro::Task<> OpenFolder::synchronise(quint64 attempt, SelectResult selected)
{
    const QPointer<OpenFolder> self(this);
    const QPointer<Session> session(m_session);
    bool known = false;
    try {
        known = adoptMailbox(selected);
    } catch (const LocalError &error) {
        // The cache cannot begin with a folder that is new to it.
        m_session.clear();
        m_attached = false;
        abandon(std::make_shared<const LocalError>(error));
        co_return;
    }
    if (!known) {
        // Nothing is on the screen that could flicker: the rows are there from the first moment.
        flush();
        const FolderInfo *info = m_folders->find(m_name);
        if (m_resync->reopened && info && info->total != m_rows.shownTotal())
            m_recountTimer.start(RecountMs); // it has grown since the list, and by how many unread ones?
        m_holding = false;
        reset();
    }
    const QList<Ahead> ahead = m_resync->ahead;
    for (Ahead one : ahead) {
        bool answered = true;
        try {
            co_await one.answer;
        } catch (const CommandError &) {
            answered = false; // then nothing is known of them
        }
        if (!self || !session || attempt != m_attempt)
            co_return;
        if (answered)
            m_resync->answered.append(one);
    }
    if (known)
        settle();
    co_await fetchWindow(attempt);
    if (!self || !session || attempt != m_attempt)
        co_return;
    m_saveTimer.start(SaveMs);
    m_sink(FolderSynchronised{m_name, m_rows.shownTotal(), m_fetched});
    m_resync.reset();
    fetchNew();
    if (self && attempt == m_attempt) {
        fill();
        check();
    }
}

/// Compares then and now, and shows the result.
void OpenFolder::settle()
{
    flush();
    Resync &sync = *m_resync;
    const UidRows &now = m_rows.rows();
    Findings findings;
    findings.now = &now;
    findings.uidNext = sync.stored.uidNext;
    UidSet certain; // gone, however much the server is believed
    UidSet told;    // of these everything is known
    bool newAnswered = false;
    bool changesAnswered = sync.qresync;
    for (const Ahead &one : std::as_const(sync.answered)) {
        changesAnswered = changesAnswered || one.changes;
        newAnswered = newAnswered || one.uids.contains(sync.stored.uidNext);
        if (one.changes)
            continue;
        // All that there is was told, so what was not told is not there.
        UidSet missing = one.uids;
        missing.subtract(m_rows.uids(0, now.size()));
        certain.unite(missing);
        told.unite(one.uids);
    }
    findings.gone = certain;
    findings.complete = told;
    if (sync.qresync && sync.modSeqCounts) {
        findings.gone.unite(sync.vanished);
        findings.complete.unite(sync.complete);
    }
    findings.survivors = sync.survivors(now, m_beyond, newAnswered);
    Reconciled result = reconcile(sync.then, findings);
    if (!result.consistent && sync.qresync) {
        // It names messages as gone that are there, or not all that went: it is believed in nothing then.
        m_session->dropExtensions({"QRESYNC"});
        findings.gone = certain;
        findings.complete = told;
        result = reconcile(sync.then, findings);
    }
    if (!sync.modSeqCounts || !changesAnswered) {
        m_flagsOld = FolderRows::uidsOf(sync.then, 0, sync.then.size());
        m_flagsOld.subtract(told);
        m_flagsOld.subtract(findings.gone);
    }
    m_flagsOld.unite(std::exchange(m_unsaid, {}));
    m_adrift = std::move(result.adrift);
    const UidSet seen = nearScreen(sync.then);
    m_rows.replace(std::move(result.rows));
    noteRemoved(findings.gone);
    m_holding = false;
    reset(seen);
    tellConflicts();
    if (sync.reopened)
        m_recountTimer.start(RecountMs);
}

/// What is about to be seen and is not known yet.
QCoro::Task<> OpenFolder::fetchWindow(quint64 attempt)
{
    const QPointer<OpenFolder> self(this);
    SeqSet missing;
    const SeqSet shown = window();
    for (const SeqSet::Range &range : shown.ranges()) {
        const SeqSet some = m_rows.missing(range.first, range.last, 2 * WindowLimit);
        missing.unite(some);
    }
    QFuture<Nothing> window;
    if (!missing.isEmpty()) {
        FetchStream fetch;
        fetch.messages = missing;
        fetch.items = windowItems(m_condstore, m_session->state().capabilities);
        m_underWay.append(missing);
        window = m_session->run(std::move(fetch), "open " + m_name.toString().toUtf8());
    }
    if (m_resync->ahead.isEmpty())
        Q_EMIT windowAsked();
    if (!window.isValid())
        co_return;
    try {
        co_await window;
    } catch (const CommandError &) {
        // The numbers were right when they were sent; a server that refuses leaves rows to be asked for
        // again.
    }
    if (!self || attempt != m_attempt)
        co_return;
    m_underWay.removeOne(missing);
    flush();
}

} // namespace imap
