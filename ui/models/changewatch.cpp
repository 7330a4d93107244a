#include "ui/models/changewatch.h"

#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"

#include <algorithm>

namespace ui
{

namespace
{

constexpr int journalLookedAt = 200;

} // namespace

ChangeWatch::ChangeWatch(imap::AccountHandle *account, QObject *parent)
    : QObject(parent)
{
    connect(account, &imap::AccountHandle::eventsReady, this, &ChangeWatch::apply);
    onFinished(
        account->journal(journalLookedAt), this,
        [this](QList<imap::JournalEntry> entries) {
            std::reverse(entries.begin(), entries.end()); // the oldest first
            for (const imap::JournalEntry &entry : std::as_const(entries)) {
                if (entry.state == imap::OperationState::Waiting ||
                    entry.state == imap::OperationState::Running)
                    Q_EMIT told(entry, {});
            }
            Q_EMIT waitingKnown();
        },
        [](const imap::Error &) {}); // then nothing waits
}

void ChangeWatch::apply(const imap::EventBatch &batch)
{
    QHash<quint64, QString> refusals;
    for (const imap::Event &event : batch.events) {
        if (const auto *failure = std::get_if<imap::OperationFailed>(&event); failure && failure->error)
            refusals.insert(failure->operation, errorText(*failure->error).what);
    }
    for (const imap::Event &event : batch.events) {
        if (const auto *journal = std::get_if<imap::JournalChanged>(&event)) {
            for (const imap::JournalEntry &entry : journal->entries)
                Q_EMIT told(entry, refusals.value(entry.id));
        } else if (const auto *connection = std::get_if<imap::ConnectionChanged>(&event)) {
            Q_EMIT connectionChanged(connection->state == imap::ConnectionState::Online);
        }
    }
}

quint64 takenBackBy(const imap::JournalEntry &entry, bool wasUnderWay)
{
    if (entry.undoes != 0 && entry.state == imap::OperationState::Done)
        return entry.undoes;
    // What was made is Undone as soon as its undo is in the journal: then only the undo tells.
    return wasUnderWay && entry.state == imap::OperationState::Undone ? entry.id : 0;
}

} // namespace ui
