#pragma once

#include "ui/dialogs/labelchooser.h"

#include <QAbstractListModel>

namespace ui
{

/// The rows of a LabelChooser: labels and flags, and behind them perhaps one that is to be made.
class LabelChoices : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    /// An unchanged list of flags keeps its current row.
    void set(const QList<LabelState> &labels, const QString &newName);
    const LabelState &at(int row) const { return m_labels[row]; }
    bool isNew(int row) const { return row == m_labels.size(); }
    const QString &newName() const { return m_newName; }
    bool canChange(int row) const { return isNew(row) || m_labels[row].reason.isEmpty(); }
    void setState(int row, Qt::CheckState state);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<LabelState> m_labels;
    QString m_newName;
};

/// A box, a dot in the label's colour or the flag's icon, the name, and why not in muted ink.
class LabelChoiceDelegate : public ChoiceRowDelegate
{
public:
    LabelChoiceDelegate(const LabelChoices *choices, QObject *parent);

protected:
    void paintRow(QPainter *painter, const Row &row, const QModelIndex &index) const override;

private:
    const LabelChoices *m_choices;
};

/// A round spot of a label's colour in `rect`, with an edge that is seen on any ground.
void paintLabelDot(QPainter *painter, const QRect &rect, int hue, const QPalette &palette);

} // namespace ui
