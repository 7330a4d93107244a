#pragma once

#include "account/accounthandle.h"
#include "types/journalentry.h"

#include <QAbstractListModel>
#include <QHash>
#include <QPointer>
#include <functional>
#include <vector>

namespace ui
{

/// Roles of JournalModel.
struct JournalRole {
    enum {
        Id = Qt::UserRole + 1, ///< quint64, unique within its account
        AccountId,             ///< QString
        State,                 ///< int of imap::OperationState
        Words,                 ///< QString, what was done
        StateWords,            ///< QString, what became of it
        Place,                 ///< QString, the folder, and the account if there are several
        Date,                  ///< QDateTime, local
        IconName,              ///< QString
        CanRetry,              ///< bool
        CanDrop,               ///< bool
        CanUndo,               ///< bool
    };
};

/// The changes of all accounts that the journals remember, the newest first, live. GUI thread.
class JournalModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// What a folder of an account is called.
    using NameFolder = std::function<QString(const QString &accountId, const imap::MailboxName &folder)>;
    /// How many entries of an account's past are shown.
    static constexpr int entriesShown = 500;

    explicit JournalModel(NameFolder nameOf, QObject *parent = nullptr);

    /// Listens from now on, and asks for the past when the account first tells something: before its start
    /// it has no journal. The handle must outlive its entries.
    void addAccount(imap::AccountHandle *account);
    void removeAccount(imap::AccountHandle *account);

    /// How many wait (or are under way) and how many failed.
    struct Counts {
        int waiting = 0;
        int failed = 0;
        bool operator==(const Counts &) const = default;
    };
    Counts counts() const { return m_counts; }
    const imap::JournalEntry &entryAt(int row) const { return m_rows[size_t(row)].entry; }
    imap::AccountHandle *accountAt(int row) const { return m_rows[size_t(row)].account; }
    int rowOf(const imap::AccountHandle *account, quint64 id) const; ///< -1 if it is not here

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void countsChanged();

private:
    struct Row {
        imap::AccountHandle *account = nullptr;
        imap::JournalEntry entry;
    };

    /// `isNews`: told as it happens, so it counts more than what was asked for before.
    void take(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries, bool isNews);
    void ask(imap::AccountHandle *account);
    void add(const std::vector<Row> &rows);
    void trim();
    void count();
    QString placeOf(const Row &row) const;

    NameFolder m_nameOf;
    QList<imap::AccountHandle *> m_accounts;
    QList<imap::AccountHandle *> m_toAsk;
    std::vector<Row> m_rows; // the newest first
    Counts m_counts;
};

} // namespace ui
