#include "ui/views/searchbar.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace ui
{

namespace
{

constexpr int steps = 60;
constexpr int stepMs = 40;
constexpr int arrowRoom = 28; ///< of the scope's button, beside its words

} // namespace

SearchBar::SearchBar(QWidget *parent)
    : QWidget(parent)
    , m_scope(new QToolButton(this))
    , m_server(new QToolButton(this))
    , m_count(new QLabel(this))
    , m_note(new QLabel(this))
{
    setObjectName(QStringLiteral("searchBar"));
    m_scope->setObjectName(QStringLiteral("searchScope"));
    m_scope->setAutoRaise(true);
    m_scope->setPopupMode(QToolButton::InstantPopup);
    m_scope->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_scope->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_scope->setToolTip(tr("Where to search"));
    m_server->setObjectName(QStringLiteral("searchServer"));
    m_server->setAutoRaise(true);
    m_server->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_server->setIcon(icon(QStringLiteral("network-server")));
    m_server->hide();
    m_count->setObjectName(QStringLiteral("searchCount"));
    m_note->setObjectName(QStringLiteral("searchNote"));
    m_note->setWordWrap(true);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_note->hide();
    for (QLabel *label : {m_count, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setContentsMargins(grid, 0, grid, 0);
    }
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *first = new QHBoxLayout;
    first->setSpacing(gap);
    first->addWidget(m_scope, 1);
    first->addStretch();
    first->addWidget(m_server);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap + grid, gap);
    layout->setSpacing(0);
    layout->addLayout(first);
    layout->addWidget(m_count);
    layout->addWidget(m_note);
    m_motion.setInterval(stepMs);
    connect(&m_motion, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % steps;
        update(0, height() - 3, width(), 3);
    });
    dress();
}

void SearchBar::dress()
{
    m_scope->setFont(semibold(scaledFont(font(), largeType)));
    m_server->setFont(scaledFont(font(), smallType));
    for (QLabel *label : {m_count, m_note})
        label->setFont(scaledFont(font(), smallType));
    showScope();
}

void SearchBar::setScope(const QString &words)
{
    m_scopeWords = words;
    m_scope->setAccessibleName(tr("Where to search: %1").arg(words));
    showScope();
}

/// A button does not shorten its words by itself.
void SearchBar::showScope()
{
    const QFontMetrics metrics(m_scope->font());
    // No wider than its words, which stand at the left then.
    m_scope->setMaximumWidth(metrics.horizontalAdvance(m_scopeWords) + arrowRoom + gap);
    const int room = m_scope->width() - arrowRoom;
    m_scope->setText(metrics.elidedText(m_scopeWords, Qt::ElideRight, qMax(room, arrowRoom))
                         .replace(QLatin1Char('&'), QLatin1String("&&")));
}

void SearchBar::setWords(const QString &count, const QString &note)
{
    m_count->setText(count);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString SearchBar::countText() const
{
    return m_count->text();
}

QString SearchBar::noteText() const
{
    return m_note->text();
}

void SearchBar::setBusy(bool busy)
{
    const bool moves = busy && motionWanted();
    if (moves && !m_motion.isActive())
        m_motion.start();
    else if (!moves)
        m_motion.stop();
    update();
}

void SearchBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
    if (!m_motion.isActive())
        return;
    const int length = width() / 3;
    const int x = (width() + length) * m_step / steps - length;
    painter.fillRect(QRect(x, height() - 2, length, 2), palette().color(QPalette::Highlight));
}

void SearchBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showScope();
}

void SearchBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        dress();
}

} // namespace ui
