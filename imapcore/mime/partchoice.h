#pragma once

#include "types/bodystructure.h"

#include <QByteArray>
#include <QList>
#include <functional>

namespace imap::mime
{

/// What a piece of a message is shown as.
enum class PartRole {
    Plain,      ///< text/plain and other text that reads as it is
    Enriched,   ///< text/enriched (RFC 1896)
    Html,       ///< text/html
    Calendar,   ///< text/calendar without any other text beside it
    Picture,    ///< an image that stands between texts
    Message,    ///< message/rfc822 begins: a small header is shown
    MessageEnd, ///< ... and ends
    Signed,     ///< what follows is signed; nobody has checked it
    Encrypted,  ///< cannot be shown
    TooLarge,   ///< a text beyond maximumTextSize
};

/// A picture that HTML may refer to as "cid:".
struct InlinePicture {
    QByteArray contentId; ///< bare
    QByteArray section;
    quint64 size = 0; ///< octets, encoded
    bool operator==(const InlinePicture &) const = default;
};

struct ChosenPart {
    PartRole role = PartRole::Plain;
    const BodyStructure *node = nullptr; ///< into the structure that was asked about
    QByteArray section;
    QList<InlinePicture> pictures; ///< of Html
    bool operator==(const ChosenPart &) const = default;
};

inline constexpr quint64 maximumTextSize = 4 * 1024 * 1024;      ///< octets of one text part, encoded
inline constexpr quint64 maximumPictureSize = 3 * 1024 * 1024;   ///< octets of one inline picture, encoded
inline constexpr quint64 maximumPicturesSize = 12 * 1024 * 1024; ///< of all in one message
inline constexpr int maximumChosenParts = 64;
inline constexpr int maximumPartDepth = 32;

/// multipart/alternative with both: whether the HTML is to be shown instead of the plain text.
using HtmlDecision = std::function<bool(const BodyStructure &plain, const QByteArray &plainSection,
                                        const BodyStructure &html, const QByteArray &htmlSection)>;

/// The parts that make up the readable message, in order (RFC 2046 §5.1, RFC 2387, RFC 1847, RFC 6522).
/// Attachments are not among them. Bounded by the limits above.
QList<ChosenPart> chooseParts(const BodyStructure &structure, const HtmlDecision &preferHtml);

/// Plain, Enriched or Html.
bool isTextRole(PartRole role);

/// Whether there is any text to read besides a calendar's.
bool hasText(const QList<ChosenPart> &parts);

/// Whether the plain text may be no more than a hint that there is HTML, judged by sizes alone.
bool mayBeStub(const BodyStructure &plain, const BodyStructure &html);

} // namespace imap::mime
