#include "session/filesink.h"

#include "types/error.h"

namespace imap
{

FileSink::FileSink(const QString &name)
    : m_file(name)
{
    // For /dev/stdout and the like, where no file can be put beside.
    m_file.setDirectWriteFallback(true);
    if (!m_file.open(QIODevice::WriteOnly))
        throw LocalError(QStringLiteral("%1 cannot be written: %2").arg(name, m_file.errorString()));
}

bool FileSink::write(QByteArrayView octets)
{
    if (m_finished)
        return true;
    if (m_file.write(octets.data(), octets.size()) == octets.size())
        return true;
    m_failure = QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString());
    return false;
}

void FileSink::commit()
{
    if (!m_file.commit())
        throw LocalError(
            QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString()));
}

} // namespace imap
