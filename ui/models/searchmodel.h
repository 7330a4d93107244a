#pragma once

#include "types/searchterms.h"
#include "ui/models/messagedisplay.h"
#include "ui/models/searchhits.h"

#include <QAbstractTableModel>
#include <QTimer>
#include <functional>
#include <vector>

namespace ui
{

/// Where is searched.
enum class SearchScope { Folder, Account, All };

struct SearchQuestion {
    QString text; ///< as typed, see imap::CacheSearch
    SearchScope scope = SearchScope::Folder;
    imap::MailboxName folder; ///< of the first account, in scope Folder
    QList<imap::AccountHandle *> accounts;
    bool operator==(const SearchQuestion &) const = default;
};

/// What is to be said of a search.
struct SearchStatus {
    enum class Phase { None, Searching, Done };
    enum class Server { NotAsked, Asking, Answered, Failed };
    Phase phase = Phase::None;
    Server server = Server::NotAsked;
    bool hasMore = false;                     ///< further hits come when one scrolls to the end
    imap::Kept kept = imap::Kept::Everything; ///< how much of what was searched is on this computer
    quint32 notIndexed = 0;                   ///< messages that are here but cannot be found yet
    QString error{};                          ///< why a cache could not be searched, for people
    QString serverError{};
    bool operator==(const SearchStatus &) const = default;
};

/// What a search found, newest first: in what is kept here, and in one folder also what its server finds,
/// when it is asked. Follows what happens to the messages. The rows of the question before stay until there
/// is an answer to the next. At most `mostHits` of each account. GUI thread.
class SearchModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr qsizetype pageSize = 100;
    static constexpr qsizetype mostHits = 2000;
    static constexpr int renewMs = 300;
    static constexpr int renewWhileFillingMs = 3000;

    /// How a hit's folder is called, empty where that goes without saying, and whom its rows name.
    struct Place {
        QString name;
        Correspondents who = Correspondents::From;
    };
    using NamePlace = std::function<Place(const imap::AccountHandle *, const imap::MailboxName &)>;

    explicit SearchModel(QObject *parent = nullptr);

    void setNamePlace(NamePlace namePlace) { m_namePlace = std::move(namePlace); }
    void search(const SearchQuestion &question);
    /// Has the server of the folder look, too.
    void searchServer();
    /// No rows, no question.
    void clear();
    /// An account goes away.
    void forget(const imap::AccountHandle *account);

    const SearchQuestion &question() const { return m_question; }
    const SearchStatus &status() const { return m_status; }
    /// The words that are looked for; none: there is nothing in the question that could be found.
    const QList<imap::SearchTerm> &terms() const { return m_terms; }

    const SearchHit *hitAt(int row) const;      ///< null outside
    int rowOf(const SearchHit::Key &key) const; ///< -1 if it is not there
    MessageDisplayPtr displayAt(int row) const; ///< null outside

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void statusChanged();

private:
    struct Row {
        SearchHit hit;
        mutable MessageDisplayPtr display{}; ///< made when it is looked at
    };

    void listen();
    void take(imap::AccountHandle *account, const imap::EventBatch &batch);
    bool takeEvent(const imap::AccountHandle *account, const imap::Event &event);
    void renew();
    void askCache(qsizetype index, bool anew);
    void cacheAnswered(qsizetype index, bool anew, const imap::CacheHits &hits);
    void askServer();
    void serverAnswered(const imap::ServerHits &hits);
    void showHits();
    void put(const QList<SearchHit> &hits);
    void tellStatus();
    HitSource *serverSource();

    NamePlace m_namePlace;
    SearchQuestion m_question;
    SearchStatus m_status;
    SearchStatus m_told;
    QList<imap::SearchTerm> m_terms;
    QList<HitSource> m_sources; ///< the caches of the accounts in question, then the server if it is asked
    std::vector<Row> m_rows;
    QTimer m_renew;
    bool m_marksStale = false; ///< the rows show where the words of an earlier question stand
    quint64 m_run = 0;         ///< tells an answer that its question is no longer the one
};

} // namespace ui
