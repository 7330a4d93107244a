#include "ui/mainwindow/listheader.h"

#include "ui/models/foldertreemodel.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

namespace ui
{

namespace
{

/// A long name ends with an ellipsis in its middle, not in the middle of a letter.
class NameLabel : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRect place = contentsRect();
        style()->drawItemText(
            &painter, place, int(QStyle::visualAlignment(layoutDirection(), alignment())), palette(),
            isEnabled(), fontMetrics().elidedText(text(), Qt::ElideMiddle, place.width()), foregroundRole());
    }
};

} // namespace

QString connectionWord(const imap::ConnectionChanged &connection)
{
    using imap::ConnectionState;
    switch (connection.state) {
    case ConnectionState::Offline:
        return ListHeader::tr("Offline");
    case ConnectionState::Connecting:
    case ConnectionState::SigningIn:
        return ListHeader::tr("Connecting …");
    case ConnectionState::Waiting:
        return ListHeader::tr("No connection");
    case ConnectionState::LoginRefused:
    case ConnectionState::CertificateRefused:
        return ListHeader::tr("Refused");
    case ConnectionState::Online:
        break;
    }
    return ListHeader::tr("Connected");
}

ListHeader::ListHeader(QWidget *parent)
    : QWidget(parent)
    , m_back(new QToolButton(this))
    , m_order(new QToolButton(this))
    , m_stop(new QToolButton(this))
    , m_note(new QLabel(this))
    , m_name(new NameLabel(this))
    , m_counts(new QLabel(this))
    , m_readOnly(new QLabel(this))
    , m_sign(new QLabel(this))
    , m_state(new QLabel(this))
{
    setObjectName(QStringLiteral("listHeader"));
    m_back->setIcon(icon(QStringLiteral("go-previous")));
    m_back->setAutoRaise(true);
    m_back->hide();
    m_name->setObjectName(QStringLiteral("folderName"));
    m_name->setTextFormat(Qt::PlainText);
    m_name->setFont(semibold(scaledFont(font(), largeType)));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_counts->setObjectName(QStringLiteral("folderCounts"));
    m_counts->setForegroundRole(QPalette::PlaceholderText);
    m_readOnly->setObjectName(QStringLiteral("folderReadOnly"));
    m_readOnly->setText(tr("Read-only"));
    m_readOnly->setForegroundRole(QPalette::PlaceholderText);
    m_readOnly->hide();
    m_state->setObjectName(QStringLiteral("folderState"));
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_note->setObjectName(QStringLiteral("orderNote"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_note->hide();
    m_order->setObjectName(QStringLiteral("orderButton"));
    m_order->setIcon(icon(QStringLiteral("view-sort")));
    m_order->setAutoRaise(true);
    m_order->setPopupMode(QToolButton::InstantPopup);
    m_order->setAccessibleName(tr("Order"));
    m_stop->setObjectName(QStringLiteral("stopSorting"));
    m_stop->setText(tr("Stop"));
    m_stop->setToolTip(tr("Keep the order that is shown"));
    m_stop->setAutoRaise(true);
    m_stop->setFont(scaledFont(font(), smallType));
    m_stop->hide();
    for (QLabel *label : {m_counts, m_readOnly, m_state, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setFont(scaledFont(font(), smallType));
    }
    auto *second = new QHBoxLayout;
    second->setSpacing(grid);
    second->addWidget(m_counts, 1);
    second->addWidget(m_readOnly);
    second->addSpacing(grid);
    second->addWidget(m_sign);
    second->addWidget(m_state);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_name);
    column->addLayout(second);
    column->addWidget(m_note);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gap + grid, gap, gap + grid, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_back);
    layout->addLayout(column, 1);
    // Not in the second line, which is lower than a button, and would grow when this appears.
    layout->addWidget(m_stop, 0, Qt::AlignTop);
    layout->addWidget(m_order, 0, Qt::AlignTop);
    connect(m_back, &QToolButton::clicked, this, &ListHeader::backWanted);
    connect(m_stop, &QToolButton::clicked, this, &ListHeader::stopWanted);
    m_motion.setInterval(40);
    connect(&m_motion, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % 60;
        update(0, height() - 3, width(), 3);
    });
}

void ListHeader::setFolder(const QString &name)
{
    m_name->setText(name);
    m_name->setToolTip(plainTip(name));
}

void ListHeader::setCounts(std::optional<qint64> total, std::optional<quint32> unread)
{
    QString text = total ? messageCountText(*total) : QString();
    if (total && unread && *unread > 0)
        text += tr(", %1 unread").arg(countText(*unread));
    m_counts->setText(text);
}

void ListHeader::setReadOnly(const QString &reason)
{
    m_readOnly->setVisible(!reason.isEmpty());
    m_readOnly->setToolTip(plainTip(reason));
    m_readOnly->setAccessibleDescription(reason);
}

void ListHeader::setState(FolderPhase phase, const imap::ConnectionChanged &connection)
{
    m_phase = phase;
    m_connection = connection;
    showMotion();
    showState();
    update();
}

void ListHeader::setSorting(const QString &words, quint32 done, quint32 total)
{
    m_sorting = words;
    m_done = done;
    m_total = total;
    m_stop->setVisible(!words.isEmpty());
    showMotion();
    showState();
    update();
}

void ListHeader::setNote(const QString &words)
{
    m_note->setText(words);
    m_note->setVisible(!words.isEmpty());
}

QString ListHeader::noteText() const
{
    return m_note->text();
}

void ListHeader::showMotion()
{
    const bool busy =
        m_phase == FolderPhase::Opening || m_phase == FolderPhase::Cached || m_phase == FolderPhase::Open;
    const bool opens = busy && m_connection.state == imap::ConnectionState::Online;
    const bool sorts = !m_sorting.isEmpty() && m_total == 0;
    const bool moves = (opens || sorts) && motionWanted();
    if (moves && !m_motion.isActive())
        m_motion.start();
    else if (!moves)
        m_motion.stop();
}

void ListHeader::setBack(const QString &words)
{
    m_back->setVisible(!words.isEmpty());
    m_back->setToolTip(words);
    m_back->setAccessibleName(words);
}

QString ListHeader::stateText() const
{
    return m_state->text();
}

void ListHeader::showState()
{
    QString words = connectionWord(m_connection);
    const QString tip = connectionText(m_connection);
    if (m_connection.state == imap::ConnectionState::Online) {
        if (m_phase == FolderPhase::Cached || m_phase == FolderPhase::Opening)
            words = tr("Opening …");
        else if (m_phase == FolderPhase::Open)
            words = tr("Updating …");
        else if (m_phase == FolderPhase::Failed)
            words = tr("Not open");
        else
            words = m_connection.live ? tr("Live") : tr("Up to date");
    }
    if (!m_sorting.isEmpty())
        words = m_sorting;
    m_state->setText(words);
    m_state->setToolTip(tip);
    const bool on = m_connection.state == imap::ConnectionState::Online;
    m_sign->setPixmap(iconPixmap(on ? QStringLiteral("live-dot") : QStringLiteral("offline-dot"), 12,
                                 stateColor(connectionState(m_connection), palette()), devicePixelRatioF()));
    m_sign->setVisible(m_phase != FolderPhase::None);
    m_state->setVisible(m_phase != FolderPhase::None);
}

void ListHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
    if (m_total > 0 && !m_sorting.isEmpty()) {
        const int done = int(qint64(width()) * qMin(m_done, m_total) / m_total);
        const QRect bar(isRightToLeft() ? width() - done : 0, height() - 2, done, 2);
        painter.fillRect(bar, palette().color(QPalette::Highlight));
        return;
    }
    if (!m_motion.isActive())
        return;
    const int length = width() / 3;
    const int x = (width() + length) * m_step / 60 - length;
    painter.fillRect(QRect(x, height() - 2, length, 2), palette().color(QPalette::Highlight));
}

void ListHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showState();
    else if (event->type() == QEvent::FontChange)
        m_name->setFont(semibold(scaledFont(font(), largeType)));
}

} // namespace ui
