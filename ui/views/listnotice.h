#pragma once

#include "ui/models/messagelistmodel.h"

#include <QString>

class QPainter;
class QPalette;

namespace ui
{

/// What a list says when it has no rows to show.
struct ListNotice {
    QString icon; ///< name for ui::icon, may be empty
    QString title;
    QString text; ///< may be empty
    bool isEmpty() const { return title.isEmpty(); }
    bool operator==(const ListNotice &) const = default;
};

/// The notice for an open folder without rows.
ListNotice noticeFor(const FolderStatus &status);

/// Paints it into the middle of `rect`, as much of it as there is room for.
void paintNotice(QPainter *painter, const QRect &rect, const ListNotice &notice, const QFont &font,
                 const QPalette &palette);

} // namespace ui
