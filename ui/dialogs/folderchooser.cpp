#include "ui/dialogs/folderchooser.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QAbstractListModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>

namespace ui
{

/// The folders that are offered now.
class ChoiceList : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<FolderChoice> &choices)
    {
        beginResetModel();
        m_choices = choices;
        endResetModel();
    }
    const FolderChoice &at(int row) const { return m_choices[row]; }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_choices.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const FolderChoice &choice = m_choices[index.row()];
        if (role == Qt::DisplayRole)
            return choice.name;
        if (role == Qt::AccessibleTextRole)
            return choice.above.isEmpty() ? choice.name
                                          : FolderChooser::tr("%1, in %2").arg(choice.name, choice.above);
        if (role == Qt::ToolTipRole)
            return plainTip(choice.reason.isEmpty() ? choice.folder.toString() : choice.reason);
        return {};
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        const bool can = index.isValid() && m_choices[index.row()].reason.isEmpty();
        return can ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    }

private:
    QList<FolderChoice> m_choices;
};

namespace
{

constexpr int widest = 460;
constexpr int rowsAtOnce = 10;

/// Icon, name, and where it is in muted ink.
class ChoiceDelegate : public ChoiceRowDelegate
{
public:
    ChoiceDelegate(const ChoiceList *choices, QObject *parent)
        : ChoiceRowDelegate(parent)
        , m_choices(choices)
    {
    }

protected:
    void paintRow(QPainter *painter, const Row &row, const QModelIndex &index) const override
    {
        const FolderChoice &choice = m_choices->at(index.row());
        const RowColors &colors = row.colors;
        const bool can = choice.reason.isEmpty();
        paintIcon(painter, row.place(0, iconSize), choice.iconName, colors.muted);
        const int begin = iconSize + gap;
        const int used = paintLine(painter, row.place(begin, row.rect.width() - begin), choice.name,
                                   row.option.font, can ? colors.text : colors.muted, row.option.direction);
        const int rest = begin + used + gap;
        paintLine(painter, row.place(rest, row.rect.width() - rest), can ? choice.above : choice.reason,
                  scaledFont(row.option.font, smallType), colors.muted, row.option.direction);
        // What was used of late stands apart from the rest, which is in the tree's order.
        if (choice.recent && index.row() + 1 < index.model()->rowCount() &&
            !m_choices->at(index.row() + 1).recent)
            painter->fillRect(QRect(row.rect.left(), row.option.rect.bottom(), row.rect.width(), 1),
                              colors.separator);
    }

private:
    const ChoiceList *m_choices;
};

} // namespace

FolderChooser::FolderChooser(const Question &question, QWidget *window)
    : ChoicePopup({.name = QStringLiteral("folder"),
                   .title = question.title,
                   .widest = widest,
                   .leastRows = 4,
                   .mostRows = rowsAtOnce,
                   .around = 20 * gap},
                  window)
    , m_question(question)
    , m_choices(new ChoiceList(this))
{
    nothing()->setText(tr("No folder has all of these words."));
    typed()->setPlaceholderText(tr("Type a part of its name"));
    list()->setModel(m_choices);
    list()->setItemDelegate(new ChoiceDelegate(m_choices, list()));
    connect(typed(), &QLineEdit::textChanged, this, &FolderChooser::filter);
    connect(list(), &QListView::clicked, this, &FolderChooser::take);
    filter();
}

QList<FolderChoice> FolderChooser::offered(const QString &typed) const
{
    QList<FolderChoice> choices = matchingChoices(m_question.folders, typed, m_question.recent);
    const imap::MailboxName name = m_question.newName ? m_question.newName(typed) : imap::MailboxName();
    const bool there =
        std::any_of(m_question.folders.begin(), m_question.folders.end(), [&](const FolderChoice &choice) {
            return choice.folder == name || choice.name.compare(typed.trimmed(), Qt::CaseInsensitive) == 0;
        });
    if (!name.isEmpty() && !there)
        choices << FolderChoice{
            name, tr("New folder “%1”").arg(typed.simplified()), {}, QStringLiteral("folder-new"), {}, false,
            true};
    return choices;
}

void FolderChooser::filter()
{
    m_choices->set(offered(typed()->text()));
    showChoices();
}

bool FolderChooser::canChoose(int row) const
{
    return m_choices->at(row).reason.isEmpty();
}

void FolderChooser::choose()
{
    take(list()->currentIndex());
}

void FolderChooser::take(const QModelIndex &index)
{
    if (!index.isValid() || !canChoose(index.row()))
        return;
    const FolderChoice choice = m_choices->at(index.row());
    close();
    Q_EMIT chosen(choice);
}

} // namespace ui
