#include "ui/mainwindow/operations.h"

#include "ui/support/onfinished.h"

namespace ui
{
namespace
{

constexpr qsizetype maximumEntries = 500;

} // namespace

void Operations::changeFlags(imap::AccountHandle *account, const imap::MailboxName &folder,
                             const QList<imap::Uid> &uids, const imap::FlagSet &add,
                             const imap::FlagSet &remove, const QString &words, bool quiet)
{
    if (!account || uids.isEmpty())
        return;
    onFinished(
        account->changeFlags(folder, uids, add, remove), this,
        [this, words, quiet, guarded = QPointer<imap::AccountHandle>(account)](quint64 operation) {
            if (quiet || operation == 0 || !guarded)
                return;
            m_undone.clear(); // a new deed ends what could have been done again
            m_done.append({guarded, operation, words});
            if (m_done.size() > maximumEntries)
                m_done.removeFirst();
            Q_EMIT changed();
            Q_EMIT done(words, false);
        },
        [this, words, quiet](const imap::Error &error) {
            if (!quiet)
                Q_EMIT failed(words, error);
        });
}

void Operations::undo()
{
    reverse(m_done, m_undone, true);
}

void Operations::redo()
{
    reverse(m_undone, m_done, false);
}

void Operations::reverse(QList<Entry> &from, QList<Entry> &to, bool isUndo)
{
    while (!from.isEmpty() && !from.last().account)
        from.removeLast();
    if (from.isEmpty()) {
        Q_EMIT changed();
        return;
    }
    const Entry entry = from.takeLast();
    Q_EMIT changed();
    onFinished(
        entry.account->undo(entry.operation), this,
        [this, entry, &to, isUndo](quint64 operation) {
            // The reverse is a deed of its own in the journal; taking that back does it again.
            if (operation != 0)
                to.append({entry.account, operation, entry.words});
            Q_EMIT changed();
            Q_EMIT done(entry.words, isUndo);
        },
        [this, entry](const imap::Error &error) { Q_EMIT failed(entry.words, error); });
}

QString Operations::refused(imap::AccountHandle *account, quint64 operation)
{
    for (QList<Entry> *list : {&m_done, &m_undone}) {
        for (qsizetype i = list->size() - 1; i >= 0; --i) {
            if (list->at(i).account != account || list->at(i).operation != operation)
                continue;
            const QString words = list->at(i).words;
            list->removeAt(i);
            Q_EMIT changed();
            return words;
        }
    }
    return {};
}

void Operations::forget(imap::AccountHandle *account)
{
    for (QList<Entry> *list : {&m_done, &m_undone})
        list->removeIf([account](const Entry &entry) { return !entry.account || entry.account == account; });
    Q_EMIT changed();
}

} // namespace ui
