#pragma once

#include "session/pieces.h"
#include "store/store.h"
#include "sync/serverflags.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>
#include <QPointer>
#include <functional>
#include <memory>

namespace imap
{

/// A session that was given to somebody for a while, with the folder selected that was asked for.
class HeldSession
{
public:
    virtual ~HeldSession() = default;
    /// Null: it has gone, or is needed for another folder.
    virtual Session *session() const = 0;
    /// Others use it at the same time: nothing may be selected on it.
    virtual bool isShared() const = 0;
};

/// Waits for a session with the folder selected, for writing; an empty name: none needs to be. `moving`:
/// messages are to be copied or moved there, which some servers do not bear on a session that has asked for
/// news. Throws CommandError when it cannot be selected, AbortError when there is no connection.
using SessionSource =
    std::function<QCoro::Task<std::shared_ptr<HeldSession>>(MailboxName folder, bool moving)>;

/// The server as the remote half of one operation sees it. Each function throws AbortError once the
/// connection or the account has gone; the operation then waits for the next one.
class Remote
{
public:
    /// `save` puts down that the operation is under way, with what it has noted. `owner` and `store` go
    /// together.
    Remote(QObject *owner, store::Store *store, SessionSource source, std::function<void()> save,
           quint64 operation, bool interrupted)
        : m_owner(owner)
        , m_store(store)
        , m_source(std::move(source))
        , m_save(std::move(save))
        , m_operation(operation)
        , m_interrupted(interrupted)
        , m_begun(interrupted)
    {
    }

    /// From now on `session` has this folder selected, and has heard what is new there. Empty: any will do.
    QCoro::Task<> enter(MailboxName folder, bool moving = false);
    /// The same for who will change flags of these messages and nothing else, so that it does not matter
    /// whether they are still there: nothing is asked first where the session was told of all of them.
    QCoro::Task<> enterToFlag(MailboxName folder, UidSet uids);
    /// Gives the session back.
    void leave() { m_held.reset(); }
    /// Throws AbortError when there is none.
    Session *session() const;
    /// The folder's state; `enter` was called.
    const SelectedMailbox &mailbox() const;
    store::Store &store() const;
    void check() const;

    /// What the operation has noted is on the disk when this returns. What is sent before may be lost without
    /// harm, what is sent behind it will be looked for after a cut.
    void begin();
    /// It was under way when a connection or the program ended.
    bool isInterrupted() const { return m_interrupted; }
    bool hasBegun() const { return m_begun; }
    quint64 operation() const { return m_operation; }
    /// Folders where messages have arrived or gone: counts are worth a look.
    void touched(const MailboxName &folder);
    const QList<MailboxName> &touchedFolders() const { return m_touched; }
    /// Notes where messages went. Throws AbortError when the disk does not take it: the operation ends later.
    void addTrail(const store::Trail &trail);
    /// Where they were.
    const QList<store::Place> &departed() const { return m_departed; }
    /// Flags that the server has, whatever the operation wanted of them.
    void noteFlags(const MailboxName &folder, Uid uid, const FlagSet &flags)
    {
        m_said.note(folder, uid, flags);
    }
    const ServerFlags &said() const { return m_said; }

private:
    bool holds(const MailboxName &folder) const;
    QCoro::Task<> hold(MailboxName folder, bool moving);
    QCoro::Task<> hearNews(MailboxName folder);

    QPointer<QObject> m_owner;
    store::Store *m_store;
    SessionSource m_source;
    std::function<void()> m_save;
    quint64 m_operation;
    bool m_interrupted;
    bool m_begun;
    std::shared_ptr<HeldSession> m_held;
    MailboxName m_folder;
    QList<MailboxName> m_touched;
    QList<store::Place> m_departed;
    ServerFlags m_said;
};
using RemotePtr = std::shared_ptr<Remote>;

/// Runs a command and makes sure that somebody is still there to hear of it.
template <Command C>
QCoro::Task<typename C::Result> ask(RemotePtr remote, C command)
{
    auto running = remote->session()->run(std::move(command), "journal");
    auto result = co_await running;
    remote->check();
    co_return result;
}

/// The same for however many messages.
template <Command C>
QCoro::Task<typename C::Result> askInPieces(RemotePtr remote, C command)
{
    auto running = runInPieces(remote->session(), std::move(command), QByteArray("journal"));
    auto result = co_await running;
    remote->check();
    co_return result;
}

} // namespace imap
