#pragma once

#include "types/serverdetails.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

namespace ui
{

enum class CapabilityState {
    Enabled, ///< switched on for this connection
    Used,
    Refused, ///< offered, and not done when asked; not used any more
    Avoided, ///< servers like this one are known to do it wrong
    Unused,  ///< offered, and of no use here
    Missing, ///< not offered, and would help
};

struct CapabilityRoles {
    enum {
        State = Qt::UserRole + 1, ///< int of CapabilityState
        StateText,                ///< QString, "Used"
        Reference,                ///< QString, "RFC 2177"
        Sentence,                 ///< QString, what it is and what comes of it
    };
};

/// What a server offers, each with a sentence, and what it lacks that would help. Sorted by name.
class CapabilityModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setServer(const imap::ServerDetails &server);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        QString name;
        QString reference;
        QString sentence;
        CapabilityState state = CapabilityState::Unused;
    };
    static Row describe(const QByteArray &name, const imap::ServerDetails &server);

    QList<Row> m_rows;
};

QString capabilityStateText(CapabilityState state);

/// Those whose name or sentence has all words that were typed, in the states that were chosen.
class CapabilityFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Show { All, Used, NotUsed, Missing };
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text);
    void setShown(Show show);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    Show m_show = Show::All;
};

} // namespace ui
