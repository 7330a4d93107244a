#include "types/error.h"

namespace imap
{

Error::Error(QString message, QByteArray command, QByteArray serverText, ResponseCode code)
    : m_message(std::move(message))
    , m_command(std::move(command))
    , m_serverText(std::move(serverText))
    , m_code(std::move(code))
{
    m_what = m_message.toUtf8();
    if (!m_serverText.isEmpty())
        m_what += ": " + m_serverText;
}

} // namespace imap
