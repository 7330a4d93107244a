#include "sync/operation.h"

#include "sync/adminoperation.h"
#include "sync/appendoperation.h"
#include "sync/deleteoperation.h"
#include "sync/flagoperation.h"
#include "sync/folderoperation.h"
#include "sync/moveoperation.h"
#include "sync/operationcodec.h"

namespace imap
{

namespace
{

/// Makes an operation of each kind of change.
struct Maker {
    const LocalHalf &half;

    UidValidity validity(const MailboxName &folder) const
    {
        const auto stored = half.store->mailboxes().folder(folder);
        if (!stored)
            throw LocalError(QStringLiteral("The folder is not known."));
        return half.store->mailboxes().syncState(stored->id).uidValidity;
    }
    Place place(const MailboxName &folder, const UidSet &uids) const
    {
        if (uids.hasStar())
            throw LocalError(QStringLiteral("A change must say which messages it is about."));
        return {folder, validity(folder), uids};
    }
    OperationPtr transfer(TransferOperation::Kind kind, const Place &place, const MailboxName &target) const
    {
        if (target.isEmpty())
            throw LocalError(QStringLiteral("The folder is not known."));
        QList<TransferPart> parts;
        if (kind == TransferOperation::Kind::Copy || place.folder != target)
            parts.append(TransferPart{.place = place, .target = target});
        return std::make_shared<TransferOperation>(kind, parts);
    }

    OperationPtr operator()(const FlagChange &change) const
    {
        return FlagOperation::from(change, place(change.folder, change.uids).validity);
    }
    OperationPtr operator()(const LabelChange &change) const
    {
        return LabelOperation::from(change, place(change.folder, change.uids).validity);
    }
    OperationPtr operator()(const CopyChange &change) const
    {
        return transfer(TransferOperation::Kind::Copy, place(change.folder, change.uids), change.target);
    }
    OperationPtr operator()(const MoveChange &change) const
    {
        return transfer(TransferOperation::Kind::Move, place(change.folder, change.uids), change.target);
    }
    OperationPtr operator()(const DeleteChange &change) const
    {
        const DeletionPart part{.place = place(change.folder, change.uids)};
        return std::make_shared<DeleteOperation>(QList<DeletionPart>{part});
    }
    OperationPtr operator()(const AppendChange &change) const
    {
        if (change.message.isEmpty() || change.folder.isEmpty())
            throw LocalError(QStringLiteral("There is no message to be put into a folder."));
        return RestoreOperation::from(change);
    }
    OperationPtr operator()(const CreateFolderChange &change) const
    {
        return CreateFolderOperation::from(change, *half.folders);
    }
    OperationPtr operator()(const RenameFolderChange &change) const
    {
        return RenameFolderOperation::from(change, *half.folders);
    }
    OperationPtr operator()(const DeleteFolderChange &change) const
    {
        return DeleteFolderOperation::from(change, *half.folders);
    }
    OperationPtr operator()(const SubscribeChange &change) const
    {
        return SubscribeOperation::from(change, *half.folders);
    }
    OperationPtr operator()(const AclChange &change) const
    {
        return std::make_shared<AdminOperation>(change);
    }
    OperationPtr operator()(const QuotaChange &change) const
    {
        return std::make_shared<AdminOperation>(change);
    }
    OperationPtr operator()(const MetadataChange &change) const
    {
        return std::make_shared<AdminOperation>(change);
    }
};

using ReadOne = OperationPtr (*)(const store::LoggedOperation &);
const std::pair<QByteArray, ReadOne> readers[] = {
    {"flags", &FlagOperation::read},
    {"labels", &LabelOperation::read},
    {"copy", &TransferOperation::read},
    {"move", &TransferOperation::read},
    {"delete", &DeleteOperation::read},
    {"append", &RestoreOperation::read},
    {"create", &CreateFolderOperation::read},
    {"rename", &RenameFolderOperation::read},
    {"deletefolder", &DeleteFolderOperation::read},
    {"subscribe", &SubscribeOperation::read},
    {"admin", &AdminOperation::read},
};

} // namespace

OperationPtr operationFor(const Change &change, const LocalHalf &half)
{
    return std::visit(Maker{half}, change);
}

OperationPtr readOperation(const store::LoggedOperation &entry)
{
    for (const auto &[kind, read] : readers) {
        if (entry.kind == kind)
            return read(entry);
    }
    return {};
}

QByteArray encodeInverse(const OperationPtr &operation)
{
    if (!operation)
        return {};
    store::LoggedOperation entry;
    operation->write(entry);
    return encodePayload(1, [&](QDataStream &stream) { stream << entry.kind << entry.payload; });
}

OperationPtr readInverse(const store::LoggedOperation &entry)
{
    store::LoggedOperation back;
    const bool whole =
        decodePayload(entry.inverse, 1, [&](QDataStream &stream) { stream >> back.kind >> back.payload; });
    if (whole)
        return readOperation(back);
    return entry.kind == "flags" ? FlagOperation::readOldInverse(entry) : OperationPtr();
}

} // namespace imap
