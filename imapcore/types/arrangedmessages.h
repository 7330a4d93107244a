#pragma once

#include "types/bitlist.h"
#include "types/ids.h"

#include <QList>
#include <functional>
#include <vector>

namespace imap
{

/// The messages of a folder in some order, each once: one by one, or as conversations. A group is what
/// stands together: a conversation, or a single message. Within a conversation the UIDs ascend, so the last
/// is the newest; conversations ascend by their newest.
///
/// Plain arrays: a million messages are 4 MB, and less than half of one more as conversations. Copies share
/// them until one of them changes, so that who makes an order and who shows it pay for one. What goes through
/// them (find, add, remove) takes time in proportion to their number, about a millisecond for a million.
class ArrangedMessages
{
public:
    /// A message that comes in.
    struct Addition {
        Uid uid{};
        bool unread = false;
        quint32 position = 0; ///< where it stands, not counting itself; of conversations without meaning
        QList<Uid> joins{};   ///< messages whose conversations it belongs to, or joins into one
        bool operator==(const Addition &) const = default;
    };
    /// One step of a change, small enough to be told as rows that come, go or move.
    struct Step {
        enum class Kind {
            GroupAdded,
            GroupRemoved,
            MessageAdded,
            MessageRemoved,
            GroupMoved, ///< from `group` to `to`, which counts without it
        };
        Kind kind;
        qsizetype group = 0;
        qsizetype offset = 0; ///< of the message in its group
        qsizetype to = 0;
    };
    /// Called before (`done` false) and after each step.
    using Watch = std::function<void(const Step &, bool done)>;

    ArrangedMessages() = default;
    /// A message of some conversation.
    struct Member {
        Member(quint32 uid, quint32 group, bool unread)
            : uid(uid)
            , group(group & 0x7fff'ffff)
            , unread(unread)
        {
        }
        quint32 uid;
        quint32 group : 31; ///< the same for all of a conversation
        quint32 unread : 1;
    };

    /// One by one. A UID that comes again is left out, as is 0.
    static ArrangedMessages list(QList<quint32> uids);
    /// Conversations in any order, messages in any order. Takes no more than the result beside the members.
    static ArrangedMessages conversations(std::vector<Member> members);

    bool isThreaded() const { return m_threaded; }
    qsizetype size() const { return m_uids.size(); }
    bool isEmpty() const { return m_uids.isEmpty(); }
    Uid uidAt(qsizetype index) const { return Uid(m_uids[index]); }
    const QList<quint32> &uids() const { return m_uids; }
    /// Of conversations only; one by one nobody keeps it.
    bool isUnread(qsizetype index) const { return m_threaded && m_unread.at(index); }

    qsizetype groupCount() const { return m_threaded ? m_starts.count() : size(); }
    qsizetype groupBegin(qsizetype group) const { return m_threaded ? m_starts.find(group) : group; }
    qsizetype groupEnd(qsizetype group) const
    {
        return group + 1 < groupCount() ? groupBegin(group + 1) : size();
    }
    qsizetype groupSize(qsizetype group) const { return groupEnd(group) - groupBegin(group); }
    qsizetype groupOf(qsizetype index) const;
    bool isGroupUnread(qsizetype group) const;

    /// Where a message stands, or -1.
    qsizetype find(Uid uid) const;
    /// The same for many in one go, in their order.
    std::vector<qsizetype> find(const std::vector<Uid> &uids) const;

    /// Takes a message in; one that is there already stays as it is.
    void add(const Addition &addition, const Watch &watch = {});
    void remove(Uid uid, const Watch &watch = {});
    /// Returns whether it was otherwise.
    bool setUnread(qsizetype index, bool unread);

    /// What it takes in memory, octets.
    qsizetype memory() const;
    bool operator==(const ArrangedMessages &) const = default;

private:
    void addToGroup(qsizetype group, quint32 uid, bool unread, const Watch &watch);
    void addGroup(quint32 uid, bool unread, const Watch &watch);
    void removeGroup(qsizetype group, const Watch &watch);
    void settle(qsizetype group, const Watch &watch);
    qsizetype placeOf(quint32 newest, qsizetype but) const;

    QList<quint32> m_uids;
    BitList m_starts; ///< of conversations, whether one begins with the message
    BitList m_unread; ///< of conversations, for each message
    bool m_threaded = false;
};

} // namespace imap
