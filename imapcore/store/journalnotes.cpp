#include "store/journalnotes.h"

#include "store/compression.h"
#include "store/sqlite.h"

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
    struct Piece {
        MailboxName folder;
        UidValidity validity;
        quint32 first;
        quint32 last;
        int steps;
    };
    QList<Piece> open;
    for (const auto &range : place.uids.ranges())
        open.append({place.folder, place.validity, range.first, range.last, 0});
    QList<Place> places;
    auto trails = m_database.prepare(
        "SELECT first, last, to_folder, to_folder_wire, to_validity, to_first FROM trails WHERE folder = ? "
        "AND uid_validity = ? AND last >= ? AND first <= ? ORDER BY last, id DESC");
    while (!open.isEmpty()) {
        const Piece piece = open.takeLast();
        quint64 next = piece.first; // what is behind has been dealt with
        trails.bind(1, piece.folder.toString()).bind(2, piece.validity.value);
        trails.bind(3, piece.first).bind(4, piece.last);
        while (piece.steps < LongestChain && trails.step()) {
            const auto first = quint32(std::max<qint64>(trails.number(0), qint64(next)));
            const auto last = quint32(std::min<qint64>(trails.number(1), piece.last));
            if (first > last)
                continue;
            if (first > next)
                addTo(places, piece.folder, piece.validity, quint32(next), first - 1);
            const auto target = quint32(trails.number(5) + (first - trails.number(0)));
            open.append({MailboxName(trails.text(2), trails.blob(3)), UidValidity(trails.number32(4)), target,
                         target + (last - first), piece.steps + 1});
            next = quint64(last) + 1;
        }
        trails.reset();
        if (next <= piece.last)
            addTo(places, piece.folder, piece.validity, quint32(next), piece.last);
    }
    return places;
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
