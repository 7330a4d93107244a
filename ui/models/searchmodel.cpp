#include "ui/models/searchmodel.h"

#include "ui/models/roles.h"

#include <QSet>
#include <algorithm>

namespace ui
{

SearchModel::SearchModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_renew.setSingleShot(true);
    connect(&m_renew, &QTimer::timeout, this, &SearchModel::renew);
}

void SearchModel::showHits()
{
    const bool waits = std::any_of(m_sources.cbegin(), m_sources.cbegin() + m_question.accounts.size(),
                                   [](const HitSource &source) { return source.asking; });
    if (!waits)
        m_status.phase = SearchStatus::Phase::Done;
    put(mergeHits(m_sources, m_question.scope == SearchScope::Folder));
    tellStatus();
}

/// Rows that are there stay, with selection and all; others go and come.
void SearchModel::put(const QList<SearchHit> &hits)
{
    QSet<SearchHit::Key> wanted;
    for (const SearchHit &hit : hits)
        wanted.insert(hit.key());
    QSet<SearchHit::Key> there;
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (wanted.contains(m_rows[size_t(row)].hit.key())) {
            there.insert(m_rows[size_t(row)].hit.key());
            continue;
        }
        const int last = row;
        while (row > 0 && !wanted.contains(m_rows[size_t(row) - 1].hit.key()))
            --row;
        beginRemoveRows({}, row, last);
        m_rows.erase(m_rows.begin() + row, m_rows.begin() + last + 1);
        endRemoveRows();
    }
    for (int row = 0; row < int(hits.size()); ++row) {
        const SearchHit::Key key = hits.at(row).key();
        if (!there.contains(key)) {
            int last = row;
            while (last + 1 < int(hits.size()) && !there.contains(hits.at(last + 1).key()))
                ++last;
            beginInsertRows({}, row, last);
            for (int i = row; i <= last; ++i)
                m_rows.insert(m_rows.begin() + i, Row{hits.at(i)});
            endInsertRows();
            row = last;
            continue;
        }
        if (const int from = rowOf(key); from != row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_rows.begin() + row, m_rows.begin() + from, m_rows.begin() + from + 1);
            endMoveRows();
        }
        Row &now = m_rows[size_t(row)];
        if (now.hit == hits.at(row) && !m_marksStale)
            continue;
        now = Row{hits.at(row)};
        Q_EMIT dataChanged(index(row, 0), index(row, MessageColumn::Count - 1));
    }
    m_marksStale = false;
}

void SearchModel::tellStatus()
{
    m_status.hasMore = std::any_of(m_sources.cbegin(), m_sources.cend(),
                                   [](const HitSource &source) { return source.hasMore(); });
    if (m_told == m_status)
        return;
    m_told = m_status;
    Q_EMIT statusChanged();
}

const SearchHit *SearchModel::hitAt(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[size_t(row)].hit : nullptr;
}

int SearchModel::rowOf(const SearchHit::Key &key) const
{
    const auto at =
        std::find_if(m_rows.begin(), m_rows.end(), [&key](const Row &row) { return row.hit.key() == key; });
    return at == m_rows.end() ? -1 : int(at - m_rows.begin());
}

MessageDisplayPtr SearchModel::displayAt(int row) const
{
    const SearchHit *hit = hitAt(row);
    if (!hit)
        return nullptr;
    MessageDisplayPtr &kept = m_rows[size_t(row)].display;
    if (!kept) {
        const Place place = m_namePlace ? m_namePlace(hit->account, hit->folder) : Place();
        MessageDisplay display = makeDisplay(*hit->message, place.who);
        display.place = place.name;
        display.preview = hit->snippet;
        display.previewMarks = hit->marks;
        display.subjectMarks =
            display.noSubject ? QList<imap::TextSpan>() : imap::searchMarks(display.subject, m_terms);
        display.correspondentMarks = imap::searchMarks(display.correspondents, m_terms);
        kept = std::make_shared<const MessageDisplay>(std::move(display));
    }
    return kept;
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SearchModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(MessageColumn::Count);
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (role == MessageRole::Known)
        return index.isValid();
    if (role == MessageRole::Thread)
        return QVariant::fromValue(ThreadRow());
    const MessageDisplayPtr display = index.isValid() ? displayAt(index.row()) : nullptr;
    return display ? displayValue(display, {}, index.column(), role) : QVariant();
}

bool SearchModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_status.phase == SearchStatus::Phase::Done && m_status.hasMore &&
           m_status.server != SearchStatus::Server::Asking;
}

void SearchModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    for (qsizetype i = 0; i < m_question.accounts.size(); ++i) {
        if (!m_sources.at(i).next.isEmpty())
            askCache(i, false);
    }
    if (serverSource() && serverSource()->before.isValid())
        askServer();
}

} // namespace ui
