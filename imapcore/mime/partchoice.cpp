#include "mime/partchoice.h"

#include "mime/attachments.h"

namespace imap::mime
{

namespace
{

bool isAttachment(const BodyStructure &node)
{
    return node.disposition && node.disposition->type == "attachment";
}

bool hasName(const BodyStructure &node)
{
    const auto named = [](const ParameterList &list, const QByteArray &name) {
        for (const auto &parameter : list) {
            if (parameter.first == name || parameter.first.startsWith(name + '*'))
                return true;
        }
        return false;
    };
    return named(node.parameters, "name") ||
           (node.disposition && named(node.disposition->parameters, "filename"));
}

/// A part with its place in the message.
struct Place {
    const BodyStructure *node = nullptr;
    QByteArray section;
};

QByteArray childSection(const QByteArray &prefix, qsizetype index)
{
    const QByteArray number = QByteArray::number(index + 1);
    return prefix.isEmpty() ? number : prefix + '.' + number;
}

/// The first leaf of this type that is not an attachment, by document order.
Place findLeaf(const BodyStructure &node, const QByteArray &section, const QByteArray &mimeType, int depth)
{
    if (depth > maximumPartDepth)
        return {};
    if (!node.isMultipart())
        return node.mimeType() == mimeType && !isAttachment(node) ? Place{&node, section} : Place{};
    for (qsizetype i = 0; i < node.parts.size(); ++i) {
        const Place place = findLeaf(node.parts[i], childSection(section, i), mimeType, depth + 1);
        if (place.node)
            return place;
    }
    return {};
}

class Chooser
{
public:
    explicit Chooser(const HtmlDecision &preferHtml)
        : m_preferHtml(preferHtml)
    {
    }

    QList<ChosenPart> list;

    void walk(const BodyStructure &node, const QByteArray &prefix, int depth)
    {
        if (depth > maximumPartDepth || list.size() >= maximumChosenParts)
            return;
        if (!node.isMultipart())
            leaf(node, prefix.isEmpty() ? QByteArrayLiteral("1") : prefix, depth);
        else if (node.subtype == "alternative")
            alternative(node, prefix, depth);
        else if (node.subtype == "related")
            related(node, prefix, depth);
        else
            sequence(node, prefix, depth);
    }

private:
    void sequence(const BodyStructure &node, const QByteArray &prefix, int depth)
    {
        if (node.subtype == "encrypted") {
            add(PartRole::Encrypted, node, prefix);
            return;
        }
        if (node.subtype == "signed")
            add(PartRole::Signed, node, prefix);
        // RFC 1847: the second part of multipart/signed is the signature; RFC 1740: the first of appledouble
        // is the resource fork.
        const qsizetype first = node.subtype == "appledouble" ? 1 : 0;
        const qsizetype end =
            node.subtype == "signed" ? qMin(node.parts.size(), qsizetype(1)) : node.parts.size();
        for (qsizetype i = first; i < end; ++i)
            walk(node.parts[i], childSection(prefix, i), depth + 1);
    }

    /// multipart/related (RFC 2387): the part that "start" names, or the first; the others belong to it.
    void related(const BodyStructure &node, const QByteArray &prefix, int depth)
    {
        const QByteArray start = bareContentId(node.parameter("start"));
        qsizetype root = 0;
        for (qsizetype i = 0; i < node.parts.size() && !start.isEmpty(); ++i) {
            if (node.parts[i].id && bareContentId(*node.parts[i].id) == start)
                root = i;
        }
        if (node.parts.isEmpty())
            return;
        const qsizetype before = list.size();
        const auto outer = m_pictures;
        for (qsizetype i = 0; i < node.parts.size(); ++i) {
            const BodyStructure &part = node.parts[i];
            const bool fits = part.type == "image" && part.id && part.size <= maximumPictureSize;
            if (i != root && fits && m_pictures.size() < maximumChosenParts)
                m_pictures.append({bareContentId(*part.id), childSection(prefix, i), part.size});
        }
        walk(node.parts[root], childSection(prefix, root), depth + 1);
        m_pictures = outer;
        // Apple Mail puts plain text and pictures into "related" without any HTML to refer to them.
        bool html = false;
        for (qsizetype i = before; i < list.size(); ++i)
            html = html || list[i].role == PartRole::Html;
        for (qsizetype i = 0; i < node.parts.size() && !html; ++i) {
            if (i != root && !isAlternativeRoot(node.parts[root]))
                walk(node.parts[i], childSection(prefix, i), depth + 1);
        }
    }

    /// The plain half of an alternative was chosen on purpose: its pictures are not wanted either.
    static bool isAlternativeRoot(const BodyStructure &node)
    {
        return node.isMultipart() && node.subtype == "alternative";
    }

    /// multipart/alternative (RFC 2046 §5.1.4): the last is the richest, but we prefer the readable.
    void alternative(const BodyStructure &node, const QByteArray &prefix, int depth)
    {
        qsizetype plainIndex = -1;
        qsizetype htmlIndex = -1;
        qsizetype otherIndex = -1;
        Place plain;
        Place html;
        for (qsizetype i = 0; i < node.parts.size(); ++i) {
            const QByteArray section = childSection(prefix, i);
            const Place htmlHere = findLeaf(node.parts[i], section, "text/html", depth + 1);
            const Place plainHere =
                htmlHere.node ? Place{} : findLeaf(node.parts[i], section, "text/plain", depth + 1);
            if (htmlHere.node) {
                html = htmlHere;
                htmlIndex = i;
            } else if (plainHere.node && plainIndex < 0) {
                plain = plainHere;
                plainIndex = i;
            } else if (node.parts[i].isMultipart() || node.parts[i].type == "text") {
                otherIndex = i;
            }
        }
        qsizetype index = otherIndex;
        if (plain.node && html.node)
            index =
                m_preferHtml(*plain.node, plain.section, *html.node, html.section) ? htmlIndex : plainIndex;
        else if (plain.node || html.node)
            index = plain.node ? plainIndex : htmlIndex;
        else if (index < 0 && !node.parts.isEmpty())
            index = node.parts.size() - 1;
        if (index >= 0)
            walk(node.parts[index], childSection(prefix, index), depth + 1);
    }

    void leaf(const BodyStructure &node, const QByteArray &section, int depth)
    {
        const QByteArray type = node.mimeType();
        if (node.isMessage()) {
            message(node, section, depth);
        } else if (isEncrypted(node)) {
            add(PartRole::Encrypted, node, section);
        } else if (isAttachment(node)) {
            return;
        } else if (node.type == "text" || type == "message/delivery-status" ||
                   type == "message/disposition-notification") {
            readable(node, section);
        } else if (node.type == "image" && node.size <= maximumPictureSize && isShownPicture(node)) {
            add(PartRole::Picture, node, section);
        }
    }

    /// S/MIME (RFC 8551): signed-data too wraps its text, and nobody here unwraps it.
    static bool isEncrypted(const BodyStructure &node)
    {
        return node.subtype == "pkcs7-mime" || node.subtype == "x-pkcs7-mime";
    }

    static bool isShownPicture(const BodyStructure &node)
    {
        static const QList<QByteArray> subtypes = {"png", "jpeg", "jpg", "pjpeg", "gif", "webp", "bmp"};
        return subtypes.contains(node.subtype) && node.disposition && node.disposition->type == "inline";
    }

    void readable(const BodyStructure &node, const QByteArray &section)
    {
        constexpr quint64 namedLimit = 64 * 1024; // a named text is read in place only if it is short
        const bool plain = node.subtype == "plain" || node.subtype == "enriched" || node.subtype == "html" ||
                           node.type == "message";
        if (node.subtype == "calendar") {
            add(PartRole::Calendar, node, section);
            return;
        }
        if (node.subtype == "rtf" || node.subtype == "vcard" || node.subtype == "x-vcard" ||
            (hasName(node) && (!plain || node.size > namedLimit) && section != "1"))
            return;
        PartRole role = node.subtype == "html"       ? PartRole::Html
                        : node.subtype == "enriched" ? PartRole::Enriched
                                                     : PartRole::Plain;
        if (node.size > maximumTextSize)
            role = PartRole::TooLarge;
        add(role, node, section);
        if (role == PartRole::Html && !list.isEmpty())
            list.last().pictures = m_pictures;
    }

    void message(const BodyStructure &node, const QByteArray &section, int depth)
    {
        if (isAttachment(node) || node.parts.isEmpty())
            return;
        add(PartRole::Message, node, section);
        const BodyStructure &inner = node.parts.first();
        walk(inner, inner.isMultipart() ? section : section + ".1", depth + 1);
        add(PartRole::MessageEnd, node, section);
    }

    void add(PartRole role, const BodyStructure &node, const QByteArray &section)
    {
        list.append({role, &node, section, {}});
    }

    const HtmlDecision &m_preferHtml;
    QList<InlinePicture> m_pictures;
};

} // namespace

bool isTextRole(PartRole role)
{
    return role == PartRole::Plain || role == PartRole::Enriched || role == PartRole::Html;
}

bool hasText(const QList<ChosenPart> &parts)
{
    for (const ChosenPart &part : parts) {
        if (isTextRole(part.role) || part.role == PartRole::TooLarge)
            return true;
    }
    return false;
}

bool mayBeStub(const BodyStructure &plain, const BodyStructure &html)
{
    // Next to nothing: "[image: photo.jpg]", a blank line. The HTML costs little, or says more.
    constexpr quint64 tinySize = 100;
    // A hint and nothing else; two links that count who follows them make it long.
    constexpr quint64 shortSize = 800;
    constexpr quint64 stubSize = 6000;
    return plain.size < tinySize    ? html.size > plain.size
           : plain.size < shortSize ? html.size > 3 * plain.size + 1000
                                    : plain.size < stubSize && html.size / 8 > plain.size;
}

QList<ChosenPart> chooseParts(const BodyStructure &structure, const HtmlDecision &preferHtml)
{
    Chooser chooser(preferHtml);
    chooser.walk(structure, {}, 0);
    return chooser.list;
}

} // namespace imap::mime
