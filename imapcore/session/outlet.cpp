#include "session/outlet.h"

namespace imap
{

void Outlet::write(const QByteArray &bytes)
{
    const QByteArray onTheWire = m_deflate ? m_deflate->compress(bytes) : bytes;
    m_log->countOut(onTheWire.size());
    m_transport->write(onTheWire);
}

} // namespace imap
