#pragma once

#include "wire/bytesource.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <functional>
#include <memory>

namespace imap::wire
{

/// Takes the octets of one literal that is too large to be held in memory.
class Spill
{
public:
    virtual ~Spill() = default;
    /// The next octets, in order. False: they cannot be kept, and the response is refused.
    virtual bool write(QByteArrayView octets) = 0;
    /// All octets were written. What reads them back, or null where that is not for others.
    virtual ByteSourcePointer finish() = 0;
    /// Why `write` gave false; empty while all is well.
    virtual QString failure() const = 0;
};

/// Asked when a literal over Limits::spillOver was announced: `response` is what came of the response so far,
/// the announcement included. Null: keep it in memory.
using SpillOpener = std::function<std::shared_ptr<Spill>(QByteArrayView response, qint64 octets)>;

/// A literal whose octets are not in Frame::bytes.
struct SpilledLiteral {
    qsizetype at = 0; ///< where in Frame::bytes they would stand: behind the announcement's line end
    qint64 size = 0;
    ByteSourcePointer octets; ///< as Spill::finish gave it
    bool operator==(const SpilledLiteral &) const = default;
};

} // namespace imap::wire
