#include "ui/views/statepage.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui
{

static constexpr int signSize = 48;
static constexpr int widest = 480; ///< of the words

StatePage::StatePage(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4 * gap, 4 * gap, 4 * gap, 4 * gap);
    layout->setSpacing(gap);
    m_title->setFont(scaledFont(font(), largeType));
    m_text->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        label->setMaximumWidth(widest);
    }
    m_title->setObjectName(QStringLiteral("stateTitle"));
    m_text->setObjectName(QStringLiteral("stateText"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("stateAction"));
    m_action->setAutoDefault(true); // Return does it, in no dialog either
    setFocusProxy(m_action);
    m_sign->setAlignment(Qt::AlignHCenter);
    layout->addStretch(2);
    layout->addWidget(m_sign);
    const auto centred = [layout](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(widget, 100);
        row->addStretch(1);
        layout->addLayout(row);
    };
    centred(m_title);
    centred(m_text);
    layout->addSpacing(grid);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &StatePage::acted);
}

void StatePage::setWords(const Words &words)
{
    m_iconName = words.iconName;
    m_title->setText(words.title);
    m_text->setText(words.text);
    m_text->setVisible(!words.text.isEmpty());
    const QString tip = plainTip(words.details);
    m_title->setToolTip(tip);
    m_text->setToolTip(tip);
    m_action->setText(words.action);
    m_action->setVisible(!words.action.isEmpty());
    m_action->setMinimumWidth(m_action->fontMetrics().horizontalAdvance(words.action) + 6 * gap);
    setAccessibleName(words.title);
    paintSign();
    fitSign();
}

QString StatePage::title() const
{
    return m_title->text();
}

QString StatePage::text() const
{
    return m_text->text();
}

void StatePage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintSign();
}

void StatePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSign();
}

/// Words come first: the sign is there where all of it has room.
void StatePage::fitSign()
{
    const QMargins margins = layout()->contentsMargins();
    const int width = qMin(widest, this->width() - margins.left() - margins.right());
    int needed = margins.top() + margins.bottom() + signSize + gap;
    for (const QLabel *label : {m_title, m_text}) {
        if (!label->text().isEmpty())
            needed += label->heightForWidth(qMax(1, width)) + gap;
    }
    if (!m_action->text().isEmpty())
        needed += m_action->sizeHint().height() + gap + grid;
    m_sign->setVisible(!m_iconName.isEmpty() && height() >= needed);
}

void StatePage::paintSign()
{
    if (m_iconName.isEmpty())
        return;
    const QColor color = mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.3);
    m_sign->setPixmap(iconPixmap(m_iconName, signSize, color, devicePixelRatioF()));
}

Skeleton::Skeleton(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Loading"));
}

void Skeleton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.08));
    constexpr int widths[] = {92, 97, 88, 61, 0, 95, 90, 78, 0, 85, 40};
    const int column = qMin(width() - 4 * gap, 600);
    const int left = (width() - column) / 2;
    int y = 3 * gap;
    for (const int share : widths) {
        if (share > 0)
            painter.drawRoundedRect(QRectF(left, y, column * share / 100.0, 10), 3, 3);
        y += 22;
    }
}

} // namespace ui
