#include "ui/models/searchhits.h"

#include <QSet>
#include <algorithm>
#include <limits>
#include <vector>

namespace ui
{

namespace
{

qint64 placeOf(const SearchHit &hit, bool byUid)
{
    if (byUid)
        return hit.message->uid.value;
    const QDateTime &came = hit.message->internalDate;
    return came.isValid() ? came.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

/// Flags after a change, or before it.
imap::FlagSet changed(imap::FlagSet flags, const imap::FlagChange &change, bool back)
{
    const imap::FlagSet &more = back ? change.remove : change.add;
    const imap::FlagSet &less = back ? change.add : change.remove;
    for (const imap::Flag &flag : more)
        flags.insert(flag);
    for (const imap::Flag &flag : less)
        flags.remove(flag);
    return flags;
}

/// Gmail's labels after a change, or before it.
QStringList changed(QStringList labels, const imap::LabelChange &change, bool back)
{
    const QStringList &more = back ? change.remove : change.add;
    const QStringList &less = back ? change.add : change.remove;
    for (const QString &label : more) {
        if (!labels.contains(label))
            labels << label;
    }
    for (const QString &label : less)
        labels.removeAll(label);
    labels.sort();
    return labels;
}

} // namespace

QList<SearchHit> mergeHits(const QList<HitSource> &sources, bool byUid)
{
    QList<SearchHit> merged;
    QSet<SearchHit::Key> seen;
    std::vector<qsizetype> heads(size_t(sources.size()), 0);
    for (;;) {
        qsizetype best = -1;
        qint64 newest = 0;
        for (qsizetype i = 0; i < sources.size(); ++i) {
            const HitSource &source = sources.at(i);
            const qsizetype head = heads[size_t(i)];
            if (head == source.hits.size()) {
                if (source.hasMore())
                    return merged; // its next one may be the newest
                continue;
            }
            const qint64 place = placeOf(source.hits.at(head), byUid);
            if (best < 0 || place > newest) {
                best = i;
                newest = place;
            }
        }
        if (best < 0)
            return merged;
        const SearchHit &hit = sources.at(best).hits.at(heads[size_t(best)]++);
        if (const auto key = hit.key(); !seen.contains(key)) {
            seen.insert(key);
            merged.append(hit);
        }
    }
}

void renewFirstPage(HitSource &source, const QList<SearchHit> &page, const QByteArray &next)
{
    QList<SearchHit> rest;
    if (!page.isEmpty() && !next.isEmpty() && source.hits.size() > page.size()) {
        const SearchHit::Key last = page.last().key();
        const auto same = std::find_if(source.hits.cbegin(), source.hits.cend(),
                                       [&last](const SearchHit &hit) { return hit.key() == last; });
        if (same != source.hits.cend())
            rest = source.hits.sliced(same - source.hits.cbegin() + 1);
    }
    source.hits = page + rest;
    if (rest.isEmpty())
        source.next = next;
}

bool applyChange(QList<SearchHit> &hits, const imap::AccountHandle *account, const imap::Change &change,
                 bool back)
{
    const auto isOf = [account](const SearchHit &hit, const auto &of) {
        return hit.account == account && hit.folder == of.folder && of.uids.contains(hit.message->uid);
    };
    const auto edit = [&](const auto &of, auto member) {
        bool any = false;
        for (SearchHit &hit : hits) {
            if (!isOf(hit, of))
                continue;
            auto now = changed((*hit.message).*member, of, back);
            if (now == (*hit.message).*member)
                continue;
            auto message = std::make_shared<imap::MessageSummary>(*hit.message);
            (*message).*member = std::move(now);
            hit.message = message;
            any = true;
        }
        return any;
    };
    if (const auto *flags = std::get_if<imap::FlagChange>(&change))
        return edit(*flags, &imap::MessageSummary::flags);
    if (const auto *labels = std::get_if<imap::LabelChange>(&change))
        return edit(*labels, &imap::MessageSummary::gmailLabels);
    if (back)
        return false;
    const auto remove = [&](const auto &gone) {
        return hits.removeIf([&](const SearchHit &hit) { return isOf(hit, gone); }) > 0;
    };
    if (const auto *moved = std::get_if<imap::MoveChange>(&change))
        return remove(*moved);
    if (const auto *deleted = std::get_if<imap::DeleteChange>(&change))
        return remove(*deleted);
    return false;
}

} // namespace ui
