#include "store/journalnotes.h"

#include "store/compression.h"
#include "store/sqlite.h"

#include <algorithm>

namespace imap::store
{

namespace
{

/// Nobody moves a message so often; a longer chain is a circle in a damaged file.
constexpr int LongestChain = 1000;

void addTo(QList<Place> &places, const MailboxName &folder, UidValidity validity, quint32 first, quint32 last)
{
    auto at = std::find_if(places.begin(), places.end(), [&](const Place &place) {
        return place.folder == folder && place.validity == validity;
    });
    if (at == places.end()) {
        places.append({folder, validity, {}});
        at = places.end() - 1;
    }
    at->uids.addRange(first, last);
}

} // namespace

void JournalNotes::keep(quint64 operation, quint32 item, const QByteArray &octets)
{
    const QByteArray packed = compress(octets);
    const bool smaller = packed.size() < octets.size();
    auto insert = m_database.prepare("INSERT OR REPLACE INTO kept_messages (operation, item, size, packed, "
                                     "data) VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, operation).bind(2, qint64(item)).bind(3, qint64(octets.size()));
    insert.bind(4, int(smaller)).bind(5, smaller ? packed : octets).run();
}

std::optional<QByteArray> JournalNotes::kept(quint64 operation, quint32 item) const
{
    auto row = m_database.prepare("SELECT size, packed, data FROM kept_messages WHERE operation = ? AND "
                                  "item = ?");
    row.bind(1, operation).bind(2, qint64(item));
    if (!row.step())
        return {};
    const QByteArray data = row.blob(2);
    if (row.number(1) == 0)
        return data;
    return uncompress(data, qsizetype(row.number(0)));
}

bool JournalNotes::isKept(quint64 operation, quint32 item) const
{
    auto row = m_database.prepare("SELECT 1 FROM kept_messages WHERE operation = ? AND item = ?");
    row.bind(1, operation).bind(2, qint64(item));
    return row.step();
}

void JournalNotes::addTrail(const Trail &trail)
{
    if (trail.count == 0)
        return;
    auto insert = m_database.prepare(
        "INSERT INTO trails (folder, uid_validity, first, last, to_folder, to_folder_wire, "
        "to_validity, to_first, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, trail.folder.toString()).bind(2, trail.validity.value);
    insert.bind(3, trail.first.value).bind(4, qint64(trail.first.value) + trail.count - 1);
    insert.bind(5, trail.to.toString()).bind(6, trail.to.wireBytes());
    insert.bind(7, trail.toValidity.value).bind(8, trail.toFirst.value).bind(9, m_clock()).run();
}

QList<Place> JournalNotes::locate(const Place &place) const
{
    QList<std::pair<Place, int>> open{{place, 0}}; // and how often they have moved
    QList<Place> places;
    while (!open.isEmpty()) {
        const auto [from, steps] = open.takeLast();
        UidSet gone;
        const QList<Place> targets = steps < LongestChain ? followOnce(from, gone) : QList<Place>();
        for (const Place &target : targets)
            open.append({target, steps + 1});
        UidSet stays = from.uids;
        stays.subtract(gone);
        for (const UidSet::Range &range : stays.ranges())
            addTo(places, from.folder, from.validity, range.first, range.last);
    }
    return places;
}

/// Where those of these messages went that have a trail, which are added to `gone`. Trails and UIDs ascend,
/// so both are walked once.
QList<Place> JournalNotes::followOnce(const Place &place, UidSet &gone) const
{
    QList<Place> targets;
    const QList<UidSet::Range> &ranges = place.uids.ranges();
    if (ranges.isEmpty())
        return targets;
    auto trails = m_database.prepare(
        "SELECT first, last, to_folder, to_folder_wire, to_validity, to_first FROM trails WHERE folder = ? "
        "AND uid_validity = ? AND last >= ? AND first <= ? ORDER BY last, id DESC");
    trails.bind(1, place.folder.toString()).bind(2, place.validity.value);
    trails.bind(3, ranges.first().first).bind(4, ranges.last().last);
    auto range = ranges.begin();
    qint64 next = 0; // what is before has been dealt with
    while (trails.step()) {
        const qint64 begin = trails.number(0);
        const qint64 last = trails.number(1);
        const qint64 first = std::max(begin, next);
        next = std::max(next, last + 1);
        range = std::lower_bound(range, ranges.end(), first,
                                 [](const UidSet::Range &one, qint64 uid) { return one.last < uid; });
        for (auto at = range; at != ranges.end() && at->first <= last; ++at) {
            const qint64 from = std::max<qint64>(first, at->first);
            const qint64 to = std::min<qint64>(last, at->last);
            if (from > to)
                break;
            gone.addRange(quint32(from), quint32(to));
            const qint64 target = trails.number(5) - begin;
            addTo(targets, MailboxName(trails.text(2), trails.blob(3)), UidValidity(trails.number32(4)),
                  quint32(target + from), quint32(target + to));
        }
    }
    return targets;
}

QList<MailboxName> JournalNotes::folders() const
{
    QList<MailboxName> names;
    auto rows =
        m_database.prepare("SELECT folder, x'' FROM trails UNION SELECT to_folder, to_folder_wire FROM "
                           "trails");
    while (rows.step())
        names.append(MailboxName(rows.text(0), rows.blob(1)));
    return names;
}

void JournalNotes::renameFolder(const MailboxName &from, const MailboxName &to)
{
    m_database.prepare("UPDATE trails SET folder = ? WHERE folder = ?")
        .bind(1, to.toString())
        .bind(2, from.toString())
        .run();
    m_database.prepare("UPDATE trails SET to_folder = ?, to_folder_wire = ? WHERE to_folder = ?")
        .bind(1, to.toString())
        .bind(2, to.wireBytes())
        .bind(3, from.toString())
        .run();
}

void JournalNotes::forgetBefore(const QDateTime &time)
{
    m_database.prepare("DELETE FROM trails WHERE made_at < ?").bind(1, time.toMSecsSinceEpoch()).run();
    m_database
        .prepare("DELETE FROM kept_messages WHERE operation NOT IN (SELECT id FROM operations) AND "
                 "operation NOT IN (SELECT undoes FROM operations WHERE state < 2)")
        .run();
}

} // namespace imap::store
