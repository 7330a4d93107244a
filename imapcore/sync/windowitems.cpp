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

FetchItems windowItems(bool condstore)
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
    return items;
}

QList<QByteArray> windowItemNames(bool condstore)
{
    QList<QByteArray> names{"UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE"};
    if (condstore)
        names.append("MODSEQ");
    names.append("BODY.PEEK[HEADER.FIELDS (" + threadHeaders.join(' ') + ")]");
    return names;
}

FetchItems flagItems(bool condstore)
{
    FetchItems items;
    items.uid = true;
    items.flags = true;
    items.modSeq = condstore;
    return items;
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
    const auto references = response.sections.constFind(headerFieldsKey(threadHeaders));
    if (references != response.sections.constEnd() && *references)
        summary.references = unfoldedReferences(**references);
    return summary;
}

} // namespace imap
