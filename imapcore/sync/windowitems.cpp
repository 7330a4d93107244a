#include "sync/windowitems.h"

namespace imap
{

namespace
{

const QList<QByteArray> threadHeaders{QByteArrayLiteral("REFERENCES")};

/// "References: <a> \r\n <b>\r\n\r\n" to "<a> <b>"; bounded, as some threads name thousands.
QByteArray unfoldedReferences(const QByteArray &header)
{
    const qsizetype colon = header.indexOf(':');
    if (colon < 0)
        return {};
    QByteArray value = header.sliced(colon + 1).simplified();
    constexpr qsizetype limit = 16 * 1024;
    if (value.size() > limit)
        value = value.last(limit); // the nearest ancestors stand last
    return value;
}

} // namespace

bool hasGmailLabels(const Capabilities &capabilities)
{
    return capabilities.has("X-GM-EXT-1");
}

FetchItems windowItems(bool condstore, const Capabilities &capabilities)
{
    FetchItems items;
    items.uid = true;
    items.flags = true;
    items.internalDate = true;
    items.size = true;
    items.envelope = true;
    items.bodyStructure = true;
    items.modSeq = condstore;
    items.headerFields = {threadHeaders};
    items.gmailLabels = hasGmailLabels(capabilities);
    return items;
}

QList<QByteArray> windowItemNames(const Capabilities &capabilities)
{
    QList<QByteArray> names{"UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE"};
    if (capabilities.has("CONDSTORE"))
        names.append("MODSEQ");
    if (hasGmailLabels(capabilities))
        names.append("X-GM-LABELS");
    names.append("BODY.PEEK[HEADER.FIELDS (" + threadHeaders.join(' ') + ")]");
    return names;
}

FetchItems flagItems(bool condstore, const Capabilities &capabilities)
{
    FetchItems items;
    items.uid = true;
    items.flags = true;
    items.modSeq = condstore;
    items.gmailLabels = hasGmailLabels(capabilities);
    return items;
}

std::optional<QStringList> gmailLabelsFrom(const FetchResponse &response)
{
    std::optional<QStringList> labels = response.gmailLabels;
    if (labels)
        labels->sort(); // in whatever order they are told, they are the same
    return labels;
}

bool isWholeRow(const FetchResponse &response)
{
    return response.envelope && response.flags;
}

MessageSummary summaryFrom(const FetchResponse &response, Uid uid)
{
    MessageSummary summary;
    summary.uid = uid;
    summary.modSeq = response.modSeq.value_or(ModSeq{});
    summary.flags = response.flags.value_or(FlagSet{});
    summary.internalDate = response.internalDate.value_or(QDateTime());
    summary.size = response.size.value_or(0);
    summary.envelope = response.envelope.value_or(Envelope{});
    summary.structure = response.structure;
    summary.gmailLabels = gmailLabelsFrom(response).value_or(QStringList());
    const auto references = response.sections.constFind(headerFieldsKey(threadHeaders));
    if (references != response.sections.constEnd() && *references)
        summary.references = unfoldedReferences(**references);
    return summary;
}

} // namespace imap
