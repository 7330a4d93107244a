#pragma once

#include "types/mailboxname.h"

#include <QMimeData>

namespace ui
{

/// Messages on their way from the list to a folder of this program: those that are selected when they are
/// dropped, so a million weigh no more than one.
class MessageMime : public QMimeData
{
    Q_OBJECT
public:
    MessageMime(const QString &accountId, const imap::MailboxName &folder, qint64 count);

    QString accountId() const { return m_accountId; }
    imap::MailboxName folder() const { return m_folder; }
    qint64 count() const { return m_count; }

private:
    QString m_accountId;
    imap::MailboxName m_folder;
    qint64 m_count;
};

} // namespace ui
