#pragma once

#include "account/accounthandle.h"
#include "types/serverdetails.h"
#include "ui/models/aclidentifier.h"
#include "ui/models/inquiry.h"
#include "ui/models/pendingchanges.h"
#include "ui/models/rightswords.h"

#include <QAbstractListModel>
#include <QHash>
#include <QPointer>

namespace ui
{

/// Roles of AclModel; the name is Qt::DisplayRole.
struct AclRole {
    enum {
        Identifier = Qt::UserRole + 1, ///< QByteArray
        Kind,                          ///< int of ui::AclKind
        Negative,                      ///< bool
        KindText,                      ///< QString: what stands under the name
        Letters,                       ///< QString
        Access,                        ///< int of ui::AccessRole
        AccessText,                    ///< QString: its name; of negative ones, what is taken away
    };
};

/// Who may do what in one folder: what the server tells, with the changes of the journal that it has not
/// confirmed over it. Asks again when a change was made or refused, and when the connection comes back.
/// Changes nothing itself: it shows a change at once and asks for it by changeWanted. GUI thread.
class AclModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using Phase = Inquiry::Phase; ///< Ready: also where only the own rights are known

    /// The handle must be a ServerHandle as well, and may go away; `folder` is as the list of folders has it.
    AclModel(imap::AccountHandle *account, const imap::FolderInfo &folder, QObject *parent = nullptr);

    Phase phase() const { return m_inquiry->phase(); }
    QString problem() const { return m_inquiry->problem(); }
    /// Whether the last try to ask the server got through.
    bool isOnline() const { return m_inquiry->isOnline(); }
    /// RFC 4314; false: the server has the rights of RFC 2086, c and d for k, x, t, e.
    bool newRights() const { return m_access.newRights; }
    std::optional<imap::Rights> ownRights() const { return m_access.mine; }
    QString ownUser() const;
    /// Whether the person may change anything here: entries are known, and the right a is there.
    bool canChange() const;
    /// Who could change it, by name, without the person; empty: nobody knows.
    QStringList administrators() const;

    imap::AclEntry entryAt(int row) const { return m_rows.value(row); }
    AclWho whoAt(int row) const;
    int rowOf(const QByteArray &identifier) const;
    /// Why nobody can be added under this name; empty: somebody can.
    QString addProblem(const QByteArray &identifier) const;

    /// What can be granted to this identifier (LISTRIGHTS); null while that is not known.
    const imap::GrantableRights *grantable(const QByteArray &identifier) const;
    void askGrantable(const QByteArray &identifier);

    /// Whether the person could not take this back, as the right a would be gone.
    bool givesUpOwnRights(const QByteArray &identifier, imap::Rights rights) const;
    /// Shows and asks for it. Without rights the entry goes.
    void change(const QByteArray &identifier, imap::Rights rights);

    /// Whether the server has not confirmed a change of it yet.
    bool isUnderWay(const QByteArray &identifier) const { return m_entries.isUnderWay(identifier); }

    /// Asks the server again, as others may have changed something.
    void ask();
    /// The same; changes that nobody knows of are forgotten.
    void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    /// The phase, own rights, or what may be done here.
    void stateChanged();
    void grantableChanged(const QByteArray &identifier);
    void changeWanted(const imap::AclChange &change);
    /// One of this model's changes is in the journal under this number; `isNew`: there was no such entry.
    void entered(quint64 operation, const QByteArray &identifier, bool isNew);
    /// The change of that number was taken back, here or elsewhere.
    void takenBack(quint64 operation);
    /// The server took a change and made less of it: rights that it left although they were taken away, and
    /// that it did not give.
    void madeOtherwise(const QByteArray &identifier, imap::Rights left, imap::Rights missing);
    /// The server did not take a change, which is taken back here.
    void refused(const QByteArray &identifier, const QString &words);

private:
    using Pending = PendingChanges<imap::Rights>;

    void take(const imap::JournalEntry &entry, const QString &refusal);
    void answered(const imap::FolderAccess &access);
    void compare(const imap::AclChange &made);
    imap::Rights spelt(imap::Rights rights) const;
    void show();
    QString accessText(const imap::AclEntry &entry) const;

    QPointer<imap::AccountHandle> m_account;
    imap::FolderInfo m_folder;
    Inquiry *m_inquiry;
    imap::FolderAccess m_access;
    Pending m_entries;
    QList<imap::AclEntry> m_rows; ///< what is shown
    QHash<QByteArray, imap::GrantableRights> m_grantable;
    QHash<QByteArray, imap::AclChange> m_made; ///< confirmed; what came of it the next answer tells
};

/// What checking or unchecking `right` makes of `rights`: rights that the server grants only together go
/// together, and those it always grants stay. `grantable` may be null.
imap::Rights toggledRights(imap::Rights rights, char right, bool on, const imap::GrantableRights *grantable);
/// The rights nearest to `wanted` that the server can grant, none of them that is not wanted but for those
/// that it grants always.
imap::Rights fittingRights(imap::Rights wanted, const imap::GrantableRights *grantable);
/// All that can be granted, without the digits, which are for a server's own use (RFC 4314 §2).
imap::Rights allRights(const imap::GrantableRights &grantable);

} // namespace ui
