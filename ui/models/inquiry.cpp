#include "ui/models/inquiry.h"

#include "ui/support/errortext.h"

namespace ui
{

Inquiry::Inquiry(imap::AccountHandle *account, QObject *parent)
    : QObject(parent)
    , m_account(account)
{
}

imap::ServerHandle *Inquiry::server() const
{
    return dynamic_cast<imap::ServerHandle *>(m_account.data());
}

void Inquiry::settle(Phase phase, const QString &problem)
{
    m_phase = phase;
    m_problem = problem;
}

void Inquiry::failed(const imap::Error &error)
{
    m_online = dynamic_cast<const imap::AbortError *>(&error) == nullptr;
    // Who answers that it cannot tell is believed: the folder may be gone.
    if (m_online || m_phase != Phase::Ready)
        settle(m_online ? Phase::Failed : Phase::Offline, errorText(error).what);
    Q_EMIT changed();
}

void Inquiry::setOnline(bool online)
{
    if (online && !m_online) {
        Q_EMIT askAgain();
    } else if (!online && m_online) {
        m_online = false;
        Q_EMIT changed();
    }
}

} // namespace ui
