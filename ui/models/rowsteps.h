#pragma once

#include <QList>

namespace ui
{

/// Makes `rows` those of `wanted`, both sorted by `before`, in the steps that a model must tell one by one:
/// `inserting` and `removing` get a row and what to do between begin and end, `changed` a row whose contents
/// are others now. What stays keeps its place, and with it a view's selection.
template <class Row, class Before, class Inserting, class Removing, class Changed>
void becomeRows(QList<Row> &rows, const QList<Row> &wanted, Before before, Inserting inserting,
                Removing removing, Changed changed)
{
    int row = 0;
    while (row < rows.size() || row < wanted.size()) {
        if (row >= wanted.size() || (row < rows.size() && before(rows.at(row), wanted.at(row)))) {
            removing(row, [&] { rows.removeAt(row); });
        } else if (row >= rows.size() || before(wanted.at(row), rows.at(row))) {
            inserting(row, [&] { rows.insert(row, wanted.at(row)); });
            ++row;
        } else {
            if (!(rows.at(row) == wanted.at(row))) {
                rows[row] = wanted.at(row);
                changed(row);
            }
            ++row;
        }
    }
}

} // namespace ui
