#pragma once

#include "types/acl.h"
#include "types/bodystructure.h"
#include "types/capability.h"
#include "types/envelope.h"
#include "types/mailbox.h"
#include "types/messageset.h"
#include "types/metadata.h"
#include "types/quota.h"
#include "types/searchresult.h"
#include "types/thread.h"
#include "types/token.h"
#include "wire/bytesource.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QStringList>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace imap
{

namespace wire
{
class Reader;
}

// What untagged responses say. `keyword` finds the alternative; `parse` reads what stands behind it.
// Responses with a number in front ("* 12 EXISTS") have `static constexpr bool numbered = true` and get
// the number.

struct CapabilityResponse { // RFC 9051 §7.2.2
    static constexpr std::string_view keyword = "CAPABILITY";
    Capabilities capabilities;
    static CapabilityResponse parse(wire::Reader &reader);
    bool operator==(const CapabilityResponse &) const = default;
};

struct EnabledResponse { // RFC 9051 §7.2.1
    static constexpr std::string_view keyword = "ENABLED";
    QList<QByteArray> names;
    static EnabledResponse parse(wire::Reader &reader);
    bool operator==(const EnabledResponse &) const = default;
};

struct FlagsResponse { // RFC 9051 §7.3.5
    static constexpr std::string_view keyword = "FLAGS";
    FlagSet flags;
    static FlagsResponse parse(wire::Reader &reader);
    bool operator==(const FlagsResponse &) const = default;
};

struct ExistsResponse { // RFC 9051 §7.4.1
    static constexpr std::string_view keyword = "EXISTS";
    static constexpr bool numbered = true;
    quint32 count = 0;
    static ExistsResponse parse(wire::Reader &reader, quint32 number);
    bool operator==(const ExistsResponse &) const = default;
};

struct RecentResponse { // RFC 3501 §7.3.2; gone from IMAP4rev2
    static constexpr std::string_view keyword = "RECENT";
    static constexpr bool numbered = true;
    quint32 count = 0;
    static RecentResponse parse(wire::Reader &reader, quint32 number);
    bool operator==(const RecentResponse &) const = default;
};

struct ExpungeResponse { // RFC 9051 §7.5.1
    static constexpr std::string_view keyword = "EXPUNGE";
    static constexpr bool numbered = true;
    SeqNum number;
    static ExpungeResponse parse(wire::Reader &reader, quint32 number);
    bool operator==(const ExpungeResponse &) const = default;
};

struct VanishedResponse { // RFC 7162 §3.2.10
    static constexpr std::string_view keyword = "VANISHED";
    bool earlier = false;
    UidSet uids;
    static VanishedResponse parse(wire::Reader &reader);
    bool operator==(const VanishedResponse &) const = default;
};

/// A section that was too large to be held in memory.
struct SpilledSection {
    qint64 size = 0;
    wire::ByteSourcePointer octets; ///< reads them back; null where a command took them for itself
    bool operator==(const SpilledSection &) const = default;
};

/// "* n FETCH (...)": what it carried is set, the rest is not (RFC 9051 §7.5.2).
struct FetchResponse {
    static constexpr std::string_view keyword = "FETCH";
    static constexpr bool numbered = true;
    SeqNum number; ///< 0 after ENABLE UIDONLY
    std::optional<Uid> uid;
    std::optional<FlagSet> flags;
    std::optional<ModSeq> modSeq;
    std::optional<QDateTime> internalDate;
    std::optional<quint64> size;
    std::optional<Envelope> envelope;
    std::optional<BodyStructure> structure; ///< BODY or BODYSTRUCTURE
    /// BODY[section]<origin> by its text between the brackets, upper case ("1.2", "HEADER",
    /// "HEADER.FIELDS (REFERENCES)", "" for the whole message); nullopt: NIL. BINARY[..] likewise with
    /// "BINARY[" and "]" kept in the key; RFC822, RFC822.HEADER and RFC822.TEXT under those names.
    /// A second piece of the same section in one response has "<origin>" behind its key.
    QMap<QByteArray, OptionalBytes> sections;
    /// Those that came as a literal over Limits::spillOver and were put elsewhere, by the same keys; they are
    /// not in `sections`.
    QMap<QByteArray, SpilledSection> spilled;
    QMap<QByteArray, quint64> origins;     ///< `<origin>` of those sections that have one, by the same key
    QMap<QByteArray, quint64> binarySizes; ///< BINARY.SIZE[part] by the part (RFC 3516)
    std::optional<OptionalBytes> preview;  ///< RFC 8970, UTF-8; NIL: the server has none at the moment
    std::optional<QDateTime> saveDate;     ///< RFC 8514; invalid: this mailbox keeps none. Also in `others`
    std::optional<QByteArray> emailId;     ///< RFC 8474: the same for all copies of a message
    std::optional<QByteArray> threadId;    ///< RFC 8474; empty: the server makes no threads
    std::optional<quint64> gmailMessageId; ///< X-GM-MSGID
    std::optional<quint64> gmailThreadId;  ///< X-GM-THRID
    /// X-GM-LABELS, decoded, in the server's order; Gmail's own begin with a backslash: `\Inbox`.
    std::optional<QStringList> gmailLabels;
    /// Unknown items, by upper-case name.
    QMap<QByteArray, Token> others;
    /// A section wherever it is: read back into memory if it was spilled. NIL or what cannot be read back is
    /// nullopt; so is what the response does not have.
    OptionalBytes section(const QByteArray &key) const;
    static FetchResponse parse(wire::Reader &reader, quint32 number);
    /// "* n UIDFETCH (...)" (RFC 9586): the same with a UID in front; there is no number then.
    static FetchResponse parseByUid(wire::Reader &reader, quint32 uid);
    bool operator==(const FetchResponse &) const = default;
};

/// LIST, LSUB and XLIST (RFC 9051 §7.3.1).
struct ListResponse {
    static constexpr std::string_view keyword = "LIST";
    MailboxInfo mailbox;
    QMap<QByteArray, Token> extended; ///< CHILDINFO, OLDNAME, by upper-case name
    static ListResponse parse(wire::Reader &reader);
    bool operator==(const ListResponse &) const = default;
};
struct LsubResponse {
    static constexpr std::string_view keyword = "LSUB";
    MailboxInfo mailbox;
    static LsubResponse parse(wire::Reader &reader);
    bool operator==(const LsubResponse &) const = default;
};
struct XlistResponse {
    static constexpr std::string_view keyword = "XLIST";
    MailboxInfo mailbox;
    static XlistResponse parse(wire::Reader &reader);
    bool operator==(const XlistResponse &) const = default;
};

struct MailboxStatusResponse { // STATUS, RFC 9051 §7.3.4
    static constexpr std::string_view keyword = "STATUS";
    MailboxName mailbox;
    MailboxStatus status;
    QMap<QByteArray, Token> others; ///< items without a field
    static MailboxStatusResponse parse(wire::Reader &reader);
    bool operator==(const MailboxStatusResponse &) const = default;
};

struct NamespaceResponse { // RFC 9051 §7.3.3
    static constexpr std::string_view keyword = "NAMESPACE";
    Namespaces namespaces;
    static NamespaceResponse parse(wire::Reader &reader);
    bool operator==(const NamespaceResponse &) const = default;
};

struct IdResponse { // RFC 2971
    static constexpr std::string_view keyword = "ID";
    QList<std::pair<QByteArray, OptionalBytes>> fields;
    static IdResponse parse(wire::Reader &reader);
    bool operator==(const IdResponse &) const = default;
};

struct AclResponse { // RFC 4314 §3.6
    static constexpr std::string_view keyword = "ACL";
    MailboxName mailbox;
    QList<AclEntry> entries; ///< in the server's order
    static AclResponse parse(wire::Reader &reader);
    bool operator==(const AclResponse &) const = default;
};

struct ListRightsResponse { // RFC 4314 §3.7
    static constexpr std::string_view keyword = "LISTRIGHTS";
    MailboxName mailbox;
    QByteArray identifier;
    Rights required;        ///< always granted to the identifier
    QList<Rights> optional; ///< each one set of rights that come together
    static ListRightsResponse parse(wire::Reader &reader);
    bool operator==(const ListRightsResponse &) const = default;
};

struct MyRightsResponse { // RFC 4314 §3.8
    static constexpr std::string_view keyword = "MYRIGHTS";
    MailboxName mailbox;
    Rights rights;
    static MyRightsResponse parse(wire::Reader &reader);
    bool operator==(const MyRightsResponse &) const = default;
};

struct QuotaResponse { // RFC 9208 §4.2.1
    static constexpr std::string_view keyword = "QUOTA";
    QByteArray quotaRoot;
    QList<Quota> resources;
    static QuotaResponse parse(wire::Reader &reader);
    bool operator==(const QuotaResponse &) const = default;
};

struct QuotaRootResponse { // RFC 9208 §4.2.2
    static constexpr std::string_view keyword = "QUOTAROOT";
    MailboxQuotaRoots roots;
    static QuotaRootResponse parse(wire::Reader &reader);
    bool operator==(const QuotaRootResponse &) const = default;
};

/// METADATA in both its forms: the values asked for (RFC 5464 §4.4.1), or the names of what somebody changed
/// (§4.4.2). An empty mailbox name is the server itself.
struct MetadataResponse {
    static constexpr std::string_view keyword = "METADATA";
    MailboxName mailbox;
    QList<MetadataEntry> entries;
    QList<QByteArray> changed;
    static MetadataResponse parse(wire::Reader &reader);
    bool operator==(const MetadataResponse &) const = default;
};

struct LanguageResponse { // RFC 5255 §3.3
    static constexpr std::string_view keyword = "LANGUAGE";
    QList<QByteArray> tags; ///< one: the language in use; several: those there are
    static LanguageResponse parse(wire::Reader &reader);
    bool operator==(const LanguageResponse &) const = default;
};

struct ComparatorResponse { // RFC 5255 §4.8
    static constexpr std::string_view keyword = "COMPARATOR";
    QByteArray active;
    QList<QByteArray> matching; ///< of those asked for
    static ComparatorResponse parse(wire::Reader &reader);
    bool operator==(const ComparatorResponse &) const = default;
};

struct JmapAccessResponse { // RFC 9698 §4
    static constexpr std::string_view keyword = "JMAPACCESS";
    QByteArray url; ///< of the JMAP session object
    static JmapAccessResponse parse(wire::Reader &reader);
    bool operator==(const JmapAccessResponse &) const = default;
};

/// SEARCH and SORT: plain numbers, and "(MODSEQ n)" (RFC 9051 §7.3, RFC 7162 §3.1.5).
struct SearchResponse {
    static constexpr std::string_view keyword = "SEARCH";
    QList<quint32> ids;
    std::optional<ModSeq> modSeq;
    static SearchResponse parse(wire::Reader &reader);
    bool operator==(const SearchResponse &) const = default;
};
struct SortResponse {
    static constexpr std::string_view keyword = "SORT";
    QList<quint32> ids;
    std::optional<ModSeq> modSeq;
    static SortResponse parse(wire::Reader &reader);
    bool operator==(const SortResponse &) const = default;
};

/// What SEARCH and SORT with RETURN find, any SEARCH of IMAP4rev2, and changes of it (RFC 9051 §7.3.4,
/// RFC 5267, RFC 6203, RFC 7377, RFC 9394). What it carried is set, the rest is not.
struct EsearchResponse {
    static constexpr std::string_view keyword = "ESEARCH";
    QByteArray tag; ///< of the command that it answers; empty: not said
    std::optional<MailboxName> mailbox;
    std::optional<UidValidity> uidValidity;
    bool uid = false; ///< the numbers are UIDs
    std::optional<quint32> min;
    std::optional<quint32> max;
    std::optional<quint32> count;
    std::optional<NumberRuns> all;
    std::optional<ModSeq> modSeq;
    std::optional<PartialResult> partial;
    QList<ContextChange> changes; ///< ADDTO and REMOVEFROM, in the order of the wire
    QList<quint32> relevancy;
    QMap<QByteArray, Token> others; ///< items without a field, by upper-case name
    static EsearchResponse parse(wire::Reader &reader);
    bool operator==(const EsearchResponse &) const = default;
};

struct ThreadResponse { // RFC 5256 §4
    static constexpr std::string_view keyword = "THREAD";
    Threads threads;
    static ThreadResponse parse(wire::Reader &reader);
    bool operator==(const ThreadResponse &) const = default;
};

} // namespace imap
