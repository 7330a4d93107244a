#pragma once

#include "sync/copies.h"
#include "sync/operation.h"

namespace imap
{

/// Messages of one folder on their way to another, with what was noted of it.
struct TransferPart {
    Place place{};
    MailboxName target{};
    bool begun = false; ///< the mark was noted, so commands may have been sent
    bool done = false;
    FolderMark mark{};            ///< of the target, before anything was sent
    QList<MessagePrint> prints{}; ///< of the messages, as far as they may be needed to find them again
    CopiedUids copied{};          ///< where they are now, as far as known
    UidSet others{};              ///< see removal.h
    bool operator==(const TransferPart &) const = default;
};

/// Moves or copies messages. A move hides them at once; UIDs of the target are learnt from COPYUID, or by
/// looking for the copies. After a cut it is looked in both folders what was done: what has arrived is not
/// sent again, what has arrived and is still in the source is removed there.
class TransferOperation final : public Operation
{
public:
    enum class Kind { Copy, Move };
    TransferOperation(Kind kind, QList<TransferPart> parts)
        : m_kind(kind)
        , m_parts(std::move(parts))
    {
    }
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override;
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    QList<Place> places() const override;
    void locate(const store::JournalNotes &notes) override;
    void leaveOutArrived(const std::function<UidSet(const MailboxName &)> &leaving, LocalHalf &half) override;
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override;
    void check(const LocalHalf &half) const override;
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    UidSet hides(const MailboxName &folder) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;
    void startAnew() override;

private:
    bool moves() const { return m_kind == Kind::Move; }
    void show(LocalHalf &half, bool there) const;
    QCoro::Task<> prepare(RemotePtr remote, qsizetype index);
    QCoro::Task<> resume(RemotePtr remote, qsizetype index);
    QCoro::Task<> transfer(RemotePtr remote, qsizetype index, UidSet uids);
    QCoro::Task<> remove(RemotePtr remote, qsizetype index, UidSet uids);
    QCoro::Task<> findMissing(RemotePtr remote, qsizetype index);
    void finish(RemotePtr remote, qsizetype index);

    Kind m_kind;
    QList<TransferPart> m_parts;
};

} // namespace imap
