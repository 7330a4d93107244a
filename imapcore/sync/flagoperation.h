#pragma once

#include "sync/operation.h"

namespace imap
{

/// One stretch of a change of flags: these messages get or lose these flags.
struct FlagStep {
    Place place{};
    bool add = true;
    FlagSet flags{};
    bool confirmed = false; ///< by the server, in this run; not written down
    bool operator==(const FlagStep &) const = default;
};

/// The same for Gmail's labels.
struct LabelStep {
    Place place{};
    bool add = true;
    QList<QString> labels{};
    bool confirmed = false; ///< by the server, in this run; not written down
    bool operator==(const LabelStep &) const = default;
};

/// Flags are set and removed: shown at once; may be sent twice without harm, so a cut needs no looking.
class FlagOperation final : public Operation
{
public:
    explicit FlagOperation(QList<FlagStep> steps = {})
        : m_steps(std::move(steps))
    {
    }
    /// `allDiffer`: each of the messages lacks what it gets and has what it loses, as the server said just
    /// now: the way back is for all of them, also for those that are not stored here.
    static OperationPtr from(const FlagChange &change, UidValidity validity, bool allDiffer = false);
    static OperationPtr read(const store::LoggedOperation &entry);
    /// The way back in the words of the first version: steps alone, of the entry's folder.
    static OperationPtr readOldInverse(const store::LoggedOperation &entry);

    const QList<FlagStep> &steps() const { return m_steps; }
    /// What it found, where that was something else.
    const QList<FlagStep> &wayBack() const { return m_inverse; }
    /// A change in front of this one is not made after all: what that found, this one finds. Takes it out of
    /// `found`, as it concerns nobody behind this one. Returns whether there was anything.
    bool findInstead(QList<FlagStep> &found);
    /// The other one takes back exactly what this one does, and nothing has been sent: neither needs to be.
    bool cancels(const FlagOperation &other) const;
    bool names(const MailboxName &folder, Uid uid) const;
    bool changesFlag(const MailboxName &folder, const Flag &flag) const;

    QByteArray kind() const override { return QByteArrayLiteral("flags"); }
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    QList<Place> places() const override;
    void locate(const store::JournalNotes &notes) override;
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override { return m_steps.isEmpty(); }
    void apply(LocalHalf &half) override;
    void backOut(LocalHalf &half) override;
    FlagSet overlay(const MailboxName &folder, Uid uid, FlagSet flags) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    OperationPtr splitDone() override;
    OperationPtr inverse() const override;
    bool knowsInverseEarly() const override { return true; }

private:
    QList<FlagStep> wayBackOf(const QList<FlagStep> &steps) const;
    QCoro::Task<QList<FlagStep>> sendStep(RemotePtr remote, FlagStep step);

    QList<FlagStep> m_steps;
    QList<FlagStep> m_inverse; ///< of what really changed; known once it was applied
    bool m_allDiffer = false;
};

/// Gmail's labels are set and removed. The store keeps them as the server has them, and what waits is put
/// over that when they are read: seen at once, gone at once where it is refused. What was there before is
/// asked of the server in front of the change, as it may not be stored.
class LabelOperation final : public Operation
{
public:
    explicit LabelOperation(QList<LabelStep> steps = {})
        : m_steps(std::move(steps))
    {
    }
    static OperationPtr from(const LabelChange &change, UidValidity validity);
    static OperationPtr read(const store::LoggedOperation &entry);

    QByteArray kind() const override { return QByteArrayLiteral("labels"); }
    Change change() const override;
    void write(store::LoggedOperation &entry) const override;
    QList<MailboxName> touches() const override;
    QList<Place> places() const override;
    void locate(const store::JournalNotes &notes) override;
    void renameFolder(const FolderRename &rename) override;
    bool isEmpty() const override { return m_steps.isEmpty(); }
    void apply(LocalHalf &half) override { tell(half); }
    void backOut(LocalHalf &half) override { tell(half); }
    QStringList overlayLabels(const MailboxName &folder, Uid uid, QStringList labels) const override;
    QCoro::Task<> send(RemotePtr remote) override;
    void confirmed(store::Store &store) const override;
    bool changesList(const FolderList &folders) const override;
    OperationPtr inverse() const override;
    void startAnew() override;

private:
    void tell(LocalHalf &half) const;
    QCoro::Task<> readOld(RemotePtr remote, LabelStep step);

    QList<MailboxName> labelFolders() const;

    QList<LabelStep> m_steps;
    QList<LabelStep> m_inverse;
    bool m_read = false; ///< the old labels are known
};

/// The steps again, each message where it is now.
template <class Step>
QList<Step> locateSteps(const QList<Step> &steps, const store::JournalNotes &notes)
{
    QList<Step> located;
    for (const Step &step : steps) {
        const QList<Place> places = notes.locate(step.place);
        for (const Place &place : places) {
            Step one = step;
            one.place = place;
            located.append(one);
        }
    }
    return located;
}

/// Throws LocalError where the selected folder is another than the one whose messages are named.
void requireSame(const Remote &remote, const Place &place);

} // namespace imap
