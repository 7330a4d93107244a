#pragma once

#include "types/arrangedmessages.h"
#include "types/message.h"

#include <QByteArrayView>
#include <QList>
#include <vector>

namespace imap
{

/// Which messages belong together: those that name each other in Message-ID, In-Reply-To and References, or
/// the same third one, whether that is here or not. An answer that names nothing goes by its subject, to the
/// last message of the same within a season. No message is anybody's parent, so no header, however hostile,
/// makes a circle or a tree too deep; one message joins at most `maximumReferences` others.
///
/// Ids are kept as hashes: 12 octets for each while adding, 8 afterwards.
class Conversations
{
public:
    static constexpr qsizetype maximumReferences = 24;
    /// Days in which an answer without references finds its subject.
    static constexpr int subjectDays = 90;

    Conversations();
    /// To be called in the order of UIDs.
    void add(const MessageSummary &message, bool unread);
    /// All that was added, in conversations. Ends adding: from here on only `companions` and `learn`.
    ArrangedMessages finish();

    /// Messages that seem to belong with one that came later; hashes may be mistaken, see `isCompanion`.
    std::vector<Uid> companions(const MessageSummary &message) const;
    /// From now on it may be somebody's companion, too.
    void learn(const MessageSummary &message);

    qsizetype memory() const;

private:
    struct Known {
        quint32 tag;
        quint32 uid;
        bool operator<(const Known &other) const { return tag < other.tag; }
    };
    quint32 rootOf(quint32 at);
    void join(quint32 a, quint32 b);
    void meet(quint64 hash, quint32 at);
    void grow();
    void joinSubjects();
    quint64 hashOf(QByteArrayView id) const;
    void keepSubject(const MessageSummary &message, const QString &base, std::vector<Known> &subjects) const;

    size_t m_seed;
    std::vector<quint32> m_uids, m_parents;
    std::vector<quint8> m_unread;
    std::vector<quint64> m_hashes; ///< open addressing; 0: free
    std::vector<quint32> m_owners; ///< for each hash, the first message that named it
    size_t m_used = 0;
    std::vector<quint32> m_subjects; ///< tags of base subjects; 0: none
    std::vector<qint32> m_days;
    std::vector<quint32> m_orphans;     ///< answers that name nothing
    std::vector<Known> m_ids, m_recent; ///< once finished: ids by tag; ids that came later
    std::vector<Known> m_lastSubjects;  ///< tags of subjects of the last season
};

/// Ids that a message goes by and names, without repetition, bounded.
QList<QByteArrayView> conversationIds(const MessageSummary &message);
/// Whether two messages share an id or, where the second names nothing, a subject.
bool isCompanion(const MessageSummary &one, const MessageSummary &answer);

} // namespace imap
