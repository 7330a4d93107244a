#pragma once

#include "types/serverdetails.h"

#include <QAbstractItemModel>
#include <QList>
#include <QString>

namespace ui
{

/// What is told of a server, as headed lines. Texts of the server are clean and of bounded length.
struct ServerSection {
    struct Line {
        QString name;
        QString value;
        bool warning = false;
        bool fixed = false; ///< to be compared letter by letter
    };
    QString title;
    QList<Line> lines;
};

QList<ServerSection> serverSections(const imap::ServerDetails &server);

/// All of it as text, for those who are asked for help: with what each capability is to us, and without the
/// person's name, address or password. `capabilities` has CapabilityRoles.
QString serverReport(const imap::ServerDetails &server, const QAbstractItemModel &capabilities);

} // namespace ui
