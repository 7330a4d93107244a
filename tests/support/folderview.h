#pragma once

#include "account/accounthandle.h"

#include <QObject>
#include <QtTest>
#include <vector>

namespace imap::test
{

/// What a view would show: applies an account's batches in order to a plain list, and checks on the way that
/// they make sense (revisions without a gap, rows within the folder).
class FolderView : public QObject
{
    Q_OBJECT
public:
    explicit FolderView(AccountHandle *account)
    {
        connect(account, &AccountHandle::eventsReady, this, &FolderView::apply);
    }

    MailboxName folder;
    std::vector<MessageSummaryPtr> rows; ///< index 0 is message number 1
    int resets = 0;
    bool fromCache = false;
    bool beganFromCache = false; ///< the first one was
    bool readOnly = false;
    int synchronised = 0;
    quint32 fetched = 0;
    ConnectionChanged connection;
    QList<FolderInfo> folders;
    QList<AlertRaised> alerts;
    QList<OperationFailed> failures;
    QList<ChangesConflicted> conflicts;
    QMap<quint64, JournalEntry> journal; ///< as last told
    std::shared_ptr<const Error> folderError;
    Traffic traffic;
    FillProgress fill;
    std::optional<QList<Quota>> quotas; ///< as last told

    int knownRows() const
    {
        return int(std::count_if(rows.begin(), rows.end(), [](const auto &row) { return row != nullptr; }));
    }
    QList<quint32> uids() const
    {
        QList<quint32> list;
        for (const auto &row : rows)
            list.append(row ? row->uid.value : 0);
        return list;
    }
    MessageSummaryPtr message(Uid uid) const
    {
        for (const auto &row : rows) {
            if (row && row->uid == uid)
                return row;
        }
        return {};
    }
    const FolderInfo *find(const QString &name) const
    {
        for (const FolderInfo &one : folders) {
            if (one.name == MailboxName(name))
                return &one;
        }
        return nullptr;
    }

private:
    void apply(const EventBatch &batch)
    {
        QCOMPARE(batch.revision, m_revision + 1);
        m_revision = batch.revision;
        traffic = batch.traffic;
        for (const Event &event : batch.events)
            std::visit([this](const auto &one) { take(one); }, event);
    }
    void take(const FolderReset &event)
    {
        folder = event.folder;
        rows.assign(event.total, nullptr);
        ++resets;
        fromCache = event.fromCache;
        if (resets == 1)
            beganFromCache = fromCache;
        readOnly = event.readOnly;
        put(event.rows);
    }
    void take(const MessagesInserted &event)
    {
        if (event.folder != folder)
            return;
        QVERIFY(event.first.value <= rows.size() + 1);
        const size_t at = event.first.isValid() ? event.first.value - 1 : rows.size();
        rows.insert(rows.begin() + qptrdiff(at), event.count, nullptr);
    }
    void take(const MessagesChanged &event)
    {
        if (event.folder == folder)
            put(event.rows);
    }
    void take(const MessagesRemoved &event)
    {
        if (event.folder != folder)
            return;
        for (const SeqNum number : event.numbers) {
            QVERIFY(number.isValid() && number.value <= rows.size());
            rows.erase(rows.begin() + (number.value - 1));
        }
    }
    void take(const FoldersChanged &event) { folders = event.folders; }
    void take(const FolderStatusChanged &event)
    {
        for (FolderInfo &one : folders) {
            if (one.name == event.folder) {
                one.total = event.total;
                one.unseen = event.unseen;
            }
        }
    }
    void take(const ConnectionChanged &event) { connection = event; }
    void take(const AlertRaised &event) { alerts.append(event); }
    void take(const OperationFailed &event) { failures.append(event); }
    void take(const ChangesConflicted &event) { conflicts.append(event); }
    void take(const JournalChanged &event)
    {
        for (const JournalEntry &entry : event.entries)
            journal.insert(entry.id, entry);
    }
    void take(const FolderFailed &event) { folderError = event.error; }
    void take(const FolderSynchronised &event)
    {
        ++synchronised;
        fetched = event.fetched;
    }
    void take(const FillProgress &event) { fill = event; }
    void take(const QuotaChanged &event) { quotas = event.quotas; }
    template <class Other>
    void take(const Other &)
    {
    }
    void put(const QList<MessageRow> &list)
    {
        for (const MessageRow &row : list) {
            QVERIFY(row.number.isValid() && row.number.value <= rows.size());
            rows[row.number.value - 1] = row.message;
        }
    }

    quint64 m_revision = 0;
};

} // namespace imap::test
