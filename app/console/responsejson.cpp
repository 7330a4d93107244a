#include "app/console/responsejson.h"

#include "app/console/bytesjson.h"
#include "app/console/messagejson.h"
#include "wire/mutf7.h"

#include <QJsonArray>

namespace app
{

namespace
{

using namespace imap;

const QString typeKey = QStringLiteral("type");
const QString numKey = QStringLiteral("num");
const QString dataKey = QStringLiteral("data");
const QString textKey = QStringLiteral("text");
const QString codeKey = QStringLiteral("code");
const QString argsKey = QStringLiteral("args");
const QString flagsKey = QStringLiteral("flags");
const QString modSeqKey = QStringLiteral("modseq");

QString latin(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

/// Unlike the names of the protocol, these may hold any bytes.
QString keyText(const QByteArray &bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

QJsonArray flagsJson(const FlagSet &flags, QByteArrayView frame)
{
    if (flags.size() > 1) {
        QList<QByteArray> ordered;
        for (const QByteArray &name : flagsInOrder(frame)) {
            if (flags.contains(Flag(name)) && !ordered.contains(name))
                ordered.append(name);
        }
        if (ordered.size() == flags.size())
            return bytesListJson(ordered);
    }
    QJsonArray array;
    for (const Flag &flag : flags)
        array.append(bytesJson(flag.name()));
    return array;
}

QJsonValue delimiterJson(std::optional<QChar> delimiter)
{
    return delimiter ? QJsonValue(QString(*delimiter)) : QJsonValue();
}

QJsonObject mailboxJson(const MailboxInfo &mailbox, QByteArrayView frame)
{
    return {{QStringLiteral("attrs"), flagsJson(mailbox.attributes, frame)},
            {QStringLiteral("delim"), delimiterJson(mailbox.delimiter)},
            {QStringLiteral("name"), mailbox.name.toString()}};
}

QJsonObject lowerNamed(const QMap<QByteArray, Token> &items)
{
    QJsonObject object;
    for (auto item = items.begin(); item != items.end(); ++item)
        object.insert(keyText(item.key()).toLower(), tokenJson(item.value()));
    return object;
}

template <class Ids>
QJsonObject idsJson(const Ids &response)
{
    QJsonArray ids;
    for (const quint32 id : response.ids)
        ids.append(qint64(id));
    QJsonObject data{{QStringLiteral("ids"), ids}};
    if (response.modSeq)
        data.insert(modSeqKey, numberJson(response.modSeq->value));
    return data;
}

QJsonArray namespaceJson(const QList<NamespaceEntry> &entries)
{
    QJsonArray array;
    for (const NamespaceEntry &entry : entries)
        array.append(QJsonArray{entry.prefix.toString(), delimiterJson(entry.delimiter)});
    return array;
}

QJsonValue labelJson(const Token &token)
{
    const QByteArray bytes = token.text();
    const auto name = wire::decodeMutf7(bytes);
    return name ? QJsonValue(*name) : bytesJson(bytes);
}

QString sectionName(const FetchResponse &fetch, const QByteArray &key)
{
    if (key == "RFC822" || key == "RFC822.HEADER" || key == "RFC822.TEXT")
        return latin(key);
    // A second piece of a section has its origin in the key already.
    const qsizetype angle = key.endsWith('>') ? key.lastIndexOf('<') : -1;
    const QByteArray section = angle < 0 ? key : key.first(angle);
    QByteArray name = section.startsWith("BINARY[") ? section : "BODY[" + section + ']';
    if (const auto origin = fetch.origins.constFind(key); origin != fetch.origins.constEnd())
        name += '<' + QByteArray::number(*origin) + '>';
    return keyText(name);
}

QJsonObject fetchJson(const FetchResponse &fetch, QByteArrayView frame)
{
    QJsonObject data;
    if (fetch.uid)
        data.insert(QStringLiteral("uid"), qint64(fetch.uid->value));
    if (fetch.flags)
        data.insert(flagsKey, flagsJson(*fetch.flags, frame));
    if (fetch.size)
        data.insert(QStringLiteral("size"), numberJson(*fetch.size));
    if (fetch.internalDate)
        data.insert(QStringLiteral("internaldate"),
                    fetch.internalDate->isValid() ? fetch.internalDate->toString(Qt::ISODate) : QJsonValue());
    if (fetch.modSeq)
        data.insert(modSeqKey, numberJson(fetch.modSeq->value));
    if (fetch.envelope)
        data.insert(QStringLiteral("envelope"), envelopeJson(*fetch.envelope));
    if (fetch.structure)
        data.insert(QStringLiteral("body"), bodyJson(*fetch.structure));
    QJsonObject items;
    for (auto section = fetch.sections.begin(); section != fetch.sections.end(); ++section)
        items.insert(sectionName(fetch, section.key()), optionalJson(section.value()));
    for (auto item = fetch.others.begin(); item != fetch.others.end(); ++item) {
        if (item.key() == "X-GM-LABELS") {
            QJsonArray labels;
            const Token::List list = item.value().list();
            for (const Token &label : list)
                labels.append(labelJson(label));
            data.insert(QStringLiteral("labels"), labels);
        } else {
            items.insert(keyText(item.key()), tokenJson(item.value()));
        }
    }
    if (!items.isEmpty())
        data.insert(QStringLiteral("items"), items);
    return data;
}

QJsonObject statusItemsJson(const MailboxStatusResponse &response)
{
    const MailboxStatus &status = response.status;
    QJsonObject data = lowerNamed(response.others);
    const auto insert = [&](const char *name, const auto &value) {
        if (!value)
            return;
        if constexpr (requires { value->value; })
            data.insert(latin(name), numberJson(value->value));
        else
            data.insert(latin(name), numberJson(*value));
    };
    insert("messages", status.messages);
    insert("recent", status.recent);
    insert("unseen", status.unseen);
    insert("deleted", status.deleted);
    insert("uidnext", status.uidNext);
    insert("uidvalidity", status.uidValidity);
    insert("highestmodseq", status.highestModSeq);
    insert("size", status.size);
    insert("appendlimit", status.appendLimit);
    if (status.mailboxId)
        data.insert(QStringLiteral("mailboxid"), bytesJson(*status.mailboxId));
    data.insert(QStringLiteral("mailbox"), response.mailbox.toString());
    return data;
}

void addStatus(QJsonObject &object, const StatusResponse &status)
{
    static const QString names[] = {QStringLiteral("OK"), QStringLiteral("NO"), QStringLiteral("BAD"),
                                    QStringLiteral("BYE"), QStringLiteral("PREAUTH")};
    object.insert(typeKey, names[int(status.kind)]);
    if (!status.code.isEmpty())
        object.insert(codeKey, QJsonObject{{QStringLiteral("name"), bytesJson(status.code.name)},
                                           {argsKey, tokensJson(status.code.arguments)}});
    object.insert(textKey, bytesJson(status.text));
}

/// Adds type, num, data and the others to the object of an untagged response.
struct UntaggedWriter {
    QJsonObject &object;
    QByteArrayView frame;

    void operator()(const UnknownResponse &response) const
    {
        object.insert(typeKey, bytesJson(response.keyword));
        if (response.number)
            object.insert(numKey, qint64(*response.number));
        object.insert(argsKey, tokensJson(response.arguments));
    }
    void operator()(const StatusResponse &response) const { addStatus(object, response); }
    void operator()(const CapabilityResponse &response) const
    {
        put(response, {{QStringLiteral("capabilities"), bytesListJson(response.capabilities.names())}});
    }
    void operator()(const EnabledResponse &response) const
    {
        put(response, {{QStringLiteral("capabilities"), bytesListJson(response.names)}});
    }
    void operator()(const FlagsResponse &response) const
    {
        put(response, {{flagsKey, flagsJson(response.flags, frame)}});
    }
    void operator()(const ExistsResponse &response) const { count(response, response.count); }
    void operator()(const RecentResponse &response) const { count(response, response.count); }
    void operator()(const ExpungeResponse &response) const { count(response, response.number.value); }
    void operator()(const VanishedResponse &response) const
    {
        put(response, {{QStringLiteral("earlier"), response.earlier},
                       {QStringLiteral("uids"), latin(response.uids.toByteArray())}});
    }
    void operator()(const FetchResponse &response) const
    {
        count(response, response.number.value);
        object.insert(dataKey, fetchJson(response, frame));
    }
    void operator()(const ListResponse &response) const
    {
        QJsonObject data = mailboxJson(response.mailbox, frame);
        if (!response.extended.isEmpty())
            data.insert(QStringLiteral("extended"), lowerNamed(response.extended));
        put(response, data);
    }
    void operator()(const LsubResponse &response) const
    {
        put(response, mailboxJson(response.mailbox, frame));
    }
    void operator()(const XlistResponse &response) const
    {
        put(response, mailboxJson(response.mailbox, frame));
    }
    void operator()(const MailboxStatusResponse &response) const { put(response, statusItemsJson(response)); }
    void operator()(const NamespaceResponse &response) const
    {
        put(response, {{QStringLiteral("personal"), namespaceJson(response.namespaces.personal)},
                       {QStringLiteral("other"), namespaceJson(response.namespaces.otherUsers)},
                       {QStringLiteral("shared"), namespaceJson(response.namespaces.shared)}});
    }
    void operator()(const IdResponse &response) const
    {
        QJsonObject params;
        for (const auto &[name, value] : response.fields)
            params.insert(keyText(name), optionalJson(value));
        put(response, {{QStringLiteral("params"), params}});
    }
    void operator()(const SearchResponse &response) const { put(response, idsJson(response)); }
    void operator()(const SortResponse &response) const { put(response, idsJson(response)); }

private:
    template <class Known>
    void put(const Known &, const QJsonObject &data) const
    {
        object.insert(typeKey, latin({Known::keyword.data(), qsizetype(Known::keyword.size())}));
        object.insert(dataKey, data);
    }
    template <class Known>
    void count(const Known &, quint32 number) const
    {
        object.insert(typeKey, latin({Known::keyword.data(), qsizetype(Known::keyword.size())}));
        object.insert(numKey, qint64(number));
    }
};

QJsonObject kind(const QString &name)
{
    return {{QStringLiteral("kind"), name}};
}

QJsonObject malformedJson(const Malformed &malformed, quint64 streamOffset)
{
    QJsonObject object = kind(QStringLiteral("error"));
    object.insert(QStringLiteral("message"), QStringLiteral("expected %1").arg(keyText(malformed.expected)));
    object.insert(QStringLiteral("offset"), numberJson(streamOffset + quint64(malformed.offset)));
    object.insert(QStringLiteral("beginning"), bytesJson(malformed.beginning));
    if (!malformed.keyword.isEmpty())
        object.insert(typeKey, bytesJson(malformed.keyword));
    if (!malformed.tag.isEmpty())
        object.insert(QStringLiteral("tag"), bytesJson(malformed.tag));
    return object;
}

} // namespace

QJsonObject responseJson(const imap::Response &response, QByteArrayView frame, quint64 streamOffset)
{
    if (const auto *malformed = std::get_if<Malformed>(&response))
        return malformedJson(*malformed, streamOffset);
    if (const auto *continuation = std::get_if<ContinuationResponse>(&response)) {
        QJsonObject object = kind(QStringLiteral("continue"));
        object.insert(textKey, bytesJson(continuation->text));
        return object;
    }
    if (const auto *tagged = std::get_if<TaggedResponse>(&response)) {
        QJsonObject object = kind(QStringLiteral("tagged"));
        object.insert(QStringLiteral("tag"), bytesJson(tagged->tag));
        addStatus(object, tagged->status);
        return object;
    }
    QJsonObject object = kind(QStringLiteral("untagged"));
    std::visit(UntaggedWriter{object, frame}, std::get<Untagged>(response));
    return object;
}

} // namespace app
