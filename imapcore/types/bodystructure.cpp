#include "types/bodystructure.h"

namespace imap
{

namespace
{

QByteArray find(const ParameterList &list, QByteArrayView name)
{
    for (const auto &[key, value] : list) {
        if (key == name)
            return value;
    }
    return {};
}

/// `filename*` and `filename*0` (RFC 2231) count as well as `filename`.
bool hasNamed(const ParameterList &list, const QByteArray &name)
{
    for (const auto &[key, value] : list) {
        if (key == name || key.startsWith(name + '*'))
            return true;
    }
    return false;
}

void walk(const BodyStructure &node, const QByteArray &prefix,
          const std::function<void(const BodyStructure &, const QByteArray &)> &visit)
{
    if (!node.isMultipart()) {
        // The only part of a message that is not multipart has the number 1.
        const QByteArray section = prefix.isEmpty() ? QByteArrayLiteral("1") : prefix;
        visit(node, section);
        if (!node.isMessage() || node.parts.isEmpty())
            return;
        const BodyStructure &inner = node.parts.first();
        walk(inner, inner.isMultipart() ? section : section + ".1", visit);
        return;
    }
    int number = 0;
    for (const BodyStructure &part : node.parts) {
        const QByteArray section =
            prefix.isEmpty() ? QByteArray::number(++number) : prefix + '.' + QByteArray::number(++number);
        walk(part, section, visit);
    }
}

bool attached(const BodyStructure &node, bool related)
{
    if (node.isMultipart()) {
        const bool inner = node.subtype == "related";
        // The parts of a delivery report and of encrypted mail are the message itself.
        if (node.subtype == "report" || node.subtype == "encrypted")
            return false;
        for (const BodyStructure &part : node.parts) {
            if (attached(part, inner))
                return true;
        }
        return false;
    }
    if (node.disposition && node.disposition->type == "attachment")
        return true;
    if (node.type == "application" && (node.subtype == "pgp-signature" || node.subtype == "pkcs7-signature" ||
                                       node.subtype == "x-pkcs7-signature"))
        return false;
    if (related && (node.id || node.type == "image"))
        return false;
    if (node.type == "text")
        return hasNamed(node.parameters, QByteArrayLiteral("name")) ||
               (node.disposition && hasNamed(node.disposition->parameters, QByteArrayLiteral("filename")));
    return true;
}

} // namespace

QByteArray BodyStructure::parameter(QByteArrayView name) const
{
    return find(parameters, name);
}

QByteArray BodyStructure::fileName() const
{
    if (disposition) {
        const QByteArray name = find(disposition->parameters, "filename");
        if (!name.isEmpty())
            return name;
    }
    return find(parameters, "name");
}

bool BodyStructure::operator==(const BodyStructure &other) const
{
    const bool envelopesEqual =
        envelope && other.envelope ? *envelope == *other.envelope : !envelope && !other.envelope;
    return envelopesEqual && type == other.type && subtype == other.subtype &&
           parameters == other.parameters && id == other.id && description == other.description &&
           encoding == other.encoding && size == other.size && lines == other.lines && md5 == other.md5 &&
           disposition == other.disposition && language == other.language && location == other.location &&
           parts == other.parts;
}

void forEachPart(const BodyStructure &root,
                 const std::function<void(const BodyStructure &, const QByteArray &)> &visit)
{
    walk(root, {}, visit);
}

bool hasAttachments(const BodyStructure &root)
{
    return attached(root, false);
}

} // namespace imap
