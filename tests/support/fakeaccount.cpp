#include "support/fakeaccount.h"

#include <algorithm>

namespace test
{

using imap::Event;
using imap::FlagSet;
using imap::MailboxName;
using imap::SeqNum;
using imap::Uid;

FakeAccount::FakeAccount(const QString &id, QObject *parent)
    : AccountHandle(parent)
{
    m_config.id = id;
    m_config.displayName = QStringLiteral("Anna at example.org");
    m_config.user = QStringLiteral("anna");
    m_config.connection.host = QStringLiteral("mail.example.org");
}

QList<FakeAccount::Call> FakeAccount::callsOf(const QString &name) const
{
    QList<Call> found;
    std::copy_if(m_calls.cbegin(), m_calls.cend(), std::back_inserter(found),
                 [&](const Call &call) { return call.name == name; });
    return found;
}

void FakeAccount::tell(const QList<Event> &events)
{
    imap::EventBatch batch;
    batch.revision = ++m_revision;
    batch.traffic = m_traffic;
    batch.events = events;
    Q_EMIT eventsReady(batch);
}

void FakeAccount::serve(const MailboxName &folder, quint32 total, const MakeMessage &make,
                        quint32 newestKnown)
{
    Folder served;
    served.total = total;
    served.newestKnown = std::min(total, newestKnown);
    served.make = make;
    m_folders.insert(folder, served);
}

void FakeAccount::answer(const QList<Event> &events)
{
    if (m_held)
        m_waiting << events;
    else
        tell(events);
}

void FakeAccount::release()
{
    m_held = false;
    const QList<QList<Event>> waiting = std::exchange(m_waiting, {});
    for (const QList<Event> &events : waiting)
        tell(events);
}

imap::MessageRow FakeAccount::row(Folder &folder, quint32 number) const
{
    imap::MessageSummaryPtr message = folder.make(number);
    if (const auto flags = folder.flags.constFind(number); flags != folder.flags.cend()) {
        auto changed = std::make_shared<imap::MessageSummary>(*message);
        changed->flags = *flags;
        message = changed;
    }
    return {SeqNum(number), message};
}

void FakeAccount::deliver(const MailboxName &name, quint32 count)
{
    Folder &folder = m_folders[name];
    imap::MessagesChanged contents{name, {}};
    for (quint32 i = 0; i < count; ++i)
        contents.rows << row(folder, ++folder.total);
    answer({imap::MessagesInserted{name, count}, contents});
}

void FakeAccount::start()
{
    note({.name = QStringLiteral("start")});
}

void FakeAccount::retryNow()
{
    note({.name = QStringLiteral("retryNow")});
}

void FakeAccount::goOffline()
{
    note({.name = QStringLiteral("goOffline")});
}

void FakeAccount::reconfigure(const imap::AccountConfig &config)
{
    m_config = config;
    note({.name = QStringLiteral("reconfigure")});
}

void FakeAccount::openFolder(const MailboxName &name)
{
    note({.name = QStringLiteral("openFolder"), .folder = name});
    const auto folder = m_folders.find(name);
    if (folder == m_folders.end() || std::exchange(m_open, name) == name)
        return;
    imap::FolderReset reset;
    reset.folder = name;
    reset.total = folder->total;
    reset.permanentFlags = {imap::flags::Seen, imap::flags::Flagged, imap::flags::Deleted};
    for (quint32 number = folder->total - folder->newestKnown + 1; number <= folder->total; ++number)
        reset.rows << row(*folder, number);
    answer({reset});
}

void FakeAccount::leaveFolder()
{
    note({.name = QStringLiteral("leaveFolder")});
    m_open.reset();
}

void FakeAccount::showRows(const MailboxName &name, SeqNum first, SeqNum last)
{
    note({.name = QStringLiteral("showRows"), .folder = name, .first = first, .last = last});
    const auto folder = m_folders.find(name);
    if (folder == m_folders.end())
        return;
    imap::MessagesChanged changed{name, {}};
    for (quint32 number = std::max(1u, first.value); number <= std::min(folder->total, last.value); ++number)
        changed.rows << row(*folder, number);
    answer({changed});
}

void FakeAccount::arrange(const MailboxName &name, const imap::Arrangement &arrangement)
{
    note({.name = QStringLiteral("arrange"), .folder = name, .arrangement = arrangement});
}

void FakeAccount::showMessages(const MailboxName &name, const QList<Uid> &uids)
{
    note({.name = QStringLiteral("showMessages"), .folder = name, .uids = uids});
    const auto folder = m_folders.find(name);
    if (folder == m_folders.end())
        return;
    imap::MessagesShown shown{name, {}};
    for (const Uid uid : uids) {
        if (uid.value <= folder->total)
            shown.messages << row(*folder, uid.value).message;
    }
    answer({shown});
}

QFuture<imap::UidSet> FakeAccount::resolve(const MailboxName &name, const imap::SeqSet &numbers, quint64)
{
    note({.name = QStringLiteral("resolve"), .folder = name});
    imap::UidSet uids;
    for (const imap::SeqSet::Range &range : numbers.ranges())
        uids.addRange(range.first, range.last);
    return QtFuture::makeReadyFuture(uids);
}

QFuture<imap::SeqNum> FakeAccount::findDate(const MailboxName &name, QDate)
{
    note({.name = QStringLiteral("findDate"), .folder = name});
    return QtFuture::makeReadyFuture(dateFound);
}

QFuture<imap::MessageBody> FakeAccount::fetchSections(const MailboxName &folder, Uid uid,
                                                      const QList<QByteArray> &sections)
{
    note({.name = QStringLiteral("fetchSections"), .folder = folder, .uids = {uid}, .sections = sections});
    auto promise = std::make_shared<QPromise<imap::MessageBody>>();
    promise->start();
    if (bodies.contains(uid)) {
        promise->addResult(bodies.value(uid));
        promise->finish();
    } else {
        pendingFetches.push_back(promise);
    }
    return promise->future();
}

QFuture<quint64> FakeAccount::changeFlags(const MailboxName &name, const QList<Uid> &uids, const FlagSet &add,
                                          const FlagSet &remove)
{
    note({.name = QStringLiteral("changeFlags"), .folder = name, .uids = uids, .add = add, .remove = remove});
    if (failFlags) {
        QPromise<quint64> promise;
        promise.start();
        promise.setException(std::make_exception_ptr(imap::CommandError(failFlags->message())));
        promise.finish();
        return promise.future();
    }
    setFlags(name, uids, add, remove);
    return nextOperation();
}

void FakeAccount::setFlags(const MailboxName &name, const QList<Uid> &uids, const FlagSet &add,
                           const FlagSet &remove)
{
    const auto folder = m_folders.find(name);
    if (folder == m_folders.end())
        return;
    imap::MessagesChanged changed{name, {}};
    for (const Uid uid : uids) {
        FlagSet flags = row(*folder, uid.value).message->flags;
        for (const imap::Flag &flag : add)
            flags.insert(flag);
        for (const imap::Flag &flag : remove)
            flags.remove(flag);
        folder->flags.insert(uid.value, flags);
        changed.rows << row(*folder, uid.value);
    }
    answer({changed});
}

QFuture<quint64> FakeAccount::nextOperation()
{
    QPromise<quint64> promise;
    promise.start();
    if (failChange)
        promise.setException(std::make_exception_ptr(imap::LocalError(failChange->message())));
    else
        promise.addResult(++m_operation);
    promise.finish();
    return promise.future();
}

QFuture<quint64> FakeAccount::change(const imap::Change &change)
{
    note({.name = QStringLiteral("change"), .change = change});
    if (const auto *flags = std::get_if<imap::FlagChange>(&change); flags && !failChange)
        setFlags(flags->folder, flags->uids.toList(), flags->add, flags->remove);
    return nextOperation();
}

QFuture<quint64> FakeAccount::undo(quint64 operation)
{
    note({.name = QStringLiteral("undo"), .operation = operation});
    return nextOperation();
}

void FakeAccount::retryOperation(quint64 operation)
{
    note({.name = QStringLiteral("retryOperation"), .operation = operation});
}

void FakeAccount::dropOperation(quint64 operation)
{
    note({.name = QStringLiteral("dropOperation"), .operation = operation});
}

QFuture<QList<imap::JournalEntry>> FakeAccount::journal(int limit)
{
    note({.name = QStringLiteral("journal"), .limit = limit});
    return QtFuture::makeReadyFuture(journalEntries.first(std::min<qsizetype>(limit, journalEntries.size())));
}

void FakeAccount::checkNow()
{
    note({.name = QStringLiteral("checkNow")});
}

void FakeAccount::networkChanged()
{
    note({.name = QStringLiteral("networkChanged")});
}

void FakeAccount::setFillPolicy(const imap::FillPolicy &policy)
{
    m_config.fill = policy;
    note({.name = QStringLiteral("setFillPolicy")});
}

void FakeAccount::pauseFill(bool paused)
{
    note({.name = paused ? QStringLiteral("pauseFill") : QStringLiteral("continueFill")});
}

QFuture<QString> FakeAccount::wireLog()
{
    note({.name = QStringLiteral("wireLog")});
    QPromise<QString> promise;
    promise.start();
    promise.addResult(QStringLiteral("C: A1 NOOP"));
    promise.finish();
    return promise.future();
}

template <class Hits>
QFuture<Hits> FakeAccount::found(std::function<Hits()> hits)
{
    auto promise = std::make_shared<QPromise<Hits>>();
    promise->start();
    const auto answer = [this, promise, hits] {
        if (failSearch)
            promise->setException(std::make_exception_ptr(imap::LocalError(failSearch->message())));
        else
            promise->addResult(hits ? hits() : Hits());
        promise->finish();
    };
    if (holdSearches)
        heldSearches.push_back(answer);
    else
        answer();
    return promise->future();
}

QFuture<imap::CacheHits> FakeAccount::searchCache(const imap::CacheSearch &search)
{
    note({.name = QStringLiteral("searchCache"), .search = search});
    return found<imap::CacheHits>(find ? [this, search] { return find(search); }
                                       : std::function<imap::CacheHits()>());
}

QFuture<imap::ServerHits> FakeAccount::searchServer(const imap::ServerSearch &search)
{
    note({.name = QStringLiteral("searchServer"), .folder = search.folder, .serverSearch = search});
    return found<imap::ServerHits>(findOnServer ? [this, search] { return findOnServer(search); }
                                                : std::function<imap::ServerHits()>());
}

QFuture<SeqNum> FakeAccount::findMessage(const MailboxName &name, Uid uid)
{
    note({.name = QStringLiteral("findMessage"), .folder = name, .uids = {uid}});
    const auto folder = m_folders.constFind(name);
    const bool served = folder != m_folders.cend() && uid.value <= folder->total;
    return QtFuture::makeReadyFuture(served ? SeqNum(uid.value) : messageFound);
}

QFuture<imap::CacheUsage> FakeAccount::cacheUsage()
{
    note({.name = QStringLiteral("cacheUsage")});
    return QtFuture::makeReadyFuture(usage);
}

void FakeAccount::setCacheLimits(const imap::CacheLimits &limits)
{
    m_config.cache = limits;
    note({.name = QStringLiteral("setCacheLimits")});
}

QFuture<imap::CacheUsage> FakeAccount::emptyCache()
{
    note({.name = QStringLiteral("emptyCache")});
    usage = {0, 1000};
    return QtFuture::makeReadyFuture(usage);
}

} // namespace test
