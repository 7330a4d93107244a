#pragma once

#include "store/bodystore.h"
#include "store/fillstore.h"
#include "store/journalnotes.h"
#include "store/mailboxstore.h"
#include "store/messagestore.h"
#include "store/operationlog.h"
#include "store/schema.h"
#include "store/searchindex.h"
#include "store/sqlite.h"
#include "types/cachelimits.h"

#include <QString>
#include <memory>

namespace imap::store
{

using sqlite::Durability;
using sqlite::Transaction;

/// The cache and the journal of one account: DIR/mail.sqlite and DIR/bodies/. Belongs to the account's
/// worker thread; one process at a time. Every function of it and its parts may throw LocalError with a
/// sentence; what was committed before stays.
class Store
{
public:
    /// Opens, and makes, upgrades or rebuilds where needed. Throws LocalError: the directory cannot be
    /// written, the disk is full, another program has the store open, or a newer version made it.
    static std::unique_ptr<Store> open(const QString &directory, Clock clock = {});
    ~Store();

    const OpenReport &report() const { return m_report; }

    MailboxStore &mailboxes() { return m_mailboxes; }
    MessageStore &messages() { return m_messages; }
    BodyStore &bodies() { return m_bodies; }
    OperationLog &operations() { return m_operations; }
    FillStore &fills() { return m_fills; }
    JournalNotes &notes() { return m_notes; }
    SearchIndex &search() { return m_search; }

    /// Several calls as one: all or nothing. Keep it within one turn of the event loop; never across
    /// `co_await`, as other work of the thread would become part of it.
    [[nodiscard]] Transaction transaction(Durability durability = Durability::Process);
    bool inTransaction() const { return m_database->inTransaction(); }

    /// Gives a little of the room that was freed back to the disk, once it is a tenth of the file and more
    /// than new mail will soon fill. Returns whether there is more to give back.
    bool compact();
    /// Changes are written to a log first. Takes them over into the file; may wait for the disk. Returns
    /// whether there was anything to do: fewer than `pages` changed pages are left where they are.
    bool checkpoint(int pages) { return m_database->checkpoint(pages); }

    /// Gives back the memory of what was read, up to 4 MB; what is needed again costs a read of the file.
    void releasePages() { m_database->releasePages(); }

    /// What the store takes on the disk.
    CacheUsage usage() const;
    /// Makes a store that is not open as small as can be: what remains is the folder list, the journal, and
    /// messages that went from their folders but can still be brought back. All or nothing. Throws
    /// LocalError.
    static void empty(const QString &directory, Clock clock = {});

private:
    Store(OpenedDatabase opened, const QString &directory, const Clock &clock);

    std::unique_ptr<sqlite::Database> m_database;
    OpenReport m_report;
    QString m_directory;
    bool m_compacting = false;
    MailboxStore m_mailboxes;
    MessageStore m_messages;
    BodyStore m_bodies;
    OperationLog m_operations;
    FillStore m_fills;
    JournalNotes m_notes;
    SearchIndex m_search;
};

} // namespace imap::store
