#include "app/console/responsejson.h"

#include "app/console/adminjson.h"
#include "app/console/bytesjson.h"
#include "app/console/fetchjson.h"
#include "app/console/flagorder.h"
#include "app/console/frametokens.h"
#include "app/console/searchjson.h"

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

QJsonValue delimiterJson(std::optional<QChar> delimiter)
{
    return delimiter ? QJsonValue(QString(*delimiter)) : QJsonValue();
}

QJsonObject mailboxJson(const MailboxInfo &mailbox, QByteArrayView frame)
{
    QString name = mailbox.name.toString();
    if (mailbox.name.isInbox())
        name = spelledInbox(frame).value_or(name);
    return {{QStringLiteral("attrs"), flagsJson(mailbox.attributes, frame)},
            {QStringLiteral("delim"), delimiterJson(mailbox.delimiter)},
            {QStringLiteral("name"), name}};
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
    insert("deleted-storage", status.deletedStorage);
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
        if (!response.number.isValid()) { // RFC 9586
            object.insert(typeKey, QStringLiteral("UIDFETCH"));
            object.insert(numKey, qint64(response.uid.value_or(Uid()).value));
        }
        object.insert(dataKey, fetchDataJson(response, frame));
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
    void operator()(const AclResponse &response) const
    {
        QJsonArray acl;
        for (const AclEntry &entry : response.entries)
            acl.append(aclEntryJson(entry));
        put(response, onMailbox(response, {{QStringLiteral("acl"), acl}}));
    }
    void operator()(const ListRightsResponse &response) const
    {
        QJsonObject data = listRightsJson(response.required, response.optional);
        data.insert(QStringLiteral("identifier"), bytesJson(response.identifier));
        put(response, onMailbox(response, data));
    }
    void operator()(const MyRightsResponse &response) const
    {
        put(response, onMailbox(response, {{QStringLiteral("rights"), rightsJson(response.rights)}}));
    }
    void operator()(const QuotaResponse &response) const
    {
        QJsonArray resources;
        for (const Quota &quota : response.resources) {
            QJsonObject object = quotaJson(quota);
            object.remove(QStringLiteral("quota_root"));
            resources.append(object);
        }
        put(response, {{QStringLiteral("quota_root"), bytesJson(response.quotaRoot)},
                       {QStringLiteral("resources"), resources}});
    }
    void operator()(const QuotaRootResponse &response) const
    {
        put(response, quotaRootsJson(response.roots));
    }
    void operator()(const MetadataResponse &response) const
    {
        // Values asked for are an object, names of what somebody changed a list.
        const QJsonValue entries = response.changed.isEmpty() ? QJsonValue(metadataJson(response.entries))
                                                              : bytesListJson(response.changed);
        put(response, onMailbox(response, {{QStringLiteral("entries"), entries}}));
    }
    void operator()(const LanguageResponse &response) const
    {
        put(response, {{QStringLiteral("languages"), bytesListJson(response.tags)}});
    }
    void operator()(const ComparatorResponse &response) const
    {
        put(response, {{QStringLiteral("comparator"), bytesJson(response.active)},
                       {QStringLiteral("matching"), bytesListJson(response.matching)}});
    }
    void operator()(const JmapAccessResponse &response) const
    {
        put(response, {{QStringLiteral("url"), bytesJson(response.url)}});
    }
    void operator()(const SearchResponse &response) const { put(response, idsJson(response)); }
    void operator()(const SortResponse &response) const { put(response, idsJson(response)); }
    void operator()(const EsearchResponse &response) const { put(response, esearchJson(response)); }
    void operator()(const ThreadResponse &response) const
    {
        put(response, {{QStringLiteral("threads"), threadsJson(response.threads)}});
    }

private:
    template <class Known>
    static QJsonObject onMailbox(const Known &response, QJsonObject data)
    {
        data.insert(QStringLiteral("mailbox"), response.mailbox.toString());
        return data;
    }
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

/// Of these `data` has all, and there may be very much of it.
bool isLong(const QString &type)
{
    static const QStringList types{QStringLiteral("FETCH"), QStringLiteral("LIST"), QStringLiteral("LSUB"),
                                   QStringLiteral("XLIST"), QStringLiteral("SORT"), QStringLiteral("SEARCH")};
    return types.contains(type);
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
    if (object.contains(dataKey) && !isLong(object.value(typeKey).toString())) {
        if (const auto arguments = argumentsJson(frame))
            object.insert(argsKey, *arguments);
    }
    return object;
}

} // namespace app
