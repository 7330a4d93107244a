#include "ui/models/annotationmodel.h"

#include "ui/models/annotationwords.h"
#include "ui/models/changewatch.h"
#include "ui/models/rowsteps.h"
#include "ui/support/formatting.h"

#include <algorithm>

namespace ui
{

using imap::MetadataEntry;
using imap::OperationState;

AnnotationModel::AnnotationModel(imap::AccountHandle *account, const imap::MailboxName &folder,
                                 QObject *parent)
    : QAbstractTableModel(parent)
    , m_folder(folder)
    , m_inquiry(new Inquiry(account, this))
{
    connect(m_inquiry, &Inquiry::changed, this, &AnnotationModel::stateChanged);
    connect(m_inquiry, &Inquiry::askAgain, this, &AnnotationModel::ask);
    auto *changes = new ChangeWatch(account, this);
    connect(changes, &ChangeWatch::told, this, &AnnotationModel::take);
    connect(changes, &ChangeWatch::connectionChanged, m_inquiry, &Inquiry::setOnline);
    ask();
}

void AnnotationModel::refresh()
{
    m_entries.forgetWanted();
    show();
    ask();
}

void AnnotationModel::ask()
{
    m_inquiry->ask([this](imap::ServerHandle &server) { return server.annotations(m_folder); },
                   [this](const auto &answer) { answered(answer); });
}

void AnnotationModel::answered(const imap::Annotations &annotations)
{
    m_inquiry->settle(annotations.offered ? Phase::Ready : Phase::NotOffered);
    m_leftOut = annotations.longest;
    Pending::Values told;
    for (const MetadataEntry &entry : annotations.entries) {
        if (entry.value)
            told.insert(entry.name.toLower(), *entry.value);
    }
    m_entries.setTold(std::move(told));
    show();
}

void AnnotationModel::take(const imap::JournalEntry &entry, const QString &refusal)
{
    const auto *change = std::get_if<imap::MetadataChange>(&entry.change);
    if (!change || !(change->folder == m_folder))
        return;
    // Servers set all entries of a change or none, and nothing but this model makes those of several.
    for (const MetadataEntry &one : change->entries) {
        const Pending::Taken taken = m_entries.take(entry.id, entry.state, {one.name.toLower(), one.value});
        show();
        if (const quint64 back = takenBackBy(entry, taken.known))
            Q_EMIT takenBack(back);
        if (taken.own && entry.state != OperationState::Failed)
            Q_EMIT entered(entry.id, one.name);
        if (entry.state == OperationState::Failed && (taken.known || !refusal.isEmpty()))
            Q_EMIT refused(one.name, refusal.isEmpty() ? entry.error : refusal);
    }
    if (entry.state != OperationState::Waiting && entry.state != OperationState::Running)
        ask(); // servers keep what they think right
}

void AnnotationModel::show()
{
    const Pending::Values entries = m_entries.shown();
    QList<MetadataEntry> rows;
    for (auto entry = entries.constBegin(); entry != entries.constEnd(); ++entry)
        rows << MetadataEntry{entry.key(), entry.value()};
    const auto before = [](const MetadataEntry &a, const MetadataEntry &b) {
        return annotationBefore(a.name, b.name);
    };
    std::sort(rows.begin(), rows.end(), before);
    const qsizetype was = m_rows.size();
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
        [this](int row) { Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1)); });
    if ((was == 0) != m_rows.isEmpty())
        Q_EMIT stateChanged();
}

QByteArray AnnotationModel::entryAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows.at(row).name : QByteArray();
}

QByteArray AnnotationModel::valueAt(int row) const
{
    if (row < 0 || row >= m_rows.size())
        return {};
    const imap::OptionalBytes &value = m_rows.at(row).value;
    return value ? *value : QByteArray();
}

int AnnotationModel::rowOf(const QByteArray &entry) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&entry](const MetadataEntry &row) {
        return row.name.compare(entry, Qt::CaseInsensitive) == 0;
    });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

void AnnotationModel::change(QByteArray entry, const std::optional<QByteArray> &value)
{
    const int row = rowOf(entry);
    if (row >= 0 ? m_rows.at(row).value == value : !value)
        return;
    m_entries.want({entry.toLower(), value});
    show();
    Q_EMIT changeWanted({m_folder, {{entry, value}}});
}

int AnnotationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int AnnotationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AnnotationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const MetadataEntry &row = m_rows.at(index.row());
    if (role == Qt::ToolTipRole)
        return plainTip(QString::fromUtf8(row.name));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Title:
        return annotationTitle(row.name);
    case Audience:
        return isOnline() || !m_entries.isUnderWay(row.name) ? audienceText(annotationAudience(row.name))
                                                             : tr("Waiting to be sent");
    default:
        return annotationPreview(valueAt(index.row()));
    }
}

QVariant AnnotationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Annotation");
    case Audience:
        return tr("Seen by");
    default:
        return tr("Says");
    }
}

} // namespace ui
