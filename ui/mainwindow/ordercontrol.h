#pragma once

#include "types/arrangement.h"

#include <QObject>
#include <QString>

class QSettings;

namespace ui
{

class Actions;
class ListHeader;
class MessageListModel;
class MessageListView;

/// In what order a folder's messages are shown, as a person chose it.
struct OrderChoice {
    imap::Arrangement arrangement;
    bool descending = true;
    bool operator==(const OrderChoice &) const = default;
};

/// The order of the list: the actions that choose it, what the header says of it, and the choice for each
/// folder, which is kept from run to run.
class OrderControl : public QObject
{
    Q_OBJECT
public:
    struct Parts {
        Actions *actions;
        MessageListModel *model;
        MessageListView *list;
        ListHeader *header;
    };

    OrderControl(const Parts &parts, QSettings *store, QObject *parent);

    /// What was chosen for the folder, or the usual.
    OrderChoice choiceFor(const QString &accountId, const QString &folder) const;
    /// Which actions make sense now.
    void explain() const;

private:
    void connectActions();
    void choose(const imap::Arrangement &arrangement, bool descending);
    void remember(const OrderChoice &choice);
    void show();
    void showActions() const;
    QString sortingWords() const;
    QString note() const;

    Parts m_parts;
    QSettings *m_store;
    imap::Arrangement m_shown; ///< of the rows when somebody last looked
};

} // namespace ui
