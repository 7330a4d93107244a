#pragma once

#include "types/events.h"

#include <QList>
#include <QMetaType>

namespace imap
{

/// What the account's connections moved since it was started.
struct Traffic {
    quint64 roundTrips = 0; ///< flights: we spoke, the server answered
    quint64 bytesIn = 0;    ///< IMAP octets, before TLS
    quint64 bytesOut = 0;
    bool operator==(const Traffic &) const = default;
};

/// What the GUI gets: plain values, to be applied in order, each batch once.
struct EventBatch {
    quint64 revision = 0; ///< ascending by one
    Traffic traffic;
    QList<Event> events;
    bool operator==(const EventBatch &) const = default;
};

} // namespace imap

Q_DECLARE_METATYPE(imap::EventBatch)
