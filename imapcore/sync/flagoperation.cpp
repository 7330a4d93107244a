#include "sync/flagoperation.h"

#include "sync/operationcodec.h"
#include "sync/remote.h"
#include "sync/uidsets.h"

#include <QHash>

namespace imap
{

namespace
{

/// Where the first version had the number of steps, which was never as large.
constexpr quint32 NotFirstVersion = 0xFFFFFFFF;
constexpr quint32 FirstVersionLimit = 100'000;

QList<FlagStep> readFirstVersion(const QByteArray &bytes, const MailboxName &folder, UidValidity validity)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 count = 0;
    stream >> count;
    QList<FlagStep> steps;
    for (quint32 i = 0; i < count && i < FirstVersionLimit && stream.status() == QDataStream::Ok; ++i) {
        FlagStep step;
        step.place = {folder, validity, {}};
        decode(stream, step.place.uids);
        stream >> step.add;
        decode(stream, step.flags);
        steps.append(step);
    }
    return stream.status() == QDataStream::Ok && stream.atEnd() ? steps : QList<FlagStep>();
}

/// Whether it sets or removes the flags of a step back, in the same folder.
bool changesFlagsOf(const FlagStep &step, const FlagStep &back)
{
    return step.place.folder == back.place.folder && step.place.validity == back.place.validity &&
           std::all_of(back.flags.begin(), back.flags.end(),
                       [&step](const Flag &flag) { return step.flags.contains(flag); });
}

} // namespace

void encode(QDataStream &stream, const FlagStep &step)
{
    encode(stream, step.place);
    stream << step.add;
    encode(stream, step.flags);
}

void decode(QDataStream &stream, FlagStep &step)
{
    decode(stream, step.place);
    stream >> step.add;
    decode(stream, step.flags);
}

void requireSame(const Remote &remote, const Place &place)
{
    if (place.validity.isValid() && remote.mailbox().uidValidity != place.validity)
        throw LocalError(QStringLiteral("The folder was made anew on the server, so its messages cannot be "
                                        "told from others any more."));
}

OperationPtr FlagOperation::from(const FlagChange &change, UidValidity validity, bool allDiffer)
{
    QList<FlagStep> steps;
    const Place place{change.folder, validity, change.uids};
    if (!change.uids.isEmpty() && !change.add.isEmpty())
        steps.append({place, true, change.add});
    if (!change.uids.isEmpty() && !change.remove.isEmpty())
        steps.append({place, false, change.remove});
    auto operation = std::make_shared<FlagOperation>(steps);
    operation->m_allDiffer = allDiffer;
    return operation;
}

OperationPtr FlagOperation::read(const store::LoggedOperation &entry)
{
    auto operation = std::make_shared<FlagOperation>();
    QDataStream stream(entry.payload);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 mark = 0;
    quint8 version = 0;
    stream >> mark >> version;
    if (mark != NotFirstVersion) {
        operation->m_steps = readFirstVersion(entry.payload, entry.folder, entry.uidValidity);
        operation->m_inverse = readFirstVersion(entry.inverse, entry.folder, entry.uidValidity);
    } else {
        decode(stream, operation->m_steps);
        decode(stream, operation->m_inverse);
        if (version == 2)
            stream >> operation->m_allDiffer;
        if (version < 1 || version > 2 || stream.status() != QDataStream::Ok || !stream.atEnd())
            return {};
    }
    return operation->m_steps.isEmpty() ? OperationPtr() : operation;
}

OperationPtr FlagOperation::readOldInverse(const store::LoggedOperation &entry)
{
    const QList<FlagStep> steps = readFirstVersion(entry.inverse, entry.folder, entry.uidValidity);
    return steps.isEmpty() ? OperationPtr() : std::make_shared<FlagOperation>(steps);
}

void FlagOperation::write(store::LoggedOperation &entry) const
{
    entry.kind = kind();
    entry.uids = {};
    if (!m_steps.isEmpty()) {
        entry.folder = m_steps.first().place.folder;
        entry.uidValidity = m_steps.first().place.validity;
    }
    for (const FlagStep &step : m_steps) {
        if (step.place.folder == entry.folder)
            entry.uids.unite(step.place.uids);
    }
    entry.payload.clear();
    QDataStream stream(&entry.payload, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << NotFirstVersion << quint8(2);
    encode(stream, m_steps);
    encode(stream, m_inverse);
    stream << m_allDiffer;
}

Change FlagOperation::change() const
{
    FlagChange change;
    if (!m_steps.isEmpty())
        change.folder = m_steps.first().place.folder;
    for (const FlagStep &step : m_steps) {
        change.uids.unite(step.place.uids);
        for (const Flag &flag : step.flags)
            (step.add ? change.add : change.remove).insert(flag);
    }
    return change;
}

QList<MailboxName> FlagOperation::touches() const
{
    QList<MailboxName> names;
    for (const FlagStep &step : m_steps) {
        if (!names.contains(step.place.folder))
            names.append(step.place.folder);
    }
    return names;
}

QList<Place> FlagOperation::places() const
{
    QList<Place> places;
    for (const FlagStep &step : m_steps)
        places.append(step.place);
    return places;
}

void FlagOperation::locate(const store::JournalNotes &notes)
{
    m_steps = locateSteps(m_steps, notes);
    m_inverse = locateSteps(m_inverse, notes);
}

void FlagOperation::renameFolder(const FolderRename &rename)
{
    for (QList<FlagStep> *steps : {&m_steps, &m_inverse}) {
        for (FlagStep &step : *steps)
            step.place.folder = rename.of(step.place.folder);
    }
}

bool FlagOperation::cancels(const FlagOperation &other) const
{
    return !m_steps.isEmpty() && m_steps == other.m_inverse && m_inverse == other.m_steps;
}

bool FlagOperation::findInstead(QList<FlagStep> &found)
{
    bool any = false;
    for (FlagStep &back : found) {
        for (const FlagStep &step : std::as_const(m_steps)) {
            const UidSet uids =
                changesFlagsOf(step, back) ? intersection(step.place.uids, back.place.uids) : UidSet();
            if (uids.isEmpty())
                continue;
            any = true;
            back.place.uids.subtract(uids);
            for (FlagStep &own : m_inverse) {
                if (own.flags == back.flags && changesFlagsOf(own, back))
                    own.place.uids.subtract(uids);
            }
            if (step.add != back.add)
                m_inverse.prepend(
                    {Place{back.place.folder, back.place.validity, uids}, back.add, back.flags});
        }
    }
    m_inverse.removeIf([](const FlagStep &step) { return step.place.uids.isEmpty(); });
    return any;
}

bool FlagOperation::names(const MailboxName &folder, Uid uid) const
{
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const FlagStep &step) {
        return step.place.folder == folder && step.place.uids.contains(uid);
    });
}

bool FlagOperation::changesFlag(const MailboxName &folder, const Flag &flag) const
{
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const FlagStep &step) {
        return step.place.folder == folder && step.flags.contains(flag);
    });
}

// ---------------------------------------------------------------- the local half

namespace
{

/// Returns the steps that take it back, the last change first. `allDiffer`: what is not stored is changed,
/// too.
QList<FlagStep> applySteps(const QList<FlagStep> &steps, LocalHalf &half, bool allDiffer = false)
{
    QList<FlagStep> inverse;
    for (const FlagStep &step : steps) {
        const auto stored = half.store->mailboxes().folder(step.place.folder);
        if (!stored)
            continue;
        const UidValidity validity = half.store->mailboxes().syncState(stored->id).uidValidity;
        if (step.place.validity.isValid() && validity != step.place.validity)
            continue;
        qint64 unseen = 0;
        QHash<Flag, UidSet> reallyChanged;
        UidSet known;
        for (const auto &range : step.place.uids.ranges()) {
            quint32 first = range.first;
            for (;;) {
                auto present = half.store->messages().loadFlags(stored->id, Uid{first}, Uid{range.last});
                if (present.isEmpty())
                    break;
                for (store::StoredFlags &message : present) {
                    if (allDiffer)
                        known.add(message.uid);
                    for (const Flag &flag : step.flags) {
                        const bool different =
                            step.add ? message.flags.insert(flag) : message.flags.remove(flag);
                        if (!different)
                            continue;
                        reallyChanged[flag].add(message.uid);
                        if (flag == flags::Seen)
                            unseen += step.add ? -1 : 1;
                    }
                    message.modSeq = {};
                }
                half.store->messages().setFlags(stored->id, present);
                if (present.last().uid.value >= range.last)
                    break;
                first = present.last().uid.value + 1;
            }
        }
        UidSet unknown = allDiffer ? step.place.uids : UidSet();
        unknown.subtract(known);
        for (const Flag &flag : step.flags) {
            if (unknown.isEmpty())
                break;
            reallyChanged[flag].unite(unknown);
            if (flag == flags::Seen)
                unseen += (step.add ? -1 : 1) * qint64(unknown.count());
        }
        for (auto at = reallyChanged.cbegin(); at != reallyChanged.cend(); ++at)
            inverse.prepend(
                {Place{step.place.folder, step.place.validity, at.value()}, !step.add, FlagSet{at.key()}});
        half.folders->addCounts(step.place.folder, 0, unseen);
        half.changes.flags.append({step.place.folder, step.place.uids});
    }
    return inverse;
}

} // namespace

void FlagOperation::apply(LocalHalf &half)
{
    m_inverse = applySteps(m_steps, half, m_allDiffer);
}

void FlagOperation::backOut(LocalHalf &half)
{
    applySteps(m_inverse, half, m_allDiffer);
}

FlagSet FlagOperation::overlay(const MailboxName &folder, Uid uid, FlagSet flags) const
{
    for (const FlagStep &step : m_steps) {
        if (step.place.folder != folder || !step.place.uids.contains(uid))
            continue;
        for (const Flag &flag : step.flags) {
            if (step.add)
                flags.insert(flag);
            else
                flags.remove(flag);
        }
    }
    return flags;
}

/// What takes back these steps of it.
QList<FlagStep> FlagOperation::wayBackOf(const QList<FlagStep> &steps) const
{
    QList<FlagStep> back;
    for (const FlagStep &own : m_inverse) {
        for (const FlagStep &step : steps) {
            FlagStep part = own;
            part.place.uids =
                changesFlagsOf(step, own) ? intersection(own.place.uids, step.place.uids) : UidSet();
            if (!part.place.uids.isEmpty())
                back.append(part);
        }
    }
    return back;
}

OperationPtr FlagOperation::splitDone()
{
    QList<FlagStep> done;
    QList<FlagStep> left;
    for (FlagStep &step : m_steps)
        (std::exchange(step.confirmed, false) ? done : left).append(step);
    if (done.isEmpty())
        return {};
    auto operation = std::make_shared<FlagOperation>(done);
    operation->m_inverse = wayBackOf(done);
    operation->m_allDiffer = m_allDiffer;
    m_inverse = wayBackOf(left);
    m_steps = left;
    return operation;
}

OperationPtr FlagOperation::inverse() const
{
    if (m_inverse.isEmpty())
        return {};
    auto back = std::make_shared<FlagOperation>(m_inverse);
    back->m_allDiffer = m_allDiffer;
    return back;
}

} // namespace imap
