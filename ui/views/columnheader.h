#pragma once

#include <QHeaderView>

namespace ui
{

/// The header of the list's table mode: quiet words over the columns, icons over the narrow ones. A context
/// menu chooses the columns; subject and correspondents are always there.
class ColumnHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit ColumnHeader(QWidget *parent = nullptr);

    /// Widths that suit the columns of MessageListModel in the current font.
    void setDefaultWidths();
    QSize sizeHint() const override;
    /// Whether the messages stand newest first, which the date's column shows.
    void setNewestFirst(bool newestFirst);

Q_SIGNALS:
    /// The date's column was pressed.
    void orderToggled();

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;

private:
    bool m_newestFirst = true;
};

} // namespace ui
