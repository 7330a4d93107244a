#pragma once

#include "account/events.h"

#include <QFrame>
#include <QTimer>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui
{

/// One line across a pane that says what is the matter with the connection and what can be done; not there
/// when all is well. Counts down to the next try.
class Banner : public QFrame
{
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    /// `server` is named in the words; `account` too where there is more than one.
    void setConnection(const imap::ConnectionChanged &connection, const QString &server,
                       const QString &account = {});
    /// Something the server wants people to read, or that went wrong; goes away when it is closed.
    void showNotice(const QString &text, const QString &details = {});
    /// The same of what needs a person soon: it looks like that, too.
    void showWarning(const QString &text, const QString &details = {});
    void clear();

Q_SIGNALS:
    void retryWanted();
    void goOnlineWanted();
    void passwordWanted();
    void certificateWanted(const std::shared_ptr<const imap::Error> &error);
    void settingsWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Need { Nothing, Retry, Online, Password, Certificate, Notice };
    void show(Need need, const QString &iconName, bool error);
    void showWords();
    void say(const QString &words);
    void tick();
    void act();

    QLabel *m_sign;
    QLabel *m_words;
    QPushButton *m_action;
    QPushButton *m_second;
    QToolButton *m_close;
    QTimer m_countdown;
    qint64 m_retryAt = 0;
    imap::ConnectionChanged m_connection;
    QString m_server;
    QString m_account;
    QString m_text;
    QString m_iconName;
    bool m_isError = false;
    Need m_need = Need::Nothing;
};

} // namespace ui
