#pragma once

#include "account/accounthandle.h"

#include <QHash>
#include <QObject>

namespace ui
{

/// What each account last told of its connection and traffic, and what it wants people to know.
class AccountWatch : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void add(imap::AccountHandle *account);
    void remove(imap::AccountHandle *account);

    QList<imap::AccountHandle *> accounts() const { return m_accounts; }
    /// From now on they stand in this order; those that it does not name come last.
    void setOrder(const QStringList &ids);
    imap::AccountHandle *byId(const QString &id) const;
    imap::ConnectionChanged connection(imap::AccountHandle *account) const
    {
        return m_known.value(account).connection;
    }
    imap::Traffic traffic(imap::AccountHandle *account) const { return m_known.value(account).traffic; }

Q_SIGNALS:
    void connectionChanged(imap::AccountHandle *account);
    void trafficChanged(imap::AccountHandle *account);
    void foldersChanged(imap::AccountHandle *account, const imap::FoldersChanged &folders);
    void journalChanged(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries);
    void alertRaised(imap::AccountHandle *account, const QString &text);
    void operationFailed(imap::AccountHandle *account, quint64 operation,
                         const std::shared_ptr<const imap::Error> &error);

private:
    struct Known {
        imap::ConnectionChanged connection;
        imap::Traffic traffic;
    };
    void apply(imap::AccountHandle *account, const imap::EventBatch &batch);

    QList<imap::AccountHandle *> m_accounts;
    QHash<imap::AccountHandle *, Known> m_known;
};

/// What became of changes that met others on the server, in words.
QString conflictText(const imap::ChangesConflicted &conflict);
/// The server of an account in words: its host, else the account's name.
QString serverName(const imap::AccountHandle *account);

} // namespace ui
