#pragma once

#include "ui/mainwindow/accountwatch.h"

#include <functional>

class QLabel;

namespace ui
{

class AccountDialogs;
class Banner;

/// What is said about connections, and what can be done about them: the banner of the current account,
/// notices of all accounts, and the quiet words in the status line.
class ConnectionStatus : public QObject
{
    Q_OBJECT
public:
    struct Places {
        Banner *connection = nullptr;
        Banner *notice = nullptr;
        QLabel *words = nullptr;
    };
    /// `current` is the account whose folder is open, or the chosen one; null if there is none.
    ConnectionStatus(const Places &places, AccountWatch *watch, AccountDialogs *dialogs,
                     std::function<imap::AccountHandle *()> current, QObject *parent);

    /// Another account is the current one, perhaps.
    void refresh();
    /// Above everything until a person closes it.
    void notice(const QString &text, const QString &details = {});

Q_SIGNALS:
    void settingsWanted();
    /// Whether all accounts are offline by choice.
    void offlineChanged(bool offline);

private:
    void connectBanner();
    void showWords();

    const Places m_places;
    AccountWatch *m_watch;
    AccountDialogs *m_dialogs;
    const std::function<imap::AccountHandle *()> m_current;
};

} // namespace ui
