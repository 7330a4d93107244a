#include "mime/attachments.h"

#include "mime/headertext.h"
#include "mime/partdecoder.h"

#include <QSet>
#include <array>

namespace imap::mime
{

namespace
{

constexpr int depthLimit = 32;

bool isAlternative(const BodyStructure *parent)
{
    return parent && parent->isMultipart() && parent->subtype == "alternative";
}

bool saysAttachment(const BodyStructure &node)
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

/// Whether the part is the text of the message itself.
bool isText(const BodyStructure &node, const BodyStructure *parent)
{
    if (saysAttachment(node))
        return false;
    if (node.type == "text") {
        const bool readable = node.subtype == "plain" || node.subtype == "html" || node.subtype == "enriched";
        return readable && (!hasName(node) || !parent || isAlternative(parent));
    }
    if (node.mimeType() == "message/delivery-status" || node.mimeType() == "message/disposition-notification")
        return true;
    if (node.mimeType() == "application/pgp-encrypted")
        return true; // the control part of RFC 3156 §4: "Version: 1"
    const bool signature = node.subtype == "pgp-signature" || node.subtype == "pkcs7-signature" ||
                           node.subtype == "x-pkcs7-signature";
    return signature && parent && parent->subtype == "signed";
}

QString nameOf(const BodyStructure &node)
{
    QString name = node.disposition ? decodeParameter(node.disposition->parameters, "filename") : QString();
    if (name.isEmpty())
        name = decodeParameter(node.parameters, "name");
    if (name.isEmpty() && node.isMessage() && node.envelope && node.envelope->subject) {
        const QString subject = decodeHeader(*node.envelope->subject);
        name = subject.isEmpty() ? QString() : subject + QStringLiteral(".eml");
    }
    if (name.isEmpty() && node.location) { // RFC 2557: the last piece of an URL
        const QString location = decodeHeader(*node.location);
        name = location.section(QLatin1Char('/'), -1).section(QLatin1Char('?'), 0, 0);
    }
    return safeFileName(name, node.mimeType());
}

struct ExtensionType {
    const char *extension;
    const char *type;
};

/// Senders that know no better say octet-stream; the extension of the (safe) name tells more.
QByteArray typeOf(const BodyStructure &node, const QString &fileName)
{
    static constexpr std::array<ExtensionType, 17> types = {
        {{".pdf", "application/pdf"},
         {".jpg", "image/jpeg"},
         {".jpeg", "image/jpeg"},
         {".png", "image/png"},
         {".gif", "image/gif"},
         {".webp", "image/webp"},
         {".txt", "text/plain"},
         {".csv", "text/csv"},
         {".ics", "text/calendar"},
         {".vcf", "text/vcard"},
         {".eml", "message/rfc822"},
         {".zip", "application/zip"},
         {".doc", "application/msword"},
         {".xls", "application/vnd.ms-excel"},
         {".odt", "application/vnd.oasis.opendocument.text"},
         {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
         {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}}};
    const QByteArray said = node.mimeType();
    if (said != "application/octet-stream" && said != "application/x-unknown")
        return said;
    for (const ExtensionType &entry : types) {
        if (fileName.endsWith(QLatin1String(entry.extension), Qt::CaseInsensitive))
            return entry.type;
    }
    return said;
}

/// "a.png", "a (2).png", ...
QString distinct(const QString &name, QSet<QString> &taken)
{
    QString candidate = name;
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    const qsizetype cut = dot > 0 ? dot : name.size();
    for (int n = 2; taken.contains(candidate.toLower()); ++n)
        candidate = name.left(cut) + QStringLiteral(" (%1)").arg(n) + name.mid(cut);
    taken.insert(candidate.toLower());
    return candidate;
}

class Collector
{
public:
    QList<AttachmentInfo> list;

    void walk(const BodyStructure &node, const BodyStructure *parent, const QByteArray &prefix, int depth)
    {
        if (depth > depthLimit || list.size() >= maximumAttachments)
            return;
        if (node.isMultipart()) {
            for (qsizetype i = 0; i < node.parts.size(); ++i) {
                const QByteArray number = QByteArray::number(i + 1);
                walk(node.parts[i], &node, prefix.isEmpty() ? number : prefix + '.' + number, depth + 1);
            }
            return;
        }
        const QByteArray section = prefix.isEmpty() ? QByteArrayLiteral("1") : prefix;
        if (!isText(node, parent))
            add(node, parent, section);
        if (node.isMessage() && !node.parts.isEmpty()) {
            const BodyStructure &inner = node.parts.first();
            walk(inner, &node, inner.isMultipart() ? section : section + ".1", depth + 1);
        }
    }

private:
    void add(const BodyStructure &node, const BodyStructure *parent, const QByteArray &section)
    {
        AttachmentInfo info;
        info.section = section;
        info.fileName = distinct(nameOf(node), m_names);
        info.mimeType = typeOf(node, info.fileName);
        info.size = decodedSize(node.size, node.encoding);
        const bool related = parent && parent->subtype == "related" && (node.id || node.location);
        const bool saysInline = node.disposition && node.disposition->type == "inline";
        info.isInline = !saysAttachment(node) && ((node.type == "image" && (related || saysInline)) ||
                                                  node.isMessage() || (related && node.id));
        info.contentId = node.id ? bareContentId(*node.id) : QByteArray();
        info.encoding = node.encoding;
        list.append(info);
    }

    QSet<QString> m_names;
};

} // namespace

QByteArray bareContentId(QByteArrayView id)
{
    id = id.trimmed();
    if (id.startsWith('<'))
        id = id.sliced(1);
    if (id.endsWith('>'))
        id.chop(1);
    return id.trimmed().toByteArray();
}

QList<AttachmentInfo> attachments(const BodyStructure &structure)
{
    Collector collector;
    collector.walk(structure, nullptr, {}, 0);
    return collector.list;
}

} // namespace imap::mime
