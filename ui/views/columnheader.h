#pragma once

#include "ui/models/roles.h"

#include <QHeaderView>
#include <QStringList>
#include <array>

namespace ui
{

/// The header of the list's table mode: quiet words over the columns, icons over the narrow ones. A context
/// menu chooses the columns; subject and correspondents are always there. In a narrow pane the others step
/// back one after the other, so that the subject can be read, and return when there is room again.
class ColumnHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit ColumnHeader(QWidget *parent = nullptr);

    /// Widths that suit the columns of MessageListModel in the current font.
    void setDefaultWidths();
    /// What a person chose, for the settings: names in their order, "-" in front of those not wanted, ":" and
    /// the width in pixels behind. What is hidden for want of room counts as wanted.
    QStringList columns() const;
    /// Takes what `columns` gave. Names it does not know are ignored; columns not named stay as they are.
    void setColumns(const QStringList &columns);
    QSize sizeHint() const override;
    /// By which column the rows are sorted, which shows in it.
    void setOrder(int column, bool descending);
    int orderColumn() const { return m_orderColumn; }

Q_SIGNALS:
    /// A person pressed a column, to sort by it.
    void columnPressed(int column);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;

private:
    bool isComplete() const;
    void setWanted(int column, bool wanted);
    void fit();

    int m_orderColumn = MessageColumn::Date;
    bool m_descending = true;
    bool m_fitting = false; ///< sizes that change now are not a person's choice
    std::array<bool, MessageColumn::Count> m_wanted;
    std::array<int, MessageColumn::Count> m_widths{};
};

} // namespace ui
