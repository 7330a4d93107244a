#pragma once

#include "account/events.h"

#include <QJsonArray>
#include <QJsonObject>
#include <functional>
#include <optional>
#include <vector>

namespace imap::test
{

const char *stateName(OperationState state);

/// What a window would show of an account's open folder, told as JSON. Batches that make no sense (a revision
/// left out, a row outside of the folder) are events of the kind "nonsense".
class ProbeView
{
public:
    using Say = std::function<void(const QJsonObject &)>;
    using Note = std::function<void(const QString &)>;
    /// `note` is told of each change of a row and of the journal, in words for whoever looks for a fault.
    explicit ProbeView(Say say, Note note = {})
        : m_say(std::move(say))
        , m_note(std::move(note))
    {
    }

    const MailboxName &folder() const { return m_folder; }
    quint32 total() const { return quint32(m_rows.size()); }

    /// True when there are rows whose contents have to be asked for.
    bool apply(const EventBatch &batch);
    /// {"folder", "total", "rows": [{"number", "uid", "id", "flags", "labels", ...}]}; a row that is not
    /// known has no uid.
    QJsonObject rows() const;

private:
    void take(const FolderReset &event);
    void take(const MessagesInserted &event);
    void take(const MessagesChanged &event);
    void take(const MessagesRemoved &event);
    void take(const FoldersChanged &event);
    void take(const FolderFailed &event);
    void take(const ConnectionChanged &event);
    void take(const AlertRaised &event);
    void take(const OperationFailed &event);
    void take(const FolderSynchronised &event);
    void take(const JournalChanged &event);
    template <class Other>
    void take(const Other &)
    {
    }
    void put(const QList<MessageRow> &rows);
    void nonsense(const QString &what);
    void note(const QString &what) const;
    void event(const char *name, QJsonObject fields);

    Say m_say;
    Note m_note;
    quint64 m_revision = 0;
    MailboxName m_folder;
    std::vector<MessageSummaryPtr> m_rows; ///< index 0 is message number 1
    bool m_grown = false;
};

} // namespace imap::test
