#pragma once

#include "types/mailboxname.h"

#include <QMimeData>

namespace ui
{

/// A folder on its way to another place in the folder pane.
class FolderMime : public QMimeData
{
    Q_OBJECT
public:
    FolderMime(const QString &accountId, const imap::MailboxName &folder);

    QString accountId() const { return m_accountId; }
    imap::MailboxName folder() const { return m_folder; }

private:
    QString m_accountId;
    imap::MailboxName m_folder;
};

} // namespace ui
