#include "sync/sectionfetcher.h"

#include "commands/fetch.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

namespace
{

/// What the cache has goes into `body`; the rest is returned as what to ask for.
FetchItems takeCached(store::Store *store, store::FolderId id, MessageBody &body,
                      const QList<QByteArray> &sections)
{
    FetchItems items;
    for (const QByteArray &section : sections) {
        if (auto cached = store->bodies().get(id, body.uid, section)) {
            body.sections.insert(section, *cached);
        } else {
            FetchSection wanted;
            wanted.section = section;
            items.sections.append(wanted);
        }
    }
    return items;
}

/// What is known of the message without asking for any section.
MessageBody emptyBody(store::Store *store, store::FolderId id, const MailboxName &folder, Uid uid)
{
    MessageBody body;
    body.folder = folder;
    body.uid = uid;
    if (const auto summary = store->messages().load(id, uid))
        body.structure = summary->structure;
    return body;
}

} // namespace

std::optional<MessageBody> cachedSections(store::Store *store, const MailboxName &folder, Uid uid,
                                          const QList<QByteArray> &sections)
{
    const auto known = store->mailboxes().folder(folder);
    if (!known)
        return std::nullopt;
    MessageBody body = emptyBody(store, known->id, folder, uid);
    body.fromCache = takeCached(store, known->id, body, sections).sections.isEmpty();
    return body.fromCache ? std::optional(std::move(body)) : std::nullopt;
}

QCoro::Task<MessageBody> fetchSections(store::Store *store, Session *session, const WireLog *log,
                                       MailboxName folder, Uid uid, QList<QByteArray> sections)
{
    const store::FolderId id = store->mailboxes().ensureFolder(folder);
    MessageBody body = emptyBody(store, id, folder, uid);
    const FetchItems items = takeCached(store, id, body, sections);
    body.fromCache = items.sections.isEmpty();
    if (body.fromCache)
        co_return body;
    if (!session)
        throw AbortError(AbortError::Reason::Stopped,
                         QStringLiteral("This message was not downloaded before the connection was lost."));
    const QPointer<Session> alive(session);
    Fetch fetch;
    fetch.messages = UidSet::single(uid);
    fetch.items = items;
    const quint64 before = log->bytesIn();
    auto pending = session->run(std::move(fetch), "open message");
    const QList<FetchResponse> answers = co_await pending;
    if (!alive) // the store may have gone with it
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
    body.fetchedBytes = log->bytesIn() - before;
    bool found = false;
    for (const FetchResponse &answer : answers) {
        if (answer.uid != uid)
            continue;
        found = true;
        for (const FetchSection &wanted : items.sections) {
            const QByteArray key = wanted.section.toUpper();
            if (!answer.sections.contains(key) && !answer.spilled.contains(key))
                continue;
            const QByteArray bytes = answer.section(key).value_or(QByteArray());
            body.sections.insert(wanted.section, bytes);
            store->bodies().put(id, uid, wanted.section, bytes);
        }
    }
    if (!found)
        throw CommandError(QStringLiteral("The message is no longer in the folder."), "UID FETCH");
    co_return body;
}

} // namespace imap
