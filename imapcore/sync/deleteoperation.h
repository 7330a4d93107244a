#pragma once

#include "sync/keptmessage.h"
#include "sync/operation.h"

namespace imap
{

/// Messages of one folder on their way out, with what was kept of them.
struct DeletionPart {
    Place place{};
    bool begun = false;
    bool done = false;
    QList<KeptMessage> messages{};
    quint32 firstItem = 0; ///< number of the first of them in the notes
    UidSet others{};       ///< see removal.h
    bool operator==(const DeletionPart &) const = default;
};

/// Deletes messages for good. What is deleted is fetched and kept before, so that undoing can append it
/// again. Removing may be repeated without harm.
class DeleteOperation final : public Operation
{
public:
    explicit DeleteOperation(QList<DeletionPart> parts)
        : m_parts(std::move(parts))
    {
    }
    /// Takes copies back; nothing is kept of them, as `again` makes them anew.
    static OperationPtr ofCopies(const QList<Place> &places, const OperationPtr &again);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("delete"); }
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    QList<Place> places() const override;
    void locate(const store::JournalNotes &notes) override;
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override;
    void entered(quint64 operation, store::Store &) override { m_operation = operation; }
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    UidSet hides(const MailboxName &folder) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;
    void startAnew() override;

private:
    QCoro::Task<> keep(RemotePtr remote, qsizetype index);

    QList<DeletionPart> m_parts;
    QByteArray m_again; ///< how to make them anew, if that is not by what was kept
    quint64 m_operation = 0;
};

} // namespace imap
