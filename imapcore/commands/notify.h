#pragma once

#include "commands/command.h"
#include "types/mailbox.h"

#include <QHash>

namespace imap
{

/// Of which mailboxes to tell (RFC 5465 §6).
struct NotifyFilter {
    enum class Kind {
        Selected,        ///< the open one; numbers of messages may change at any time
        SelectedDelayed, ///< the open one; what was expunged is told when it may be (RFC 9051 §5.5)
        Inboxes,         ///< where mail is delivered to
        Personal,        ///< all in one's own namespaces
        Subscribed,      ///< all that are subscribed to, whatever becomes subscribed later
        Subtree,         ///< `mailboxes` and all below them
        Mailboxes,       ///< `mailboxes`
    };
    Kind kind = Kind::Personal;
    QList<MailboxName> mailboxes{};
    bool operator==(const NotifyFilter &) const = default;
};

/// What to tell of them (RFC 5465 §5).
struct NotifyEvents {
    bool messageNew = false;
    QList<QByteArray>
        fetchItems{};            ///< with `messageNew` of the open mailbox: what to say of each, as in FETCH
    bool messageExpunge = false; ///< comes with `messageNew` or not at all
    bool flagChange = false;     ///< this and the next want the two above as well
    bool annotationChange = false;
    bool mailboxName = false; ///< created, deleted, renamed, and what LIST says changed
    bool subscriptionChange = false;
    bool mailboxMetadataChange = false;
    bool serverMetadataChange = false;
    QList<QByteArray> extra{}; ///< events of extensions
    bool isEmpty() const { return *this == NotifyEvents(); }
    bool operator==(const NotifyEvents &) const = default;
};

/// The first group whose filter matches a mailbox counts for it. No events (NONE): be silent about these.
struct NotifyGroup {
    NotifyFilter filter{};
    NotifyEvents events{};
    bool operator==(const NotifyGroup &) const = default;

    /// "personal (MessageNew MessageExpunge)" or "(subtree Work none)", as in RFC 5465 §8; what people type.
    /// Throws std::invalid_argument with what is wrong.
    static NotifyGroup parse(QByteArrayView text);
};

/// NOTIFY, RFC 5465 §3: from now on the server tells, at any time, what happens in mailboxes that are not
/// open, with STATUS, LIST and METADATA responses; it keeps nothing of an earlier NOTIFY. No groups: NOTIFY
/// NONE. The server may give up later with an untagged OK [NOTIFICATIONOVERFLOW], and then tells nothing any
/// more.
struct Notify {
    /// With `status`: what the server said of the mailboxes as they are now.
    using Result = QHash<MailboxName, MailboxStatus>;
    QList<NotifyGroup> groups{};
    bool status = false;

    Requirements requirements() const { return {.name = "NOTIFY", .capability = "NOTIFY"}; }
    /// Throws std::invalid_argument for combinations that RFC 5465 forbids: not every server refuses them.
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// The untagged OK [NOTIFICATIONOVERFLOW] (RFC 5465 §5.8): from now on the server is silent, as after NOTIFY
/// NONE.
bool isNotificationOverflow(const Untagged &untagged);

/// The events that a [BADEVENT (...)] code says the server does not know; empty for another code.
QList<QByteArray> unsupportedEvents(const ResponseCode &code);

} // namespace imap
