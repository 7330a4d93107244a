#include "samples.h"
#include "store/store.h"

#include <cstdio>

using namespace imap;
using namespace imap::store;

/// Writes rounds into the store at argv[1] until it is killed. Says "opened", then the number of each round
/// after it was committed. A round is one transaction of everything that belongs together; around it stand
/// the small steps of daily work, each its own.
int main(int, char **argv)
{
    const auto store = Store::open(QString::fromLocal8Bit(argv[1]));
    std::puts("opened");
    std::fflush(stdout);
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    const FolderId scratch = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("Scratch")));
    quint32 round = store->mailboxes().syncState(folder).exists / 10;
    quint64 last = 0;
    for (;; ++round) {
        Transaction transaction = store->transaction();
        QList<MessageSummary> messages;
        for (quint32 i = 1; i <= 10; ++i)
            messages.append(samples::message(round * 10 + i));
        const quint32 total = (round + 1) * 10;
        store->messages().upsert(folder, messages);
        store->mailboxes().saveSyncState(folder, {UidValidity(1), Uid(total + 1), ModSeq(total), total});
        store->mailboxes().saveRowMap(folder, total, {{1, 1, total}});
        store->bodies().put(folder, Uid(total), "1",
                            QByteArray(round % 20 == 0 ? 600'000 : 2000, 'x').toBase64());
        LoggedOperation operation;
        operation.kind = "round";
        operation.payload = QByteArray::number(round);
        const quint64 entry = store->operations().append(operation);
        transaction.commit();

        // The entry of the round before is dealt with before this one is acknowledged.
        if (last)
            store->operations().setState(last, OperationState::Done);
        last = entry;
        store->messages().setFlags(folder, Uid(total), {flags::Flagged}, ModSeq(total));
        store->messages().upsert(scratch, {samples::message(round + 1)});
        const auto waiting = store->search().next(folder, 20);
        for (const UnindexedMessage &message : waiting)
            store->search().put(message.key, {QStringLiteral("round %1").arg(round), {}, {}, {}});
        store->messages().markRemoved(scratch, UidSet::single(Uid(round)));
        store->messages().purgeRemovedBefore(QDateTime::currentDateTimeUtc(), 20);
        if (round % 7 == 0)
            store->checkpoint(1);
        std::printf("%u\n", round);
        std::fflush(stdout);
    }
}
