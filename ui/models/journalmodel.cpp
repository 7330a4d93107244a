#include "ui/models/journalmodel.h"

#include "ui/models/changewords.h"
#include "ui/support/formatting.h"
#include "ui/support/onfinished.h"

#include <algorithm>

namespace ui
{

using imap::JournalEntry;
using imap::OperationState;

namespace
{

constexpr size_t mostRows = 2000;
constexpr size_t mostAtOnce = 100; ///< more are a new list rather than insertions

bool isOpen(OperationState state)
{
    return state == OperationState::Waiting || state == OperationState::Running;
}

} // namespace

JournalModel::JournalModel(NameFolder nameOf, QObject *parent)
    : QAbstractListModel(parent)
    , m_nameOf(std::move(nameOf))
{
}

void JournalModel::addAccount(imap::AccountHandle *account)
{
    m_accounts << account;
    m_toAsk << account;
    connect(account, &imap::AccountHandle::eventsReady, this, [this, account](const imap::EventBatch &batch) {
        ask(account);
        for (const imap::Event &event : batch.events) {
            if (const auto *changed = std::get_if<imap::JournalChanged>(&event))
                take(account, changed->entries, true);
        }
    });
}

void JournalModel::ask(imap::AccountHandle *account)
{
    if (!m_toAsk.removeOne(account))
        return;
    onFinished(
        account->journal(entriesShown), this,
        [this, account](const QList<JournalEntry> &entries) {
            if (m_accounts.contains(account))
                take(account, entries, false);
        },
        // Without a journal to read there is nothing to show; what is wrong with the store is told elsewhere.
        [](const imap::Error &) {});
}

void JournalModel::removeAccount(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    m_accounts.removeOne(account);
    m_toAsk.removeOne(account);
    beginResetModel();
    std::erase_if(m_rows, [account](const Row &row) { return row.account == account; });
    endResetModel();
    count();
}

int JournalModel::rowOf(const imap::AccountHandle *account, quint64 id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) {
        return row.account == account && row.entry.id == id;
    });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void JournalModel::take(imap::AccountHandle *account, const QList<JournalEntry> &entries, bool isNews)
{
    QHash<quint64, int> known;
    for (int row = 0; row < rowCount(); ++row) {
        if (accountAt(row) == account)
            known.insert(entryAt(row).id, row);
    }
    std::vector<Row> added;
    for (const JournalEntry &entry : entries) {
        const int row = known.value(entry.id, -1);
        if (row < 0) {
            added.push_back({account, entry});
        } else if (isNews && !(entryAt(row) == entry)) {
            m_rows[size_t(row)].entry = entry;
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
    add(added);
    count();
}

void JournalModel::add(const std::vector<Row> &rows)
{
    // The newest first; of two of the same moment the one with the higher number.
    const auto isBefore = [](const Row &a, const Row &b) {
        return std::pair(a.entry.created, a.entry.id) > std::pair(b.entry.created, b.entry.id);
    };
    if (rows.size() > mostAtOnce) {
        beginResetModel();
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        std::stable_sort(m_rows.begin(), m_rows.end(), isBefore);
        trim();
        endResetModel();
        return;
    }
    for (const Row &row : rows) {
        const auto place = std::upper_bound(m_rows.begin(), m_rows.end(), row, isBefore);
        const int at = int(place - m_rows.begin());
        beginInsertRows({}, at, at);
        m_rows.insert(place, row);
        endInsertRows();
    }
    if (m_rows.size() > mostRows + mostAtOnce) {
        beginResetModel();
        trim();
        endResetModel();
    }
}

/// The oldest go, but what still waits or failed stays whatever its age.
void JournalModel::trim()
{
    size_t excess = m_rows.size() > mostRows ? m_rows.size() - mostRows : 0;
    for (size_t row = m_rows.size(); excess > 0 && row > 0; --row) {
        if (isOpen(m_rows[row - 1].entry.state) || m_rows[row - 1].entry.state == OperationState::Failed)
            continue;
        m_rows.erase(m_rows.begin() + qsizetype(row - 1));
        --excess;
    }
}

void JournalModel::count()
{
    Counts counts;
    for (const Row &row : m_rows) {
        counts.waiting += isOpen(row.entry.state);
        counts.failed += row.entry.state == OperationState::Failed;
    }
    if (counts == m_counts)
        return;
    m_counts = counts;
    Q_EMIT countsChanged();
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString JournalModel::placeOf(const Row &row) const
{
    const imap::AccountConfig config = row.account->config();
    const imap::MailboxName folder = changedFolder(row.entry.change);
    const QString name = folder.isEmpty() ? QString() : m_nameOf(config.id, folder);
    if (name.isEmpty())
        return config.displayName;
    return m_accounts.size() > 1 ? tr("%1, %2").arg(name, config.displayName) : name;
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const JournalEntry &entry = row.entry;
    switch (role) {
    case Qt::DisplayRole:
    case JournalRole::Words:
        return changeWords(entry.change, [&](const imap::MailboxName &folder) {
            return m_nameOf(row.account->config().id, folder);
        });
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3")
            .arg(index.data(JournalRole::Words).toString(), stateWords(entry),
                 listDate(entry.created.toLocalTime()));
    case JournalRole::Id:
        return entry.id;
    case JournalRole::AccountId:
        return row.account->config().id;
    case JournalRole::State:
        return int(entry.state);
    case JournalRole::StateWords:
        return stateWords(entry);
    case JournalRole::Place:
        return placeOf(row);
    case JournalRole::Date:
        return entry.created.toLocalTime();
    case JournalRole::IconName:
        return changeIconName(entry.change);
    case JournalRole::CanRetry:
        return entry.state == OperationState::Failed;
    case JournalRole::CanDrop:
        return entry.state == OperationState::Failed || entry.state == OperationState::Waiting;
    case JournalRole::CanUndo:
        return entry.canUndo;
    default:
        return {};
    }
}

} // namespace ui
