#pragma once

#include "sync/operation.h"

namespace imap
{

/// Rights, limits and annotations: what was set before is read from the server in front of the change, which
/// may then be repeated without harm. Nothing of them is in the cache.
class AdminOperation final : public Operation
{
public:
    using Value = std::variant<AclChange, QuotaChange, MetadataChange>;
    explicit AdminOperation(Value value = {})
        : m_value(std::move(value))
    {
    }
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("admin"); }
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    void renameFolder(const FolderRename &rename) override;
    void apply(LocalHalf &) override {}
    void backOut(LocalHalf &) override {}
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;
    void startAnew() override;

private:
    QCoro::Task<> readBefore(RemotePtr remote);
    QCoro::Task<> set(RemotePtr remote);

    Value m_value;
    std::optional<Value> m_before;
    bool m_read = false;
};

} // namespace imap
