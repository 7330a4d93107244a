#pragma once

#include <QHeaderView>

namespace ui
{

/// The header of the list's table mode: quiet words over the columns, icons over the narrow ones.
class ColumnHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit ColumnHeader(QWidget *parent = nullptr);

    /// Widths that suit the columns of MessageListModel in the current font.
    void setDefaultWidths();
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
};

} // namespace ui
