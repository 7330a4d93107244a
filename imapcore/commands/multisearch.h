#pragma once

#include "commands/search.h"

namespace imap
{

/// Which mailboxes ESEARCH looks into (RFC 7377 §2.2, RFC 5465 §6).
struct SearchScope {
    enum class Kind {
        Selected,
        SelectedDelayed,
        Inboxes,
        Personal,
        Subscribed,
        Subtree,
        SubtreeOne,
        Mailboxes
    };
    Kind kind = Kind::Selected;
    QList<MailboxName> mailboxes{}; ///< of Subtree, SubtreeOne and Mailboxes: at least one

    /// Reads "personal", "subtree:Work". Throws InvalidCriteriaError.
    static SearchScope parse(const QString &text);
    bool operator==(const SearchScope &) const = default;
};

struct MailboxSearchResult {
    MailboxName mailbox{};
    UidValidity uidValidity{};
    SearchResult found{}; ///< by UID
    bool operator==(const MailboxSearchResult &) const = default;
};

/// ESEARCH, RFC 7377: one search in many mailboxes. The result has those in which something was found.
struct MultiSearch {
    using Result = QList<MailboxSearchResult>;
    QList<SearchScope> scopes{}; ///< none: the selected mailbox
    SearchKey criteria{};
    SearchReturn returns{};
    QByteArray charset{}; ///< empty: UTF-8 where a string is not ASCII

    Requirements requirements() const { return {.name = "ESEARCH", .capability = "MULTISEARCH"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

} // namespace imap
