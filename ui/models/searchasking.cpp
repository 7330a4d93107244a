// What SearchModel asks of accounts, and what it hears from them.
#include "account/cachehandle.h"
#include "ui/models/searchmodel.h"
#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"

#include <algorithm>

namespace ui
{

namespace
{

QString wordsOf(const imap::Error &error, const imap::AccountHandle *account)
{
    const ErrorText words = errorText(error, account ? account->config().connection.host : QString());
    return words.advice.isEmpty() ? words.what : words.what + QLatin1Char(' ') + words.advice;
}

/// All words, each anywhere in the message: what the cache is asked, as near as SEARCH comes to it.
imap::SearchKey criteriaOf(const QList<imap::SearchTerm> &terms)
{
    QList<imap::SearchKey> keys;
    for (const imap::SearchTerm &term : terms)
        keys << imap::SearchKey::anywhere(term.typed);
    return imap::SearchKey::allOf(keys);
}

} // namespace

// ---------------------------------------------------------------- asking

void SearchModel::search(const SearchQuestion &question)
{
    ++m_run;
    m_renew.stop();
    for (const HitSource &source : std::as_const(m_sources)) {
        if (source.account)
            disconnect(source.account, nullptr, this, nullptr);
    }
    m_question = question;
    const QList<imap::SearchTerm> terms = imap::searchTerms(question.text);
    m_marksStale = m_marksStale || terms != m_terms;
    m_terms = terms;
    m_sources.clear();
    for (imap::AccountHandle *account : question.accounts)
        m_sources.append({account});
    m_status = {};
    m_status.phase =
        m_sources.isEmpty() || m_terms.isEmpty() ? SearchStatus::Phase::Done : SearchStatus::Phase::Searching;
    if (m_status.phase == SearchStatus::Phase::Done) {
        put({});
        tellStatus();
        return;
    }
    listen();
    for (qsizetype i = 0; i < question.accounts.size(); ++i)
        askCache(i, true);
    tellStatus();
}

void SearchModel::clear()
{
    search({});
    m_status = {};
    tellStatus();
}

void SearchModel::forget(const imap::AccountHandle *account)
{
    SearchQuestion left = m_question;
    if (left.accounts.removeAll(account) == 0)
        return;
    if (left.accounts.isEmpty())
        clear();
    else
        search(left);
}

void SearchModel::listen()
{
    for (imap::AccountHandle *account : std::as_const(m_question.accounts))
        connect(account, &imap::AccountHandle::eventsReady, this,
                [this, account](const imap::EventBatch &batch) { take(account, batch); });
}

/// The first page, or with `anew` false the following one.
void SearchModel::askCache(qsizetype index, bool anew)
{
    HitSource &source = m_sources[index];
    auto *cache = dynamic_cast<imap::CacheHandle *>(source.account.data());
    if (!cache || source.asking)
        return;
    source.asking = true;
    imap::CacheSearch search;
    if (m_question.scope == SearchScope::Folder)
        search.folder = m_question.folder;
    search.text = m_question.text;
    search.limit = pageSize;
    if (anew)
        search.limit = qBound(pageSize, source.hits.size(), imap::CacheSearch::MaxLimit);
    else
        search.after = source.next;
    onFinished(
        cache->searchCache(search), this,
        [this, index, anew, run = m_run](const imap::CacheHits &hits) {
            if (run == m_run)
                cacheAnswered(index, anew, hits);
        },
        [this, index, run = m_run](const imap::Error &error) {
            if (run != m_run)
                return;
            m_sources[index].asking = false;
            m_sources[index].next.clear();
            m_status.error = wordsOf(error, m_sources.at(index).account);
            showHits();
        });
}

void SearchModel::cacheAnswered(qsizetype index, bool anew, const imap::CacheHits &found)
{
    HitSource &source = m_sources[index];
    source.asking = false;
    QList<SearchHit> hits;
    for (const imap::CacheHit &hit : found.hits)
        hits.append({source.account, hit.folder, hit.message, hit.snippet, hit.marks});
    if (anew) {
        renewFirstPage(source, hits, found.next);
        m_status.kept = std::max(m_status.kept, found.kept);
        m_status.notIndexed = std::max(m_status.notIndexed, found.notIndexed);
        m_status.error.clear();
    } else {
        source.hits += hits;
        source.next = found.next;
    }
    if (source.hits.size() >= mostHits)
        source.next.clear();
    showHits();
}

// ---------------------------------------------------------------- the server

/// It stands behind the caches.
HitSource *SearchModel::serverSource()
{
    return m_sources.size() > m_question.accounts.size() ? &m_sources.last() : nullptr;
}

void SearchModel::searchServer()
{
    if (m_question.scope != SearchScope::Folder || m_terms.isEmpty() || m_question.accounts.isEmpty() ||
        m_status.server == SearchStatus::Server::Asking)
        return;
    if (!serverSource())
        m_sources.append({m_question.accounts.first()});
    m_sources.last().hits.clear();
    m_sources.last().before = {};
    m_status.serverError.clear();
    askServer();
}

void SearchModel::askServer()
{
    HitSource *source = serverSource();
    if (!source || source->asking || !source->account)
        return;
    source->asking = true;
    m_status.server = SearchStatus::Server::Asking;
    imap::ServerSearch search;
    search.folder = m_question.folder;
    search.criteria = criteriaOf(m_terms);
    search.limit = pageSize;
    search.before = source->before;
    onFinished(
        source->account->searchServer(search), this,
        [this, run = m_run](const imap::ServerHits &hits) {
            if (run == m_run)
                serverAnswered(hits);
        },
        [this, run = m_run](const imap::Error &error) {
            if (run != m_run)
                return;
            serverSource()->asking = false;
            serverSource()->before = {};
            m_status.server = SearchStatus::Server::Failed;
            m_status.serverError = wordsOf(error, serverSource()->account);
            showHits();
        });
    tellStatus();
}

void SearchModel::serverAnswered(const imap::ServerHits &found)
{
    HitSource *source = serverSource();
    source->asking = false;
    for (const imap::MessageSummaryPtr &message : found.messages)
        source->hits.append({source->account, m_question.folder, message, {}, {}});
    source->before = source->hits.size() < mostHits ? found.next : imap::Uid();
    m_status.server = SearchStatus::Server::Answered;
    showHits();
}

// ---------------------------------------------------------------- what happens meanwhile

void SearchModel::take(imap::AccountHandle *account, const imap::EventBatch &batch)
{
    bool any = false;
    for (const imap::Event &event : batch.events)
        any = takeEvent(account, event) || any;
    if (any)
        showHits();
}

/// Returns whether a row is another now. What else may have become of what is found, the caches are asked for
/// in a moment.
bool SearchModel::takeEvent(const imap::AccountHandle *account, const imap::Event &event)
{
    using imap::OperationState;
    const auto soon = [this](int milliseconds) {
        if (!m_renew.isActive() || m_renew.remainingTime() > milliseconds)
            m_renew.start(milliseconds);
    };
    bool any = false;
    if (const auto *journal = std::get_if<imap::JournalChanged>(&event)) {
        soon(renewMs);
        for (const imap::JournalEntry &entry : journal->entries) {
            const bool back = entry.state == OperationState::Failed || entry.state == OperationState::Undone;
            if (!back && entry.state != OperationState::Waiting)
                continue;
            for (HitSource &source : m_sources)
                any = applyChange(source.hits, account, entry.change, back) || any;
        }
    } else if (std::holds_alternative<imap::MessagesChanged>(event) ||
               std::holds_alternative<imap::MessagesInserted>(event) ||
               std::holds_alternative<imap::MessagesRemoved>(event) ||
               std::holds_alternative<imap::FoldersChanged>(event)) {
        soon(renewMs);
    } else if (std::holds_alternative<imap::FillProgress>(event)) {
        soon(renewWhileFillingMs);
    }
    return any;
}

void SearchModel::renew()
{
    if (m_status.phase == SearchStatus::Phase::None)
        return;
    m_status.kept = imap::Kept::Everything;
    m_status.notIndexed = 0;
    for (qsizetype i = 0; i < m_question.accounts.size(); ++i)
        askCache(i, true);
}

} // namespace ui
