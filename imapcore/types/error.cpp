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

QByteArray withoutTimes(const QByteArray &serverText)
{
    const qsizetype open = serverText.lastIndexOf(" (");
    const qsizetype close = serverText.indexOf(" secs)", qMax<qsizetype>(open, 0));
    if (open < 0 || close < 0)
        return serverText;
    for (qsizetype i = open + 2; i < close; ++i) {
        if (!QByteArrayView("0123456789.+ ").contains(serverText[i]))
            return serverText;
    }
    return serverText.left(open) + serverText.mid(close + 6);
}

QString refusalWords(const Error &error)
{
    return error.serverText().isEmpty() ? error.message()
                                        : QString::fromUtf8(withoutTimes(error.serverText()));
}

} // namespace imap
