#include "sync/conversations.h"

#include "mime/headertext.h"
#include "sync/sortkey.h"

#include <QRandomGenerator>
#include <algorithm>

namespace imap
{

namespace
{

constexpr qsizetype LongestId = 1000; ///< octets; RFC 5322 §2.1.1 bounds lines so
constexpr qsizetype FirstReferences = 4;

/// The ids between < and > in a header: the first ones, which name the beginning of the conversation, and
/// the last, which are the nearest.
void appendIds(QByteArrayView header, qsizetype limit, QList<QByteArrayView> &ids)
{
    QList<QByteArrayView> found;
    constexpr qsizetype looked = 4000;
    for (qsizetype from = 0; found.size() < looked;) {
        const qsizetype open = header.indexOf('<', from);
        const qsizetype close = open < 0 ? -1 : header.indexOf('>', open);
        if (close < 0)
            break;
        const QByteArrayView id = header.sliced(open + 1, close - open - 1).trimmed();
        if (!id.isEmpty() && id.size() <= LongestId)
            found.append(id);
        from = close + 1;
    }
    if (found.size() > limit)
        found = found.first(qMin(limit, FirstReferences)) +
                found.last(qMax<qsizetype>(0, limit - FirstReferences));
    for (const QByteArrayView id : std::as_const(found)) {
        if (!ids.contains(id))
            ids.append(id);
    }
}

bool namesNothing(const MessageSummary &message)
{
    QList<QByteArrayView> ids;
    appendIds(message.envelope.inReplyTo.value_or(QByteArray()), 1, ids);
    appendIds(message.references, 1, ids);
    return ids.isEmpty();
}

BaseSubject subjectOf(const MessageSummary &message)
{
    BaseSubject base = baseSubject(mime::decodeHeader(message.envelope.subject.value_or(QByteArray())));
    base.text = base.text.toCaseFolded();
    return base;
}

/// Unlike `= {}` this gives the memory back.
template <class T>
void release(std::vector<T> &list)
{
    std::vector<T>().swap(list);
}

qint32 dayOf(const MessageSummary &message)
{
    return message.internalDate.isValid() ? qint32(message.internalDate.toSecsSinceEpoch() / 86'400) : 0;
}

} // namespace

QList<QByteArrayView> conversationIds(const MessageSummary &message)
{
    QList<QByteArrayView> ids;
    const auto &envelope = message.envelope;
    if (envelope.messageId)
        appendIds(*envelope.messageId, 1, ids);
    if (envelope.inReplyTo)
        appendIds(*envelope.inReplyTo, 4, ids);
    appendIds(message.references, Conversations::maximumReferences - 5, ids);
    return ids;
}

bool isCompanion(const MessageSummary &one, const MessageSummary &answer)
{
    const QList<QByteArrayView> ids = conversationIds(one);
    const QList<QByteArrayView> named = conversationIds(answer);
    if (std::any_of(named.begin(), named.end(), [&](QByteArrayView id) { return ids.contains(id); }))
        return true;
    const BaseSubject subject = subjectOf(answer);
    return namesNothing(answer) && subject.isAnswer && !subject.text.isEmpty() &&
           subjectOf(one).text == subject.text;
}

Conversations::Conversations()
    : m_seed(QRandomGenerator::global()->generate64())
    , m_hashes(1024, 0)
    , m_owners(1024, 0)
{
}

/// With a seed of this run: nobody can choose ids that meet.
quint64 Conversations::hashOf(QByteArrayView id) const
{
    const quint64 hash = qHash(id, m_seed);
    return hash ? hash : 1;
}

quint32 Conversations::rootOf(quint32 at)
{
    while (m_parents[at] != at) {
        m_parents[at] = m_parents[m_parents[at]];
        at = m_parents[at];
    }
    return at;
}

void Conversations::join(quint32 a, quint32 b)
{
    a = rootOf(a);
    b = rootOf(b);
    m_parents[std::max(a, b)] = std::min(a, b);
}

void Conversations::grow()
{
    const std::vector<quint64> hashes = std::exchange(m_hashes, std::vector<quint64>(m_hashes.size() * 2, 0));
    const std::vector<quint32> owners = std::exchange(m_owners, std::vector<quint32>(m_hashes.size(), 0));
    const size_t mask = m_hashes.size() - 1;
    for (size_t i = 0; i < hashes.size(); ++i) {
        if (!hashes[i])
            continue;
        size_t slot = hashes[i] & mask;
        while (m_hashes[slot])
            slot = (slot + 1) & mask;
        m_hashes[slot] = hashes[i];
        m_owners[slot] = owners[i];
    }
}

/// The message goes with whoever named the id before.
void Conversations::meet(quint64 hash, quint32 at)
{
    if (m_used * 10 > m_hashes.size() * 7)
        grow();
    const size_t mask = m_hashes.size() - 1;
    size_t slot = hash & mask;
    while (m_hashes[slot] && m_hashes[slot] != hash)
        slot = (slot + 1) & mask;
    if (m_hashes[slot]) {
        join(at, m_owners[slot]);
        return;
    }
    m_hashes[slot] = hash;
    m_owners[slot] = at;
    ++m_used;
}

void Conversations::add(const MessageSummary &message, bool unread)
{
    const quint32 at = quint32(m_uids.size());
    m_uids.push_back(message.uid.value);
    m_parents.push_back(at);
    m_unread.push_back(unread);
    const QList<QByteArrayView> ids = conversationIds(message);
    for (const QByteArrayView id : ids)
        meet(hashOf(id), at);
    const BaseSubject subject = subjectOf(message);
    m_subjects.push_back(subject.text.isEmpty() ? 0 : quint32(qHash(subject.text, m_seed)) | 1);
    m_days.push_back(dayOf(message));
    if (subject.isAnswer && !subject.text.isEmpty() && namesNothing(message))
        m_orphans.push_back(at);
}

/// In the order of arrival, each answer that names nothing joins the last message with its subject.
void Conversations::joinSubjects()
{
    std::vector<quint32> wanted;
    for (const quint32 at : m_orphans)
        wanted.push_back(m_subjects[at]);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    constexpr quint32 nobody = 0xFFFFFFFFu;
    std::vector<quint32> last(wanted.size(), nobody);
    size_t orphan = 0;
    for (quint32 at = 0; at < m_uids.size() && !wanted.empty(); ++at) {
        const bool isOrphan = orphan < m_orphans.size() && m_orphans[orphan] == at;
        orphan += isOrphan;
        const auto found = std::lower_bound(wanted.begin(), wanted.end(), m_subjects[at]);
        if (found == wanted.end() || *found != m_subjects[at])
            continue;
        quint32 &before = last[size_t(found - wanted.begin())];
        if (isOrphan && before != nobody && m_days[at] - m_days[before] <= subjectDays)
            join(at, before);
        before = at;
    }
}

ArrangedMessages Conversations::finish()
{
    joinSubjects();
    std::vector<ArrangedMessages::Member> members;
    members.reserve(m_uids.size());
    for (quint32 at = 0; at < m_uids.size(); ++at)
        members.emplace_back(m_uids[at], rootOf(at), m_unread[at] != 0);
    release(m_parents);
    release(m_unread);
    ArrangedMessages messages = ArrangedMessages::conversations(std::move(members));
    release(m_orphans);
    const qint32 newest = m_days.empty() ? 0 : *std::max_element(m_days.begin(), m_days.end());
    for (size_t at = 0; at < m_uids.size(); ++at) {
        if (m_subjects[at] && newest - m_days[at] <= subjectDays)
            m_lastSubjects.push_back({m_subjects[at], m_uids[at]});
    }
    release(m_days);
    release(m_subjects);
    m_ids.reserve(m_used);
    for (size_t slot = 0; slot < m_hashes.size(); ++slot) {
        if (m_hashes[slot])
            m_ids.push_back({quint32(m_hashes[slot] >> 32), m_uids[m_owners[slot]]});
    }
    release(m_hashes);
    release(m_owners);
    release(m_uids);
    std::sort(m_ids.begin(), m_ids.end());
    return messages;
}

std::vector<Uid> Conversations::companions(const MessageSummary &message) const
{
    std::vector<Uid> found;
    const auto take = [&found](quint32 uid) {
        if (std::find(found.begin(), found.end(), Uid(uid)) == found.end())
            found.push_back(Uid(uid));
    };
    const QList<QByteArrayView> ids = conversationIds(message);
    for (const QByteArrayView id : ids) {
        const Known sought{quint32(hashOf(id) >> 32), 0};
        const auto [first, last] = std::equal_range(m_ids.begin(), m_ids.end(), sought);
        std::for_each(first, last, [&](const Known &known) { take(known.uid); });
        for (const Known &known : m_recent) {
            if (known.tag == sought.tag)
                take(known.uid);
        }
    }
    const BaseSubject subject = subjectOf(message);
    if (subject.isAnswer && !subject.text.isEmpty() && namesNothing(message)) {
        const quint32 tag = quint32(qHash(subject.text, m_seed)) | 1;
        const auto same = std::find_if(m_lastSubjects.rbegin(), m_lastSubjects.rend(),
                                       [tag](const Known &known) { return known.tag == tag; });
        if (same != m_lastSubjects.rend())
            take(same->uid);
    }
    return found;
}

void Conversations::learn(const MessageSummary &message)
{
    const QList<QByteArrayView> ids = conversationIds(message);
    for (const QByteArrayView id : ids)
        m_recent.push_back({quint32(hashOf(id) >> 32), message.uid.value});
    const BaseSubject subject = subjectOf(message);
    if (!subject.text.isEmpty())
        m_lastSubjects.push_back({quint32(qHash(subject.text, m_seed)) | 1, message.uid.value});
    // Looked through as a whole at each arrival, so it is kept short.
    constexpr size_t many = 4096;
    if (m_recent.size() < many)
        return;
    std::sort(m_recent.begin(), m_recent.end());
    const auto middle = m_ids.insert(m_ids.end(), m_recent.begin(), m_recent.end());
    std::inplace_merge(m_ids.begin(), middle, m_ids.end());
    m_recent.clear();
}

qsizetype Conversations::memory() const
{
    return qsizetype((m_ids.capacity() + m_recent.capacity() + m_lastSubjects.capacity()) * sizeof(Known) +
                     m_hashes.capacity() * sizeof(quint64) +
                     (m_owners.capacity() + m_uids.capacity() + m_parents.capacity() + m_subjects.capacity() +
                      m_days.capacity()) *
                         sizeof(quint32) +
                     m_unread.capacity());
}

} // namespace imap
