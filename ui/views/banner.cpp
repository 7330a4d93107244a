#include "ui/views/banner.h"

#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QDeadlineTimer>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace ui
{
namespace
{

qint64 monotonicMs()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_words(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_second(new QPushButton(tr("Account &Settings…"), this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("banner"));
    setAutoFillBackground(true);
    m_words->setObjectName(QStringLiteral("bannerText"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("bannerAction"));
    m_second->setObjectName(QStringLiteral("bannerSettings"));
    m_close->setIcon(icon(QStringLiteral("window-close")));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this notice"));
    m_close->setAccessibleName(tr("Close this notice"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * gap, grid, gap, grid);
    layout->setSpacing(gap);
    layout->addWidget(m_sign);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_second);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    setMinimumHeight(40);
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &Banner::tick);
    connect(m_action, &QPushButton::clicked, this, &Banner::act);
    connect(m_second, &QPushButton::clicked, this, &Banner::settingsWanted);
    connect(m_close, &QToolButton::clicked, this, &Banner::clear);
    hide();
}

void Banner::setConnection(const imap::ConnectionChanged &connection, const QString &server,
                           const QString &account)
{
    using State = imap::ConnectionState;
    m_connection = connection;
    m_server = server;
    m_account = account;
    m_countdown.stop();
    switch (connection.state) {
    case State::Offline:
        m_text = tr("Working offline. What you change is kept and sent later.");
        show(Need::Online, QStringLiteral("network-offline"), false);
        break;
    case State::Waiting:
        m_retryAt = monotonicMs() + connection.retryInMs;
        show(Need::Retry, QStringLiteral("network-offline"), false);
        tick();
        m_countdown.start();
        break;
    case State::LoginRefused: {
        m_text = connection.error ? errorText(*connection.error, server).what
                                  : tr("%1 did not let you in.").arg(server);
        show(Need::Password, QStringLiteral("key"), true);
        break;
    }
    case State::CertificateRefused:
        m_text = connection.error ? errorText(*connection.error, server).what
                                  : tr("%1 could not prove that it is the right server.").arg(server);
        show(Need::Certificate, QStringLiteral("security-low"), true);
        break;
    case State::Connecting:
    case State::SigningIn:
        // A try that follows a failure keeps the words until it is known how it ends.
        if (m_need == Need::Retry && isVisibleTo(parentWidget()))
            say(tr("Connecting to %1 …").arg(server));
        else if (m_need != Need::Notice)
            clear();
        break;
    case State::Online:
        if (m_need != Need::Notice)
            clear();
        break;
    }
}

void Banner::showNotice(const QString &text, const QString &details)
{
    m_text = text;
    show(Need::Notice, QStringLiteral("dialog-information"), false);
    m_words->setToolTip(plainTip(details));
}

void Banner::showWarning(const QString &text, const QString &details)
{
    m_text = text;
    show(Need::Notice, QStringLiteral("dialog-warning"), true);
    m_words->setToolTip(plainTip(details));
}

void Banner::clear()
{
    m_need = Need::Nothing;
    m_countdown.stop();
    hide();
}

void Banner::show(Need need, const QString &iconName, bool error)
{
    m_need = need;
    m_iconName = iconName;
    m_isError = error;
    QString tip;
    if (m_connection.error && need != Need::Notice) {
        const ErrorText text = errorText(*m_connection.error, m_server);
        tip = text.advice.isEmpty() ? text.details : text.advice + QLatin1Char('\n') + text.details;
    }
    m_words->setToolTip(plainTip(tip));
    QString action;
    switch (need) {
    case Need::Retry:
        action = tr("&Retry");
        break;
    case Need::Online:
        action = tr("Go O&nline");
        break;
    case Need::Password:
        action = tr("Enter &Password…");
        break;
    case Need::Certificate:
        action = tr("Show &Certificate…");
        break;
    case Need::Notice:
    case Need::Nothing:
        break;
    }
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_second->setVisible(error && need != Need::Notice);
    m_close->setVisible(need == Need::Notice);
    showWords();
    QFrame::show();
}

/// Of an account, where there are others: they may be on the same server.
void Banner::say(const QString &words)
{
    const bool whose = !m_account.isEmpty() && m_need != Need::Notice;
    m_words->setText(whose ? tr("%1: %2").arg(m_account, words) : words);
}

void Banner::showWords()
{
    say(m_text);
    const QPalette &base = parentWidget() ? parentWidget()->palette() : palette();
    const QColor color = stateColor(m_isError               ? State::Error
                                    : m_need == Need::Retry ? State::Waiting
                                                            : State::Offline,
                                    base);
    m_sign->setPixmap(iconPixmap(m_iconName, 20, color, devicePixelRatioF()));
    QPalette own = base;
    const QColor ground = mixed(base.color(QPalette::Window), color, isDark(base) ? 0.14 : 0.10);
    own.setColor(QPalette::Window, ground);
    if (own != palette())
        setPalette(own);
}

void Banner::tick()
{
    const qint64 left = qMax<qint64>(0, (m_retryAt - monotonicMs() + 999) / 1000);
    const QString why = m_connection.error ? errorText(*m_connection.error, m_server).what
                                           : tr("There is no connection to %1.").arg(m_server);
    QString when = tr("Trying again …");
    if (left >= 60)
        when = tr("Next try in %1 min.").arg((left + 59) / 60);
    else if (left > 0)
        when = tr("Next try in %1 s.").arg(left);
    m_text = why + QLatin1Char(' ') + when;
    say(m_text);
    if (left == 0)
        m_countdown.stop();
}

void Banner::act()
{
    switch (m_need) {
    case Need::Retry:
        m_countdown.stop();
        say(tr("Connecting to %1 …").arg(m_server));
        Q_EMIT retryWanted();
        break;
    case Need::Online:
        Q_EMIT goOnlineWanted();
        break;
    case Need::Password:
        Q_EMIT passwordWanted();
        break;
    case Need::Certificate:
        Q_EMIT certificateWanted(m_connection.error);
        break;
    case Need::Notice:
    case Need::Nothing:
        break;
    }
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_need != Need::Nothing)
        showWords();
}

} // namespace ui
