#include "ui/mainwindow/accountwatch.h"

#include "ui/support/formatting.h"

#include <algorithm>

namespace ui
{

void AccountWatch::add(imap::AccountHandle *account)
{
    m_accounts << account;
    m_known.insert(account, {});
    connect(account, &imap::AccountHandle::eventsReady, this,
            [this, account](const imap::EventBatch &batch) { apply(account, batch); });
}

void AccountWatch::remove(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    m_accounts.removeOne(account);
    m_known.remove(account);
}

void AccountWatch::setOrder(const QStringList &ids)
{
    const auto place = [&ids](const imap::AccountHandle *account) {
        const qsizetype at = ids.indexOf(account->config().id);
        return at < 0 ? ids.size() : at;
    };
    std::stable_sort(m_accounts.begin(), m_accounts.end(),
                     [&](const auto *a, const auto *b) { return place(a) < place(b); });
}

imap::AccountHandle *AccountWatch::byId(const QString &id) const
{
    for (imap::AccountHandle *account : m_accounts) {
        if (account->config().id == id)
            return account;
    }
    return nullptr;
}

void AccountWatch::apply(imap::AccountHandle *account, const imap::EventBatch &batch)
{
    const bool moved = m_known[account].traffic != batch.traffic;
    m_known[account].traffic = batch.traffic;
    for (const imap::Event &event : batch.events) {
        if (const auto *connection = std::get_if<imap::ConnectionChanged>(&event)) {
            m_known[account].connection = *connection;
            Q_EMIT connectionChanged(account);
        } else if (const auto *folders = std::get_if<imap::FoldersChanged>(&event)) {
            Q_EMIT foldersChanged(account, *folders);
        } else if (const auto *journal = std::get_if<imap::JournalChanged>(&event)) {
            Q_EMIT journalChanged(account, journal->entries);
        } else if (const auto *alert = std::get_if<imap::AlertRaised>(&event)) {
            Q_EMIT alertRaised(account, alert->text);
        } else if (const auto *conflict = std::get_if<imap::ChangesConflicted>(&event)) {
            Q_EMIT alertRaised(account, conflictText(*conflict));
        } else if (const auto *failed = std::get_if<imap::OperationFailed>(&event)) {
            Q_EMIT operationFailed(account, failed->operation, failed->error);
        }
    }
    if (moved)
        Q_EMIT trafficChanged(account);
}

QString conflictText(const imap::ChangesConflicted &conflict)
{
    QStringList sentences;
    const auto add = [&sentences](quint64 count, const QString &one, const QString &many) {
        if (count > 0)
            sentences << (count == 1 ? one : many.arg(countText(qint64(count))));
    };
    add(conflict.removed.count(),
        AccountWatch::tr("A message that you changed was removed on the server meanwhile."),
        AccountWatch::tr("%1 messages that you changed were removed on the server meanwhile."));
    add(conflict.merged.count(), AccountWatch::tr("A message was also changed elsewhere; your marks stand."),
        AccountWatch::tr("%1 messages were also changed elsewhere; your marks stand."));
    return sentences.join(QLatin1Char(' '));
}

QString serverName(const imap::AccountHandle *account)
{
    if (!account)
        return {};
    const imap::AccountConfig config = account->config();
    return config.connection.host.isEmpty() ? config.displayName : config.connection.host;
}

} // namespace ui
