#pragma once

#include <Qt>

namespace ui
{

/// Roles of MessageListModel. Of a row that is not known yet all but Known are invalid.
struct MessageRole {
    enum {
        Known = Qt::UserRole + 1, ///< bool
        Display,                  ///< ui::MessageDisplayPtr: everything a delegate draws, in one value
        Uid,                      ///< quint32
        Date,                     ///< QDateTime
        Size,                     ///< quint64
        Unread,                   ///< bool
        Flagged,                  ///< bool
        HasAttachment,            ///< bool
        Thread,                   ///< ui::ThreadRow: what the row is of its conversation; also if not known
        SearchText,               ///< QString, what type-ahead looks in: correspondents, then subject
    };
};

/// Columns of MessageListModel; card mode shows all of them in one.
struct MessageColumn {
    enum { Star, Correspondents, Subject, Labels, Attachment, Date, Size, Count };
};

/// Roles of FolderTreeModel.
struct FolderRoles {
    enum {
        Kind = Qt::UserRole + 1, ///< int of ui::FolderKind
        Key,                     ///< QString, the same for the same folder in every run
        AccountId,               ///< QString
        Folder,                  ///< imap::MailboxName; empty for accounts and groups
        Role,                    ///< int of imap::FolderRole
        Unread,                  ///< quint32
        UnreadBelow,             ///< quint32: of the folders below, which are hidden while it is collapsed
        Total,                   ///< quint32, invalid if not known
        Selectable,              ///< bool
        IconName,                ///< QString
        State,                   ///< int of ui::State, accounts only
        StateText,               ///< QString, accounts only
        QuotaShare,              ///< double, accounts only: of the limit that is nearest; invalid: none known
    };
};

enum class FolderKind { Account, Group, Folder };

} // namespace ui
