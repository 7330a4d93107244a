#include "ui/mainwindow/mailsearch.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/models/folderchoices.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"
#include "ui/views/searchbar.h"
#include "ui/views/searchfield.h"
#include "ui/views/searchnotice.h"

#include <QItemSelectionModel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr int selectionDelayMs = 15; ///< arrow keys run over messages without fetching each
constexpr const char *scopeKey = "window/searchScope";
constexpr const char *scopeNames[] = {"folder", "account", "all"};

SearchScope scopeFrom(const QString &name)
{
    for (const SearchScope scope : {SearchScope::Account, SearchScope::All}) {
        if (name == QLatin1String(scopeNames[int(scope)]))
            return scope;
    }
    return SearchScope::Folder;
}

} // namespace

MailSearch::MailSearch(const Parts &parts, QSettings *store, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_store(store)
    , m_field(new SearchField)
    , m_bar(new SearchBar)
    , m_results(new MessageListView)
    , m_model(new SearchModel(this))
    , m_scope(scopeFrom(store->value(QLatin1String(scopeKey)).toString()))
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    m_selectionDelay.setSingleShot(true);
    m_selectionDelay.setInterval(selectionDelayMs);
    build();
    connectParts();
    showPlace();
    explain();
}

void MailSearch::build()
{
    auto *page = new QWidget(m_parts.pages);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_results, 1);
    m_parts.pages->addWidget(page);
    m_results->setObjectName(QStringLiteral("searchResults"));
    m_results->setAccessibleName(tr("Found messages"));
    m_results->setModel(m_model);
    m_results->installEventFilter(this);
    m_results->offerToTakeAway(true, true);
    m_model->setNamePlace([this](const imap::AccountHandle *account, const imap::MailboxName &folder) {
        return placeOf(account, folder);
    });
    auto *menu = new QMenu(m_bar);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillScopes(menu); });
    m_bar->scopeButton()->setMenu(menu);
    m_bar->serverButton()->setText(tr("Search on the Server"));
}

void MailSearch::connectParts()
{
    connect(m_field, &QLineEdit::textChanged, this, &MailSearch::typed);
    connect(m_field, &SearchField::escaped, this, &MailSearch::end);
    connect(m_field, &SearchField::onward, this, [this] {
        if (m_typing.isActive())
            begin();
        if (!m_active)
            return;
        m_results->setFocus(Qt::TabFocusReason);
        if (!m_results->selectionModel()->hasSelection())
            choose(0);
    });
    connect(&m_typing, &QTimer::timeout, this, &MailSearch::begin);
    connect(&m_selectionDelay, &QTimer::timeout, this, &MailSearch::showSelected);
    connect(m_results->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_selectionDelay.start();
        Q_EMIT selectionChanged();
    });
    connect(m_results, &QAbstractItemView::activated, this, &MailSearch::opened);
    connect(m_bar->serverButton(), &QToolButton::clicked, m_parts.actions->searchServer, &QAction::trigger);
    connect(m_parts.actions->searchServer, &QAction::triggered, m_model, &SearchModel::searchServer);
    connect(m_parts.actions->search, &QAction::triggered, this, &MailSearch::open);
    connect(m_parts.actions->showInFolder, &QAction::triggered, this, &MailSearch::showInFolder);
    connect(m_model, &SearchModel::statusChanged, this, &MailSearch::showStatus);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &MailSearch::showStatus);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &MailSearch::showStatus);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &MailSearch::refreshShown);
    connect(m_parts.browser, &MailBrowser::folderChanged, this, [this] {
        end(); // who goes to a folder wants to see it
        showPlace();
    });
    connect(m_parts.browser, &MailBrowser::folderRenamed, this, &MailSearch::showPlace);
    // What a folder is called is known when the account has told of its folders.
    connect(m_parts.browser->folderModel(), &FolderTreeModel::foldersChanged, this, &MailSearch::showPlace);
    connect(m_parts.browser->folderModel(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &changed) {
                if (!changed.parent().isValid())
                    showPlace(); // it may name an account
            });
    connect(m_parts.watch, &AccountWatch::connectionChanged, this, [this](imap::AccountHandle *account) {
        if (m_active && account == m_parts.reader->account())
            m_parts.reader->setOnline(m_parts.watch->connection(account).state ==
                                      imap::ConnectionState::Online);
        showStatus();
    });
}

// ---------------------------------------------------------------- beginning and ending

void MailSearch::open()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void MailSearch::typed()
{
    if (m_ending)
        return;
    if (!m_field->text().trimmed().isEmpty()) {
        m_typing.start();
        return;
    }
    const bool typing = m_field->hasFocus();
    end();
    if (typing)
        m_field->setFocus();
}

void MailSearch::begin()
{
    m_typing.stop();
    const SearchQuestion asked = question();
    if (asked.accounts.isEmpty() || m_field->text().trimmed().isEmpty())
        return;
    const bool starts = !std::exchange(m_active, true);
    if (starts) {
        m_parts.browser->lendReader(true);
        m_results->clearSelection();
        m_parts.pages->setCurrentIndex(1);
    }
    m_model->search(asked);
    m_results->scrollToTop();
    showPlace();
    showStatus();
    if (starts)
        Q_EMIT activeChanged(true);
}

void MailSearch::end()
{
    m_typing.stop();
    m_selectionDelay.stop();
    m_ending = true;
    m_field->clear();
    m_ending = false;
    const bool had = m_field->hasFocus() || m_results->hasFocus();
    if (!std::exchange(m_active, false)) {
        if (had)
            m_parts.browser->focusList();
        return;
    }
    m_parts.pages->setCurrentIndex(0);
    m_model->clear();
    m_parts.browser->lendReader(false);
    if (had)
        m_parts.browser->focusList();
    Q_EMIT activeChanged(false);
}

void MailSearch::forget(const imap::AccountHandle *account)
{
    if (m_parts.reader->account() == account && m_active)
        m_parts.reader->showNothing();
    m_model->forget(account);
    if (m_active && m_model->question().accounts.isEmpty())
        end();
}

// ---------------------------------------------------------------- where

SearchQuestion MailSearch::question() const
{
    SearchQuestion asked;
    asked.text = m_field->text();
    asked.scope = m_scope;
    asked.folder = m_parts.browser->folder();
    imap::AccountHandle *account = m_parts.browser->account();
    const QList<imap::AccountHandle *> all = m_parts.watch->accounts();
    if (!account || m_scope == SearchScope::All) {
        asked.scope = SearchScope::All;
        asked.accounts = all;
    } else {
        asked.accounts = {account};
    }
    if (asked.scope != SearchScope::Folder)
        asked.folder = {};
    return asked;
}

void MailSearch::setScope(SearchScope scope)
{
    m_scope = scope;
    m_store->setValue(QLatin1String(scopeKey), QLatin1String(scopeNames[int(scope)]));
    showPlace();
    if (m_active)
        begin();
}

void MailSearch::fillScopes(QMenu *menu)
{
    menu->clear();
    const SearchedPlace place = searchedPlace();
    const auto add = [&](SearchScope scope, const QString &words) {
        QAction *action = menu->addAction(words);
        action->setCheckable(true);
        action->setChecked(question().scope == scope);
        connect(action, &QAction::triggered, this, [this, scope] { setScope(scope); });
    };
    const auto named = [](QString name) { return name.replace(QLatin1Char('&'), QLatin1String("&&")); };
    if (m_parts.browser->account()) {
        add(SearchScope::Folder, tr("This &Folder: %1").arg(named(place.folder)));
        add(SearchScope::Account, tr("This &Account: %1").arg(named(place.account)));
    }
    if (m_parts.watch->accounts().size() > 1 || menu->isEmpty())
        add(SearchScope::All, tr("A&ll Accounts"));
}

SearchedPlace MailSearch::searchedPlace() const
{
    SearchedPlace place;
    imap::AccountHandle *account = m_parts.browser->account();
    if (!account)
        return place;
    place.folder =
        folderTitle(*m_parts.browser->folderModel(), account->config().id, m_parts.browser->folder());
    place.account =
        account->config().displayName.isEmpty() ? account->config().user : account->config().displayName;
    place.server = account->config().connection.host;
    place.online = m_parts.watch->connection(account).state == imap::ConnectionState::Online;
    return place;
}

/// The folder that is open goes without saying.
SearchModel::Place MailSearch::placeOf(const imap::AccountHandle *account,
                                       const imap::MailboxName &folder) const
{
    SearchModel::Place place;
    if (!account)
        return place;
    const FolderTreeModel *tree = m_parts.browser->folderModel();
    const QString id = account->config().id;
    const imap::FolderRole role = tree->folderOf(tree->folderIndex(id, folder)).role;
    if (role == imap::FolderRole::Sent || role == imap::FolderRole::Drafts)
        place.who = Correspondents::To;
    if (account == m_parts.browser->account() && folder == m_parts.browser->folder())
        return place;
    place.name = folderTitle(*tree, id, folder);
    if (m_model->question().accounts.size() > 1) {
        const QString name = account->config().displayName;
        place.name += QStringLiteral(" \u00B7 ") + (name.isEmpty() ? account->config().user : name);
    }
    return place;
}

void MailSearch::showPlace()
{
    const SearchedPlace place = searchedPlace();
    const SearchScope scope = question().scope;
    m_bar->setScope(scopeName(scope, place));
    m_field->setPlace(scope == SearchScope::All ? tr("Search all accounts")
                                                : tr("Search %1").arg(scopeName(scope, place)),
                      m_parts.actions->search->shortcut().toString(QKeySequence::NativeText));
}

} // namespace ui
