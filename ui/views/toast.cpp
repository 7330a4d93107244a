#include "ui/views/toast.h"

#include "ui/support/formatting.h"
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

Toast::Toast(QWidget *window)
    : QFrame(window)
    , m_words(new QLabel(this))
    , m_undo(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("toast"));
    m_words->setObjectName(QStringLiteral("toastText"));
    m_words->setTextFormat(Qt::PlainText);
    m_undo->setObjectName(QStringLiteral("toastUndo"));
    m_undo->setText(tr("Undo"));
    m_undo->setFont(semibold(font()));
    m_undo->setAutoRaise(true);
    m_undo->setToolTip(tr("Take it back (Ctrl+Z)"));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_undo);
    layout->addWidget(m_close);
    m_timer.setSingleShot(true);
    m_timer.setInterval(5000);
    connect(&m_timer, &QTimer::timeout, this, &Toast::dismiss);
    connect(m_close, &QToolButton::clicked, this, &Toast::dismiss);
    connect(m_undo, &QToolButton::clicked, this, [this] {
        const auto action = m_action;
        dismiss();
        if (action)
            action();
    });
    window->installEventFilter(this);
    hide();
}

void Toast::say(const QString &text, std::function<void()> undo)
{
    m_action = std::move(undo);
    m_text = text;
    m_undo->setVisible(bool(m_action));
    setAccessibleName(text);
    // Dark on light and light on dark, so that it stands out from the mail in both.
    QPalette own = parentWidget()->palette();
    const bool dark = isDark(own);
    const QColor ground = dark ? elevated(own, 3).lighter(130) : QColor(0x2f, 0x33, 0x38);
    own.setColor(QPalette::Window, ground);
    for (const auto role : {QPalette::WindowText, QPalette::ButtonText, QPalette::Text})
        own.setColor(role, QColor(0xf2, 0xf3, 0xf5));
    own.setColor(QPalette::Button, ground);
    setPalette(own);
    QPalette accent = own;
    accent.setColor(QPalette::ButtonText, QColor(0x8f, 0xc7, 0xff));
    m_undo->setPalette(accent);
    m_close->setIcon(icon(QStringLiteral("window-close"), own.color(QPalette::WindowText)));
    place();
    show();
    raise();
    if (!underMouse())
        m_timer.start();
}

void Toast::dismiss()
{
    m_timer.stop();
    m_action = nullptr;
    hide();
}

void Toast::place()
{
    m_words->setText(m_text);
    adjustSize();
    const QWidget *window = parentWidget();
    const int width = qMin(sizeHint().width(), window->width() - 4 * gap);
    // From the middle, where the names are: what was done is said at the ends.
    const int whole = m_words->sizeHint().width();
    const int room = whole - (sizeHint().width() - width);
    if (room < whole) {
        m_words->setText(m_words->fontMetrics().elidedText(m_text, Qt::ElideMiddle, qMax(0, room - 2)));
        layout()->invalidate(); // a label that was never shown does not tell it
    }
    m_words->setToolTip(m_words->text() == m_text ? QString() : plainTip(m_text));
    resize(qMax(1, width), sizeHint().height());
    move((window->width() - this->width()) / 2, window->height() - height() - 5 * gap);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent *event)
{
    QFrame::enterEvent(event);
    m_timer.stop();
}

void Toast::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    if (isVisible())
        m_timer.start();
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRoundedRect(rect(), gap, gap);
}

} // namespace ui
