#include "ui/views/messagemime.h"

namespace ui
{

MessageMime::MessageMime(const QString &accountId, const imap::MailboxName &folder, qint64 count)
    : m_accountId(accountId)
    , m_folder(folder)
    , m_count(count)
{
    // Something must stand here for a drag to begin; it means nothing to other programs.
    setData(QStringLiteral("application/x-postrider-messages"), QByteArray::number(count));
}

} // namespace ui
