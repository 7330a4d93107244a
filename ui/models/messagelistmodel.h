#pragma once

#include "account/accounthandle.h"
#include "ui/models/arrangedrows.h"
#include "ui/models/messagerows.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QHash>
#include <QItemSelection>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

namespace ui
{

/// How far the open folder has come.
enum class FolderPhase {
    None,         ///< no folder was opened
    Opening,      ///< nothing is known of it yet
    Cached,       ///< what the cache had; the server has not been asked yet
    Open,         ///< as the server told, the rest is on its way
    Synchronised, ///< as the server has it
    Failed,       ///< `error` says why; rows from the cache may be there
};

/// What a person wants to know of a list that shows nothing.
struct FolderStatus {
    FolderPhase phase = FolderPhase::None;
    QString folderName; ///< as the folder tree calls it
    QString server;     ///< the account's host
    imap::ConnectionState connection = imap::ConnectionState::Connecting;
    std::shared_ptr<const imap::Error> error; ///< of the folder, else of the connection
    bool operator==(const FolderStatus &) const = default;
};

/// In which order the rows stand, and what is being done about that.
struct ListOrder {
    imap::Arrangement arrangement; ///< of the rows that are shown
    imap::ArrangementSource source = imap::ArrangementSource::Cache;
    bool descending = true;   ///< newest first, or Z to A
    imap::Arrangement wanted; ///< another one is being made
    bool making = false;
    quint32 done = 0; ///< of `total` messages; both 0 while the server works
    quint32 total = 0;
    std::shared_ptr<const imap::Error> error; ///< why the wanted one could not be made
    bool operator==(const ListOrder &) const = default;
};

/// The messages of one folder, all of them from the first moment: rowCount() is the folder's size, contents
/// arrive for the rows that are looked at. Rows far from these are forgotten again, so a million messages
/// cost what a screen costs. GUI thread.
///
/// A persistent index never comes to mean another message: after a reset or a correction it follows its UID
/// or becomes invalid. An index of a row whose message is not known yet stays with the row. In conversations
/// the row of a collapsed one stays with the conversation.
class MessageListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// More rows than this are not shown (the newest are); a view could not number their pixels.
    static constexpr qsizetype maximumRows = 30'000'000;
    /// How many rows in each direction from the visible ones are kept.
    static constexpr qsizetype keptAround = 200;

    struct Opening {
        imap::MailboxName folder;
        QString displayName;
        Correspondents who = Correspondents::From;
        std::optional<quint32> expected; ///< its size, if the folder tree knows it: rows before contents
        /// The account's state, which it told before this model listened (FolderTreeModel::connectionOf).
        std::optional<imap::ConnectionChanged> connection = {};
        imap::Arrangement arrangement = {};
        std::optional<bool> descending = {}; ///< nullopt: as before
        bool readOnly = false;               ///< by a person's wish: nothing is changed by looking
    };

    explicit MessageListModel(QObject *parent = nullptr);

    /// Shows another folder; asks the account to open it. The same folder again only asks again.
    void open(imap::AccountHandle *account, const Opening &opening);
    /// What the open folder is called and whom its rows name, where that became known only after open().
    void describe(const QString &displayName, Correspondents who);
    /// The open folder has another name from now on.
    void followRename(const imap::MailboxName &folder)
    {
        m_opening.folder = folder;
        m_nameToCome = true;
    }
    void close();
    imap::AccountHandle *account() const { return m_account; }
    const imap::MailboxName &folder() const { return m_opening.folder; }
    const FolderStatus &status() const { return m_status; }
    bool isReadOnly() const { return m_readOnly || m_opening.readOnly; }
    /// A person wanted that, and can have it otherwise.
    bool isReadOnlyByWish() const { return m_opening.readOnly; }
    /// Whether `flag` would be kept by the server (PERMANENTFLAGS).
    bool canKeep(const imap::Flag &flag) const;

    /// The direction of any order; see ListOrder::descending.
    bool isNewestFirst() const { return m_newestFirst; }
    void setNewestFirst(bool newestFirst);

    /// Another order of the rows, or conversations; `ListOrder` says when it is there. A folder that is
    /// opened has `Opening::arrangement`.
    void arrange(const imap::Arrangement &arrangement, bool descending);
    /// The direction that people expect: newest and largest first, names and words from A to Z.
    static bool usuallyDescending(const imap::Arrangement &arrangement);
    /// Stays with the order that is shown.
    void stopArranging();
    Correspondents correspondents() const { return m_opening.who; }
    const ListOrder &order() const { return m_order; }
    /// How many messages the rows are made of: of an order of what is known fewer than the folder has.
    qsizetype folderCount() const { return m_rows.total(); }
    qsizetype arrangedCount() const { return m_arranged ? m_arranged->messages().size() : m_rows.total(); }
    bool isArranged() const { return m_arranged != nullptr; }
    bool isThreaded() const { return m_arranged && m_arranged->messages().isThreaded(); }
    ThreadRow threadAt(int row) const;
    /// The row of the newest message of a row's conversation.
    int newestRowOf(int row) const;
    void setExpanded(int row, bool expanded);
    void setAllExpanded(bool expanded);
    /// Messages that the rows of a selection stand for, counted without walking them.
    qint64 messageCount(const QItemSelection &selection) const;

    /// The rows on the screen, both included; what is missing in and around them is asked for.
    void setVisibleRows(int first, int last);
    /// Who knows which rows must not be forgotten although nobody sees them: the selection.
    void setPinned(std::function<QItemSelection()> pinned) { m_pinned = std::move(pinned); }

    imap::Uid uidAt(int row) const;                         ///< invalid if not known
    imap::MessageSummaryPtr messageAt(int row) const;       ///< null if not known
    imap::MessageSummaryPtr messageOf(imap::Uid uid) const; ///< null if not known
    MessageDisplayPtr displayAt(int row) const;             ///< null if not known
    int rowOf(imap::Uid uid) const;                         ///< -1 if not known
    imap::SeqNum numberAt(int row) const;
    int rowOfNumber(imap::SeqNum number) const; ///< -1 outside the folder and in other orders
    /// Which message of the folder has this number, in any order, known or not; nobody where there is none.
    QFuture<imap::UidSet> messageOfNumber(imap::SeqNum number) const;
    /// The unread message that stands next behind `row` (-1: from the top), going on from the top, known or
    /// not; invalid: there is none. `told` are those of the whole folder as its server knows them, which may
    /// not have heard yet what was marked as read here.
    imap::Uid nextUnread(int row, const imap::UidSet &told) const;
    /// UIDs of the known rows of a selection, and of all messages of its conversations; ascending, each once.
    QList<imap::Uid> uids(const QItemSelection &selection) const;
    /// Which messages a selection means, known or not: ranges of rows, never walked row by row.
    QFuture<imap::UidSet> resolve(const QItemSelection &selection) const;
    /// The first known row from `from` on, wrapping round, where a correspondent or the subject starts with
    /// `text`; -1 if there is none.
    int findText(const QString &text, int from) const;
    /// The first words of a message's text, from whoever had reason to read it.
    void setPreview(imap::Uid uid, const QString &preview);
    qsizetype knownCount() const { return m_rows.knownCount(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

public Q_SLOTS:
    /// Applies what concerns this folder, in order. A batch that was applied already is left out.
    void apply(const imap::EventBatch &batch);

Q_SIGNALS:
    /// Also: what can be changed in the folder.
    void statusChanged();
    void orderChanged();
    /// All rows will stand elsewhere: a large selection had better go.
    void aboutToRearrange();

private:
    void on(const imap::FolderReset &event);
    void on(const imap::MessagesInserted &event);
    void on(const imap::MessagesChanged &event);
    void on(const imap::MessagesRemoved &event);
    void on(const imap::FolderFailed &event);
    void on(const imap::FolderSynchronised &event);
    void on(const imap::ConnectionChanged &event);
    void on(const imap::ArrangementStarted &event);
    void on(const imap::ArrangementReset &event);
    void on(const imap::ArrangementFailed &event);
    void on(const imap::ArrangementMoved &event);
    void on(const imap::MessagesShown &event);
    template <class Other>
    void on(const Other &)
    {
    }

    // An index counts rows from the oldest, or from A: message numbers - 1 in the folder's own order.
    qsizetype total() const { return m_arranged ? m_arranged->rowCount() : m_rows.total(); }
    qsizetype indexOfRow(int row) const { return m_newestFirst ? total() - 1 - row : row; }
    int rowOfIndex(qsizetype index) const { return int(m_newestFirst ? total() - 1 - index : index); }
    const MessageRows::Entry *entryAt(int row) const;
    imap::Uid shownUid(int row) const; ///< also of an arranged row without contents
    void insertAt(qsizetype index, qsizetype count);
    void removeRun(const IndexRun &run);
    void relayout(const std::function<void()> &change);
    void rearrange(std::unique_ptr<ArrangedRows> next, bool descending);
    std::vector<quint32> sortedUids(const QItemSelection &selection) const;
    std::vector<int> rowsOf(const std::vector<imap::Uid> &uids) const;
    imap::Uid nextOf(const QList<imap::Uid> &uids, int row) const;
    void learnArranged(const QList<imap::MessageSummaryPtr> &messages);
    void trimArranged();
    void requestArranged();
    ArrangedRows::Watch watch();
    void displayAnew();
    void tellAllChanged();
    void setOrder(const ListOrder &order);
    void announce(const std::vector<qsizetype> &indexes);
    bool isKept(qsizetype index) const;
    void trim();
    void requestSoon();
    void request();
    void setPhase(FolderPhase phase, std::shared_ptr<const imap::Error> error = {});
    void leaveAccount();
    void forgetRows();

    QPointer<imap::AccountHandle> m_account;
    Opening m_opening;
    FolderStatus m_status;
    MessageRows m_rows; ///< in the folder's own order, which is kept up to date in any other, too
    std::unique_ptr<ArrangedRows> m_arranged;        ///< null in the folder's own order
    QHash<imap::Uid, MessageRows::Entry> m_contents; ///< of arranged rows
    QSet<imap::Uid> m_asked;                         ///< whose contents were asked for last
    ListOrder m_order;
    bool m_awaiting = false; ///< the folder's order is not shown, as it was opened for another one
    qsizetype m_padding = 0; ///< rows at the bottom that are about to come or go
    QHash<imap::Uid, QString> m_previews;
    std::function<QItemSelection()> m_pinned;
    quint64 m_revision = 0;
    bool m_newestFirst = true;
    bool m_wantedDescending = true; ///< of the order that is being made
    bool m_readOnly = false;
    bool m_keywordsAllowed = true;
    bool m_marksTold = false;  ///< by the server; else what is said of flags here is not known
    bool m_resetSeen = false;  ///< the account has told of this folder, so it understands numbers
    bool m_nameToCome = false; ///< it was renamed here, which the server may not have heard yet
    imap::FlagSet m_permanentFlags;

    int m_firstVisible = 0;
    int m_lastVisible = 0;
    QTimer m_requestTimer;
    QElapsedTimer m_sinceRequest;
    std::pair<quint32, quint32> m_requested{0, 0}; ///< numbers of the last showRows
};

} // namespace ui
