#pragma once

#include "types/envelope.h"

#include <QByteArray>
#include <QList>
#include <functional>
#include <memory>
#include <utility>

namespace imap
{

using ParameterList = QList<std::pair<QByteArray, QByteArray>>; ///< names in lower case, values raw

struct Disposition {
    QByteArray type; ///< lower case: "inline", "attachment"
    ParameterList parameters;
    bool operator==(const Disposition &) const = default;
};

/// A node of BODY or BODYSTRUCTURE (RFC 9051 §7.5.2). Raw bytes; types in lower case.
struct BodyStructure {
    QByteArray type;    ///< "text", "multipart", "message", ...
    QByteArray subtype; ///< "plain", "mixed", "rfc822", ...
    ParameterList parameters;
    OptionalBytes id;
    OptionalBytes description;
    QByteArray encoding; ///< lower case; empty for multiparts
    quint64 size = 0;    ///< octets as transferred
    quint64 lines = 0;   ///< text/* and message/rfc822 only
    OptionalBytes md5;
    std::optional<Disposition> disposition;
    QList<QByteArray> language;
    OptionalBytes location;
    QList<BodyStructure> parts;         ///< children of a multipart; one child: the body of message/rfc822
    std::shared_ptr<Envelope> envelope; ///< message/rfc822 only

    bool isMultipart() const { return type == QByteArrayView("multipart"); }
    bool isMessage() const
    {
        return type == QByteArrayView("message") &&
               (subtype == QByteArrayView("rfc822") || subtype == QByteArrayView("global"));
    }
    QByteArray mimeType() const { return type + '/' + subtype; }
    /// The value of a Content-Type parameter by lower-case name, or empty.
    QByteArray parameter(QByteArrayView name) const;
    /// The raw file name: Content-Disposition's, else Content-Type's; RFC 2231 pieces are the caller's.
    QByteArray fileName() const;
    bool operator==(const BodyStructure &other) const;
};

/// Calls `visit(node, section)` for each leaf and each message/rfc822 node with the section number that
/// FETCH BODY[section] takes (RFC 9051 §6.4.5.1): "1", "2.1", ...
void forEachPart(const BodyStructure &root,
                 const std::function<void(const BodyStructure &, const QByteArray &)> &visit);

/// Whether a person would say that the message has attachments: a leaf with disposition attachment, or one
/// with a file name, or one that is neither text nor an inline part of multipart/related.
bool hasAttachments(const BodyStructure &root);

} // namespace imap

Q_DECLARE_TYPEINFO(imap::BodyStructure, Q_RELOCATABLE_TYPE);
