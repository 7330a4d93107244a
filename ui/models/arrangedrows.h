#pragma once

#include "types/arrangedmessages.h"

#include <functional>
#include <vector>

namespace ui
{

/// Arranged messages as rows, ascending: a conversation is one row, that of its newest message, or as many
/// as it has messages while it is expanded. What stands in one row or many neighbouring ones is always a
/// run of neighbouring messages. Only what a person expanded, or collapsed after all were expanded, is kept,
/// so that all of a million messages expanded take no memory. Rows are found in O(log² n).
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
    qsizetype rowCount() const { return firstRowOf(m_messages.groupCount()); }
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
    /// The conversations are as they are there, each known by its oldest message. Without telling.
    void expandAs(const ArrangedRows &other);

    void add(const imap::ArrangedMessages::Addition &addition, const Watch &watch = {});
    void remove(imap::Uid uid, const Watch &watch = {});
    bool setUnread(qsizetype message, bool unread) { return m_messages.setUnread(message, unread); }

private:
    bool isListed(qsizetype group) const;
    /// Whether it is expanded as far as it has more than one message.
    bool isOpen(qsizetype group) const { return isListed(group) != m_allExpanded; }
    qsizetype extraBefore(qsizetype group) const;
    void recount();
    Step before(const imap::ArrangedMessages::Step &step) const;
    void follow(const imap::ArrangedMessages::Step &step);
    imap::ArrangedMessages::Watch translated(const Watch &watch);

    imap::ArrangedMessages m_messages;
    bool m_allExpanded = false;    ///< all but those that are listed; else only those
    std::vector<quint32> m_listed; ///< groups, ascending; each has two messages at least
    std::vector<quint32> m_extra;  ///< for each, the messages beyond one of it and those listed before it
    Step m_step{Step::Kind::Inserted, 0, 0, 0};
};

} // namespace ui
