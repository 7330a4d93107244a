#include "ui/views/foldermime.h"

namespace ui
{

FolderMime::FolderMime(const QString &accountId, const imap::MailboxName &folder)
    : m_accountId(accountId)
    , m_folder(folder)
{
}

} // namespace ui
