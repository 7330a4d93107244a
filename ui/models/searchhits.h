#pragma once

#include "account/accounthandle.h"
#include "types/cachesearch.h"

#include <QHash>
#include <QPointer>

namespace ui
{

/// A message that a search found.
struct SearchHit {
    QPointer<imap::AccountHandle> account;
    imap::MailboxName folder;
    imap::MessageSummaryPtr message;
    QString snippet; ///< of its text; may be empty
    QList<imap::TextSpan> marks{};

    /// What it is called for as long as it stays in its folder.
    struct Key {
        const imap::AccountHandle *account = nullptr;
        imap::MailboxName folder;
        imap::Uid uid;
        bool operator==(const Key &) const = default;
    };
    Key key() const { return {account, folder, message->uid}; }
    bool operator==(const SearchHit &) const = default;
};

inline size_t qHash(const SearchHit::Key &key, size_t seed = 0)
{
    return qHashMulti(seed, key.account, key.folder, key.uid.value);
}

/// What one of those who are asked has found so far: the cache of an account, or a server.
struct HitSource {
    QPointer<imap::AccountHandle> account;
    QList<SearchHit> hits{}; ///< newest first
    QByteArray next{};       ///< of a cache: gives the following ones; empty: that was all
    imap::Uid before{};      ///< of a server: the same; invalid: that was all
    bool asking = false;
    bool hasMore() const { return !next.isEmpty() || before.isValid(); }
};

/// All of them, newest first: by the time they came, or in one folder (`byUid`) by its order; each message
/// once, where the first source has it. Ends where a source that has more would go on, so that nothing has to
/// be put in between later.
QList<SearchHit> mergeHits(const QList<HitSource> &sources, bool byUid);

/// A first page that was asked for again takes the place of what was there; what was loaded behind it stays
/// where it can be told where that goes on.
void renewFirstPage(HitSource &source, const QList<SearchHit> &page, const QByteArray &next);

/// Shows a change of the person before the account has it: flags, labels, and what goes. `back`: it is taken
/// back; what went is not put back then. Returns whether anything is another now.
bool applyChange(QList<SearchHit> &hits, const imap::AccountHandle *account, const imap::Change &change,
                 bool back);

} // namespace ui
