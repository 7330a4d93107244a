#include "app/console/searchjson.h"

#include "app/console/bytesjson.h"
#include "types/error.h"

#include <vector>

namespace app
{

namespace
{

using namespace imap;

/// Readers of JSON give up at depths of about a thousand.
constexpr qsizetype deepestJson = 400;
/// More hits than any mailbox has messages; a short line can claim them.
constexpr quint64 mostIds = 10'000'000;

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QString text(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes);
}

void requireSane(quint64 count)
{
    if (count > mostIds)
        throw ProtocolError(QStringLiteral("The server claims to have found %1 messages.").arg(count));
}

QJsonArray numbersJson(const QList<quint32> &numbers)
{
    QJsonArray array;
    for (const quint32 number : numbers)
        array.append(qint64(number));
    return array;
}

QJsonArray idsJson(const NumberRuns &runs)
{
    requireSane(runs.count());
    return numbersJson(runs.toList());
}

QJsonArray idsJson(const MessageSet &set)
{
    QJsonArray array;
    std::visit(
        [&](const auto &numbers) {
            requireSane(numbers.count());
            for (const auto id : numbers.toList())
                array.append(qint64(id.value));
        },
        set);
    return array;
}

QJsonObject changeJson(const ContextChange &change)
{
    return {{key("position"), qint64(change.position)}, {key("ids"), text(change.ids.toByteArray())}};
}

/// What SearchResult, SortResult and EsearchResponse have in common.
template <class Found>
void insertReturned(QJsonObject &object, const Found &found)
{
    const auto insert = [&](const char *name, const std::optional<quint32> &value) {
        if (value)
            object.insert(key(name), qint64(*value));
    };
    insert("min", found.min);
    insert("max", found.max);
    insert("count", found.count);
    if (found.modSeq)
        object.insert(key("modseq"), numberJson(found.modSeq->value));
    if (!found.relevancy.isEmpty())
        object.insert(key("relevancy"), numbersJson(found.relevancy));
    QJsonArray added;
    QJsonArray removed;
    for (const ContextChange &change : found.changes)
        (change.removed ? removed : added).append(changeJson(change));
    if (!added.isEmpty())
        object.insert(key("addto"), added);
    if (!removed.isEmpty())
        object.insert(key("removefrom"), removed);
}

template <class Result>
QJsonObject resultJson(const Result &result)
{
    QJsonObject object;
    if (result.ids)
        object.insert(key("ids"), idsJson(*result.ids));
    insertReturned(object, result);
    if (result.partial) {
        object.insert(key("partial"), text(result.partial->range.toByteArray()));
        if (!result.ids)
            object.insert(key("ids"), idsJson(result.partial->ids));
    }
    if (result.noUpdate)
        object.insert(key("noupdate"), true);
    return object;
}

/// An array for each pair of parentheses.
QJsonArray nestedArrays(const Threads &threads, qsizetype from, qsizetype to)
{
    std::vector<QJsonArray> open(1);
    threads.walk(from, to, [&](Threads::Step step, quint32 id) {
        if (step == Threads::Step::Open) {
            open.emplace_back();
        } else if (step == Threads::Step::Id) {
            open.back().append(qint64(id));
        } else {
            const QJsonArray closed = open.back();
            open.pop_back();
            open.back().append(closed);
        }
    });
    return open.front();
}

} // namespace

QJsonObject esearchJson(const EsearchResponse &response)
{
    QJsonObject object;
    for (auto item = response.others.begin(); item != response.others.end(); ++item)
        object.insert(text(item.key()).toLower(), tokenJson(item.value()));
    if (!response.tag.isEmpty())
        object.insert(key("tag"), bytesJson(response.tag));
    if (response.mailbox)
        object.insert(key("mailbox"), response.mailbox->toString());
    if (response.uidValidity)
        object.insert(key("uidvalidity"), qint64(response.uidValidity->value));
    object.insert(key("uid"), response.uid);
    insertReturned(object, response);
    if (response.all)
        object.insert(key("all"), text(response.all->toByteArray()));
    if (response.partial)
        object.insert(key("partial"), QJsonObject{{key("range"), text(response.partial->range.toByteArray())},
                                                  {key("ids"), text(response.partial->ids.toByteArray())}});
    return object;
}

QJsonValue threadJson(const Threads &threads, qsizetype from, qsizetype to)
{
    if (threads.nesting(from, to) > deepestJson)
        return text(threads.toByteArray(from, to));
    return nestedArrays(threads, from, to).first();
}

QJsonArray threadsJson(const Threads &threads)
{
    const qsizetype all = threads.nodes.size();
    if (threads.nesting(0, all) <= deepestJson)
        return nestedArrays(threads, 0, all);
    QJsonArray array;
    for (qsizetype from = 0, to = 0; from < all; from = to) {
        to = threads.endOf(from);
        array.append(threadJson(threads, from, to));
    }
    return array;
}

QJsonObject searchResultJson(const SearchResult &result)
{
    return resultJson(result);
}

QJsonObject sortResultJson(const SortResult &result)
{
    return resultJson(result);
}

} // namespace app
