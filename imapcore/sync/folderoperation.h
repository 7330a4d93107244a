#pragma once

#include "sync/appendoperation.h"
#include "sync/operation.h"

namespace imap
{

void encode(QDataStream &stream, const LostFolder &folder);
void decode(QDataStream &stream, LostFolder &folder);

void encode(QDataStream &stream, const FolderInfo &folder);
void decode(QDataStream &stream, FolderInfo &folder);

/// Into the list, behind those beside it; nothing where there is one of that name.
void addFolder(QList<FolderInfo> &folders, const FolderInfo &folder);
void removeFolder(QList<FolderInfo> &folders, const MailboxName &name);

// Steps of the remote halves; none needs a folder selected.

/// CREATE, with its special use where the server can be told.
QCoro::Task<> createFolder(RemotePtr remote, MailboxName name, FolderRole role);
/// The same; done where there is such a folder already, and rather without its use than not at all.
QCoro::Task<> ensureFolder(RemotePtr remote, MailboxName name, FolderRole role);
/// DELETE; done where there is no such folder any more. What is for a purpose loses that first, where the
/// server insists. `selectable`: it holds messages, so a name that only has others below it is not the
/// folder.
QCoro::Task<> deleteFolder(RemotePtr remote, MailboxName name, bool selectable);
/// SUBSCRIBE or UNSUBSCRIBE; where that is refused nothing is said.
QCoro::Task<> subscribeFolder(RemotePtr remote, MailboxName name, bool subscribed);
/// `selectable`: not only as a name that has others below it.
QCoro::Task<bool> folderExists(RemotePtr remote, MailboxName name, bool selectable = false);

/// All folder operations are in the list at once, and put over what the server says until it has confirmed
/// them. Names are about to change: they wait for all others, and all others for them.
class FolderOperation : public Operation
{
public:
    QList<MailboxName> touches() const override { return {}; }
    bool isExclusive() const override { return true; }
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;

protected:
    /// The list without what this one makes of it.
    virtual void retractFolders(QList<FolderInfo> &folders) const = 0;
};

class CreateFolderOperation final : public FolderOperation
{
public:
    explicit CreateFolderOperation(FolderInfo info = {})
        : m_info(std::move(info))
    {
    }
    static OperationPtr from(const CreateFolderChange &change, const FolderList &folders);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("create"); }
    Change change() const override { return CreateFolderChange{m_info.name, m_info.role}; }
    void write(store::LoggedOperation &entry) const override;
    void renameFolder(const FolderRename &rename) override { m_info.name = rename.of(m_info.name); }
    void check(const LocalHalf &half) const override;
    void overlayFolders(QList<FolderInfo> &folders) const override { addFolder(folders, m_info); }
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;

protected:
    void retractFolders(QList<FolderInfo> &folders) const override { removeFolder(folders, m_info.name); }

private:
    FolderInfo m_info;
};

/// With all below it; subscriptions follow.
class RenameFolderOperation final : public FolderOperation
{
public:
    RenameFolderOperation(FolderRename rename = {}, QList<MailboxName> subscribed = {})
        : m_rename(std::move(rename))
        , m_subscribed(std::move(subscribed))
    {
    }
    static OperationPtr from(const RenameFolderChange &change, const FolderList &folders);
    static OperationPtr read(const store::LoggedOperation &entry);
    const FolderRename &rename() const { return m_rename; }

    QByteArray kind() const override { return QByteArrayLiteral("rename"); }
    Change change() const override { return RenameFolderChange{m_rename.from, m_rename.to}; }
    void write(store::LoggedOperation &entry) const override;
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override { return m_rename.from == m_rename.to; }
    void check(const LocalHalf &half) const override;
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    void overlayFolders(QList<FolderInfo> &folders) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    void confirmed(store::Store &store) const override { store.mailboxes().doubtGmailLabels(); }
    OperationPtr inverse() const override;

protected:
    void retractFolders(QList<FolderInfo> &folders) const override;

private:
    FolderRename m_rename;
    QList<MailboxName> m_subscribed; ///< of those that get other names, by the old ones
};

/// What is in it is kept before, if it is little enough to be made again.
class DeleteFolderOperation final : public FolderOperation
{
public:
    DeleteFolderOperation(MailboxName name = {}, FolderInfo info = {})
        : m_lost{.name = std::move(name), .info = std::move(info)}
    {
        m_lost.role = m_lost.info.role;
        m_lost.subscribed = m_lost.info.subscribed;
    }
    /// The same for an empty folder; one that has got messages meanwhile is refused.
    static OperationPtr ifEmpty(const FolderInfo &info);
    static OperationPtr from(const DeleteFolderChange &change, const FolderList &folders);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("deletefolder"); }
    Change change() const override { return DeleteFolderChange{m_lost.name}; }
    void write(store::LoggedOperation &entry) const override;
    void renameFolder(const FolderRename &rename) override;
    void check(const LocalHalf &half) const override;
    void entered(quint64 operation, store::Store &) override { m_operation = operation; }
    void overlayFolders(QList<FolderInfo> &folders) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    void confirmed(store::Store &store) const override { store.mailboxes().doubtGmailLabels(); }
    OperationPtr inverse() const override;
    void startAnew() override;

protected:
    void retractFolders(QList<FolderInfo> &folders) const override { addFolder(folders, m_lost.info); }

private:
    QCoro::Task<> keep(RemotePtr remote);

    LostFolder m_lost;
    quint64 m_operation = 0;
    bool m_onlyEmpty = false;
    bool m_looked = false; ///< what is in it is in m_items, or is too much
    bool m_whole = false;  ///< all of it is kept
    bool m_done = false;
    QList<RestoreItem> m_items;
};

class SubscribeOperation final : public Operation
{
public:
    SubscribeOperation(MailboxName name = {}, bool subscribed = true, bool before = false)
        : m_name(std::move(name))
        , m_subscribed(subscribed)
        , m_before(before)
    {
    }
    static OperationPtr from(const SubscribeChange &change, const FolderList &folders);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("subscribe"); }
    Change change() const override { return SubscribeChange{m_name, m_subscribed}; }
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override { return {m_name}; }
    void renameFolder(const FolderRename &rename) override { m_name = rename.of(m_name); }
    bool isEmpty() const override { return m_subscribed == m_before; }
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    void overlayFolders(QList<FolderInfo> &folders) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr inverse() const override;
    bool knowsInverseEarly() const override { return true; }

private:
    MailboxName m_name;
    bool m_subscribed;
    bool m_before;
};

} // namespace imap
