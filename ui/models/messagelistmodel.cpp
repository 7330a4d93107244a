#include "ui/models/messagelistmodel.h"

#include "account/serverhandle.h"

#include "mime/cleantext.h"
#include "ui/models/labelbook.h"
#include "ui/models/roles.h"
#include "ui/support/formatting.h"

#include <algorithm>

namespace ui
{

using imap::Uid;

namespace
{

/// Requests follow each other at least so far apart, so that dragging the scroll bar asks once a frame.
constexpr int frameMs = 16;
constexpr int maximumPreview = 200;
constexpr qsizetype maximumPreviews = 2000;

/// A collapsed conversation is unread while anything in it is.
MessageDisplayPtr ofThread(const MessageDisplayPtr &display, const ThreadRow &thread)
{
    const bool unread = thread.unread > 0;
    if (thread.count < 2 || thread.expanded || display->unread == unread)
        return display;
    auto changed = std::make_shared<MessageDisplay>(*display);
    changed->unread = unread;
    return changed;
}

} // namespace

MessageListModel::MessageListModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_requestTimer.setSingleShot(true);
    connect(&m_requestTimer, &QTimer::timeout, this, &MessageListModel::request);
    connect(&LabelBook::shared(), &LabelBook::changed, this, &MessageListModel::displayAnew);
}

void MessageListModel::open(imap::AccountHandle *account, const Opening &opening)
{
    const bool another = account != m_account || !(opening.folder == m_opening.folder);
    if (account != m_account) {
        leaveAccount();
        m_account = account;
        m_revision = 0;
        connect(account, &imap::AccountHandle::eventsReady, this, &MessageListModel::apply);
        m_status.connection = imap::ConnectionState::Connecting;
    }
    if (opening.connection) {
        m_status.connection = opening.connection->state;
        m_status.error = opening.connection->error;
    }
    if (another) {
        beginResetModel();
        m_opening = opening;
        m_rows = MessageRows();
        m_rows.append(std::min<qsizetype>(opening.expected.value_or(0), maximumRows));
        m_arranged.reset();
        m_contents.clear();
        m_asked.clear();
        m_awaiting = !opening.arrangement.isPlain();
        m_newestFirst = opening.descending.value_or(m_newestFirst);
        m_previews.clear();
        m_readOnly = false;
        m_keywordsAllowed = true;
        m_marksTold = false;
        m_permanentFlags = {};
        m_resetSeen = false;
        m_nameToCome = false;
        m_requested = {};
        m_firstVisible = 0;
        m_lastVisible = 0;
        endResetModel();
        m_status.folderName = opening.displayName;
        m_status.server = account->config().connection.host;
        setPhase(FolderPhase::Opening, opening.connection ? opening.connection->error : nullptr);
        ListOrder order;
        order.descending = m_newestFirst;
        setOrder(order);
    }
    const bool otherWay = m_opening.readOnly != opening.readOnly;
    m_opening.readOnly = opening.readOnly;
    if (otherWay)
        Q_EMIT statusChanged();
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    if (opening.readOnly && server)
        server->openReadOnly(opening.folder);
    else
        account->openFolder(opening.folder);
    if (another && !opening.arrangement.isPlain())
        arrange(opening.arrangement, m_newestFirst);
}

void MessageListModel::describe(const QString &displayName, Correspondents who)
{
    if (displayName != m_status.folderName) {
        m_status.folderName = displayName;
        Q_EMIT statusChanged();
    }
    if (who == m_opening.who)
        return;
    m_opening.who = who;
    Q_EMIT headerDataChanged(Qt::Horizontal, MessageColumn::Correspondents, MessageColumn::Correspondents);
    displayAnew();
}

/// The same messages look different from now on.
void MessageListModel::displayAnew()
{
    m_rows.forEachKnown(0, m_rows.total(),
                        [](qsizetype, const MessageRows::Entry &entry) { entry.display.reset(); });
    for (const MessageRows::Entry &entry : std::as_const(m_contents))
        entry.display.reset();
    tellAllChanged();
}

/// When its folder is opened again it has to be told again.
void MessageListModel::leaveAccount()
{
    if (!m_account)
        return;
    disconnect(m_account, nullptr, this, nullptr);
    m_account->leaveFolder();
    m_account = nullptr;
}

void MessageListModel::close()
{
    leaveAccount();
    beginResetModel();
    m_opening = {};
    m_rows = MessageRows();
    m_arranged.reset();
    m_contents.clear();
    m_awaiting = false;
    m_resetSeen = false;
    endResetModel();
    ListOrder order;
    order.descending = m_newestFirst;
    setOrder(order);
    m_status = {};
    Q_EMIT statusChanged();
}

bool MessageListModel::canKeep(const imap::Flag &flag) const
{
    // Which flags a folder keeps its server tells when it opens it. What is done offline waits until then.
    return !m_readOnly &&
           (!m_marksTold || m_permanentFlags.contains(flag) || (m_keywordsAllowed && flag.isKeyword()));
}

void MessageListModel::setNewestFirst(bool newestFirst)
{
    if (newestFirst == m_newestFirst)
        return;
    Q_EMIT aboutToRearrange();
    relayout([&] { m_newestFirst = newestFirst; });
    ListOrder order = m_order;
    order.descending = newestFirst;
    setOrder(order);
}

void MessageListModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
    trim();
    requestSoon();
}

Uid MessageListModel::uidAt(int row) const
{
    const imap::MessageSummaryPtr message = messageAt(row);
    return message ? message->uid : Uid();
}

imap::MessageSummaryPtr MessageListModel::messageAt(int row) const
{
    const MessageRows::Entry *entry = entryAt(row);
    return entry ? entry->message : nullptr;
}

imap::MessageSummaryPtr MessageListModel::messageOf(Uid uid) const
{
    if (m_arranged)
        return m_contents.value(uid).message;
    const MessageRows::Entry *entry = m_rows.at(m_rows.indexOf(uid));
    return entry ? entry->message : nullptr;
}

MessageDisplayPtr MessageListModel::displayAt(int row) const
{
    const MessageRows::Entry *entry = entryAt(row);
    if (!entry)
        return nullptr;
    if (!entry->display) {
        MessageDisplay display = makeDisplay(*entry->message, m_opening.who);
        display.preview = m_previews.value(entry->message->uid);
        entry->display = std::make_shared<const MessageDisplay>(std::move(display));
    }
    return m_arranged ? ofThread(entry->display, threadAt(row)) : entry->display;
}

int MessageListModel::rowOf(Uid uid) const
{
    if (m_arranged)
        return rowsOf({uid}).front();
    const qsizetype index = m_rows.indexOf(uid);
    return index < 0 ? -1 : rowOfIndex(index);
}

imap::SeqNum MessageListModel::numberAt(int row) const
{
    return row < 0 || row >= rowCount() || m_arranged ? imap::SeqNum()
                                                      : imap::SeqNum(quint32(indexOfRow(row) + 1));
}

void MessageListModel::setPreview(Uid uid, const QString &preview)
{
    if (m_previews.size() >= maximumPreviews)
        m_previews.clear();
    const QString line = imap::mime::cleanLine(preview, maximumPreview);
    m_previews.insert(uid, line);
    const qsizetype index = m_arranged ? -1 : m_rows.indexOf(uid);
    const auto arranged = m_contents.constFind(uid);
    const MessageRows::Entry *entry = !m_arranged                     ? m_rows.at(index)
                                      : arranged == m_contents.cend() ? nullptr
                                                                      : &*arranged;
    if (!entry || !entry->display || entry->display->preview == line)
        return;
    MessageDisplay display(*entry->display);
    display.preview = line;
    entry->display = std::make_shared<const MessageDisplay>(std::move(display));
    if (m_arranged)
        tellAllChanged();
    else
        announce({index});
}

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(total() + m_padding);
}

int MessageListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(MessageColumn::Count);
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == MessageRole::Known)
        return entryAt(index.row()) != nullptr;
    if (role == MessageRole::Thread)
        return QVariant::fromValue(threadAt(index.row()));
    if (role == Qt::TextAlignmentRole && index.column() == MessageColumn::Size)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const MessageDisplayPtr display = displayAt(index.row());
    if (!display)
        return role == Qt::AccessibleTextRole ? tr("Loading") : QVariant();
    return displayValue(display, threadAt(index.row()), index.column(), role);
}

QVariant MessageListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= MessageColumn::Count)
        return {};
    const bool from = m_opening.who == Correspondents::From;
    const QString names[] = {
        tr("Star"), from ? tr("From") : tr("To"), tr("Subject"), tr("Labels"), tr("Attachment"), tr("Date"),
        tr("Size")};
    const bool narrow = section == MessageColumn::Star || section == MessageColumn::Attachment;
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole || (role == Qt::DisplayRole && !narrow))
        return names[section];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == MessageColumn::Size ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    return {};
}

void MessageListModel::requestSoon()
{
    if (m_requestTimer.isActive())
        return;
    const qint64 since = m_sinceRequest.isValid() ? m_sinceRequest.elapsed() : frameMs;
    m_requestTimer.start(since >= frameMs ? 0 : int(frameMs - since));
}

void MessageListModel::request()
{
    const int rows = rowCount();
    if (!m_account || rows == 0)
        return;
    if (m_arranged)
        return requestArranged();
    if (!m_resetSeen)
        return;
    // A screen more in each direction: what the next turn of the wheel shows should be there already.
    const int first = std::clamp(m_firstVisible, 0, rows - 1);
    const int last = std::clamp(m_lastVisible, first, rows - 1);
    const int more = std::clamp(last - first + 1, 10, 200);
    const auto [lower, upper] =
        std::minmax({indexOfRow(std::max(0, first - more)),
                     indexOfRow(int(std::min<qint64>(rows - 1, qint64(last) + more)))});
    const std::pair<quint32, quint32> wanted{quint32(lower + 1), quint32(upper + 1)};
    if (wanted == m_requested)
        return;
    m_requested = wanted;
    m_sinceRequest.start();
    m_account->showRows(m_opening.folder, imap::SeqNum(wanted.first), imap::SeqNum(wanted.second));
}

} // namespace ui
