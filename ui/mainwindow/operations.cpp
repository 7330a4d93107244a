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
            return std::any_of(other.parts.begin(), other.parts.end(), [&](const Part &part) {
                return part.account == account && part.operation == entry.id;
            });
        });
        const bool ended =
            entry.state == imap::OperationState::Failed || entry.state == imap::OperationState::Undone;
        if (known || ended || !entry.canUndo || entry.undoes != 0 || looksQuiet(entry.change))
            continue;
        const auto place = std::find_if(m_done.begin(), m_done.end(), [&](const Entry &other) {
            const Part &first = other.parts.first();
            return first.account == account ? first.operation > entry.id : other.when > entry.created;
        });
        const QString words = wordsFor(account, entry.change);
        m_done.insert(place, {{{account, entry.id, words}}, words, entry.created});
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
            remember({{{guarded, operation, words}}, words, QDateTime::currentDateTimeUtc()});
        },
        [this, words, quiet, guarded = QPointer<imap::AccountHandle>(account)](const imap::Error &error) {
            if (!quiet)
                Q_EMIT failed(guarded, words, error);
        });
}

void Operations::track(imap::AccountHandle *account, const QFuture<quint64> &operation, const QString &words)
{
    onFinished(
        operation, this,
        [this, words, guarded = QPointer<imap::AccountHandle>(account)](quint64 number) {
            if (guarded && number != 0)
                remember({{{guarded, number, words}}, words, QDateTime::currentDateTimeUtc()});
        },
        [this, words, guarded = QPointer<imap::AccountHandle>(account)](const imap::Error &error) {
            Q_EMIT failed(guarded, words, error);
        });
}

void Operations::remember(Entry entry)
{
    entry.number = ++m_numbers;
    m_undone.clear(); // a new deed ends what could have been done again
    m_done.append(entry);
    if (m_done.size() > maximumEntries)
        m_done.removeFirst();
    Q_EMIT changed();
    Q_EMIT done(entry.words, false, entry.number);
}

void Operations::changeAll(imap::AccountHandle *account, const QList<imap::Change> &changes,
                           const QString &words)
{
    if (!account)
        return;
    QList<Deed> deeds;
    for (const imap::Change &change : changes)
        deeds.append({account, change});
    changeAll(deeds, words);
}

void Operations::changeAll(const QList<Deed> &deeds)
{
    if (deeds.size() < 2) {
        for (const Deed &deed : deeds)
            change(deed.account, deed.change);
        return;
    }
    quint32 count = 0;
    for (const Deed &deed : deeds)
        count += quint32(changedMessages(deed.change).count());
    const Deed &first = deeds.first();
    const imap::UidSet asMany = imap::UidSet::range(imap::Uid{1}, imap::Uid{count});
    changeAll(deeds, wordsFor(first.account, withMessages(first.change, asMany)));
}

void Operations::changeAll(const QList<Deed> &deeds, const QString &words)
{
    QList<QFuture<quint64>> futures;
    QList<Part> parts;
    for (const Deed &deed : deeds) {
        futures << deed.account->change(deed.change);
        parts << Part{deed.account, 0, wordsFor(deed.account, deed.change)};
    }
    gather(futures, parts, words, [this, words, parts](const auto &numbers) {
        Entry entry{{}, words, QDateTime::currentDateTimeUtc()};
        for (qsizetype i = 0; i < numbers.size(); ++i) {
            if (numbers[i].value_or(0) != 0 && parts[i].account)
                entry.parts << Part{parts[i].account, *numbers[i], parts[i].words};
        }
        if (!entry.parts.isEmpty())
            remember(entry);
    });
}

/// Waits for all of them, which are of these parts; the first failure is told.
void Operations::gather(const QList<QFuture<quint64>> &futures, const QList<Part> &parts,
                        const QString &words, const Numbers &all)
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
            [this, waiting, one, words, account = parts[i].account](const imap::Error &error) {
                if (!std::exchange(waiting->failed, true))
                    Q_EMIT failed(account, words, error);
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

/// Where the deed with this number stands in m_done, or -1.
qsizetype Operations::placeOf(quint64 number) const
{
    const auto found = std::find_if(m_done.begin(), m_done.end(),
                                    [number](const Entry &entry) { return entry.number == number; });
    return number == 0 || found == m_done.end() ? -1 : found - m_done.begin();
}

bool Operations::canUndo(quint64 number) const
{
    return placeOf(number) >= 0;
}

void Operations::undo(quint64 number)
{
    const qsizetype place = placeOf(number);
    if (place < 0)
        return;
    QList<Entry> one{m_done.takeAt(place)};
    reverse(one, m_undone, true);
}

void Operations::undo(imap::AccountHandle *account, quint64 operation, const QString &words)
{
    Part part = take(account, operation);
    if (part.operation == 0)
        part = {account, operation, words};
    Q_EMIT changed();
    reverse({{part}, part.words, QDateTime::currentDateTimeUtc()}, m_undone, true);
}

void Operations::reverse(QList<Entry> &from, QList<Entry> &to, bool isUndo)
{
    Entry entry;
    while (entry.parts.isEmpty() && !from.isEmpty()) {
        entry = from.takeLast();
        entry.parts.removeIf([](const Part &part) { return !part.account; }); // it went
    }
    Q_EMIT changed();
    if (!entry.parts.isEmpty())
        reverse(entry, to, isUndo);
}

void Operations::reverse(const Entry &entry, QList<Entry> &to, bool isUndo)
{
    QList<QFuture<quint64>> futures;
    QList<Part> parts(entry.parts.rbegin(), entry.parts.rend());
    for (const Part &part : std::as_const(parts))
        futures << part.account->undo(part.operation);
    gather(futures, parts, entry.words, [this, parts, words = entry.words, &to, isUndo](const auto &numbers) {
        // The reverse is a deed of its own in the journal; taking that back does it again.
        Entry reversed{{}, words, QDateTime::currentDateTimeUtc()};
        bool any = false;
        for (qsizetype i = 0; i < numbers.size(); ++i) {
            any = any || numbers[i].has_value();
            if (numbers[i].value_or(0) != 0 && parts[i].account)
                reversed.parts << Part{parts[i].account, *numbers[i], parts[i].words, isUndo};
        }
        if (!reversed.parts.isEmpty()) {
            reversed.number = isUndo ? 0 : ++m_numbers;
            to.append(reversed);
        }
        Q_EMIT changed();
        if (any)
            Q_EMIT done(words, isUndo, reversed.number);
    });
}

/// Part of an entry, which goes with its last one.
Operations::Part Operations::take(const imap::AccountHandle *account, quint64 operation)
{
    for (QList<Entry> *list : {&m_done, &m_undone}) {
        for (qsizetype i = list->size() - 1; i >= 0; --i) {
            QList<Part> &parts = (*list)[i].parts;
            const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part &part) {
                return part.account == account && part.operation == operation;
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

Operations::Refused Operations::refused(imap::AccountHandle *account, quint64 operation)
{
    const Part part = take(account, operation);
    if (part.operation != 0)
        Q_EMIT changed();
    return {part.words, part.wasUndo};
}

void Operations::forget(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    m_toAsk.removeOne(account);
    for (QList<Entry> *list : {&m_done, &m_undone}) {
        for (Entry &entry : *list)
            entry.parts.removeIf(
                [account](const Part &part) { return !part.account || part.account == account; });
        list->removeIf([](const Entry &entry) { return entry.parts.isEmpty(); });
    }
    Q_EMIT changed();
}

} // namespace ui
