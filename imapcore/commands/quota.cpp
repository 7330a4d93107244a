#include "commands/quota.h"

#include "commands/grammar.h"
#include "wire/reader.h"

#include <algorithm>

namespace imap
{

static_assert(Command<GetQuota>);
static_assert(Command<GetQuotaRoot>);
static_assert(Command<SetQuota>);

namespace
{

constexpr QByteArrayView resourcePrefix = "QUOTA=RES-";
constexpr QByteArrayView cyrusPrefix = "X-QUOTA="; // Cyrus, since before RFC 9208

bool isPrefixed(const QByteArray &name, QByteArrayView prefix)
{
    return name.size() > prefix.size() &&
           QByteArrayView(name).first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0;
}

/// quota-resource  = resource-name SP resource-usage SP resource-limit
/// resource-usage  = number64, resource-limit = number64                (RFC 9208 §7)
/// A usage below zero is a server's mistake in counting and is none; a limit below zero is how some say that
/// there is none, and then there is nothing to tell.
void parseResource(wire::Reader &reader, QuotaResponse &response)
{
    Quota quota;
    quota.quotaRoot = response.quotaRoot;
    quota.resource = reader.expectAString().toUpper();
    reader.expectSp();
    const bool belowZero = reader.take('-');
    quota.usage = reader.expectNumber64();
    if (belowZero)
        quota.usage = 0;
    reader.expectSp();
    const bool unlimited = reader.take('-');
    quota.limit = reader.expectNumber64();
    if (!unlimited)
        response.resources.append(quota);
}

/// A mailbox has one or two roots and a root a handful of resources; what goes far beyond is not kept, or
/// each response would have to be compared with all before it.
constexpr qsizetype most = 1000;

bool takeQuotas(const QuotaResponse &response, QList<Quota> &quotas)
{
    if (quotas.size() > most)
        return true;
    quotas.removeIf([&](const Quota &quota) { return quota.quotaRoot == response.quotaRoot; });
    quotas += response.resources;
    return true;
}

} // namespace

QList<QByteArray> quotaResources(const Capabilities &capabilities)
{
    QList<QByteArray> resources;
    for (const QByteArrayView prefix : {resourcePrefix, cyrusPrefix}) {
        for (const QByteArray &name : capabilities.names()) {
            const QByteArray resource =
                isPrefixed(name, prefix) ? name.sliced(prefix.size()).toUpper() : QByteArray();
            if (!resource.isEmpty() && !resources.contains(resource))
                resources.append(resource);
        }
    }
    return resources;
}

bool mayHaveSetQuota(const Capabilities &capabilities)
{
    const QList<QByteArray> &names = capabilities.names();
    return capabilities.has("QUOTASET") ||
           std::none_of(names.begin(), names.end(),
                        [](const QByteArray &name) { return isPrefixed(name, resourcePrefix); });
}

/// quota-response = "QUOTA" SP quota-root-name SP quota-list
/// quota-list     = "(" quota-resource *(SP quota-resource) ")"         (RFC 9208 §7)
QuotaResponse QuotaResponse::parse(wire::Reader &reader)
{
    QuotaResponse response;
    response.quotaRoot = reader.expectNString().value_or(QByteArray());
    reader.takeSp();
    if (!reader.atEnd() && !reader.takeNil())
        reader.expectList([&] { parseResource(reader, response); });
    return response;
}

/// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
QuotaRootResponse QuotaRootResponse::parse(wire::Reader &reader)
{
    QuotaRootResponse response;
    response.roots.mailbox = reader.expectMailbox();
    while (moreFields(reader)) {
        if (response.roots.quotaRoots.size() >= reader.limits().listItems)
            reader.fail("fewer list items");
        response.roots.quotaRoots.append(reader.expectAString());
    }
    return response;
}

void GetQuota::encode(wire::Writer &writer) const
{
    writer.atom("GETQUOTA").astring(quotaRoot);
}

bool GetQuota::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<QuotaResponse>(&untagged);
    return response && response->quotaRoot == quotaRoot && takeQuotas(*response, result);
}

void GetQuotaRoot::encode(wire::Writer &writer) const
{
    writer.atom("GETQUOTAROOT").mailbox(mailbox);
}

/// The QUOTA responses of the roots come behind QUOTAROOT (§4.1.2), in an order of the server's own.
bool GetQuotaRoot::collect(const Untagged &untagged, Result &result) const
{
    if (const auto *response = std::get_if<QuotaRootResponse>(&untagged)) {
        if (response->roots.mailbox != mailbox)
            return false;
        result.roots = response->roots;
        result.roots.quotaRoots.resize(std::min(result.roots.quotaRoots.size(), most));
        return true;
    }
    const auto *quota = std::get_if<QuotaResponse>(&untagged);
    return quota && result.roots.quotaRoots.contains(quota->quotaRoot) && takeQuotas(*quota, result.quotas);
}

void SetQuota::check(const Capabilities &capabilities) const
{
    // A server of RFC 9208 announces QUOTASET if it can; one of RFC 2087 announces QUOTA alone (§3.1).
    const QList<QByteArray> &names = capabilities.names();
    if (std::any_of(names.begin(), names.end(),
                    [](const QByteArray &name) { return isPrefixed(name, resourcePrefix); }))
        requireCapability(capabilities, "QUOTASET", "SETQUOTA");
}

/// setquota       = "SETQUOTA" SP quota-root-name SP setquota-list
/// setquota-list  = "(" [setquota-resource *(SP setquota-resource)] ")"
/// setquota-resource = resource-name SP resource-limit
void SetQuota::encode(wire::Writer &writer) const
{
    writer.atom("SETQUOTA").astring(quotaRoot).open();
    for (const QuotaLimit &limit : limits)
        writer.atom(limit.resource).number(limit.limit);
    writer.close();
}

bool SetQuota::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<QuotaResponse>(&untagged);
    return response && response->quotaRoot == quotaRoot && takeQuotas(*response, result);
}

} // namespace imap
