#pragma once

#include "types/arrangedmessages.h"

#include <functional>
#include <vector>

namespace ui
{

/// Arranged messages as rows, ascending: a conversation is one row, that of its newest message, or as many
/// as it has messages while it is expanded. What stands in one row or many neighbouring ones is always a
/// run of neighbouring messages. Rows are found in O(log n) of the expanded conversations.
class ArrangedRows
{
public:
    /// A change of rows, in rows as they are before it.
    struct Step {
        enum class Kind { Inserted, Removed, Moved };
        Kind kind;
        qsizetype first = 0;
        qsizetype count = 0;
        qsizetype to = 0; ///< Moved: the first row afterwards
    };
    /// Called before (`done` false) and after each step.
    using Watch = std::function<void(const Step &, bool done)>;

    ArrangedRows() = default;
    explicit ArrangedRows(imap::ArrangedMessages messages)
        : m_messages(std::move(messages))
    {
    }

    const imap::ArrangedMessages &messages() const { return m_messages; }
    qsizetype rowCount() const { return m_messages.groupCount() + extraRows(); }
    /// The message whose contents the row shows; -1 where there is no such row.
    qsizetype messageAt(qsizetype row) const;
    imap::Uid uidAt(qsizetype row) const;
    /// The messages that the rows stand for, `first` to before `last`.
    std::pair<qsizetype, qsizetype> messagesOf(qsizetype firstRow, qsizetype lastRow) const;
    qsizetype groupAt(qsizetype row) const;
    /// Of a message by its place; of a collapsed conversation's any message that conversation's.
    qsizetype rowOf(qsizetype message) const;
    qsizetype firstRowOf(qsizetype group) const;
    qsizetype rowsOf(qsizetype group) const { return isExpanded(group) ? m_messages.groupSize(group) : 1; }

    bool isExpanded(qsizetype group) const;
    void setExpanded(qsizetype group, bool expanded, const Watch &watch = {});
    /// Without telling; for when all rows change.
    void setAllExpanded(bool expanded);
    /// UIDs that are in expanded conversations, one of each, and back.
    std::vector<imap::Uid> expandedUids() const;
    void expandThoseOf(const std::vector<imap::Uid> &uids);

    void add(const imap::ArrangedMessages::Addition &addition, const Watch &watch = {});
    void remove(imap::Uid uid, const Watch &watch = {});
    bool setUnread(qsizetype message, bool unread) { return m_messages.setUnread(message, unread); }

private:
    qsizetype extraRows() const { return m_extra.empty() ? 0 : qsizetype(m_extra.back()); }
    qsizetype extraBefore(qsizetype group) const;
    void recount();
    Step before(const imap::ArrangedMessages::Step &step) const;
    void follow(const imap::ArrangedMessages::Step &step);
    imap::ArrangedMessages::Watch translated(const Watch &watch);

    imap::ArrangedMessages m_messages;
    std::vector<quint32> m_expanded; ///< groups, ascending; each has two messages at least
    std::vector<quint32> m_extra;    ///< for each, the rows beyond one of it and those in front of it
    Step m_step{Step::Kind::Inserted, 0, 0, 0};
};

} // namespace ui
