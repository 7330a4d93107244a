#pragma once

#include "sync/keptmessage.h"
#include "sync/operation.h"

namespace imap
{

/// A message on its way into a folder.
struct RestoreItem {
    KeptMessage message{}; ///< `uid` and `validity` are those that it had before, if it was there before
    quint32 item = 0;      ///< where the notes have its octets
    bool begun = false;
    bool done = false;
    FolderMark mark{}; ///< of the folder before it was sent
    UidValidity validity{};
    Uid now{}; ///< the UID that it got; 0: not known
    bool operator==(const RestoreItem &) const = default;
};

void encode(QDataStream &stream, const RestoreItem &item);
void decode(QDataStream &stream, RestoreItem &item);

/// A folder that has to be made before messages can come into it again.
struct LostFolder {
    MailboxName name{};
    FolderRole role = FolderRole::None;
    bool subscribed = false;
    bool made = false;
    FolderInfo info{}; ///< as the list had it
    bool operator==(const LostFolder &) const = default;
};

/// Puts messages into folders: a new one, or those that were deleted. One APPEND each, and after a cut it is
/// looked whether the last one has arrived.
class RestoreOperation final : public Operation
{
public:
    /// `source` is the operation that the notes have the octets of; 0: this one itself.
    RestoreOperation(quint64 source, QList<RestoreItem> items)
        : m_source(source)
        , m_items(std::move(items))
    {
    }
    RestoreOperation(quint64 source, QList<RestoreItem> items, LostFolder lost)
        : RestoreOperation(source, std::move(items))
    {
        m_lost = std::move(lost);
    }
    static OperationPtr from(const AppendChange &change);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("append"); }
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    bool isExclusive() const override { return m_lost.has_value(); }
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override { return m_items.isEmpty() && !m_lost; }
    void entered(quint64 operation, store::Store &store) override;
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    void overlayFolders(QList<FolderInfo> &folders) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;
    void startAnew() override;

private:
    void count(LocalHalf &half, qint64 sign) const;
    QCoro::Task<> makeFolder(RemotePtr remote);
    QCoro::Task<> find(RemotePtr remote, qsizetype index);
    QCoro::Task<> put(RemotePtr remote, qsizetype index);
    void finish(RemotePtr remote, qsizetype index);

    quint64 m_source;
    QList<RestoreItem> m_items;
    std::optional<LostFolder> m_lost;
    QByteArray m_octets; ///< until they are in the notes
};

} // namespace imap
