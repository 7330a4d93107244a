#include "samples.h"
#include "store/store.h"

#include <cstdio>

using namespace imap;
using namespace imap::store;

/// Writes rounds into the store at argv[1] until it is killed. Says "opened", then the number of each round
/// after it was committed.
int main(int, char **argv)
{
    const auto store = Store::open(QString::fromLocal8Bit(argv[1]));
    std::puts("opened");
    std::fflush(stdout);
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    quint32 round = store->mailboxes().syncState(folder).exists / 10;
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
        store->operations().append(operation);
        transaction.commit();
        std::printf("%u\n", round);
        std::fflush(stdout);
    }
}
