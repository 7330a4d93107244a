#pragma once

#include "account/accounthandle.h"
#include "types/serverdetails.h"

#include <QDialog>
#include <QPointer>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabWidget;

namespace ui
{

class CapabilityFilter;
class CapabilityModel;
class StatePage;

/// Everything that is known of an account's server, for people who look after their mail or are asked for
/// help: who it is, how the connection is protected, and what it offers with a sentence for each. Asks the
/// account's ServerHandle.
class ServerDialog : public QDialog
{
    Q_OBJECT
public:
    /// `connection` is the last that was heard of it. `account` may die before the dialog.
    ServerDialog(imap::AccountHandle *account, const imap::ConnectionChanged &connection,
                 QWidget *parent = nullptr);

private:
    void build();
    QWidget *buildCapabilities();
    void ask();
    void answered(const imap::ServerDetails &server);
    void showSections();
    void showState();
    void showCount();
    void copyAll();
    bool isOnline() const { return m_connection.state == imap::ConnectionState::Online; }

    QPointer<imap::AccountHandle> m_account;
    imap::ConnectionChanged m_connection;
    imap::ServerDetails m_server;
    CapabilityModel *m_capabilities;
    CapabilityFilter *m_filtered;
    QStackedWidget *m_pages = nullptr;
    StatePage *m_state = nullptr;
    QTabWidget *m_tabs = nullptr;
    QScrollArea *m_sections = nullptr;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_shown = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_count = nullptr;
    QLabel *m_words = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_refresh = nullptr;
    bool m_asking = false;
    bool m_known = false;
};

} // namespace ui
