#pragma once

#include "account/accounthandle.h"
#include "types/serverdetails.h"
#include "ui/models/inquiry.h"
#include "ui/models/pendingchanges.h"

#include <QAbstractTableModel>

namespace ui
{

/// What is noted on a folder, or on the server: what the server tells, with the changes of the journal that
/// it has not confirmed over it. Asks again when a change was made or refused, and when the connection comes
/// back. Changes nothing itself: it shows a change at once and asks for it by changeWanted. GUI thread.
class AnnotationModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Title, Audience, Value, ColumnCount };
    using Phase = Inquiry::Phase;

    /// The handle must be a ServerHandle as well, and may go away; no `folder` means the server.
    AnnotationModel(imap::AccountHandle *account, const imap::MailboxName &folder, QObject *parent = nullptr);

    const imap::MailboxName &folder() const { return m_folder; }
    Phase phase() const { return m_inquiry->phase(); }
    QString problem() const { return m_inquiry->problem(); }
    /// Whether the last try to ask the server got through.
    bool isOnline() const { return m_inquiry->isOnline(); }
    /// Octets of the longest value that is not shown; nullopt: all are.
    std::optional<quint64> leftOut() const { return m_leftOut; }

    /// Empty where there is no such row.
    QByteArray entryAt(int row) const;
    QByteArray valueAt(int row) const;
    int rowOf(const QByteArray &entry) const;
    /// Whether a change of it is not confirmed yet.
    bool isUnderWay(const QByteArray &entry) const { return m_entries.isUnderWay(entry.toLower()); }

    /// Shows and asks for it; nullopt takes the entry away.
    void change(QByteArray entry, const std::optional<QByteArray> &value);
    /// Asks the server again; changes that nobody knows of are forgotten.
    void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void stateChanged();
    void changeWanted(const imap::MetadataChange &change);
    /// One of this model's changes is in the journal under this number.
    void entered(quint64 operation, const QByteArray &entry);
    /// The change of that number was taken back, here or elsewhere.
    void takenBack(quint64 operation);
    /// The server did not take a change, which is taken back here.
    void refused(const QByteArray &entry, const QString &words);

private:
    using Pending = PendingChanges<QByteArray>;

    void ask();
    void answered(const imap::Annotations &annotations);
    void take(const imap::JournalEntry &entry, const QString &refusal);
    void show();

    imap::MailboxName m_folder;
    Inquiry *m_inquiry;
    std::optional<quint64> m_leftOut;
    Pending m_entries; ///< by name in small letters
    QList<imap::MetadataEntry> m_rows;
};

} // namespace ui
