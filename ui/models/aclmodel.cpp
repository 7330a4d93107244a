#include "ui/models/aclmodel.h"

#include "ui/models/changewatch.h"
#include "ui/models/rowsteps.h"
#include "ui/support/formatting.h"
#include "ui/support/onfinished.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ui
{

using imap::AclChange;
using imap::AclEntry;
using imap::OperationState;
using imap::Rights;

namespace
{

/// People first, then groups and everybody; what is taken away behind all that is given.
auto place(const AclEntry &entry, const QString &ownUser)
{
    const AclWho who = whoIs(entry.identifier, ownUser);
    return std::tuple(who.negative, int(who.kind), who.name.toCaseFolded(), entry.identifier);
}

/// An entry without rights is none.
PendingChanges<Rights>::Change asPending(const QByteArray &identifier, Rights rights)
{
    return {identifier, rights.isEmpty() ? std::nullopt : std::optional(rights)};
}

} // namespace

AclModel::AclModel(imap::AccountHandle *account, const imap::FolderInfo &folder, QObject *parent)
    : QAbstractListModel(parent)
    , m_account(account)
    , m_folder(folder)
    , m_inquiry(new Inquiry(account, this))
{
    connect(m_inquiry, &Inquiry::changed, this, &AclModel::stateChanged);
    connect(m_inquiry, &Inquiry::askAgain, this, &AclModel::ask);
    auto *changes = new ChangeWatch(account, this);
    connect(changes, &ChangeWatch::told, this, &AclModel::take);
    connect(changes, &ChangeWatch::waitingKnown, this, &AclModel::show);
    connect(changes, &ChangeWatch::connectionChanged, m_inquiry, &Inquiry::setOnline);
    ask();
}

QString AclModel::ownUser() const
{
    if (!m_account)
        return {};
    const imap::AccountConfig config = m_account->config();
    return config.authorizationId.isEmpty() ? config.user : config.authorizationId;
}

void AclModel::refresh()
{
    m_entries.forgetWanted();
    show();
    ask();
}

void AclModel::ask()
{
    m_inquiry->ask([this](imap::ServerHandle &server) { return server.folderAccess(m_folder.name); },
                   [this](const auto &answer) { answered(answer); });
}

void AclModel::answered(const imap::FolderAccess &access)
{
    m_access = access;
    Pending::Values told;
    for (const AclEntry &entry : access.entries.value_or(QList<AclEntry>()))
        told.insert(entry.identifier, entry.rights);
    m_entries.setTold(std::move(told));
    // Of a folder that is gone Dovecot says that one may do everything in it, and lists no entries.
    const bool contradicts = !access.entries && access.mine && access.mine->allows('a');
    if (access.offered && !access.entries && (!access.mine || contradicts))
        m_inquiry->settle(Phase::Failed, access.refused);
    else
        m_inquiry->settle(access.offered ? Phase::Ready : Phase::NotOffered);
    show();
    const auto made = std::exchange(m_made, {});
    for (const AclChange &change : made) {
        if (access.entries && !isUnderWay(change.identifier))
            compare(change);
    }
}

/// What the server was asked for may not be what it did: Dovecot leaves the right a to whose folder it is.
void AclModel::compare(const AclChange &made)
{
    const int row = rowOf(made.identifier);
    if (row < 0) // gone, or the server spells the name in its own way
        return;
    const Rights now = spelt(entryAt(row).rights);
    const Rights wanted = spelt(made.rights);
    const Rights seen = spelt(made.seen.value_or(Rights()));
    const Rights taken = seen - wanted;
    const Rights left = taken - (taken - now);
    const Rights missing = wanted - seen - now;
    if (!left.isEmpty() || !missing.isEmpty())
        Q_EMIT madeOtherwise(made.identifier, left, missing);
}

/// A server with today's rights wants the old letters left to itself (RFC 4314 §2.1.1).
Rights AclModel::spelt(Rights rights) const
{
    return newRights() ? rights.current() : rights.obsolete();
}

void AclModel::take(const imap::JournalEntry &entry, const QString &refusal)
{
    const auto *change = std::get_if<AclChange>(&entry.change);
    if (!change || !(change->folder == m_folder.name))
        return;
    const Pending::Taken taken =
        m_entries.take(entry.id, entry.state, asPending(change->identifier, change->rights));
    if (entry.state == OperationState::Done && taken.known && change->seen)
        m_made.insert(change->identifier, *change);
    // Servers add and leave out what they think right; and what was not made may be another's doing.
    if (entry.state != OperationState::Waiting && entry.state != OperationState::Running)
        ask();
    show();
    if (const quint64 back = takenBackBy(entry, taken.known))
        Q_EMIT takenBack(back);
    if (taken.own && entry.state != OperationState::Failed)
        Q_EMIT entered(entry.id, change->identifier, change->seen && change->seen->isEmpty());
    if (entry.state == OperationState::Failed && (taken.known || !refusal.isEmpty()))
        Q_EMIT refused(change->identifier, refusal.isEmpty() ? entry.error : refusal);
}

/// The rows become those that the server told with the changes over them.
void AclModel::show()
{
    const Pending::Values entries = m_entries.shown();
    QList<AclEntry> rows;
    for (auto entry = entries.constBegin(); entry != entries.constEnd(); ++entry)
        rows << AclEntry{entry.key(), entry.value()};
    const QString own = ownUser();
    const auto before = [&own](const AclEntry &a, const AclEntry &b) {
        return place(a, own) < place(b, own);
    };
    std::sort(rows.begin(), rows.end(), before);

    becomeRows(
        m_rows, rows, before,
        [this](int row, auto insert) {
            beginInsertRows({}, row, row);
            insert();
            endInsertRows();
        },
        [this](int row, auto remove) {
            beginRemoveRows({}, row, row);
            remove();
            endRemoveRows();
        },
        [this](int row) { Q_EMIT dataChanged(index(row), index(row)); });
}

bool AclModel::canChange() const
{
    return phase() == Phase::Ready && m_access.entries && (!m_access.mine || m_access.mine->allows('a'));
}

QStringList AclModel::administrators() const
{
    QStringList names;
    for (const AclEntry &entry : m_rows) {
        const AclWho who = whoIs(entry.identifier, ownUser());
        if (!who.negative && who.kind != AclKind::Own && entry.rights.allows('a'))
            names << who.name;
    }
    if (names.isEmpty() && !folderOwnerName(m_folder).isEmpty())
        names << folderOwnerName(m_folder);
    return names;
}

AclWho AclModel::whoAt(int row) const
{
    return whoIs(entryAt(row).identifier, ownUser());
}

int AclModel::rowOf(const QByteArray &identifier) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).identifier == identifier)
            return row;
    }
    return -1;
}

QString AclModel::addProblem(const QByteArray &identifier) const
{
    if (identifier.isEmpty() || identifier == "-")
        return tr("Whom do you want to share with?");
    if (rowOf(identifier) < 0)
        return {};
    const AclWho who = whoIs(identifier, ownUser());
    return who.negative ? tr("“%1” is in the list of those whose rights are taken away.").arg(who.name)
                        : tr("“%1” is in the list already.").arg(who.name);
}

const imap::GrantableRights *AclModel::grantable(const QByteArray &identifier) const
{
    const auto found = m_grantable.constFind(identifier);
    return found == m_grantable.constEnd() ? nullptr : &found.value();
}

void AclModel::askGrantable(const QByteArray &identifier)
{
    imap::ServerHandle *server = m_inquiry->server();
    if (!server || m_grantable.contains(identifier) || !canChange())
        return;
    onFinished(
        server->grantableRights(m_folder.name, identifier), this,
        [this, identifier](const imap::GrantableRights &rights) {
            if (rights.required.isEmpty() && rights.optional.isEmpty())
                return; // who lists nothing tells nothing
            m_grantable.insert(identifier, rights);
            Q_EMIT grantableChanged(identifier);
        },
        [](const imap::Error &) {}); // then any right may be tried
}

bool AclModel::givesUpOwnRights(const QByteArray &identifier, Rights rights) const
{
    const AclWho who = whoIs(identifier, ownUser());
    const bool isOwner = who.kind == AclKind::Owner && m_folder.owner == imap::FolderOwner::Personal;
    if (who.kind != AclKind::Own && !isOwner)
        return false;
    if (who.negative)
        return rights.contains('a');
    const imap::GrantableRights *known = grantable(identifier);
    if (known && known->required.contains('a'))
        return false;
    const int row = rowOf(identifier);
    return row >= 0 && m_rows.at(row).rights.contains('a') && !rights.contains('a');
}

void AclModel::change(const QByteArray &identifier, Rights rights)
{
    const Rights sent = spelt(rights);
    const int row = rowOf(identifier);
    const Rights seen = row < 0 ? Rights() : entryAt(row).rights;
    if (row < 0 ? sent.isEmpty() : seen == sent)
        return;
    m_entries.want(asPending(identifier, sent));
    show();
    AclChange change;
    change.folder = m_folder.name;
    change.identifier = identifier;
    change.rights = sent;
    change.seen = spelt(seen); // it may be long ago that the server told it
    Q_EMIT changeWanted(change);
}

int AclModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString AclModel::accessText(const AclEntry &entry) const
{
    const AccessRole role = roleOf(entry.rights);
    if (!entry.isNegative())
        return accessRoleName(role);
    return role == AccessRole::All ? tr("Not: all")
                                   : tr("Not: %1").arg(QString::fromLatin1(entry.rights.toByteArray()));
}

QVariant AclModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AclEntry &entry = m_rows.at(index.row());
    const AclWho who = whoIs(entry.identifier, ownUser());
    const QString letters = QString::fromLatin1(entry.rights.toByteArray());
    switch (role) {
    case Qt::DisplayRole:
        return who.name;
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3").arg(who.name, aclKindText(who), accessText(entry));
    case Qt::ToolTipRole:
        return plainTip(QStringLiteral("%1\n%2").arg(QString::fromUtf8(entry.identifier), letters));
    case AclRole::Identifier:
        return entry.identifier;
    case AclRole::Kind:
        return int(who.kind);
    case AclRole::Negative:
        return who.negative;
    case AclRole::KindText:
        return isOnline() || !m_entries.isUnderWay(entry.identifier) ? aclKindText(who)
                                                                     : tr("Waiting to be sent");
    case AclRole::Letters:
        return letters;
    case AclRole::Access:
        return int(roleOf(entry.rights));
    case AclRole::AccessText:
        return accessText(entry);
    default:
        return {};
    }
}

Rights allRights(const imap::GrantableRights &grantable)
{
    Rights all = grantable.required;
    for (const Rights &set : grantable.optional)
        all = all | set;
    return all - Rights("0123456789");
}

Rights toggledRights(Rights rights, char right, bool on, const imap::GrantableRights *grantable)
{
    Rights together(QByteArrayView(&right, 1));
    if (grantable) {
        for (const Rights &set : grantable->optional) {
            if (set.contains(right))
                together = together | set;
        }
    }
    const Rights changed = on ? rights | together : rights - together;
    return grantable ? changed | grantable->required : changed;
}

Rights fittingRights(Rights wanted, const imap::GrantableRights *grantable)
{
    if (!grantable)
        return wanted;
    Rights fitting = grantable->required;
    for (const Rights &set : grantable->optional) {
        const Rights missing = set.current() - wanted.current();
        if (missing.isEmpty() && !set.isEmpty())
            fitting = fitting | set;
    }
    return fitting;
}

} // namespace ui
