#include "commands/sort.h"

#include <stdexcept>

namespace imap
{

static_assert(Command<Sort>);

namespace
{

struct KeyWord {
    SortKey::By by;
    const char *text;
};

constexpr KeyWord keyWords[] = {
    {SortKey::By::Arrival, "ARRIVAL"},
    {SortKey::By::Cc, "CC"},
    {SortKey::By::Date, "DATE"},
    {SortKey::By::From, "FROM"},
    {SortKey::By::Size, "SIZE"},
    {SortKey::By::Subject, "SUBJECT"},
    {SortKey::By::To, "TO"},
    {SortKey::By::DisplayFrom, "DISPLAYFROM"},
    {SortKey::By::DisplayTo, "DISPLAYTO"},
    {SortKey::By::Relevancy, "RELEVANCY"},
};

void appendRuns(std::optional<NumberRuns> &into, const QList<NumberRuns::Run> &runs)
{
    if (!into)
        into.emplace();
    if (into->runs.isEmpty())
        into->runs = runs; // shared: of a large folder they are megabytes
    else
        into->runs += runs;
}

QByteArrayView commandName(bool byUid)
{
    return byUid ? "UID SORT" : "SORT";
}

} // namespace

QList<SortKey> parseSortKeys(const QString &words)
{
    QString plain = words.trimmed();
    if (plain.startsWith(u'(') && plain.endsWith(u')'))
        plain = plain.sliced(1).chopped(1);
    const QStringList list = plain.split(u' ', Qt::SkipEmptyParts);
    const auto fault = [&](const QString &message, qsizetype at) {
        return InvalidCriteriaError(message, InvalidCriteriaError::Fault{at, list.value(at)}, "SORT");
    };
    QList<SortKey> keys;
    SortKey key;
    for (qsizetype at = 0; at < list.size(); ++at) {
        if (list.at(at).compare(QLatin1String("REVERSE"), Qt::CaseInsensitive) == 0) {
            if (std::exchange(key.reverse, true))
                throw fault(QStringLiteral("%1 stands twice.").arg(list.at(at)), at);
            continue;
        }
        const auto *word = std::find_if(std::begin(keyWords), std::end(keyWords), [&](const KeyWord &one) {
            return list.at(at).compare(QLatin1String(one.text), Qt::CaseInsensitive) == 0;
        });
        if (word == std::end(keyWords))
            throw fault(QStringLiteral("\"%1\" is nothing to sort by.").arg(list.at(at)), at);
        key.by = word->by;
        keys.append(std::exchange(key, {}));
    }
    if (keys.isEmpty() || key.reverse)
        throw fault(QStringLiteral("It is not said what to sort by."), list.size() - 1);
    return keys;
}

Requirements Sort::requirements() const
{
    return {.name = byUid ? "UID SORT" : "SORT",
            .capability = "SORT",
            .states = Selected,
            .usesSequenceNumbers = !byUid || imap::usesSequenceNumbers(criteria),
            .readsFlags = true,
            .answer = "SORT"};
}

void Sort::check(const Capabilities &capabilities) const
{
    const QByteArrayView name = commandName(byUid);
    for (const SortKey &key : keys) {
        if (key.by == SortKey::By::DisplayFrom || key.by == SortKey::By::DisplayTo)
            requireCapability(capabilities, "SORT=DISPLAY", name);
        if (key.by == SortKey::By::Relevancy)
            requireCapability(capabilities, "SEARCH=FUZZY", name);
    }
    checkCriteria(criteria, capabilities, name);
    if (!returns)
        return;
    // CONTEXT=SORT brings ESORT and PARTIAL (RFC 5267 §4); a server of RFC 9394 knows PARTIAL with ESORT.
    const bool contexts = capabilities.has("CONTEXT=SORT");
    if (returns->partial && (returns->partial->fromTheEnd() || !contexts))
        requireCapability(capabilities, "PARTIAL", name);
    if (returns->update || returns->context)
        requireCapability(capabilities, "CONTEXT=SORT", name);
    if (returns->save)
        requireCapability(capabilities, "SEARCHRES", name);
    if (!contexts)
        requireCapability(capabilities, "ESORT", name);
}

/// sort      = ["UID" SP] "SORT" [search-return-opts] SP sort-criteria SP search-criteria
/// sort-criteria   = "(" sort-criterion *(SP sort-criterion) ")"
/// sort-criterion  = ["REVERSE" SP] sort-key
/// search-criteria = charset 1*(SP search-key)                                (RFC 5256 §5, RFC 5267 §6)
void Sort::encode(wire::Writer &writer) const
{
    if (keys.isEmpty())
        throw std::invalid_argument("SORT by nothing");
    if (byUid)
        writer.atom("UID");
    writer.atom("SORT");
    if (returns)
        encodeReturn(writer, *returns);
    writer.open();
    for (const SortKey &key : keys) {
        if (key.reverse)
            writer.atom("REVERSE");
        for (const KeyWord &word : keyWords) {
            if (word.by == key.by)
                writer.atom(word.text);
        }
    }
    writer.close();
    encodeSortProgram(writer, criteria, charset);
}

bool Sort::collect(const Untagged &untagged, Result &result) const
{
    if (isNoUpdate(untagged)) {
        result.noUpdate = true;
        return true;
    }
    if (const auto *plain = std::get_if<SortResponse>(&untagged)) {
        NumberRuns runs;
        for (const quint32 id : plain->ids)
            runs.append(id);
        appendRuns(result.ids, runs.runs);
        if (plain->modSeq)
            result.modSeq = plain->modSeq;
        return true;
    }
    const auto *extended = std::get_if<EsearchResponse>(&untagged);
    if (!extended || extended->mailbox)
        return false;
    if (extended->all)
        appendRuns(result.ids, extended->all->runs);
    takeReturned(*extended, result);
    return true;
}

void Sort::complete(const Completion &completion, Result &result) const
{
    if (completion.code.name == "NOUPDATE")
        result.noUpdate = true;
    if (!result.ids && (!returns || returns->wantsAll()))
        result.ids.emplace();
}

std::exception_ptr Sort::error(const Completion &completion) const
{
    const QByteArray sent = charsetOf(criteria, charset);
    return criteriaError(completion, commandName(byUid), sent.isEmpty() ? QByteArray("US-ASCII") : sent);
}

} // namespace imap
