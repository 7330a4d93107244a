#pragma once

#include "net/deflate.h"
#include "net/transport.h"
#include "session/wirelog.h"

namespace imap
{

/// The last step of what leaves: compressed where that was agreed, and counted as it goes over the wire.
class Outlet
{
public:
    Outlet(Transport *transport, WireLog *log)
        : m_transport(transport)
        , m_log(log)
    {
    }

    void write(const QByteArray &bytes);
    /// Octets that the system has not taken yet, compressed if they are.
    qint64 bytesToWrite() const { return m_transport->bytesToWrite(); }
    /// From now on. `deflate` must outlive this.
    void compress(Deflate *deflate) { m_deflate = deflate; }

private:
    Transport *m_transport;
    WireLog *m_log;
    Deflate *m_deflate = nullptr;
};

} // namespace imap
