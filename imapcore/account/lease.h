#pragma once

#include "session/session.h"

#include <functional>
#include <memory>

namespace imap
{

/// For what a connection is wanted; what comes first here goes first.
enum class Priority {
    Click,    ///< somebody looks at the screen and waits
    Journal,  ///< a change of a person, on its way to the server
    Prefetch, ///< what will probably be looked at next
    Fill,     ///< what the policy wants to have here
    Watch,    ///< to hear of changes in a folder that is not open
};

/// What the pool has given to somebody.
class Hold
{
public:
    virtual ~Hold() = default;
    virtual Session *session() const = 0;
    bool isShared = false;
    bool isMain = false;
    bool isWanted = false;
    std::function<void()> onWanted{};
};

/// A connection of the account for a while; goes back when it is destroyed.
class Lease
{
public:
    Lease() = default;
    explicit Lease(std::shared_ptr<Hold> hold)
        : m_hold(std::move(hold))
    {
    }
    Lease(Lease &&) noexcept = default;
    Lease &operator=(Lease &&) noexcept = default;
    Lease(const Lease &) = delete;
    Lease &operator=(const Lease &) = delete;
    ~Lease() = default;

    /// The session, with the folder selected. Null: the connection has gone, or somebody opened another
    /// folder on it, so ask before each command and lease again.
    Session *session() const { return m_hold ? m_hold->session() : nullptr; }
    /// It is the one that people wait at, which others use at the same time: nothing may be selected on it.
    bool isShared() const { return m_hold && m_hold->isShared; }
    /// It is that one, lent or shared.
    bool isMain() const { return m_hold && m_hold->isMain; }
    /// Something more urgent waits for this connection: give it back after the command that runs.
    bool isWanted() const { return m_hold && m_hold->isWanted; }
    /// Called once when it becomes wanted.
    void onWanted(std::function<void()> call)
    {
        if (m_hold)
            m_hold->onWanted = std::move(call);
    }
    void giveBack() { m_hold.reset(); }

private:
    std::shared_ptr<Hold> m_hold;
};

} // namespace imap
