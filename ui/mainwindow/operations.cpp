#include "ui/mainwindow/operations.h"

#include "ui/models/changewords.h"
#include "ui/support/onfinished.h"

#include <algorithm>

namespace ui
{
namespace
{

constexpr qsizetype maximumEntries = 500;
constexpr int rememberedEntries = 200;

/// What the program does by itself, as far as the journal shows it: a message that was read.
bool looksQuiet(const imap::Change &change)
{
    const auto *flags = std::get_if<imap::FlagChange>(&change);
    return flags && flags->add == imap::FlagSet{imap::flags::Seen} && flags->remove.isEmpty() &&
           flags->uids.count() == 1;
}

} // namespace

Operations::Operations(JournalModel::NameFolder nameOf, QObject *parent)
    : QObject(parent)
    , m_nameOf(std::move(nameOf))
{
}

QString Operations::wordsFor(const imap::AccountHandle *account, const imap::Change &change) const
{
    const QString id = account->config().id;
    return changeWords(change, [&](const imap::MailboxName &folder) { return m_nameOf(id, folder); });
}

void Operations::add(imap::AccountHandle *account)
{
    connect(account, &imap::AccountHandle::eventsReady, this, [this, account](const imap::EventBatch &batch) {
        ask(account);
        apply(account, batch);
    });
    m_toAsk << account;
}

void Operations::ask(imap::AccountHandle *account)
{
    // An account that was not started yet has no journal; when it tells something, it has.
    if (!m_toAsk.removeOne(account))
        return;
    onFinished(
        account->journal(rememberedEntries), this,
        [this, guarded = QPointer<imap::AccountHandle>(account)](const QList<imap::JournalEntry> &entries) {
            if (guarded)
                remember(guarded, entries);
        },
        [](const imap::Error &) {}); // nothing is known of earlier runs, so nothing of them can be undone
}

void Operations::remember(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries)
{
    for (const imap::JournalEntry &entry : entries) {
        const bool known = std::any_of(m_done.begin(), m_done.end(), [&](const Entry &other) {
            return other.account == account && other.operation == entry.id;
        });
        const bool ended =
            entry.state == imap::OperationState::Failed || entry.state == imap::OperationState::Undone;
        if (known || ended || !entry.canUndo || entry.undoes != 0 || looksQuiet(entry.change))
            continue;
        const auto place = std::find_if(m_done.begin(), m_done.end(), [&](const Entry &other) {
            return other.account == account ? other.operation > entry.id : other.when > entry.created;
        });
        m_done.insert(place, {account, entry.id, wordsFor(account, entry.change), entry.created});
    }
    Q_EMIT changed();
}

void Operations::change(imap::AccountHandle *account, const imap::Change &change, bool quiet)
{
    if (!account)
        return;
    const QString words = wordsFor(account, change);
    onFinished(
        account->change(change), this,
        [this, words, quiet, guarded = QPointer<imap::AccountHandle>(account)](quint64 operation) {
            if (quiet || operation == 0 || !guarded)
                return;
            m_undone.clear(); // a new deed ends what could have been done again
            m_done.append({guarded, operation, words, QDateTime::currentDateTimeUtc()});
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

void Operations::apply(imap::AccountHandle *account, const imap::EventBatch &batch)
{
    bool any = false;
    for (const imap::Event &event : batch.events) {
        const auto *journal = std::get_if<imap::JournalChanged>(&event);
        for (const imap::JournalEntry &entry : journal ? journal->entries : QList<imap::JournalEntry>()) {
            // Dropped, taken back from elsewhere, or no longer to be undone. What was refused has its own
            // event, which asks for the words.
            if (entry.state == imap::OperationState::Undone ||
                (entry.state == imap::OperationState::Done && !entry.canUndo))
                any = take(account, entry.id).operation != 0 || any;
        }
    }
    if (any)
        Q_EMIT changed();
}

void Operations::undo()
{
    reverse(m_done, m_undone, true);
}

void Operations::redo()
{
    reverse(m_undone, m_done, false);
}

void Operations::undo(imap::AccountHandle *account, quint64 operation, const QString &words)
{
    Entry entry = take(account, operation);
    if (entry.operation == 0)
        entry = {account, operation, words, QDateTime::currentDateTimeUtc()};
    Q_EMIT changed();
    reverse(entry, m_undone, true);
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
    reverse(entry, to, isUndo);
}

void Operations::reverse(const Entry &entry, QList<Entry> &to, bool isUndo)
{
    onFinished(
        entry.account->undo(entry.operation), this,
        [this, entry, &to, isUndo](quint64 operation) {
            // The reverse is a deed of its own in the journal; taking that back does it again.
            if (operation != 0)
                to.append({entry.account, operation, entry.words, QDateTime::currentDateTimeUtc()});
            Q_EMIT changed();
            Q_EMIT done(entry.words, isUndo);
        },
        [this, entry](const imap::Error &error) { Q_EMIT failed(entry.words, error); });
}

Operations::Entry Operations::take(const imap::AccountHandle *account, quint64 operation)
{
    for (QList<Entry> *list : {&m_done, &m_undone}) {
        for (qsizetype i = list->size() - 1; i >= 0; --i) {
            if (list->at(i).account == account && list->at(i).operation == operation)
                return list->takeAt(i);
        }
    }
    return {};
}

QString Operations::refused(imap::AccountHandle *account, quint64 operation)
{
    const Entry entry = take(account, operation);
    if (entry.operation != 0)
        Q_EMIT changed();
    return entry.words;
}

void Operations::forget(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    m_toAsk.removeOne(account);
    for (QList<Entry> *list : {&m_done, &m_undone})
        list->removeIf([account](const Entry &entry) { return !entry.account || entry.account == account; });
    Q_EMIT changed();
}

} // namespace ui
