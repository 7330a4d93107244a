#include "ui/mainwindow/connectionstatus.h"

#include "ui/mainwindow/accountdialogs.h"
#include "ui/mainwindow/listheader.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/views/banner.h"

#include <QLabel>

namespace ui
{

ConnectionStatus::ConnectionStatus(const Places &places, AccountWatch *watch, AccountDialogs *dialogs,
                                   std::function<imap::AccountHandle *()> current, QObject *parent)
    : QObject(parent)
    , m_places(places)
    , m_watch(watch)
    , m_dialogs(dialogs)
    , m_current(std::move(current))
{
    connect(watch, &AccountWatch::connectionChanged, this, [this](imap::AccountHandle *account) {
        if (account == m_current())
            refresh();
        const QList<imap::AccountHandle *> accounts = m_watch->accounts();
        const bool offline = std::all_of(accounts.begin(), accounts.end(), [this](imap::AccountHandle *each) {
            return m_watch->connection(each).state == imap::ConnectionState::Offline;
        });
        Q_EMIT offlineChanged(offline);
    });
    connect(watch, &AccountWatch::trafficChanged, this, &ConnectionStatus::showWords);
    connect(watch, &AccountWatch::alertRaised, this,
            [this](imap::AccountHandle *account, const QString &text) {
                notice(m_watch->accounts().size() > 1 ? tr("%1: %2").arg(account->config().displayName, text)
                                                      : text);
            });
    connectBanner();
}

void ConnectionStatus::connectBanner()
{
    const auto retry = [this] {
        if (imap::AccountHandle *account = m_current())
            account->retryNow();
    };
    connect(m_places.connection, &Banner::retryWanted, this, retry);
    connect(m_places.connection, &Banner::goOnlineWanted, this, retry);
    connect(m_places.connection, &Banner::passwordWanted, this, [this] {
        imap::AccountHandle *account = m_current();
        if (!account)
            return;
        const auto error = m_watch->connection(account).error;
        m_dialogs->askPassword(account->config(),
                               error ? errorText(*error, serverName(account)).what : QString());
    });
    connect(m_places.connection, &Banner::certificateWanted, this,
            [this](const std::shared_ptr<const imap::Error> &error) {
                if (imap::AccountHandle *account = m_current())
                    m_dialogs->showCertificate(account->config(), error);
            });
    connect(m_places.connection, &Banner::settingsWanted, this, &ConnectionStatus::settingsWanted);
}

void ConnectionStatus::refresh()
{
    if (imap::AccountHandle *account = m_current()) {
        const bool others = m_watch->accounts().size() > 1;
        m_places.connection->setConnection(m_watch->connection(account), serverName(account),
                                           others ? account->config().displayName : QString());
    } else {
        m_places.connection->clear();
    }
    showWords();
}

void ConnectionStatus::notice(const QString &text, const QString &details)
{
    m_places.notice->showNotice(text, details);
}

void ConnectionStatus::showWords()
{
    imap::AccountHandle *account = m_current();
    if (!account) {
        m_places.words->clear();
        return;
    }
    m_places.words->setText(connectionWord(m_watch->connection(account)));
    const imap::Traffic traffic = m_watch->traffic(account);
    m_places.words->setToolTip(ConnectionStatus::tr("Since the start: %1 received, %2 sent, round trips: %3")
                                   .arg(sizeText(traffic.bytesIn), sizeText(traffic.bytesOut),
                                        countText(qint64(traffic.roundTrips))));
}

} // namespace ui
