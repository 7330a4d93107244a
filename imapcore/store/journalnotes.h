#pragma once

#include "store/storetypes.h"
#include "types/mailboxname.h"
#include "types/messageset.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <optional>

namespace imap::sqlite
{
class Database;
} // namespace imap::sqlite

namespace imap::store
{

/// Messages of a folder under one UIDVALIDITY; 0: not known.
struct Place {
    MailboxName folder{};
    UidValidity validity{};
    UidSet uids{};
    bool operator==(const Place &) const = default;
};

/// `count` messages from `first` on went to another place, in order.
struct Trail {
    MailboxName folder{};
    UidValidity validity{};
    Uid first{};
    quint32 count = 0;
    MailboxName to{};
    UidValidity toValidity{};
    Uid toFirst{};
    bool operator==(const Trail &) const = default;
};

/// What the journal needs beside its entries: messages as octets, and where messages went, so that entries
/// that name them by older UIDs find them. Belongs to the journal: what it writes is safe against power loss
/// only inside a transaction that asks for it.
class JournalNotes
{
public:
    JournalNotes(sqlite::Database &database, Clock clock)
        : m_database(database)
        , m_clock(std::move(clock))
    {
    }

    /// Keeps a message until the operation is forgotten. Replaces what was there.
    void keep(quint64 operation, quint32 item, const QByteArray &octets);
    /// nullopt: not there, or damaged.
    std::optional<QByteArray> kept(quint64 operation, quint32 item) const;
    bool isKept(quint64 operation, quint32 item) const;

    void addTrail(const Trail &trail);
    /// Where these messages are now, as far as known: those without a trail where they were. One place for
    /// each folder and UIDVALIDITY.
    QList<Place> locate(const Place &place) const;
    /// The folders that trails begin or end in.
    QList<MailboxName> folders() const;
    /// What is known of `from` is of `to` from now on. Folders below are the caller's.
    void renameFolder(const MailboxName &from, const MailboxName &to);

    /// Forgets trails from before `time`, and messages of operations that the log does not have any more.
    void forgetBefore(const QDateTime &time);

private:
    QList<Place> followOnce(const Place &place, UidSet &gone) const;

    sqlite::Database &m_database;
    Clock m_clock;
};

} // namespace imap::store
