#pragma once

#include "commands/command.h"
#include "types/searchresult.h"

namespace imap
{

/// One BODY[...] or BINARY[...] item.
struct FetchSection {
    QByteArray section{}; ///< between the brackets: "", "1.2", "HEADER", "2.MIME"
    bool peek = true;     ///< without it, the server sets `\Seen`
    bool binary = false;  ///< BINARY[...], RFC 3516: transfer encoding undone
    std::optional<std::pair<quint64, quint64>> partial{}; ///< first octet and how many
    bool operator==(const FetchSection &) const = default;
};

/// What is asked of each message (RFC 9051 §6.4.5).
struct FetchItems {
    enum class Preview {
        None,
        Full, ///< however long the server has to work for it
        Lazy, ///< only if it is at hand
    };
    bool uid = false; ///< UID FETCH brings it anyhow
    bool flags = false;
    bool internalDate = false;
    bool size = false; ///< RFC822.SIZE
    bool envelope = false;
    bool bodyStructure = false;
    bool modSeq = false;                     ///< CONDSTORE
    QList<QList<QByteArray>> headerFields{}; ///< each is one BODY.PEEK[HEADER.FIELDS (...)]
    QList<FetchSection> sections{};
    QList<QByteArray> binarySizes{}; ///< parts whose decoded size is wanted: BINARY.SIZE[1.2]
    Preview preview = Preview::None; ///< RFC 8970
    bool saveDate = false;           ///< RFC 8514
    bool emailId = false;            ///< RFC 8474
    bool threadId = false;           ///< RFC 8474
    bool gmailMessageId = false;     ///< X-GM-MSGID
    bool gmailThreadId = false;      ///< X-GM-THRID
    bool gmailLabels = false;        ///< X-GM-LABELS
    QList<QByteArray> extra{};       ///< more items as on the wire

    bool isEmpty() const;
    /// Whether the server will set `\Seen`.
    bool setsSeen() const;
    bool operator==(const FetchItems &) const = default;
};

/// The key under which FetchResponse::sections holds a HEADER.FIELDS item.
QByteArray headerFieldsKey(const QList<QByteArray> &names);

/// FETCH or, with UIDs, UID FETCH. The result has one entry for each message that the server told of,
/// ascending by UID (or by number); several answers for one message are merged.
struct Fetch {
    using Result = QList<FetchResponse>;
    MessageSet messages{};
    FetchItems items{};
    std::optional<ModSeq> changedSince{}; ///< RFC 7162 §3.1.4
    bool vanished = false; ///< RFC 7162 §3.2.6; with `changedSince` and UIDs, after ENABLE QRESYNC
    std::optional<PartialRange> partial{}; ///< RFC 9394; with UIDs
    QList<QByteArray> modifiers{};         ///< more modifiers as on the wire

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// The same command, keeping nothing: for those who take each message as the session tells of it.
struct FetchStream {
    using Result = Nothing;
    MessageSet messages{};
    FetchItems items{};
    std::optional<ModSeq> changedSince{};
    bool vanished = false;
    bool behindSelect = false; ///< need not wait for the answer to SELECT; with UIDs
    std::optional<PartialRange> partial{};
    QList<QByteArray> modifiers{};

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// Takes what `from` has over into `into`: later answers win.
void mergeFetch(FetchResponse &into, const FetchResponse &from);

} // namespace imap
