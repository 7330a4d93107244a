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
            return other.account == account &&
                   std::any_of(other.parts.begin(), other.parts.end(),
                               [&](const Part &part) { return part.operation == entry.id; });
        });
        const bool ended =
            entry.state == imap::OperationState::Failed || entry.state == imap::OperationState::Undone;
        if (known || ended || !entry.canUndo || entry.undoes != 0 || looksQuiet(entry.change))
            continue;
        const auto place = std::find_if(m_done.begin(), m_done.end(), [&](const Entry &other) {
            return other.account == account ? other.parts.first().operation > entry.id
                                            : other.when > entry.created;
        });
        const QString words = wordsFor(account, entry.change);
        m_done.insert(place, {account, {{entry.id, words}}, words, entry.created});
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
            remember({guarded, {{operation, words}}, words, QDateTime::currentDateTimeUtc()});
        },
        [this, words, quiet](const imap::Error &error) {
            if (!quiet)
                Q_EMIT failed(words, error);
        });
}

void Operations::track(imap::AccountHandle *account, const QFuture<quint64> &operation, const QString &words)
{
    onFinished(
        operation, this,
        [this, words, guarded = QPointer<imap::AccountHandle>(account)](quint64 number) {
            if (guarded && number != 0)
                remember({guarded, {{number, words}}, words, QDateTime::currentDateTimeUtc()});
        },
        [this, words](const imap::Error &error) { Q_EMIT failed(words, error); });
}

void Operations::remember(const Entry &entry)
{
    m_undone.clear(); // a new deed ends what could have been done again
    m_done.append(entry);
    if (m_done.size() > maximumEntries)
        m_done.removeFirst();
    Q_EMIT changed();
    Q_EMIT done(entry.words, false);
}

void Operations::changeAll(imap::AccountHandle *account, const QList<imap::Change> &changes,
                           const QString &words)
{
    if (!account)
        return;
    QList<QFuture<quint64>> futures;
    QStringList each;
    for (const imap::Change &change : changes) {
        futures << account->change(change);
        each << wordsFor(account, change);
    }
    gather(futures, words,
           [this, words, each, guarded = QPointer<imap::AccountHandle>(account)](const auto &numbers) {
               Entry entry{guarded, {}, words, QDateTime::currentDateTimeUtc()};
               for (qsizetype i = 0; i < numbers.size(); ++i) {
                   if (numbers[i].value_or(0) != 0)
                       entry.parts << Part{*numbers[i], each[i]};
               }
               if (guarded && !entry.parts.isEmpty())
                   remember(entry);
           });
}

/// Waits for all of them; the first failure is told.
void Operations::gather(const QList<QFuture<quint64>> &futures, const QString &words, const Numbers &all)
{
    struct Waiting {
        QList<std::optional<quint64>> numbers;
        qsizetype left;
        bool failed = false;
    };
    auto waiting =
        std::make_shared<Waiting>(Waiting{QList<std::optional<quint64>>(futures.size()), futures.size()});
    const auto one = [waiting, all] {
        if (--waiting->left == 0)
            all(waiting->numbers);
    };
    for (qsizetype i = 0; i < futures.size(); ++i) {
        onFinished(
            futures[i], this,
            [waiting, one, i](quint64 operation) {
                waiting->numbers[i] = operation;
                one();
            },
            [this, waiting, one, words](const imap::Error &error) {
                if (!std::exchange(waiting->failed, true))
                    Q_EMIT failed(words, error);
                one();
            });
    }
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
    Part part = take(account, operation);
    if (part.operation == 0)
        part = {operation, words};
    Q_EMIT changed();
    reverse({account, {part}, part.words, QDateTime::currentDateTimeUtc()}, m_undone, true);
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
    QList<QFuture<quint64>> futures;
    for (auto part = entry.parts.rbegin(); part != entry.parts.rend(); ++part)
        futures << entry.account->undo(part->operation);
    gather(futures, entry.words, [this, entry, &to, isUndo](const auto &numbers) {
        // The reverse is a deed of its own in the journal; taking that back does it again.
        Entry reversed{entry.account, {}, entry.words, QDateTime::currentDateTimeUtc()};
        bool any = false;
        for (qsizetype i = 0; i < numbers.size(); ++i) {
            any = any || numbers[i].has_value();
            if (numbers[i].value_or(0) != 0)
                reversed.parts << Part{*numbers[i], entry.parts[entry.parts.size() - 1 - i].words};
        }
        if (!reversed.parts.isEmpty())
            to.append(reversed);
        Q_EMIT changed();
        if (any)
            Q_EMIT done(entry.words, isUndo);
    });
}

/// Part of an entry, which goes with its last one.
Operations::Part Operations::take(const imap::AccountHandle *account, quint64 operation)
{
    for (QList<Entry> *list : {&m_done, &m_undone}) {
        for (qsizetype i = list->size() - 1; i >= 0; --i) {
            QList<Part> &parts = (*list)[i].parts;
            if (list->at(i).account != account)
                continue;
            const auto found = std::find_if(parts.begin(), parts.end(), [operation](const Part &part) {
                return part.operation == operation;
            });
            if (found == parts.end())
                continue;
            const Part part = *found;
            parts.erase(found);
            if (parts.isEmpty())
                list->removeAt(i);
            return part;
        }
    }
    return {};
}

QString Operations::refused(imap::AccountHandle *account, quint64 operation)
{
    const Part part = take(account, operation);
    if (part.operation != 0)
        Q_EMIT changed();
    return part.words;
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
