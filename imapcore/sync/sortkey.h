#pragma once

#include "types/arrangement.h"
#include "types/message.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <vector>

namespace imap
{

/// What a message is sorted by, as bytes: comparing these puts messages in the order in which people expect
/// what the list shows. Case, accents and Re: do not count; bounded in length.
QByteArray sortKey(Arrangement::By by, const MessageSummary &message);

/// A subject without what answering and forwarding put around it (RFC 5256 §2.1, and what programs write in
/// other languages), as people read it.
struct BaseSubject {
    QString text;
    bool isAnswer = false; ///< something was in front of it
};
BaseSubject baseSubject(const QString &decoded);

/// Puts messages in order, a step at a time, so that whoever owns the thread can do other things meanwhile.
/// Takes 16 octets and the key beyond its eighth octet for a message. Equal keys stand by UID.
class KeySorter
{
public:
    void add(Uid uid, const QByteArray &key);
    /// A few ten milliseconds of work at most; false when all is in order.
    bool step();
    QList<quint32> take();

private:
    struct Item {
        quint64 prefix;
        quint32 rest; ///< where in m_rest; 0: nothing
        quint32 uid;
    };
    bool isLess(const Item &a, const Item &b) const;
    void closeRun();

    std::vector<Item> m_items, m_merged;
    std::vector<size_t> m_runs; ///< where each ends; all before are in order within their run
    std::vector<size_t> m_next;
    QByteArray m_rest = QByteArray(1, '\0');
    size_t m_at = 0;
};

} // namespace imap
