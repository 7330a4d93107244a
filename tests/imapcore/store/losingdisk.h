#pragma once

#include <QByteArray>
#include <QRandomGenerator>
#include <QString>
#include <limits>

/// A disk for SQLite that can lose power and run full, laid over the real one. Of what was written since a
/// file was last synced, a power loss keeps some writes and not others, in no order, and some in half.
class LosingDisk
{
public:
    /// Is the disk of all databases that are opened while this lives; one at a time.
    LosingDisk();
    ~LosingDisk();
    LosingDisk(const LosingDisk &) = delete;
    LosingDisk &operator=(const LosingDisk &) = delete;

    /// What a computer would find after losing power now: files of `from`, made in `to`.
    void losePower(const QString &from, const QString &to, QRandomGenerator &random) const;
    /// Files may grow by so many octets from now on.
    void setRoom(qint64 octets);
    void setEndlessRoom() { setRoom(std::numeric_limits<qint64>::max()); }
    /// How often a file was synced since this was asked last.
    int takeSyncs();
};
