#pragma once

#include "ui/mainwindow/accountwatch.h"
#include "ui/models/searchmodel.h"

#include <QItemSelection>
#include <QObject>
#include <QSettings>
#include <QTimer>

class QMenu;
class QStackedWidget;

namespace ui
{

class Actions;
class MailBrowser;
class MessageListView;
class ReaderPane;
class SearchBar;
class SearchField;
struct SearchedPlace;

/// Searching from the window: the field, where is searched, and what was found in the list's place, read in
/// the reader. While it is active the list waits behind it as it was.
class MailSearch : public QObject
{
    Q_OBJECT
public:
    static constexpr int typingMs = 250; ///< the search begins so long after the last key

    struct Parts {
        Actions *actions = nullptr;
        AccountWatch *watch = nullptr;
        MailBrowser *browser = nullptr;
        QStackedWidget *pages = nullptr; ///< its first page is the list; gets a second one
        ReaderPane *reader = nullptr;
    };
    /// `store` keeps where was searched last, in "window/searchScope".
    MailSearch(const Parts &parts, QSettings *store, QObject *parent);

    SearchField *field() const { return m_field; } ///< for the caller to put somewhere
    MessageListView *results() const { return m_results; }
    SearchBar *bar() const { return m_bar; }
    SearchModel *model() const { return m_model; }

    bool isActive() const { return m_active; }
    SearchScope scope() const { return m_scope; }
    void setScope(SearchScope scope);
    /// The keys go to the field.
    void open();
    /// The list is there again, where it was.
    void end();
    void forget(const imap::AccountHandle *account);

    QList<SearchHit> selected() const;
    QList<SearchHit> hitsOf(const QItemSelection &rows) const;
    /// These rows are about to go: if they are selected, the one behind them is from now on.
    void leave(const QItemSelection &rows);
    void go(int rows);
    void goNextUnread();
    void showInFolder();
    /// Why each action of searching, reading and going about cannot be done now; empty: it can.
    void explain() const;

Q_SIGNALS:
    void activeChanged(bool active);
    void selectionChanged();
    /// A person opened a message: Return or double click.
    void opened();
    /// Something to be said in passing.
    void said(const QString &words);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectParts();
    void typed();
    void begin();
    SearchQuestion question() const;
    void fillScopes(QMenu *menu);
    void showPlace();
    void showStatus();
    void showSelected();
    void refreshShown();
    void choose(int row);
    SearchModel::Place placeOf(const imap::AccountHandle *account, const imap::MailboxName &folder) const;
    SearchedPlace searchedPlace() const;

    Parts m_parts;
    QSettings *m_store;
    SearchField *m_field;
    SearchBar *m_bar;
    MessageListView *m_results;
    SearchModel *m_model;
    QTimer m_typing;
    QTimer m_selectionDelay;
    SearchScope m_scope = SearchScope::Folder;
    bool m_active = false;
    bool m_ending = false; ///< it empties the field itself
};

} // namespace ui
